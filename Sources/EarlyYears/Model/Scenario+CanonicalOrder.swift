// SPDX-License-Identifier: GPL-3.0-or-later

extension Scenario {
  /// The scenario with everything that has a name, and no meaning in its order, sorted by that name.
  ///
  /// The order of keys in a file says nothing, so it may change nothing: ties in time and sums are then settled by
  /// names. Lists that are preferences (`delivered_by`), the statuses of safeguarding (least serious first) and
  /// programmes (filled in turn) keep their order.
  var inCanonicalOrder: Scenario {
    var sorted = self
    sorted.teams.sort { $0.name < $1.name }
    sorted.workforce.sort { $0.name < $1.name }
    sorted.needs.sort { $0.name < $1.name }
    sorted.pathways.sort { $0.name < $1.name }
    sorted.jointCompletions.sort { $0.name < $1.name }
    sorted.contacts.sort { $0.name < $1.name }
    for k in sorted.contacts.indices {
      sorted.contacts[k].screens.sort { $0.need < $1.need }
      sorted.contacts[k].confirms.sort { $0.need < $1.need }
      sorted.contacts[k].metrics.sort { $0.code < $1.code }
      sorted.contacts[k].counts.sort { $0.code < $1.code }
    }
    return sorted
  }
}
