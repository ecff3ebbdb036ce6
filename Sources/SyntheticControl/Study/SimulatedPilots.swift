// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A simulated panel of five pilot authorities and sixty donors whose true effects are known: an example that runs
/// offline, and a test bed.
///
/// Nothing in it is an observation of a real authority.
///
/// The England level follows the percentage of 2–2½ year reviews by financial year (interim reporting, OHID: 75.7 in
/// 2017/18 Q1, 79 in 2019/20, 73.2 in 2022/23, 78.4 in 2023/24, 80.8 in 2024/25 found in published statistics; 78 in
/// 2018/19, 71.5 in 2020/21 and 74 in 2021/22 from memory). Levels differ between authorities with a standard
/// deviation near 12 points, an assumption derived from the published range of 33 to 98 in 2018–20.
public struct SimulatedPilots: Sendable {
  public let panel: Panel
  public let pilots: [TreatedUnit]
  /// The mean effect over the periods after the change, for each pilot, in percentage points.
  public let trueEffects: [Double]

  static let englandByYear: [Double] = [75.7, 78, 79, 71.5, 74, 73.2, 78.4, 80.8]

  public init(seed: UInt64, pilots: Int = 5, donors: Int = 60, effects: [Double] = [4, 3, 5, 2, 3.5]) {
    let quarters = 32, first = 24
    let labels = (0..<quarters).map { "\(2017 + ($0 + 1) / 4)Q\(($0 + 1) % 4 + 1)" }
    let times = labels.compactMap { TimePoint($0) }
    let stream = RandomStream(seed: seed, domain: 43)
    stream.seek(entity: 1 << 32, purpose: 0)
    var regional = [[Double]](repeating: [], count: 3)
    for k in regional.indices {
      var level = 0.0
      for _ in 0..<quarters {
        level = 0.9 * level + 0.09 * stream.standardNormal()
        regional[k].append(level)
      }
    }
    var outcome: [[Double]] = [], counts: [[Double]] = [], deprivation: [[Double]] = [], truth: [Double] = []
    let units = (1...pilots).map { "Pilot \($0)" } + (1...donors).map { "Donor \($0 < 10 ? "0" : "")\($0)" }
    for unit in units.indices {
      stream.seek(entity: UInt64(unit), purpose: 1)
      let poverty = stream.standardNormal()
      // Pilots are drawn from the middle of the range, so that donors surround them.
      let level = (unit < pilots ? 0.4 : 0.7) * stream.standardNormal() - 0.15 * poverty
      let loadings = regional.indices.map { _ in stream.standardNormal() }
      let shock = 1 + 0.3 * stream.standardNormal()
      let children = 650 * exp(0.5 * stream.standardNormal())
      let effect = unit < pilots ? effects[unit % effects.count] : 0
      var series: [Double] = [], sizes: [Double] = [], drift = 0.0, added = 0.0
      for quarter in 0..<quarters {
        let england = Self.englandByYear[quarter / 4] / 100
        drift = 0.7 * drift + 0.05 * stream.standardNormal()
        let common = logitOf(0.77) + shock * (logitOf(england) - logitOf(0.77))
        let own = zip(loadings, regional).reduce(0) { $0 + $1.0 * $1.1[quarter] }
        let untouched = 1 / (1 + exp(-(common + level + own + drift)))
        let reached = quarter >= first ? min(untouched + effect / 100, 0.995) : untouched
        if quarter >= first { added += 100 * (reached - untouched) / Double(quarters - first) }
        let turned = max(stream.poisson(mean: children), 20)
        series.append(100 * Double(stream.binomial(probability: reached, trials: turned)) / Double(turned))
        sizes.append(Double(turned))
      }
      outcome.append(series)
      counts.append(sizes)
      deprivation.append(Array(repeating: 22 + 7 * poverty, count: quarters))
      if unit < pilots { truth.append(added) }
    }
    panel = Panel(
      units: units, times: times, outcomeName: "two_year_review_percent", outcome: outcome,
      denominator: counts,
      covariates: ["deprivation": deprivation])
    self.pilots = (0..<pilots).map { TreatedUnit(unit: units[$0], firstPost: times[first].order) }
    trueEffects = truth
  }
}

private func logitOf(_ share: Double) -> Double { log(share / (1 - share)) }
