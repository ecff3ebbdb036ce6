// SPDX-License-Identifier: GPL-3.0-or-later

/// The distribution of durations in fixed memory: log-linear bins 1/64 of their octave wide, with exact
/// count, mean and variance beside them.
///
/// A quantile is interpolated in its bin, so its error is a small part of 1.6 % of the value (the layout of
/// HdrHistogram; Tene 2014). Histograms of several replications can be added.
public struct DurationHistogram: Sendable {
  private static let subdivisions = 64
  private static let lowestExponent = -20
  private static let octaves = 40
  /// Durations of exactly zero; they are many when nobody waits.
  public private(set) var zeros = 0
  public private(set) var count = 0
  private var sum = 0.0
  private var sumOfSquares = 0.0
  private var bins: [UInt32]

  public init() { bins = Array(repeating: 0, count: Self.subdivisions * Self.octaves) }

  /// Adds a duration; negative ones do not occur.
  public mutating func add(_ duration: Double) {
    count += 1
    guard duration > 0 else {
      zeros += 1
      return
    }
    sum += duration
    sumOfSquares += duration * duration
    bins[Self.bin(of: duration)] += 1
  }

  private static func bin(of duration: Double) -> Int {
    let octave = Int(duration.exponent) - lowestExponent
    if octave < 0 { return 0 }
    if octave >= octaves { return subdivisions * octaves - 1 }
    return octave * subdivisions + Int((duration.significand - 1) * Double(subdivisions))
  }

  private static func lowerEdge(ofBin bin: Int) -> Double {
    let octave = bin / subdivisions + lowestExponent
    return Double(sign: .plus, exponent: octave, significand: 1 + Double(bin % subdivisions) / Double(subdivisions))
  }

  public mutating func add(_ other: DurationHistogram) {
    zeros += other.zeros
    count += other.count
    sum += other.sum
    sumOfSquares += other.sumOfSquares
    for bin in bins.indices { bins[bin] &+= other.bins[bin] }
  }

  public var mean: Double { sum / Double(count) }

  public var standardDeviation: Double {
    let n = Double(count)
    return max(0, (sumOfSquares - sum * sum / n) / (n - 1)).squareRoot()
  }

  /// The duration that the given share does not exceed; NaN when empty.
  public func quantile(_ probability: Double) -> Double {
    guard count > 0 else { return .nan }
    let target = probability * Double(count)
    var below = Double(zeros)
    if target <= below { return 0 }
    for bin in bins.indices where bins[bin] > 0 {
      let here = Double(bins[bin])
      if below + here >= target {
        let lower = Self.lowerEdge(ofBin: bin), upper = Self.lowerEdge(ofBin: bin + 1)
        return lower + (upper - lower) * (target - below) / here
      }
      below += here
    }
    return Self.lowerEdge(ofBin: bins.count)
  }

  /// Share of durations above a threshold of zero or more; NaN when empty.
  public func share(above threshold: Double) -> Double {
    guard count > 0 else { return .nan }
    guard threshold > 0 else { return Double(count - zeros) / Double(count) }
    let cut = Self.bin(of: threshold)
    var above = bins[(cut + 1)...].reduce(0.0) { $0 + Double($1) }
    let lower = Self.lowerEdge(ofBin: cut), upper = Self.lowerEdge(ofBin: cut + 1)
    above += Double(bins[cut]) * max(0, min(1, (upper - threshold) / (upper - lower)))
    return above / Double(count)
  }
}
