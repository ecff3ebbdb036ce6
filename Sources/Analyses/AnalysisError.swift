// SPDX-License-Identifier: GPL-3.0-or-later

/// Why an analysis has no result, beside what is wrong with a file or a folder (`ScenarioError`, `TableError`,
/// `ResultsError`).
public enum AnalysisError: Error, Sendable, CustomStringConvertible {
  /// What was asked for cannot be asked of these files: a name that they do not have, a range that makes no sense.
  case request(String)
  /// The files are in order, yet no answer follows from them.
  case noAnswer(String)
  /// The task was cancelled; `kept` says what is left of the work, nil where nothing is.
  case interrupted(kept: String?)

  public var description: String {
    switch self {
    case .request(let words), .noAnswer(let words): words
    case .interrupted(let kept): "interrupted; \(kept ?? "nothing was written")"
    }
  }
}

/// Work whose cancellation says what is kept of it.
func keeping<Value>(
  _ kept: @autoclosure () -> String?, isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Value
) async throws -> Value {
  do { return try await work() } catch is CancellationError { throw AnalysisError.interrupted(kept: kept()) }
}
