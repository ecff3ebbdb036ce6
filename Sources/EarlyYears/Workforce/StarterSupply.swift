// SPDX-License-Identifier: GPL-3.0-or-later

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The supply of starters that holds a stated vacancy rate.
///
/// A post is filled or vacant, and changes by month: of the filled a chance q fall vacant, of the vacant a chance r find
/// someone. The share vacant then goes through the year as v′ = v (1 − r) + (1 − v) q. With intakes r differs by month
/// in the proportions of the recruitment, and is scaled until v, averaged over the year that repeats itself, is the
/// rate stated. Without intakes r = q (1 − v) / v.
public struct StarterSupply: Sendable {
  /// Chance that a vacancy is filled at the start of each month, January first, per chance that a post falls vacant.
  let fillingPerLeaving: [Double]
  /// Share vacant in each month.
  let vacantShare: [Double]

  init(vacancyRate: Double, role: Role) {
    // Only the ratio of filling to leaving matters, so a role nobody leaves may be solved at any rate.
    let leaving = Self.monthly(role.leaversPerYear > 0 ? role.leaversPerYear : 0.1)
    let weights = Self.weights(role.recruitment)
    func cycle(_ scale: Double) -> [Double] { Self.cycle(weights.map { min(1, scale * $0) }, leaving: leaving) }
    var low = 0.0, high = 1e6
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if cycle(middle).reduce(0, +) / 12 > vacancyRate { low = middle } else { high = middle }
    }
    fillingPerLeaving = weights.map { min(1, high * $0) / leaving }
    vacantShare = role.leaversPerYear > 0 ? cycle(high) : Array(repeating: vacancyRate, count: 12)
  }

  /// The least vacancy rate that recruitment with intakes can hold: everyone vacant at an intake finds someone.
  public static func leastVacancyRate(_ role: Role) -> Double {
    guard role.leaversPerYear > 0 else { return 0 }
    let filling = weights(role.recruitment).map { $0 > 0 ? 1.0 : 0 }
    return cycle(filling, leaving: monthly(role.leaversPerYear)).reduce(0, +) / 12
  }

  /// Chance of leaving in a month from the share who leave in a year.
  static func monthly(_ yearly: Double) -> Double { 1 - pow(1 - yearly, 1.0 / 12) }

  /// How starters spread over the months, January first.
  private static func weights(_ recruitment: Role.Recruitment) -> [Double] {
    let months = Set(recruitment.intakeMonths)
    let atIntakes = months.isEmpty ? 0 : recruitment.intakeShare
    return (1...12).map { (1 - atIntakes) / 12 + (months.contains($0) ? atIntakes / Double(months.count) : 0) }
  }

  /// Share vacant in each month of the year that repeats itself: twelve affine steps composed, and their fixed point.
  private static func cycle(_ filling: [Double], leaving: Double) -> [Double] {
    var slope = 1.0, offset = 0.0
    for chance in filling {
      slope *= 1 - chance - leaving
      offset = offset * (1 - chance - leaving) + leaving
    }
    var vacant = offset / (1 - slope)
    return filling.map { chance in
      vacant = vacant * (1 - chance) + (1 - vacant) * leaving
      return vacant
    }
  }
}

/// How many people may still start where a scenario limits them.
struct StarterLimit {
  private var openings = 0.0
  private var openingsAt = 0.0
  private var intakeDay = -1.0
  private var startedAtIntake = 0

  /// Takes a starter who applies at any time of the year, if there is one; otherwise says when there will be.
  mutating func take(perYear: Double, at time: Double) -> Double? {
    guard perYear > 0 else { return .infinity }
    // Whoever finds no vacancy goes elsewhere, so nobody is saved up.
    openings = min(1, openings + perYear * (time - openingsAt) / Timeline.year)
    openingsAt = time
    guard openings >= 1 - 1e-9 else { return time + (1 - openings) / perYear * Timeline.year }
    openings -= 1
    return nil
  }

  /// Takes one of the newly trained of an intake; false when all have found a post.
  mutating func takeFromIntake(of size: Int, day: Double) -> Bool {
    if intakeDay != day { (intakeDay, startedAtIntake) = (day, 0) }
    guard startedAtIntake < size else { return false }
    startedAtIntake += 1
    return true
  }
}
