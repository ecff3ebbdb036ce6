// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch

/// Points that the targets do not rule out.
public struct HistoryMatch: Sendable {
  /// Three standard deviations: at most 5 % of any unimodal distribution lies beyond (Pukelsheim 1994).
  public static let cutoff = 3.0
  /// Share of the prior that is left.
  public let volume: Double
  public let plausible: [[Double]]

  /// - Parameter candidates: Points drawn from the prior, or from what an earlier wave left.
  public init(_ emulators: TargetEmulators, candidates: [[Double]]) {
    nonisolated(unsafe) var isIn = [Bool](repeating: false, count: candidates.count)
    isIn.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let places = buffer
      DispatchQueue.concurrentPerform(iterations: candidates.count) { i in
        places[i] = emulators.implausibility(candidates[i]) < Self.cutoff
      }
    }
    plausible = zip(candidates, isIn).filter(\.1).map(\.0)
    volume = Double(plausible.count) / Double(max(1, candidates.count))
  }
}
