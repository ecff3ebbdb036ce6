// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics
import Testing

@testable import EarlyYears

/// Siblings: what they share, and that births stay what they were. Where a bound is not exact it is four standard
/// errors of a proportion or mean over the stated number of children.
@Suite struct FamiliesTests {
  /// Children who leave at five in families whose births are 600 to 1,400 days apart.
  static let leavesAt = 1826.0
  static let laterBirths = 0.6

  static func service(births: Double, change: (inout Scenario) -> Void = { _ in }) -> ServiceModel {
    var scenario = TextbookServices.queue(
      arrivalsPerDay: births / 365.25, serviceDays: .constant(30.0 / 1440), servers: 40, days: 3652.5, warmUpDays: 1000)
    scenario.children.leaveAtAgeDays = leavesAt
    scenario.clock.startsEmpty = false
    scenario.families = Families(laterBirthsShare: laterBirths, birthIntervalDays: .uniform(600, 1400))
    change(&scenario)
    return ServiceModel(scenario)
  }

  static func smallService(change: (inout Scenario) -> Void = { _ in }) -> ServiceModel {
    var scenario = SmallService.scenario()
    scenario.families = Families(
      laterBirthsShare: 0.58, birthIntervalDays: .lognormal(mu: 7, sigma: 0.55), jointVisitShare: 1)
    for n in scenario.needs.indices where scenario.needs[n].name == "perinatal_mental_health" {
      scenario.needs[n].isSharedInFamily = true
    }
    change(&scenario)
    return ServiceModel(scenario)
  }

  /// Slots of siblings next to one another on the books.
  private static func pairs(_ run: borrowing Replication) -> [(older: Int, younger: Int)] {
    var pairs: [(Int, Int)] = []
    for child in 0..<run.children.count where run.children[child].isHere && run.children[child].older >= 0 {
      pairs.append((Int(run.children[child].older), child))
    }
    return pairs
  }

  // MARK: Who belongs together

