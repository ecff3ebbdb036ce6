// SPDX-License-Identifier: GPL-3.0-or-later

/// Everything a scenario reports, in the order in which it is reported.
public struct OutcomeCatalogue: Sendable {
  /// Measures that follow from counters.
  public let measures: [Measure]
  /// Every measure for every group, in the order of `ReplicationOutcome.values`.
  public let keys: [OutcomeKey]
  private let index: [OutcomeKey: Int]
  private let measureIndex: [String: Int]
  /// Number of measures computed from counters; the rest are computed by the replication itself.
  let counted: Int
  /// The whole, reporting years where there are several, quintiles and teams.
  public let groups: [Group]

  /// - Parameters:
  ///   - scenario: As stated: results are listed in its order.
  ///   - ordered: In the order of the simulation, which the counters have and in which sums are formed.
  init(_ scenario: Scenario, ordered: Scenario, layout: CounterLayout, years: Int) {
    let place = Dictionary(
      uniqueKeysWithValues: MeasureList(scenario, layout: CounterLayout(scenario)).measures.enumerated().map {
        ($1.id, $0)
      })
    let fromCounters = MeasureList(ordered, layout: layout).measures.sorted {
      place[$0.id, default: 0] < place[$1.id, default: 0]
    }
    let others = DirectMeasures.all(scenario)
    counted = fromCounters.count
    measures = fromCounters + others
    groups =
      [.overall] + (years > 1 ? (0..<years).map(Group.year) : []) + (1...5).map(Group.quintile)
      + (scenario.teams.count > 1 ? scenario.teams.map { Group.team($0.name) } : [])
    var keys: [OutcomeKey] = []
    for measure in measures {
      for group in groups where measure.isReported(for: group) { keys.append(OutcomeKey(measure.id, group)) }
    }
    self.keys = keys
    index = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
    measureIndex = Dictionary(uniqueKeysWithValues: measures.enumerated().map { ($1.id, $0) })
  }

  /// Position of a result among the values of a replication.
  public func index(of key: OutcomeKey) -> Int? { index[key] }

  public func measure(_ id: String) -> Measure? { measureIndex[id].map { measures[$0] } }
}

extension Measure {
  func isReported(for group: Group) -> Bool {
    switch group {
    case .overall: true
    case .year: breakdowns.contains(.year)
    case .quintile: breakdowns.contains(.quintile)
    case .team: breakdowns.contains(.team)
    }
  }
}
