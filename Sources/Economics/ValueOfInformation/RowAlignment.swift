// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Whether the rows of a parameter table belong to the rows of an outcome table.
///
/// Published PSA tables exist whose parameters were drawn in another run than their outcomes; every value of
/// information from them is noise. The best correlation of any parameter with any outcome is compared with what it
/// is when the outcomes' rows are shuffled (Westfall & Young 1993, the single-step maximum), so that one
/// informative parameter among many is enough to pass.
public struct RowAlignment: Sendable, Equatable {
  /// Largest share of an outcome's variance that one parameter explains, by a line or a parabola.
  public let strongestShare: Double
  /// The parameter that explains it.
  public let strongestParameter: String?
  /// Share of the shuffles, the real order counted as one of them, that did as well.
  public let pValue: Double
  public let shuffles: Int

  /// Whether the parameters explain the outcomes no better than shuffled rows would.
  ///
  /// Never with fewer than 30 draws, where a parameter that matters can well go unseen.
  public var isDoubtful: Bool { pValue > 0.05 && drawCount >= 30 }

  private let drawCount: Int

  public init(
    _ parameters: ParameterSamples, _ samples: DecisionSamples, reference: Int = 0, seed: UInt64,
    shuffles: Int = 99
  ) {
    let increments = samples.increments(against: reference)
    let outcomes = (samples.costs + samples.effects + increments.costs + increments.effects)
      .compactMap(standardised)
    let scores = parameters.values.indices.flatMap { index in
      Self.scores(parameters.values[index]).map { (index, $0) }
    }
    let observed = Self.strongest(scores, outcomes)
    let stream = RandomStream(seed: seed, domain: Self.randomDomain)
    var asStrong = 1, shuffles = 0
    while shuffles < Self.fewestShuffles || (asStrong > 1 && shuffles < Self.mostShuffles) {
      stream.seek(entity: UInt64(shuffles), purpose: 0)
      let order = shuffled(samples.drawCount, stream)
      let permuted = outcomes.map { outcome in order.map { outcome[$0] } }
      if Self.strongest(scores, permuted).share >= observed.share { asStrong += 1 }
      shuffles += 1
    }
    strongestShare = observed.share
    strongestParameter = observed.parameter.map { parameters.names[$0] }
    pValue = Double(asStrong) / Double(shuffles + 1)
    self.shuffles = shuffles
    drawCount = samples.drawCount
  }

  /// When none of the first shuffles does as well, p is 0.05 or less and more shuffles would not change the answer
  /// (sequential Monte Carlo p-values: Besag & Clifford 1991, doi:10.1093/biomet/78.2.301).
  private static let fewestShuffles = 19
  private static let mostShuffles = 99

  /// Keeps the shuffles apart from the simulation's random numbers.
  private static let randomDomain: UInt64 = 0x726F_7773  // "rows"

  /// The parameter and its square, orthonormal.
  private static func scores(_ values: [Double]) -> [[Double]] {
    guard let line = standardised(values) else { return [] }
    let square = line.map { $0 * $0 }
    let overlap = zip(line, square).reduce(0) { $0 + $1.0 * $1.1 }
    let rest = zip(line, square).map { $1 - overlap * $0 }
    return [line] + (standardised(rest).map { [$0] } ?? [])
  }

  private static func strongest(
    _ scores: [(parameter: Int, values: [Double])], _ outcomes: [[Double]]
  ) -> (share: Double, parameter: Int?) {
    var best = (share: 0.0, parameter: Int?.none)
    for score in scores {
      for outcome in outcomes {
        let correlation = innerProduct(score.values, outcome)
        if correlation * correlation > best.share { best = (correlation * correlation, score.parameter) }
      }
    }
    return best
  }
}

/// Centred and of length one, so that an inner product is a correlation; nil when the values do not vary.
private func standardised(_ values: [Double]) -> [Double]? {
  let center = mean(values)
  let centred = values.map { $0 - center }
  let length = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
  let magnitude = values.lazy.map(\.magnitude).max() ?? 0
  guard length > 1e-12 * magnitude, length.isFinite else { return nil }
  return centred.map { $0 / length }
}

/// A random order of `0..<count` (Fisher–Yates).
private func shuffled(_ count: Int, _ stream: borrowing RandomStream) -> [Int] {
  var order = Array(0..<count)
  for i in stride(from: count - 1, to: 0, by: -1) { order.swapAt(i, stream.integer(below: i + 1)) }
  return order
}
