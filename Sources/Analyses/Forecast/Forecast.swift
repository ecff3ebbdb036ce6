// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation

/// About what an analysis takes, from a pilot of its own service.
public struct Forecast: Sendable {
  /// On the clock, if nothing else keeps the machine busy.
  public let seconds: Double
  /// Bytes: of memory at the same time, and of disk in the folder of the results.
  public let memory, disk: Double
  /// Whether it may be more: where replications are added until a precision is reached, or chosen by the study.
  public let isLeast: Bool

  /// What takes less says nothing of itself.
  static let worthSaying = (seconds: 10.0, memory: 4e9, disk: 1e9)

  public init(seconds: Double, memory: Double, disk: Double = 0, isLeast: Bool = false) {
    self.seconds = seconds
    self.memory = memory
    self.disk = disk
    self.isLeast = isLeast
  }

  /// - Parameters:
  ///   - runs: Replications in all.
  ///   - jobs: How many at a time.
  ///   - kept: Bytes of memory that hold results until the end, given the outcome of a replication.
  ///   - disk: Bytes that are written, given the same; asked only when there is much to do.
  /// - Returns: Nil when all is done in a few seconds.
  /// - Throws: `CancellationError`; what `disk` throws.
  init?(
    piloting scenario: Scenario, runs: Int, jobs: Int, isLeast: Bool = false,
    kept: (ReplicationOutcome) -> Double, disk: (ReplicationOutcome) throws -> Double = { _ in 0 }
  ) throws {
    let atATime = Double(min(jobs, Program.processors, runs))
    let pilot = try Pilot(scenario, times: Double(runs) / atATime)
    seconds = pilot.seconds * Double(runs) / atATime
    memory = pilot.before + Double(min(jobs, runs)) * pilot.memory + kept(pilot.outcome)
    guard seconds >= Self.worthSaying.seconds || memory >= Self.worthSaying.memory else { return nil }
    self.disk = try disk(pilot.outcome)
    self.isLeast = isLeast
  }

  /// One line: time, memory and disk.
  public var words: String {
    (isLeast ? "at least about " : "about ") + Self.time(seconds) + ", \(Self.size(memory)) of memory"
      + (disk > 0 ? ", \(Self.size(disk)) of disk" : "")
  }

  /// - Throws: `AnalysisError.noAnswer` when the machine has no room for it.
  public func fits(_ room: Room) throws(AnalysisError) {
    if memory > room.memory {
      throw .noAnswer(
        "needs about \(Self.size(memory)) of memory, and this machine has \(Self.size(room.memory)); fewer --jobs, "
          + "replications or births need less")
    }
    if let free = room.disk, let folder = room.folder, disk > free {
      throw .noAnswer(
        "\(folder): needs about \(Self.size(disk)) of disk, of which \(Self.size(free)) are free; fewer replications "
          + "or draws need less")
    }
  }

  static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<90: "\(Int(seconds.rounded(.up))) s"
    case ..<(90 * 60): "\(Int((seconds / 60).rounded())) min"
    case ..<(48 * 3600): "\(Int((seconds / 3600).rounded())) h"
    default: "\(Int(min(seconds / 86400, 1e9).rounded())) days"
    }
  }

  static func size(_ bytes: Double) -> String {
    switch bytes {
    case ..<0.95e9: "\(max(1, Int((bytes / 1e6).rounded()))) MB"
    case ..<9.95e9: "\(String(format: "%.1f", bytes / 1e9)) GB"
    default: "\(Int(min(bytes / 1e9, 1e12).rounded())) GB"
    }
  }
}
