// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Simulation
import Statistics
import Testing

/// The order of keys in a file says nothing, so it changes nothing.
@Suite struct OrderOfKeysTests {
  @Test func theOrderOfKeysChangesNoBit() {
    let stated = SmallService.scenario()
    var reversed = stated
    reversed.workforce.reverse()
    reversed.teams.reverse()
    reversed.needs.reverse()
    reversed.contacts.reverse()
    reversed.pathways.reverse()
    for k in reversed.contacts.indices { reversed.contacts[k].screens.reverse() }
    let a = ServiceModel(stated), b = ServiceModel(reversed)
    let first = a.replication(1, seed: 5), second = b.replication(1, seed: 5)
    for key in a.catalogue.keys {
      let x = a.catalogue.index(of: key).map { first.values[$0] }
      let y = b.catalogue.index(of: key).map { second.values[$0] }
      #expect(x?.bitPattern == y?.bitPattern, "\(key)")
    }
    #expect(first.conservation == second.conservation.reversed())
    #expect(first.snapshots.map(\.waitingByContact) == second.snapshots.map { $0.waitingByContact.reversed() })
  }

  @Test(arguments: [["a_nurse", "visitor"], ["visitor", "a_nurse"]])
  func whoeverComesFirstInDeliveredByDoesTheWorkOfTheNight(file: [String]) {
    let (model, outcome) = WorkedByHandTests.service(births: 73.05) {
      $0.workforce = file.map { name in
        var role = Role(name: name, wte: 1)
        role.workingPattern = .week(days: [0, 1, 2, 3, 4, 5, 6], startHour: 9, hoursPerDay: 7.5)
        role.observesBankHolidays = false
        return role
      }
      $0.contacts[0].deliveredBy = Array(repeating: ["visitor", "a_nurse"], count: 3)
    }
    // A fifth of a visit a day. Of those that come in the 16.5 hours of a night, Poisson with mean 0.1375, the second
    // goes to the nurse: 1 − e^−m (1 + m) = 0.0086 a day; by day, those that come within the half hour of another:
    // 0.2 × (7.5/24) × 0.2 × 0.5/24 + 0.2 × 0.5/24 × 0.1375 = 0.0008. Together 4.7 % of 0.2; about 730 visits.
    let share = model.value("contacts.visit.by_role.a_nurse", of: outcome)
    #expect(abs(share - 4.7) < WorkedByHandTests.bound(0.047, 730))
  }
}
