// SPDX-License-Identifier: GPL-3.0-or-later
public import Studies

/// A probabilistic study as it is kept: what it found, and the draws behind it.
public struct StudyRecord: Sendable {
  public let findings: StudyFindings
  public let sampler: ParameterSampler
  /// The database to which the draws were appended.
  public let draws: ResultsDatabase

  public init(findings: StudyFindings, sampler: ParameterSampler, draws: ResultsDatabase) {
    self.findings = findings
    self.sampler = sampler
    self.draws = draws
  }
}