  @Test func birthsAreTheSameWithFamiliesAndWithout() {
    let with = Self.service(births: 1000), without = Self.service(births: 1000) { $0.families = nil }
    var a = Replication(with, seed: 3, draw: 0, replication: 0),
      b = Replication(without, seed: 3, draw: 0, replication: 0)
    a.startPopulation()
    b.startPopulation()
    #expect(a.children.count == b.children.count && a.children.count > 4000)
    for child in 0..<a.children.count {
      #expect(a.children[child].id == b.children[child].id && a.children[child].birth == b.children[child].birth)
    }
    let first = with.replication(0, seed: 3), second = without.replication(0, seed: 3)
    for group in [Group.overall] + (1...5).map(Group.quintile) + (0..<10).map(Group.year) {
      #expect(
        with.value("population.births", group, of: first) == without.value("population.births", group, of: second))
    }
  }

  @Test func theShareOfBirthsWithAnOlderSiblingIsThatOfLaterBirthsAfterAShortInterval() {
    // All intervals are below five years, then those of a lognormal that are.
    let all = Self.service(births: 4000)
    let share = all.value("families.births_with_sibling", of: all.replication(0, seed: 4))
    #expect(abs(share - 60) < WorkedByHandTests.bound(0.6, 40_000))
    let some = Self.service(births: 4000) {
      $0.families?.birthIntervalDays = .lognormal(mu: 7, sigma: 0.55)
      // A family that moves takes no part in later births; others stand nearer then.
      $0.children.movesOutPerYear = 0.1
    }
    // 1,826 days is e^7.50989.
    let expected = 0.6 * normalProbability(below: (7.509_883 - 7) / 0.55)
    let found = some.value("families.births_with_sibling", of: some.replication(0, seed: 4))
    #expect(abs(found - 100 * expected) < WorkedByHandTests.bound(expected, 40_000))
  }

  @Test func childrenPerFamilyFollowFromTheIntervals() {
    // A child aged a is not the eldest if it is a later birth and its interval is below L − a: a share of
    // p E(L − I) / L of children, 0.6 × 826 / 1826 for intervals of 1,000 days on average, all below L.
    let model = Self.service(births: 4000)
    let outcome = model.replication(0, seed: 5)
    let expected = 1 / (1 - Self.laterBirths * (Self.leavesAt - 1000) / Self.leavesAt)
    let found = model.value("families.children_per_family", of: outcome)
    // Three lifetimes of 20,000 children: the share of those who are not the eldest has a standard error of 0.002.
    #expect(abs(found - expected) < 4 * 0.002 * expected * expected)
    let families = model.value("families.on_the_books", of: outcome)
    #expect(abs(families * found - model.value("population.children", of: outcome)) < 1e-6 * families)
  }

  @Test func siblingsOnTheBooksAreAsFarApartAsTheirIntervals() {
    let model = Self.service(births: 4000)
    var run = Replication(model, seed: 6, draw: 0, replication: 0)
    run.startPopulation()
    let gaps = Self.pairs(run).map { run.children[$0.younger].birth - run.children[$0.older].birth }
    // Pairs are both here for L − I days: mean E(I (L − I)) / E(L − I), for I uniform from 600 to 1,400.
    let meanSquare = 1000.0 * 1000 + 800.0 * 800 / 12
    let expected = (Self.leavesAt * 1000 - meanSquare) / (Self.leavesAt - 1000)
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    #expect(gaps.count > 4000 && abs(mean - expected) < 4 * 231 / Double(gaps.count).squareRoot())
    // Two births a day in each quintile: the nearest that nobody follows is days away at most.
    #expect(gaps.allSatisfy { $0 > 570 && $0 < 1430 })
  }

  @Test func aFamilyIsOfOneTeamAndOnePractitionerAndMovesTogether() {
    let model = Self.smallService { $0.children.movesOutPerYear = 0.15 }
    var run = Replication(model, seed: 7, draw: 0, replication: 0)
    _ = run.run()
    let pairs = Self.pairs(run)
    #expect(pairs.count > 200)
    for (older, younger) in pairs {
      let a = run.children[older], b = run.children[younger]
      #expect(a.isHere && a.younger == Int32(younger) && a.family == b.family && a.quintile == b.quintile)
      #expect(a.team == b.team && a.named == b.named && a.movesOut == b.movesOut)
      #expect(a.propensity == b.propensity && a.adversity == b.adversity && a.additionalFactor == b.additionalFactor)
    }
  }

  @Test func siblingsMoveAtTheRateOfOtherChildren() {
    let model = Self.service(births: 4000) {
      $0.children.movesOutPerYear = 0.2
      $0.children.knownBeforeBirthDays = 168
    }
    let outcome = model.replication(0, seed: 17)
    let without = Self.service(births: 4000) {
      $0.families = nil
      $0.children.movesOutPerYear = 0.2
      $0.children.knownBeforeBirthDays = 168
    }
    let expected = without.value("population.children", of: without.replication(0, seed: 17))
    let found = model.value("population.children", of: outcome)
    // The same births; 60 % of children stay by the clock of an older sibling and not by their own. A stay has a
    // coefficient of variation of 0.57, families of 1.4 children are drawn once, and there are 40,000 births.
    let standardError: Double = 0.57 * (2 * 0.6 * 1.4 / 40_000).squareRoot()
    #expect(abs(found / expected - 1) < 4 * standardError)
  }

  // MARK: What siblings share

  @Test func siblingsAttendAlikeAndStrangersDoNot() {
    let model = Self.service(births: 8000) {
      $0.children.attendanceCorrelation = 0.5
      $0.contacts[0].attendance = ByPlace(0.5)
    }
    var run = Replication(model, seed: 8, draw: 0, replication: 0)
    run.startPopulation()
    // Contacts before the clock starts were completed if the first appointment would have been kept.
    func wasSeen(_ child: Int) -> Bool { run.children[child, completed: 0] < .infinity }
    let born = Self.pairs(run).filter { run.children[$0.younger].birth < 0 }
    let together = born.filter { wasSeen($0.older) && wasSeen($0.younger) }.count
    // One propensity, two occasions: 1/4 + asin(½)/2π = 1/3 (Sheppard 1899); strangers 1/4.
    let share = 100 * Double(together) / Double(born.count)
    #expect(born.count > 8000 && abs(share - 100.0 / 3) < WorkedByHandTests.bound(1.0 / 3, Double(born.count)))
    let strangers = zip(born, born.dropFirst()).filter { wasSeen($0.older) && wasSeen($1.younger) }.count
    let among = Double(born.count - 1)
    #expect(abs(100 * Double(strangers) / among - 25) < 1.5 * WorkedByHandTests.bound(0.25, among))
  }

  @Test(arguments: [true, false])
  func aSharedNeedIsTheFamilysAndKeepsItsPrevalence(isShared: Bool) {
    let model = Self.service(births: 8000) {
      var need = Need(name: "abuse", prevalence: 0.2, onsetAgeDays: .uniform(-100, 1000))
      need.persistsDays = .constant(500)
      need.isSharedInFamily = isShared
      $0.needs = [need]
    }
    var run = Replication(model, seed: 9, draw: 0, replication: 0)
    run.startPopulation()
    let n = Double(run.children.count)
    var having = 0
    for child in 0..<run.children.count where run.children[child, need: 0].onset < .infinity { having += 1 }
    // Siblings count once in the worst case: half as many independent draws.
    #expect(abs(100 * Double(having) / n - 20) < WorkedByHandTests.bound(0.2, n / 2))
    let older = Self.pairs(run).filter { run.children[$0.older, need: 0].onset < .infinity }
    let both = older.filter { run.children[$0.younger, need: 0].onset < .infinity }
    let share = 100 * Double(both.count) / Double(older.count)
    if isShared {
      #expect(share == 100)
      // What is not over when the younger comes begins and ends on the same day for both.
      for (a, b) in both {
        let gap = run.children[b].birth - run.children[a].birth
        let overBefore = Double(run.children[a, need: 0].end) - gap
        if overBefore > run.children[b].entered - run.children[b].birth {
          #expect(abs(Double(run.children[b, need: 0].end) - overBefore) < 0.01)
          #expect(abs(Double(run.children[a, need: 0].onset - run.children[b, need: 0].onset) - gap) < 0.01)
        }
      }
    } else {
      #expect(abs(share - 20) < WorkedByHandTests.bound(0.2, Double(older.count)))
    }
  }

  @Test func whatIsFoundInOneSiblingIsKnownInTheOther() {
    let model = Self.smallService()
    let n = model.ordered.needs.firstIndex { $0.name == "perinatal_mental_health" } ?? 0
    var run = Replication(model, seed: 10, draw: 0, replication: 0)
    _ = run.run()
    var known = 0
    for (older, younger) in Self.pairs(run) {
      let a = run.children[older, need: n], b = run.children[younger, need: n]
      let began = (run.children[older].birth + Double(a.onset), run.children[younger].birth + Double(b.onset))
      guard a.onset < .infinity, abs(began.0 - began.1) < 1, !a.isFalselyFound, !b.isFalselyFound else { continue }
      #expect(a.isFound == b.isFound)
      known += a.isFound ? 1 : 0
    }
    #expect(known > 5)
  }

  // MARK: Joint visits

  /// Two visitors with 7 % more work than they can do, so that much of it waits: an hour for each child, twenty minutes
  /// of travel for each visit, ten of records for each child.
  private static func visits(jointVisitShare: Double, attendance: Double = 1) -> ServiceModel {
    service(births: 1400) {
      $0.families = Families(
        laterBirthsShare: 0.6, birthIntervalDays: .uniform(600, 1400), jointVisitShare: jointVisitShare)
      $0.clock.warmUpYears = 0
      $0.workforce[0].wte = 2
      $0.workforce[0].workingPattern = .week(days: [0, 1, 2, 3, 4], startHour: 9, hoursPerDay: 7.5)
      $0.workforce[0].observesBankHolidays = false
      $0.contacts[0].durationMinutes = ByPlace(.constant(60))
      $0.contacts[0].travelMinutes = ByPlace(.constant(20))
      $0.contacts[0].recordMinutes = 10
      $0.contacts[0].attendance = ByPlace(attendance)
      $0.contacts[0].dueAgeDays = .constant(10)
      $0.contacts[0].attempts = 3
      var asked = $0.contacts[0]
      asked.name = "asked"
      asked.dueAgeDays = nil
      asked.closesAgeDays = .infinity
      $0.contacts.append(asked)
      // Nothing in the last year, so that nobody leaves while a visitor is on the way.
      $0.additionalContacts = AdditionalContacts(
        contact: "asked", perChildByYearOfAge: [0.25, 0.25, 0.25, 0.25, 0], betweenFamilyCV: 0)
      $0.costs.travelPerVisit = 5
    }
  }

  @Test func aJointVisitSavesItsTravelAndNothingElse() {
    let model = Self.visits(jointVisitShare: 1)
    var run = Replication(model, seed: 11, draw: 0, replication: 0)
    let outcome = run.run()
    let l = model.layout, all = run.books.counters.sum(years: 0..<10)
    let contacts = all[l.role(0, .contacts)], joint = all[l.population(.jointVisits)]
    #expect(joint > 100 && contacts > 15_000)
    // What is in hand at the end has its minutes counted and not yet its contact: at most two visits of two.
    #expect(abs(all[l.role(0, .travelMinutes)] - 20 * (contacts - joint)) <= 2 * 20 + 1e-3)
    #expect(abs(all[l.role(0, .contactMinutes)] - 60 * contacts) <= 4 * 60 + 1e-3)
    #expect(abs(all[l.role(0, .recordMinutes)] - 10 * contacts) <= 4 * 10 + 1e-3)
    // Mileage is paid once a visit.
    let mileage = model.value("cost.kind.travel", of: outcome) * 10
    #expect(abs(mileage - 5 * (contacts - joint)) < 1e-6 * mileage)
    #expect(outcome.conservation.allSatisfy { $0.isBalanced })
    let apart = Self.visits(jointVisitShare: 0)
    #expect(apart.value("families.joint_visits", of: apart.replication(0, seed: 11)) == 0)
  }

  @Test func halfOfThePossibleJointVisitsAreHalfAsMany() {
    // Fewer joint visits leave more to be joined later, so the share of those possible is a little above half.
    let model = Self.visits(jointVisitShare: 1), half = Self.visits(jointVisitShare: 0.5)
    let all = model.value("families.joint_visits", of: model.replication(0, seed: 12))
    let some = half.value("families.joint_visits", of: half.replication(0, seed: 12))
    #expect(some > 0.4 * all && some < 0.8 * all)
  }

  @Test func aSiblingIsSeenOnlyWhenTheFamilyIsIn() {
    // Appointments kept with probability ½, three times: a joint visit is never an appointment that is not kept.
    let model = Self.visits(jointVisitShare: 1, attendance: 0.5)
    var run = Replication(model, seed: 13, draw: 0, replication: 0)
    let outcome = run.run()
    let l = model.layout, all = run.books.counters.sum(years: 0..<10)
    let joint = all[l.population(.jointVisits)]
    let appointments = (0..<2).reduce(0.0) { $0 + all[l.contact($1, .appointments)] } - joint
    let notKept = (0..<2).reduce(0.0) { $0 + all[l.contact($1, .notKept)] }
    #expect(joint > 100)
    #expect(abs(100 * notKept / appointments - 50) < WorkedByHandTests.bound(0.5, appointments))
    #expect(outcome.conservation.allSatisfy { $0.isBalanced })
  }

  // MARK: The whole service

  @Test(arguments: 0..<3)
  func everyContactEndsInExactlyOneWay(replication: Int) {
    let model = Self.smallService()
    let outcome = model.replication(replication, seed: 14)
    #expect(outcome.conservation.allSatisfy { $0.isBalanced })
    #expect(model.value("families.joint_visits", of: outcome) > 0)
  }

  @Test func familiesWithoutLaterBirthsAreChildren() {
    let alone = Self.smallService { $0.families?.laterBirthsShare = 0 }
    let without = Self.smallService { $0.families = nil }
    let a = alone.replication(0, seed: 15), b = without.replication(0, seed: 15)
    for (index, key) in without.catalogue.keys.enumerated() {
      let own = alone.catalogue.index(of: key).map { a.values[$0].bitPattern }
      #expect(own == b.values[index].bitPattern, "\(key)")
    }
    #expect(without.catalogue.measure("families.on_the_books") == nil)
    #expect(alone.value("families.children_per_family", of: a) == 1)
  }

  @Test func strategiesMeetTheSameFamiliesAndOneAgainstItselfDiffersInNothing() {
    let model = Self.smallService()
    let other = Self.smallService {
      $0.name = "other"
      $0.workforce[0].wte = 4
      $0.caseload.model = .corporate
      var extra = $0.contacts[2]
      extra.name = "extra"
      extra.dueAgeDays = .constant(100)
      extra.closesAgeDays = 200
      $0.contacts.insert(extra, at: 0)
    }
    let a = model.replication(0, seed: 16), b = other.replication(0, seed: 16)
    for measure in [
      "population.births", "population.children", "families.on_the_books", "families.children_per_family",
      "families.births_with_sibling", "needs.speech_language.present", "needs.perinatal_mental_health.present",
    ] {
      #expect(model.value(measure, of: a) == other.value(measure, of: b), "\(measure)")
    }
    let again = Self.smallService { $0.name = "again" }.replication(0, seed: 16)
    #expect(a.values.map(\.bitPattern) == again.values.map(\.bitPattern))
  }
}

extension Replication {
  /// Runs to the end, which nothing stops.
  mutating func run() -> ReplicationOutcome {
    guard let outcome = run(until: { false }) else { preconditionFailure("nothing stopped it") }
    return outcome
  }
}
