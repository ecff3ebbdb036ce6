// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Statistics
import Testing

/// A prevalence or rate belongs to the mix of deprivation in which it was measured.
@Suite struct ReferenceSharesTests {
  /// Sixty-five of a hundred births in the most deprived fifth.
  static let poor = [0.65, 0.20, 0.09, 0.04, 0.02]
  static let england = [0.25, 0.22, 0.20, 0.18, 0.15]

  /// Average of 2^((5 − q)/4) in the poor mix over that in England's:
  /// (0.65×2 + 0.20×1.6818 + 0.09×1.4142 + 0.04×1.1892 + 0.02) / (0.25×2 + 0.22×1.6818 + 0.20×1.4142 + 0.18×1.1892 + 0.15)
  /// = 1.83121 / 1.51690 = 1.20721.
  static let ratio = 1.20721

  @Test func aPoorerAreaHasMoreNeed() {
    let (model, outcome) = WorkedByHandTests.service(births: 30_000) {
      var need = Need(name: "language", prevalence: 0.2, onsetAgeDays: .constant(10))
      need.riskRatioMostDeprived = 2
      $0.needs = [need]
      $0.children.deprivationShares = Self.poor
    }
    let births = model.value("population.births", of: outcome)
    let present = model.value("needs.language.present", of: outcome)
    let share = 100 * present / births
    #expect(abs(share - 20 * Self.ratio) < WorkedByHandTests.bound(0.24, 300_000), "\(share)")
  }

  @Test func theReferenceItselfHasWhatIsStated() {
    let (model, outcome) = WorkedByHandTests.service(births: 20_000) {
      var need = Need(name: "language", prevalence: 0.2, onsetAgeDays: .constant(10))
      need.riskRatioMostDeprived = 2
      $0.needs = [need]
      $0.children.deprivationShares = Self.poor
      $0.children.referenceShares = Self.poor
      $0.contacts[0].attendance = ByPlace(0.8)
      $0.contacts[0].attendanceOddsRatioMostDeprived = 0.5
    }
    let births = model.value("population.births", of: outcome)
    let present = model.value("needs.language.present", of: outcome)
    #expect(abs(100 * present / births - 20) < WorkedByHandTests.bound(0.2, 200_000))
    let notKept = model.value("contacts.visit.not_kept", of: outcome)
    #expect(abs(notKept - 20) < WorkedByHandTests.bound(0.2, 200_000))
  }

  /// Measured in the least deprived fifth and used in the most deprived one: rates and odds change by the whole ratio.
  @Test func fromOneEndToTheOtherIsTheWholeRatio() {
    let (model, outcome) = WorkedByHandTests.service(births: 4000) {
      $0.children.referenceShares = [0, 0, 0, 0, 1]
      $0.children.deprivationShares = [1, 0, 0, 0, 0]
      $0.contacts[0].attendance = ByPlace(0.8)
      $0.contacts[0].attendanceOddsRatioMostDeprived = 0.5
      var extra = $0.contacts[0]
      extra.name = "extra"
      extra.dueAgeDays = nil
      $0.contacts.append(extra)
      $0.additionalContacts = AdditionalContacts(
        contact: "extra", perChildByYearOfAge: [1], betweenFamilyCV: 0, rateRatioMostDeprived: 1.8)
    }
    // Odds 0.8/0.2 × 0.5 = 2: two of three appointments are kept.
    #expect(
      abs(model.value("contacts.visit.not_kept", of: outcome) - 100.0 / 3) < WorkedByHandTests.bound(1.0 / 3, 40_000))
    let requests = model.value("contacts.extra.requested", of: outcome)
    let expected = 1.8 * model.value("population.children", of: outcome)
    #expect(abs(requests / expected - 1) < 4 / (10 * expected).squareRoot() + 0.001)
  }
}
