// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Simulation
import Statistics

/// What one replication delivers: a value for every key of the scenario's catalogue, and some series.
public struct ReplicationOutcome: Sendable {
  /// In the order of `OutcomeCatalogue.keys`; NaN where a share has an empty denominator.
  public let values: [Double]
  public let snapshots: [Snapshot]
  /// By contact type, in the order of the scenario.
  public let conservation: [Conservation]
  /// Events handled, for measuring speed.
  public let events: UInt64
}

extension ServiceModel {
  /// Runs one replication. The result depends on the arguments alone.
  /// - Parameters:
  ///   - seed: Seed of the whole run.
  ///   - draw: Draw of the uncertain parameters that this model was compiled from; 0 at the means.
  ///   - replication: Number of the replication within the draw.
  public func replication(_ replication: Int, seed: UInt64, draw: Int = 0) -> ReplicationOutcome {
    var run = Replication(self, seed: seed, draw: UInt64(draw), replication: UInt64(replication))
    guard let outcome = run.run(until: { false }) else { preconditionFailure("nothing stopped it") }
    return outcome
  }

  /// The same replication, given up on the way when the task is cancelled.
  public func replicationUnlessCancelled(
    _ replication: Int, seed: UInt64, draw: Int = 0
  ) throws(CancellationError) -> ReplicationOutcome {
    var run = Replication(self, seed: seed, draw: UInt64(draw), replication: UInt64(replication))
    guard let outcome = run.run(until: { Task.isCancelled }) else { throw CancellationError() }
    return outcome
  }
}

extension Replication {
  func outcome() -> ReplicationOutcome {
    let catalogue = model.catalogue
    let rows = Dictionary(uniqueKeysWithValues: catalogue.groups.map { ($0, countersRow(of: $0)) })
    let direct = directValues(rows)
    let withStaff = rows[.overall].map { model.layout.withStaff(rows.mapValues(\.counters), of: $0.counters) } ?? [:]
    let values = catalogue.keys.map { key -> Double in
      if let value = direct[key.measure] { return value }
      guard let measure = catalogue.measure(key.measure), let row = rows[key.group] else { return .nan }
      return measure.value((measure.section == .cost ? withStaff[key.group] : nil) ?? row.counters, row.years)
    }
    return ReplicationOutcome(
      values: values, snapshots: books.observation.snapshots,
      conservation: model.contactOrder.map { books.conservation[$0] },
      events: events.taken)
  }

  private func countersRow(of group: Group) -> (counters: [Double], years: Double) {
    let timeline = model.timeline
    let all = 0..<timeline.years
    let span = (timeline.end - timeline.reportStart) / Timeline.year
    switch group {
    case .overall: return (books.counters.sum(years: all), span)
    case .year(let year):
      return (books.counters.sum(years: year..<year + 1), timeline.length(ofYear: year) / Timeline.year)
    case .quintile(let quintile): return (books.counters.sum(years: all, quintile: quintile - 1), span)
    case .team(let name):
      let team = model.ordered.teams.firstIndex { $0.name == name } ?? 0
      return (books.counters.sum(years: all, team: team), span)
    }
  }

  /// Measures that do not follow from one row of counters.
  private func directValues(_ rows: [Group: (counters: [Double], years: Double)]) -> [String: Double] {
    var values = queueValues()
    values["caseload.median_children_per_wte"] = books.observation.caseloads.median
    for threshold in DirectMeasures.caseloadThresholds {
      values["caseload.share_above_\(threshold)"] = books.observation.caseloads.share(above: threshold)
    }
    values["cost.commissioner_discounted"] = discountedCost()
    for id in DirectMeasures.unequal(model.scenario) {
      guard let measure = model.catalogue.measure(id) else { continue }
      let byQuintile = (1...5).map { quintile in
        rows[.quintile(quintile)].map { measure.value($0.counters, $0.years) } ?? .nan
      }
      values["disparity.\(id).gap"] = byQuintile[4] - byQuintile[0]
      values["disparity.\(id).ratio"] = byQuintile[0] / byQuintile[4]
      values["disparity.\(id).slope_index"] = slopeIndexOfInequality(
        byQuintile, shares: model.scenario.children.deprivationShares)
    }
    return values
  }

  /// Costs of later reporting years are discounted to the first (factor (1 + r)^−year, the first year in full).
  private func discountedCost() -> Double {
    guard let measure = model.catalogue.measure("cost.commissioner") else { return .nan }
    let yearly = (0..<model.timeline.years).map { measure.value(books.counters.sum(years: $0..<$0 + 1), 1) }
    return Discounting(ratePerYear: model.scenario.costs.discountRateCosts).presentValue(
      of: yearly, timing: .startOfYear)
  }

  private func queueValues() -> [String: Double] {
    let o = books.observation
    var values = [
      "backlog.mean": o.allWaiting.mean, "queue.number_in_system": o.inSystem.mean,
      "queue.number_in_system_variance": o.inSystem.variance,
      "queue.empty_share": 100 * o.inSystem.shareOfTimeAtZero, "queue.mean_in_hand": o.allInHand.mean,
      "queue.mean_busy_period_days": o.inSystem.meanPeriodAboveZero,
    ]
    for (k, contact) in model.ordered.contacts.enumerated() {
      let id = "queue.\(contact.name)", waits = o.waits[k]
      values["\(id).mean_waiting"] = o.waiting[k].mean
      values["\(id).mean_in_hand"] = o.inHand[k].mean
      values["\(id).waited_share"] = 100 * waits.share(above: 0)
      for (key, histogram) in [("wait_days", waits), ("time_in_system_days", o.timesInSystem[k])] {
        values["\(id).\(key).mean"] = histogram.mean
        values["\(id).\(key).sd"] = histogram.standardDeviation
        values["\(id).\(key).median"] = histogram.quantile(0.5)
        values["\(id).\(key).p90"] = histogram.quantile(0.9)
        values["\(id).\(key).p95"] = histogram.quantile(0.95)
      }
      for threshold in model.scenario.clock.waitThresholdsDays {
        values["\(id).waited_over_\(whole(threshold))_days"] = 100 * waits.share(above: threshold)
      }
    }
    return values
  }
}
