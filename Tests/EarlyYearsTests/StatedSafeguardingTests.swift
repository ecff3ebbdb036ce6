// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Statistics
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Open cases come out as stated, whatever cuts a spell short. Bounds are four standard errors: the number open,
/// averaged over the ten reported years, rests on (children × open share × ten years ÷ mean spell) spells.
@Suite struct StatedSafeguardingTests {
  static func open(_ status: String, _ model: ServiceModel, _ outcome: ReplicationOutcome) -> Double {
    model.value("safeguarding.\(status).open", of: outcome) / model.value("population.children", of: outcome) * 10_000
  }

  /// 40,000 births a year: 200,000 children.
  static func service(_ statuses: [SafeguardingStatus], change: (inout Scenario) -> Void = { _ in })
    -> (ServiceModel, ReplicationOutcome)
  {
    WorkedByHandTests.service(births: 40_000) {
      $0.contacts[0].dueAgeDays = .constant(1800)
      $0.contacts[0].opensAgeDays = 1800
      $0.workforce[0].wte = 400
      $0.safeguarding = statuses
      change(&$0)
    }
  }

  /// Relative bound of the mean number open.
  static func bound(per10000: Double, meanDays: Double) -> Double {
    4 / (200_000 * per10000 / 10_000 * 3652.5 / meanDays).squareRoot()
  }

  @Test func statusesThatExcludeEachOtherAndStepDownAreOpenAsStated() {
    var plan = SafeguardingStatus(name: "plan", per10000: 55, durationDays: .gamma(mean: 320, sd: 195))
    plan.stepsDownTo = "need"
    plan.stepsDownProbability = 0.6
    let (model, outcome) = Self.service([
      SafeguardingStatus(name: "need", per10000: 264, durationDays: .gamma(mean: 240, sd: 180)), plan,
      SafeguardingStatus(name: "looked_after", per10000: 38, durationDays: .gamma(mean: 600, sd: 450)),
    ])
    for (name, stated, days) in [("need", 264.0, 240.0), ("plan", 55, 320), ("looked_after", 38, 600)] {
      let simulated = Self.open(name, model, outcome)
      #expect(abs(simulated / stated - 1) < Self.bound(per10000: stated, meanDays: days), "\(name): \(simulated)")
    }
  }

  @Test func movingAwayAndInChangesNothing() {
    let (model, outcome) = Self.service([
      SafeguardingStatus(name: "need", per10000: 300, durationDays: .constant(500))
    ]) {
      $0.children.movesOutPerYear = 0.2
      $0.children.movesInPerYear = 0.2
    }
    let simulated = Self.open("need", model, outcome)
    #expect(abs(simulated / 300 - 1) < Self.bound(per10000: 300, meanDays: 500), "\(simulated)")
  }

  /// With exponential spells of mean 1/μ a child is a two-state Markov chain from birth, when a share b has a case:
  /// open at age a with probability p + (b − p) e^(−κa), κ = λ + μ, p = λ/κ. The rate λ that gives the stated average
  /// over five years of age says how many cases are opened a year.
  @Test func asManyAreOpenedAsTheTwoStateChainSays() {
    let leaves = 1826.0, mu = 1 / 250.0, born = 0.01, stated = 0.03
    func average(_ lambda: Double) -> Double {
      let kappa = lambda + mu, p = lambda / kappa
      return p + (born - p) * (1 - exp(-kappa * leaves)) / (kappa * leaves)
    }
    var low = 0.0, high = 0.01
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if average(middle) < stated { low = middle } else { high = middle }
    }
    var status = SafeguardingStatus(name: "need", per10000: 300, durationDays: .exponential(mean: 250))
    status.bornWithPer10000 = 100
    let (model, outcome) = Self.service([status])
    let children = model.value("population.children", of: outcome)
    let births = model.value("population.births", of: outcome)
    let expected = births * born + low * 365.25 * children * (1 - stated)
    let opened = model.value("safeguarding.need.opened", of: outcome)
    #expect(abs(opened / expected - 1) < 4 / (10 * expected).squareRoot(), "\(opened) of \(expected)")
    let open = Self.open("need", model, outcome)
    #expect(abs(open / 300 - 1) < Self.bound(per10000: 300, meanDays: 250), "\(open)")
    #expect(abs(model.statedSafeguarding[0].expectedPer10000 - 300) < 0.01)
  }

  @Test func casesAreOpenAsStatedFromTheFirstDay() {
    let status = SafeguardingStatus(name: "need", per10000: 500, durationDays: .constant(900))
    let (model, outcome) = Self.service([status]) {
      $0.clock.warmUpYears = 1 / 365.25
      $0.clock.reportingYears = 0.1
    }
    // One look at 200,000 children.
    #expect(abs(Self.open("need", model, outcome) - 500) < 100 * WorkedByHandTests.bound(0.05, 200_000))
  }

  /// One in five children has a need that opens a case of 200 days at the age of 500 days: 0.2 × 200 ÷ 1826 of the
  /// children at a time, 219.1 per 10,000. They are part of the 400 stated.
  @Test func whatPathwaysOpenIsPartOfWhatIsStated() {
    var status = SafeguardingStatus(name: "case", per10000: 400, durationDays: .constant(200))
    status.fromPathwaysPer10000 = 219.1
    let (model, outcome) = Self.service([status]) {
      var need = Need(name: "abuse", prevalence: 0.2, onsetAgeDays: .constant(1))
      need.pathway = "opens"
      var pathway = Pathway(name: "opens")
      pathway.opensSafeguarding = "case"
      $0.needs = [need]
      $0.pathways = [pathway]
      $0.contacts[0].dueAgeDays = .constant(500)
      $0.contacts[0].opensAgeDays = 0
      $0.contacts[0].screens = [.init(need: "abuse", sensitivity: 1)]
    }
    let open = Self.open("case", model, outcome)
    // A case that is open already is not opened again: 1.8 % of those from pathways.
    #expect(abs(open - (400 - 0.018 * 219.1)) < 400 * (Self.bound(per10000: 400, meanDays: 200) + 0.003), "\(open)")
  }

  @Test func aPoorerAreaHasMoreOpenCases() {
    var status = SafeguardingStatus(name: "need", per10000: 300, durationDays: .constant(300))
    status.rateRatioMostDeprived = 2
    let (model, outcome) = Self.service([status]) { $0.children.deprivationShares = ReferenceSharesTests.poor }
    // Proportional to the average factor, but for 1 in 30 children who cannot open another case.
    let expected = 300 * ReferenceSharesTests.ratio
    #expect(abs(Self.open("need", model, outcome) / expected - 1) < Self.bound(per10000: 300, meanDays: 300) + 0.01)
    #expect(abs(model.statedSafeguarding[0].expectedPer10000 / expected - 1) < 0.01)
    #expect(model.statedSafeguarding[0].statedPer10000 == 300)
  }
}
