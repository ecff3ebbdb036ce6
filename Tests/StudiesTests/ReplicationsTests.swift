// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles
import Statistics
import Studies
import Testing

@Suite struct ReplicationsTests {
  private static var scenarios: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("scenarios").path
  }

  static func strategy(_ name: String) throws -> Strategy {
    let document = try ScenarioDocument(path: "\(scenarios)/\(name).yaml")
    return Strategy(name: document.name, source: document.path, digest: "", model: ServiceModel(document.scenario()))
  }

  @Test func oneTwoAndSevenThreadsGiveTheSameBits() async throws {
    let strategies = [try Self.strategy("england-2024-25"), try Self.strategy("skill-mix-team")]
    var bits: [[UInt64]] = []
    for jobs in [1, 2, 7] {
      let outcomes = try await Replications(seed: 9, jobs: jobs).run(strategies, replications: 0..<2)
      bits.append(outcomes.joined().flatMap { $0.values.map(\.bitPattern) })
    }
    #expect(bits[0] == bits[1] && bits[1] == bits[2])
  }

  @Test func twoShippedStrategiesMeetTheSameChildren() throws {
    let a = try Self.strategy("england-2024-25").model, b = try Self.strategy("skill-mix-team").model
    let first = a.replication(0, seed: 1), second = b.replication(0, seed: 1)
    // A need of the family that one service has ended is not there for the next child to take over.
    let own = a.scenario.needs.filter { !$0.isSharedInFamily }.map { "needs.\($0.name).present" }
    #expect(own.count > 3)
    for id in ["population.births", "population.children"] + own {
      let i = try #require(a.catalogue.index(of: OutcomeKey(id))),
        j = try #require(b.catalogue.index(of: OutcomeKey(id)))
      #expect(first.values[i] == second.values[j], "\(id)")
    }
  }

  /// Target by target, the mean over 20 replications; one standard error of Monte Carlo beyond the tolerance
  /// is allowed nowhere.
  @Test func englandReproducesThePublishedFigures() async throws {
    let document = try ScenarioDocument(path: "\(Self.scenarios)/england-2024-25.yaml")
    let strategy = try Self.strategy("england-2024-25")
    let outcomes = try await Replications(seed: 1, jobs: 2).run([strategy], replications: 0..<20)
    let results = StrategyResults(strategy: strategy, outcomes: outcomes[0])
    #expect(document.published.count >= 16)
    for figure in document.published {
      let summary = try #require(results.summary(OutcomeKey(figure.metric)), "\(figure.metric)")
      let value = figure.tolerance == 0 ? summary.mean.rounded() : summary.mean
      #expect(figure.isMet(by: value), "\(figure.target) \(figure.label): \(summary.mean), accepted \(figure.accepted)")
    }
  }

  @Test(arguments: try FileManager.default.contentsOfDirectory(atPath: scenarios).filter { $0.hasSuffix(".yaml") })
  func everyShippedScenarioRunsAndBalances(file: String) throws {
    let model = try Self.strategy(String(file.dropLast(5))).model
    let outcome = model.replication(0, seed: 1)
    for (contact, balance) in zip(model.scenario.contacts, outcome.conservation) {
      #expect(balance.isBalanced, "\(contact.name)")
    }
    let births = try #require(model.catalogue.index(of: OutcomeKey("population.births")))
    #expect(outcome.values[births] > 0)
  }

  /// Establishment at full strength: posts × cost of an hour × hours behind it.
  @Test(arguments: [
    "hv-led-2026", "delegated-toddler-reviews", "skill-mix-team", "targeted-pods", "integrated-hub",
    "enhanced-home-visiting",
  ])
  func aDifferentMixIsForTheSameMoney(name: String) throws {
    func budget(_ name: String) throws -> Double {
      try Self.strategy(name).model.scenario.workforce.reduce(0) { $0 + $1.wte * $1.costPerHour * $1.hoursPerYear }
    }
    let baseline = try budget("england-2024-25")
    #expect(abs(try budget(name) - baseline) < 0.002 * baseline)
  }

  /// 62,300 child protection plans ended in England 2024/25, by length (S42), and their mean of about 10½ months.
  @Test func protectionPlansLastAsPublished() throws {
    let scenario = try Self.strategy("england-2024-25").model.scenario
    let plan = try #require(scenario.safeguarding.first { $0.name == "child_protection_plan" })
    var before = 0.0
    for (months, share) in [(3.0, 15.9), (6, 11.0), (12, 43.5), (24, 25.2), (1e6, 4.4)] {
      let ended = 100 * (1 - plan.durationDays.survival(beyond: months * 30.4375))
      #expect(abs(ended - before - share) < 0.2, "up to \(months) months: \(ended - before) %")
      before = ended
    }
    #expect(abs(plan.durationDays.mean / 30.4375 - 10.5) < 0.1)
  }

  /// Flying Start's mix of deprivation has more need than England's, by the gradient: 4^((5 − q)/4) averages
  /// 0.65×4 + 0.20×2.8284 + 0.09×2 + 0.04×1.4142 + 0.02 = 3.42225 there and 0.25×4 + 0.22×2.8284 + 0.20×2 + 0.18×1.4142 + 0.15
  /// = 2.42681 in England; 1.410 times as many children are in need, less those who have a case already.
  @Test func flyingStartHasMoreChildrenInNeed() throws {
    let model = try Self.strategy("flying-start").model
    let status = try #require(model.statedSafeguarding.first { $0.name == "child_in_need" })
    #expect(abs(status.expectedPer10000 / status.statedPer10000 - 1.41) < 0.03)
    let england = try Self.strategy("england-2024-25").model.statedSafeguarding
    for status in england { #expect(abs(status.expectedPer10000 / status.statedPer10000 - 1) < 1e-4) }
  }

  /// Paired half-width against independent half-width for the reference data of the confidence-interval method.
  @Test func commonRandomNumbersAreCreditedWithWhatTheySave() {
    let difference = PairedDifference(
      key: OutcomeKey("x"), baseline: [9.6, 9.3, 10.4, 9.9, 9.5, 10.1], strategy: [10.2, 9.8, 11.1, 10.5, 9.9, 10.8])
    #expect(abs(difference.difference - 0.5833333333333334) < 1e-12)
    // The reference is Student's half-width; the interval goes beyond it where the differences are skewed.
    let student = studentQuantile(0.975, degreesOfFreedom: 5) * difference.standardError
    #expect(abs(student - 0.12268376917049734) < 1e-9)
    #expect(difference.interval.contains(0.5833333333333334) && difference.interval.halfWidth > student)
    #expect(difference.replicationsSaved > 20)
  }
}
