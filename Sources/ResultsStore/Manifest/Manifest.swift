// SPDX-License-Identifier: GPL-3.0-or-later
public import Foundation
public import Studies
import Statistics

/// What was run, with what, where and when: enough to run it again to the same bits.
///
/// `manifest.json` in a results directory. It is the last file written, so a directory with one is complete.
public struct Manifest: Decodable, Sendable, Equatable {
  /// A scenario or study file that was read.
  public struct SourceFile: Decodable, Sendable, Equatable {
    public var path: String
    /// SHA-256 or `ContentDigest` of its text, with the name of the method before a colon.
    public var digest: String

    public init(path: String, digest: String) {
      self.path = path
      self.digest = digest
    }
  }

  /// A strategy as it was simulated.
  public struct StrategyEntry: Decodable, Sendable, Equatable {
    public var name: String
    public var source: String
    /// Digest of everything that decides the result beside seed and replication number.
    public var digest: String
    public var replications: Int

    public init(name: String, source: String, digest: String, replications: Int) {
      self.name = name
      self.source = source
      self.digest = digest
      self.replications = replications
    }
  }

  /// Version of the files' layout, raised when a column changes its meaning or goes.
  public var resultsVersion = Self.currentResultsVersion
  /// What made the results: run, compare, psa, sensitivity, cea, effects or calibrate; nil in older results.
  public var analysis: String?
  public var programVersion: String
  /// Digest of the sources of the program; nil in older results.
  public var build: String?
  public var commandLine: [String]
  public var files: [SourceFile]
  public var strategies: [StrategyEntry]
  /// Written as text, because R and JavaScript read JSON numbers above 2⁵³ inexactly.
  public var seed: UInt64
  /// Draws of the uncertain parameters; 0 for a run at their means.
  public var draws: Int
  /// What else decides the draws of a study: their number, how they are sampled, and from what.
  public var design: String?
  /// Threads; for information, results do not depend on it.
  public var jobs: Int
  public var gslVersion: String
  public var platform: Platform
  public var started: Date
  public var finished: Date
  public var warnings: [String]

  public static let currentResultsVersion = 1

  public init(
    analysis: String? = nil, programVersion: String, build: String? = nil, commandLine: [String],
    files: [SourceFile] = [], results: [StrategyResults],
    seed: UInt64, draws: Int = 0, jobs: Int, started: Date, finished: Date, warnings: [String] = [],
    platform: Platform = .current()
  ) {
    self.analysis = analysis
    self.programVersion = programVersion
    self.build = build
    self.commandLine = commandLine
    self.files = files
    strategies = results.map {
      StrategyEntry(
        name: $0.strategy.name, source: $0.strategy.source, digest: $0.strategy.digest,
        replications: $0.outcomes.count)
    }
    self.seed = seed
    self.draws = draws
    self.jobs = jobs
    gslVersion = Statistics.gslVersion
    self.platform = platform
    self.started = started
    self.finished = finished
    self.warnings = warnings
  }
}
