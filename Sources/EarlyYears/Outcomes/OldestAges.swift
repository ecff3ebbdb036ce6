// SPDX-License-Identifier: GPL-3.0-or-later

/// How far back in children's lives a reported measure looks.
public struct OldestAge: Sendable, Equatable {
  /// The measure in words.
  public let what: String
  /// What in the scenario file asks for it.
  public let path: String
  public let ageDays: Double
}

extension Scenario {
  /// Age at which identified needs and development are looked at.
  public static let thirtyMonthsDays = 914.0

  /// Continuity is measured over contacts before this age: to 2½ years, or as long as children stay.
  var continuityUntilAgeDays: Double { min(Self.thirtyMonthsDays, children.leaveAtAgeDays) }

  /// The oldest age of every measure that goes back in a child's life, each with what asks for it. A warm-up that
  /// is shorter reports children whose history was not simulated.
  public var oldestAges: [OldestAge] {
    var ages: [OldestAge] = []
    for contact in contacts where contact.dueAgeDays != nil {
      for metric in contact.metrics {
        ages.append(
          OldestAge(
            what: "the metric \(metric.code)", path: "contacts.\(contact.name).metrics.\(metric.code)",
            ageDays: metric.cohortAgeDays))
      }
      if contact.closesAgeDays.isFinite, !contact.metrics.isEmpty {
        ages.append(
          OldestAge(
            what: "the window of '\(contact.name)'", path: "contacts.\(contact.name).window_days",
            ageDays: contact.closesAgeDays))
      }
    }
    for joint in jointCompletions {
      ages.append(
        OldestAge(
          what: "the joint completion '\(joint.name)'", path: "joint_completion.\(joint.name)",
          ageDays: joint.cohortAgeDays))
    }
    if !needs.isEmpty {
      ages.append(
        OldestAge(what: "needs identified by 2½ years", path: "needs", ageDays: Self.thirtyMonthsDays))
    }
    for need in needs where need.countsAgainstExpectedLevel {
      ages.append(
        OldestAge(
          what: "children at the expected level at 2½ years",
          path: "needs.\(need.name).counts_against_expected_level", ageDays: Self.thirtyMonthsDays))
    }
    if contacts.contains(where: \.kind.isContactWithFamily) {
      ages.append(OldestAge(what: "contacts in the first year", path: "contacts", ageDays: Timeline.year))
    }
    if caseload.model == .named || workforce.contains(where: \.holdsCaseload) {
      ages.append(OldestAge(what: "continuity", path: "caseload", ageDays: continuityUntilAgeDays))
    }
    // No measure goes back further than children stay.
    return ages.filter { $0.ageDays <= children.leaveAtAgeDays }
  }
}
