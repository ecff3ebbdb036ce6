// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A study's draws of which only the first were simulated.
///
/// Every result of the baseline, and every strategy's difference from it (with the same children, so most of the noise is
/// gone), has its expectation at each draw from a `DrawEmulator`. A draw that was not simulated takes what is expected
/// at its own parameters, and what the emulator missed at one of the simulated draws, left out of the fit that it is
/// held against: all results, strategies and replications of that draw together. What no parameter explains, the noise
/// between replications, and how results go together thus stay as simulated, and with an emulator that explains nothing
/// the draws are those simulated over again.
///
/// Draws of a jackknife's group borrow from simulated draws of that group alone: leaving a group out then leaves out all
/// that was learnt from its simulated draws, and standard errors count these, not what was made of them.
public struct EmulatedDraws: Sendable {
  /// How the emulator did on one result, on simulated draws left out of its fit.
  public struct Check: Sendable {
    public let strategy: String
    public let measure: String
    /// Share of the variance between draws, noise and all, that it explains.
    public let explainedShare: Double
    /// Share of that variance that a bend and a slope in what it missed would explain.
    public let misfitShare: Double
    /// How often chance would leave as much of them (Wald, two degrees of freedom).
    public let misfitPValue: Double
  }

  /// How many were simulated.
  public let simulated: Int
  /// All draws.
  public let results: [DrawResults]
  /// Of each increment that the study decides on.
  public let checks: [Check]

  /// At least two simulated draws in each of the groups that standard errors leave out.
  public static let fewestSimulated = 2 * NoiseRemoval.usualGroups

  /// Whether the emulator misses nothing that it should have found: nothing that is both more than chance, at 1 % over all
  /// checks, and more than 1 % of a variance.
  public var isTrusted: Bool {
    checks.allSatisfy { $0.misfitPValue * Double(checks.count) > 0.01 || $0.misfitShare < 0.01 }
  }

  /// - Parameters:
  ///   - results: By strategy; of draws after the first `simulated` nothing is used.
  ///   - parameters: By parameter, then draw, all of them.
  ///   - deciding: Measures whose increments are checked.
  /// - Precondition: `simulated` is at least `fewestSimulated`.
  public init(_ results: [DrawResults], parameters: [[Double]], simulated: Int, deciding: [String]) async {
    precondition(simulated >= Self.fewestSimulated)
    self.simulated = simulated
    let emulator = DrawEmulator(parameters: parameters, simulated: simulated)
    let base = results[0]
    let pieces = results.enumerated().flatMap { s, result in result.keys.indices.map { (s, $0) } }
    let predictions = await inOrder(pieces) { s, k in
      Self.prediction(results[s], k, from: s > 0 ? base : nil, emulator)
    }
    let first = Dictionary(uniqueKeysWithValues: base.keys.enumerated().map { ($1, predictions[$0]) })
    var filled = results, checks: [Check] = []
    for (place, piece) in pieces.enumerated() {
      let (s, k) = piece, key = results[s].keys[k]
      let own = predictions[place]
      let shared = s > 0 ? first[key] ?? nil : nil
      filled[s].fill(k, own, shared, simulated: simulated)
      if s > 0, case .overall = key.group, deciding.contains(key.measure), let baseKey = base.keys.firstIndex(of: key) {
        let values = zip(results[s].drawMeans(ofKey: k), base.drawMeans(ofKey: baseKey)).map { $0 - $1 }
        checks.append(
          Check(
            strategy: results[s].strategy.name, measure: key.measure, Array(values[..<simulated]), own?.leftOut ?? []))
      }
    }
    self.results = filled
    self.checks = checks
  }

  /// Of a result, or of its difference from the baseline's; nil where it is not defined in every simulated draw.
  private static func prediction(
    _ result: DrawResults, _ key: Int, from base: DrawResults?, _ emulator: DrawEmulator
  ) -> DrawEmulator.Prediction? {
    var values = Array(result.drawMeans(ofKey: key)[..<emulator.simulated])
    if let base, let other = base.keys.firstIndex(of: result.keys[key]) {
      values = zip(values, base.drawMeans(ofKey: other)).map { $0 - $1 }
    }
    return values.allSatisfy(\.isFinite) ? emulator.prediction(of: values) : nil
  }
}

extension EmulatedDraws.Check {
  /// - Parameters:
  ///   - values: By simulated draw.
  ///   - leftOut: What was expected of each.
  init(strategy: String, measure: String, _ values: [Double], _ leftOut: [Double]) {
    self.strategy = strategy
    self.measure = measure
    let missed = zip(values, leftOut).map { $0 - $1 }
    let total = RunningMoments(values).variance, rest = RunningMoments(missed).variance
    explainedShare = total > 0 ? max(0, 1 - rest / total) : 1
    let spread = RunningMoments(leftOut).standardDeviation, center = mean(leftOut)
    let scores = leftOut.map { spread > 0 ? ($0 - center) / spread : 0 }
    let design = Matrix(columns: [scores.map { _ in 1 }, scores, scores.map { $0 * $0 }])
    guard spread > 0, rest > 1e-18 * total, let factor = CholeskyFactor(design.transposed * design) else {
      (misfitShare, misfitPValue) = (0, 1)
      return
    }
    let fitted = design * factor.solve(design.transposedTimes(missed))
    let explained = fitted.reduce(0) { $0 + ($1 - mean(missed)) * ($1 - mean(missed)) }
    let residual = zip(missed, fitted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let wald = explained / (residual / Double(values.count - 3))
    misfitShare = explained / Double(values.count - 1) / total
    misfitPValue = exp(-wald / 2)
  }
}

extension DrawResults {
  /// Fills in the draws that were not simulated.
  /// - Parameters:
  ///   - own: Expectation of the result, or of its difference from what is `shared` with the baseline; without one, the
  ///     simulated draws are taken over again.
  fileprivate mutating func fill(
    _ key: Int, _ own: DrawEmulator.Prediction?, _ shared: DrawEmulator.Prediction?, simulated: Int
  ) {
    let values = replicates(ofKey: key), seen = values[..<(simulated * replications)]
    let possible = strategy.model.catalogue.measure(keys[key].measure)?.unit.possible(
      minimum: seen.min() ?? 0, maximum: seen.max() ?? 0)
    func expected(_ part: KeyPath<DrawEmulator.Prediction, [Double]>, _ place: Int) -> Double {
      guard let own else { return 0 }
      return own[keyPath: part][place] + (shared?[keyPath: part][place] ?? 0)
    }
    let groups = NoiseRemoval.usualGroups
    for place in simulated..<max(simulated, drawCount) {
      let group = place % groups
      let members = (simulated - group + groups - 1) / groups
      let lender = group + groups * ((place / groups) % members)
      for r in 0..<replications {
        let missed = values[lender * replications + r] - expected(\.leftOut, lender)
        let value = expected(\.fitted, place) + missed
        set(
          possible.map { min(max(value, $0.lowerBound), $0.upperBound) } ?? value, key: key, draw: place + 1,
          replication: r)
      }
    }
  }
}
