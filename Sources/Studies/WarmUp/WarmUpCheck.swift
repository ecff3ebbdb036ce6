// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears

/// Evidence that a scenario's warm-up is long enough: every headline measure month by month over a run that goes on
/// for at least twice the warm-up, so that MSER-5, which may leave out no more than half, can find against it.
public struct WarmUpCheck: Sendable {
  public let warmUpYears, yearsWatched: Double
  public let replications: Int
  public let series: [WarmUpSeries]
  /// Headline measures that are not reported by month.
  public let notFollowed: [Measure]

  /// - Parameter scenario: Watched without its trend of births, which never settles.
  public init(
    _ scenario: Scenario, seed: UInt64, jobs: Int, replications: Int, progress: (Int, Int) -> Void = { _, _ in }
  ) async throws {
    var scenario = scenario
    scenario.children.birthsTrendPerYear = 0
    scenario.clock.snapshotEveryDays = 365.25 / 12
    warmUpYears = scenario.clock.warmUpYears
    yearsWatched = (2 * warmUpYears + max(2, scenario.clock.reportingYears)).rounded(.up)
    self.replications = replications
    let model = ServiceModel(monthly: scenario, years: yearsWatched)
    let strategy = Strategy(name: scenario.name, source: "", digest: "", model: model)
    let outcomes = try await Replications(seed: seed, jobs: jobs)
      .run([strategy], replications: 0..<replications, progress: progress)[0]
    let months = Int(yearsWatched * 12), warmUpMonths = Int((warmUpYears * 12).rounded(.up))
    var series: [WarmUpSeries] = [], notFollowed: [Measure] = []
    for measure in model.catalogue.measures where measure.isHeadline {
      let byReplication: [[Double]]
      if measure.id == "backlog.mean" {
        byReplication = outcomes.map { outcome in outcome.snapshots.prefix(months).map { Double($0.waiting) } }
      } else {
        let columns = (0..<months).compactMap { model.catalogue.index(of: OutcomeKey(measure.id, .year($0))) }
        guard columns.count == months else {
          notFollowed.append(measure)
          continue
        }
        byReplication = outcomes.map { outcome in columns.map { outcome.values[$0] } }
      }
      series.append(WarmUpSeries(measure, replications: byReplication, warmUpMonths: warmUpMonths))
    }
    self.series = series
    self.notFollowed = notFollowed
  }
}
