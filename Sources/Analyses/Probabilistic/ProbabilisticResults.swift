// SPDX-License-Identifier: GPL-3.0-or-later
public import ResultsStore
public import Studies

/// A finished study: its base case and what its draws say.
public struct ProbabilisticResults: Sendable {
  public let baseCase: SimulatedStrategies
  public let findings: StudyFindings
  /// Replications of each draw.
  public let replications: Int
  private let record: StudyRecord
  /// Holds the draws where there is no folder for them.
  private let scratch: ScratchFolder?

  init(
    baseCase: SimulatedStrategies, findings: StudyFindings, replications: Int, record: StudyRecord,
    scratch: ScratchFolder?
  ) {
    self.baseCase = baseCase
    self.findings = findings
    self.replications = replications
    self.record = record
    self.scratch = scratch
  }

  /// What the study says first, with everything uncertain propagated; nil for a single strategy.
  public var headlines: Headlines? { Headlines(findings.analysis) }

  /// Writes all results; the draws that stood in the folder are in them.
  public func write(to directory: ResultsDirectory) throws(ResultsError) {
    var run = baseCase.record
    run.headlines = headlines?.table
    try directory.write(run, study: record)
    try directory.removeDraws()
  }
}
