// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Statistics
import Testing

@Suite struct ServiceModelTests {
  @Test(arguments: 0..<5)
  func everyContactOfTheFullServiceEndsInExactlyOneWay(replication: Int) {
    let outcome = ServiceModel(SmallService.scenario()).replication(replication, seed: 7)
    for contact in outcome.conservation { #expect(contact.isBalanced, "\(contact)") }
    #expect(outcome.conservation[0].completed > 1500)
  }

  /// L = λW (Little 1961): work waiting = rate of coming into the queue × mean wait. Over a finite period the
  /// two differ only by what is in the queue at its ends, so the bound is that edge.
  @Test func littlesLawHoldsOnTheFullService() {
    var scenario = SmallService.scenario(births: 520)
    scenario.contacts = scenario.contacts.map {
      var contact = $0
      contact.closesAfterDays = .infinity  // nothing lapses, so every wait ends in a start
      return contact
    }
    let model = ServiceModel(scenario)
    let outcome = model.replication(0, seed: 3)
    for contact in ["additional", "package", "protection_visit"] {
      let waiting = model.value("queue.\(contact).mean_waiting", of: outcome)
      let wait = model.value("queue.\(contact).wait_days.mean", of: outcome)
      let completed = model.value("contacts.\(contact).completed", of: outcome)
      let notKept = model.value("contacts.\(contact).not_kept", of: outcome) / 100
      let startsPerDay = completed / (1 - notKept) / 365.25
      let edge = 0.05 * waiting + 0.02
      #expect(abs(waiting - startsPerDay * wait) < edge, "\(contact): \(waiting) against \(startsPerDay * wait)")
    }
  }

  @Test func theSameScenarioAndSeedGiveTheSameBits() {
    let model = ServiceModel(SmallService.scenario())
    let a = model.replication(3, seed: 11), b = model.replication(3, seed: 11)
    #expect(a.values.map(\.bitPattern) == b.values.map(\.bitPattern))
    let other = model.replication(4, seed: 11)
    #expect(a.values.map(\.bitPattern) != other.values.map(\.bitPattern))
  }

  /// Common random numbers: births, needs and safeguarding belong to the children, whoever serves them.
  @Test func twoStrategiesMeetTheSameChildren() {
    let baseline = SmallService.scenario()
    var other = baseline
    other.name = "other"
    other.workforce[0].wte = 4
    other.caseload.model = .corporate
    // A contact added in front must not shift anyone's luck.
    var extra = other.contacts[2]
    extra.name = "extra"
    extra.kind = .universalContact
    extra.dueAgeDays = .constant(100)
    extra.closesAgeDays = 200
    other.contacts.insert(extra, at: 0)
    let a = ServiceModel(baseline), b = ServiceModel(other)
    let first = a.replication(0, seed: 5), second = b.replication(0, seed: 5)
    for measure in [
      "population.births", "population.children", "needs.speech_language.present",
      "needs.perinatal_mental_health.present",
    ] {
      #expect(a.value(measure, of: first) == b.value(measure, of: second), "\(measure)")
    }
    #expect(a.value("C2", of: first) > b.value("C2", of: second))
  }

  @Test func aStrategyThatChangesNothingChangesNothing() {
    var renamed = SmallService.scenario()
    renamed.name = "renamed"
    renamed.description = "the same"
    let a = ServiceModel(SmallService.scenario()).replication(1, seed: 2)
    let b = ServiceModel(renamed).replication(1, seed: 2)
    #expect(a.values.map(\.bitPattern) == b.values.map(\.bitPattern))
  }

  @Test func aChangedWageMovesOnlyCosts() {
    var dearer = SmallService.scenario()
    dearer.workforce[0].costPerHour *= 1.1
    let a = ServiceModel(SmallService.scenario()), b = ServiceModel(dearer)
    let first = a.replication(1, seed: 2), second = b.replication(1, seed: 2)
    for (key, (x, y)) in zip(a.catalogue.keys, zip(first.values, second.values)) where !key.measure.hasPrefix("cost.") {
      #expect(x.bitPattern == y.bitPattern, "\(key)")
    }
    #expect(a.value("cost.staff", of: first) < b.value("cost.staff", of: second))
  }

  @Test func sharesOfPaidTimeAddUpToTheWhole() {
    let model = ServiceModel(SmallService.scenario())
    let outcome = model.replication(0, seed: 1)
    for role in ["health_visitor", "community_nursery_nurse"] {
      let parts = ["contact", "travel", "records", "safeguarding", "supervision", "idle", "other"]
      let sum = parts.reduce(0.0) { $0 + model.value("workforce.\(role).time.\($1)", of: outcome) }
      #expect(abs(sum - 100) < 1e-6, "\(role): \(sum)")
    }
  }

  @Test func kindsOfCostAddUpToTheTotal() {
    let model = ServiceModel(SmallService.scenario())
    let outcome = model.replication(0, seed: 1)
    let kinds = [
      "pay", "on_costs", "overheads", "agency", "training", "travel", "contacts", "programmes", "downstream",
    ]
    let sum = kinds.reduce(0.0) { $0 + model.value("cost.kind.\($1)", of: outcome) }
    let total = model.value("cost.total", of: outcome)
    #expect(abs(sum - total) < 1e-6 * total)
    let byRole = ["health_visitor", "community_nursery_nurse"].reduce(0.0) {
      $0 + model.value("cost.role.\($1)", of: outcome)
    }
    #expect(abs(byRole - model.value("cost.staff", of: outcome)) < 1e-6 * total)
  }

  /// A role's whole cost is shared out over the work that it does.
  @Test func costByTypeOfWorkAndRoleAddsUpToTheCostOfStaff() {
    let scenario = SmallService.scenario(), model = ServiceModel(scenario)
    let outcome = model.replication(0, seed: 1)
    let staff = model.value("cost.staff", of: outcome)
    let work = scenario.contacts.map { model.value("cost.work.\($0.name)", of: outcome) }
    let supervision = model.value("cost.work.supervision", of: outcome)
    #expect(abs(work.reduce(supervision, +) - staff) < 1e-9 * staff)
    let byRole = ["health_visitor", "community_nursery_nurse"].reduce(0.0) {
      $0 + model.value("cost.work.two_year_review.\($1)", of: outcome)
    }
    let review = model.value("cost.work.two_year_review", of: outcome)
    let each = model.value("cost.work.two_year_review.per_contact", of: outcome)
    #expect(abs(byRole - review) < 1e-9 * staff)
    #expect(abs(each * model.value("contacts.two_year_review.completed", of: outcome) - review) < 1e-9 * staff)
  }

  @Test func groupsAddUpToTheWhole() {
    let model = ServiceModel(SmallService.scenario())
    let outcome = model.replication(0, seed: 1)
    let births = model.value("population.births", of: outcome)
    let byQuintile = (1...5).reduce(0.0) { $0 + model.value("population.births", .quintile($1), of: outcome) }
    let byTeam = ["north", "south"].reduce(0.0) { $0 + model.value("population.births", .team($1), of: outcome) }
    #expect(abs(byQuintile - births) < 1e-9 && abs(byTeam - births) < 1e-9)
  }
}
