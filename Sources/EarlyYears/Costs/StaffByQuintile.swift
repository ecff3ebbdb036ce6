// SPDX-License-Identifier: GPL-3.0-or-later

extension CounterLayout {
  /// Rows of quintiles with their part of the staff, from which their costs follow.
  ///
  /// Staff are employed for everyone. What a role costs is shared out by the time that its contacts and safeguarding work
  /// for the children of each quintile take, so that the quintiles' costs add up to the whole (full absorption: time that
  /// is for nobody goes with the rest; Drummond et al. 2015, chapter 7). A role that works for no child is shared out by
  /// births.
  func withStaff(_ rows: [Group: [Double]], of whole: [Double]) -> [Group: [Double]] {
    let quintiles = rows.filter { if case .quintile = $0.key { true } else { false } }
    let births = population(.births), totalBirths = whole[births]
    let shared: [Role] = [.employedWTEDays, .agencyWTEDays, .starters, .paidMinutes, .supervisionMinutes]
    return quintiles.mapValues { own in
      var row = own
      for r in 0..<roles {
        let minutes = role(r, .childMinutes)
        let share =
          whole[minutes] > 0 ? own[minutes] / whole[minutes] : totalBirths > 0 ? own[births] / totalBirths : 1.0 / 5
        for counter in shared { row[role(r, counter)] = share * whole[role(r, counter)] }
      }
      return row
    }
  }
}
