// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// A safeguarding status, compiled.
struct StatusPlan: Sendable {
  struct Activity: Sendable {
    let contact: Int
    let firstAfterDays: Double
    let everyDays: Double
  }

  let key: UInt64
  /// New cases a day and child without a status, by quintile.
  let openingPerDay: [Double]
  /// Probability of being born with it, by quintile.
  let bornWith: [Double]
  /// Open cases per 10,000 children that follow for the scenario's own mix of deprivation.
  let expectedPer10000: Double
  let duration: Variate
  let level: ServiceLevel
  let stepsDownTo: Int?
  let stepsDownProbability: Double
  let activities: [Activity]
  let attendanceOddsRatio: Double
  let costPerDay: Double
  let payer: Payer

  static func all(
    _ statuses: [SafeguardingStatus], contacts: [String: Int], statuses index: [String: Int], children: Children
  ) -> [StatusPlan] {
    let factors = statuses.map {
      Gradient.multipliers(ratioMostDeprived: $0.rateRatioMostDeprived, shares: children.referenceShares)
    }
    let target = statuses.map { $0.stepsDownTo.flatMap { index[$0] } }
    let openings = SafeguardingOpenings(statuses, factors: factors, target: target, children: children)
    return statuses.indices.map { s in
      let status = statuses[s]
      return StatusPlan(
        key: stableKey(status.name), openingPerDay: factors[s].map { $0 * openings.perDay[s] },
        bornWith: factors[s].map { $0 * status.bornWithPer10000 / 10_000 },
        expectedPer10000: openings.expectedShare[s] * 10_000, duration: status.durationDays,
        level: status.serviceLevel, stepsDownTo: target[s], stepsDownProbability: status.stepsDownProbability,
        activities: status.activities.compactMap { activity in
          contacts[activity.contact].map {
            Activity(
              contact: $0, firstAfterDays: activity.firstAfterDays, everyDays: activity.everyDays ?? .infinity)
          }
        },
        attendanceOddsRatio: status.attendanceOddsRatio, costPerDay: status.costPerMonth * 12 / Timeline.year,
        payer: status.paidBy)
    }
  }
}

/// Open cases of a status as a scenario states them, and as they should then come out.
public struct StatedSafeguarding: Sendable, Equatable {
  public let name: String
  public let label: String
  /// Open per 10,000 children in the reference mix of deprivation, as stated.
  public let statedPer10000: Double
  /// What follows from it for the scenario's own mix.
  public let expectedPer10000: Double
}

extension ServiceModel {
  /// What the scenario states of its safeguarding statuses, for comparison with what is simulated.
  public var statedSafeguarding: [StatedSafeguarding] {
    scenario.safeguarding.map { status in
      StatedSafeguarding(
        name: status.name, label: status.label, statedPer10000: status.per10000,
        expectedPer10000: statuses.first { $0.key == stableKey(status.name) }?.expectedPer10000 ?? .nan)
    }
  }
}
