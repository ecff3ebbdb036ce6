// SPDX-License-Identifier: GPL-3.0-or-later

/// What a study costs, in the currency of the costs.
public struct StudyCosts: Sendable, Equatable {
  public let fixed, perParticipant: Double
  /// Years until the study reports; people treated until then gain nothing from it.
  public let yearsToReport: Double

  public init(fixed: Double, perParticipant: Double, yearsToReport: Double = 0) {
    self.fixed = fixed
    self.perParticipant = perParticipant
    self.yearsToReport = yearsToReport
  }

  public func total(participants: Int) -> Double { fixed + perParticipant * Double(participants) }
}

/// Expected net benefit of sampling (ENBS): the study's value to the population less its cost (Conti & Claxton 2009,
/// doi:10.1177/0272989X09344746).
public struct NetBenefitOfSampling: Sendable, Equatable {
  public let sampleSize: Int
  public let net: Estimate

  public init(_ value: Estimate, sampleSize: Int, population: AffectedPopulation, costs: StudyCosts) {
    let gain = value.scaled(by: population.discountedPeople(afterYears: costs.yearsToReport))
    self.sampleSize = sampleSize
    net = Estimate(
      value: gain.value - costs.total(participants: sampleSize), standardError: gain.standardError)
  }

  /// The size with the highest net benefit; nil when no study is worth its cost.
  public static func best(of sizes: [NetBenefitOfSampling]) -> NetBenefitOfSampling? {
    sizes.filter { $0.net.value > 0 }.max { $0.net.value < $1.net.value }
  }
}
