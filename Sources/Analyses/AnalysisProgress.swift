// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import Studies

/// How far an analysis has come.
public struct AnalysisProgress: Sendable {
  /// What is being done, in the plural of what is counted: "draws", "replications of the base case".
  public let stage: String
  public let done, total: Int
  /// If the rest goes as the stage has gone so far.
  public let secondsLeft: Double
  /// Whether more stages follow, so that the time left is that of the stage alone.
  public let hasMoreStages: Bool
  /// At checkpoints of a probabilistic study, what its draws say so far; nil otherwise.
  public let settlement: Settlement?

  /// Called from one task at a time.
  public typealias Handler = @Sendable (AnalysisProgress) -> Void
}

/// One stage of an analysis, which counts what is done of it.
struct Stage: Sendable {
  private let name: String
  private let hasMore: Bool
  private let started = Date()
  private let report: AnalysisProgress.Handler

  init(_ name: String, hasMore: Bool = false, _ report: @escaping AnalysisProgress.Handler) {
    self.name = name
    self.hasMore = hasMore
    self.report = report
  }

  func show(_ done: Int, of total: Int) { show(done, of: total, nil) }

  func show(_ done: Int, of total: Int, _ settlement: Settlement?) {
    let left = Date().timeIntervalSince(started) / Double(max(1, done)) * Double(total - done)
    report(
      AnalysisProgress(
        stage: name, done: done, total: total, secondsLeft: left, hasMoreStages: hasMore, settlement: settlement))
  }
}
