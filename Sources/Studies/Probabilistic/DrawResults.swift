// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
import Statistics

/// What is kept of a strategy's draws.
public struct DrawResults: Sendable {
  public let strategy: Strategy
  public let keys: [OutcomeKey]
  public let drawCount: Int
  public let replications: Int
  /// By key, then draw, then replication.
  private var values: [[Double]]

  public init(strategy: Strategy, keys: [OutcomeKey], drawCount: Int, replications: Int) {
    self.strategy = strategy
    self.keys = keys
    self.drawCount = drawCount
    self.replications = replications
    values = [[Double]](
      repeating: [Double](repeating: .nan, count: drawCount * replications), count: keys.count)
  }

  /// - Parameter draw: Numbered from 1.
  public mutating func set(_ value: Double, key: Int, draw: Int, replication: Int) {
    values[key][(draw - 1) * replications + replication] = value
  }

  /// Values of one result, draw after draw, each with its replications.
  public func replicates(ofKey key: Int) -> [Double] { values[key] }

  /// The first draws alone.
  public func first(_ count: Int) -> DrawResults {
    var part = DrawResults(strategy: strategy, keys: keys, drawCount: count, replications: replications)
    part.values = values.map { Array($0[..<(count * replications)]) }
    return part
  }

  /// The mean over replications, by draw; NaN where any is undefined.
  public func drawMeans(ofKey key: Int) -> [Double] {
    let all = values[key]
    return (0..<drawCount).map { draw in
      mean(all[(draw * replications)..<((draw + 1) * replications)])
    }
  }

  public func drawMeans(_ key: OutcomeKey) -> [Double]? {
    keys.firstIndex(of: key).map(drawMeans(ofKey:))
  }

  /// A total over the reporting period, by draw, then replication.
  func totals(_ total: PeriodTotal) -> [[Double]] {
    let catalogue = strategy.model.catalogue
    let positions = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
    let place = Dictionary(
      uniqueKeysWithValues: Set(total.indices).map { ($0, positions[catalogue.keys[$0]] ?? 0) })
    return (0..<drawCount).map { draw in
      (0..<replications).map { replication in
        total.total { values[place[$0] ?? 0][draw * replications + replication] }
      }
    }
  }

  /// The results of a strategy that are kept of every draw: headline measures, costs, and what the study asks for;
  /// as a whole, by year and by quintile.
  public static func keptKeys(
    _ strategy: Strategy, effects: [EffectMeasure], evidence: [EvidenceUse] = [], horizon: Horizon? = nil
  ) -> [OutcomeKey] {
    let catalogue = strategy.model.catalogue
    let asked = Set(
      effects.map(\.measure) + effects.compactMap(\.needMeasure) + evidence.map(\.measure)
        + (horizon.map { $0.measures + [EffectMeasure.qalys.measure] } ?? []) + ["population.births"])
    let kept = Set(
      catalogue.measures.filter { $0.isHeadline || $0.section == .cost || asked.contains($0.id) }.map(\.id))
    return catalogue.keys.filter { key in
      if case .team = key.group { return false }
      return kept.contains(key.measure)
    }
  }
}
