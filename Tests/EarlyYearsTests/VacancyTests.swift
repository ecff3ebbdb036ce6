// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Statistics
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Vacancies in 4,000 posts over ten years. Twelve per cent leave in a year: q = 1 − 0.88^(1/12) a month, so 12 q
/// leavers a year for each post filled.
@Suite struct VacancyTests {
  static let posts = 4000.0
  static let leavingPerMonth = 1 - pow(0.88, 1.0 / 12)

  static func service(change: (inout Role) -> Void) -> (ServiceModel, ReplicationOutcome) {
    WorkedByHandTests.service(births: 200) {
      $0.workforce[0].wte = Self.posts
      $0.workforce[0].leaversPerYear = 0.12
      change(&$0.workforce[0])
    }
  }

  /// Four standard errors, in points, of the share vacant on average over a period of months: posts change
  /// independently, and forget their state at rate q + r a month, where r = q (1 − v) / v.
  static func bound(_ v: Double, months: Double) -> Double {
    let memory = v / leavingPerMonth
    return 400 * (v * (1 - v) / posts * min(1, 2 * memory / months)).squareRoot()
  }

  @Test(arguments: [0.14, 0.30], [[], [9], [1, 9]])
  func aStatedVacancyRateHoldsFromTheStart(rate: Double, intakes: [Int]) {
    let (model, outcome) = Self.service {
      $0.vacancyRate = rate
      $0.vacancyRateAtStart = 0.01
      $0.recruitment = .init(leadTimeDays: .constant(100), intakeMonths: intakes, intakeShare: 0.95)
    }
    func vacant(_ group: Group = .overall) -> Double {
      model.value("workforce.server.vacancy_rate", group, of: outcome)
    }
    #expect(abs(vacant() - 100 * rate) < Self.bound(rate, months: 120), "\(vacant())")
    for year in [0, 4, 9] { #expect(abs(vacant(.year(year)) - 100 * rate) < Self.bound(rate, months: 12)) }
    // Flows balance: as many start as leave, 12 q a year for each post filled.
    let flow = 12 * Self.leavingPerMonth * (1 - rate) * Self.posts
    for measure in ["starters", "leavers"] {
      let yearly = model.value("workforce.server.\(measure)", of: outcome)
      #expect(abs(yearly / flow - 1) < 4 / (10 * flow).squareRoot() + Self.bound(rate, months: 120) / 100, "\(measure)")
    }
  }

  @Test func agencyCoverFillsNoVacancy() {
    let (model, outcome) = Self.service {
      $0.vacancyRate = 0.3
      $0.agencyShare = 0.5
    }
    #expect(abs(model.value("workforce.server.vacancy_rate", of: outcome) - 30) < Self.bound(0.3, months: 120))
    let inPost = model.value("workforce.server.wte_in_post", of: outcome) / Self.posts * 100
    #expect(abs(inPost - 85) < Self.bound(0.3, months: 120))
  }

  @Test func anOldVacancyRateHoldsAtTheStartOnly() {
    let (model, outcome) = Self.service {
      $0.vacancyRateAtStart = 0.3
      $0.recruitment = .init(leadTimeDays: .constant(91.3125))
    }
    // Each vacancy lasts a quarter of a year: q × 3 months ÷ (1 + q × 3 months), up to the month's rounding.
    let expected = 100 * 3 * Self.leavingPerMonth / (1 + 3 * Self.leavingPerMonth)
    #expect(abs(model.value("workforce.server.vacancy_rate", of: outcome) - expected) < Self.bound(0.03, months: 120))
  }

  /// 400 can start a year. In the long run as many leave, so 400 ÷ 12 q posts are filled.
  @Test(arguments: [[], [9]])
  func limitedStartersLeaveVacancies(intakes: [Int]) {
    let filled = 400 / (12 * Self.leavingPerMonth) / Self.posts
    let (model, outcome) = Self.service {
      $0.vacancyRateAtStart = 1 - filled
      $0.recruitment = .init(
        leadTimeDays: .constant(30), intakeMonths: intakes, intakeShare: 1, startersPerYear: 400)
    }
    #expect(abs(model.value("workforce.server.starters", of: outcome) - 400) <= 1)
    // Starters being given, only leavers vary: a deviation of the number filled fades at rate q a month.
    let memory = 1 / Self.leavingPerMonth
    let bound = 400 * (filled / 2 / Self.posts * min(1, 2 * memory / 120)).squareRoot() + (intakes.isEmpty ? 0 : 0.5)
    #expect(abs(model.value("workforce.server.vacancy_rate", of: outcome) - 100 * (1 - filled)) < bound)
  }
}
