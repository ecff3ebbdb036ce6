// SPDX-License-Identifier: GPL-3.0-or-later

extension ScenarioDocument {
  /// Numbers that are assumed and taken as certain, though they say how the world is and not what the service decides.
  ///
  /// A probabilistic analysis passes over them, so that its answer is surer than it should be.
  public var assumptionsWithoutSpread: [Parameter] {
    parameters.filter { parameter in
      parameter.provenance == "assumption" && parameter.uncertainty == nil && parameter.mean != 0
        && !Self.isDecision(parameter.path)
    }
  }

  /// Whether a path is what a service decides or what a figure is defined by: how many posts, to whom and by when.
  private static func isDecision(_ path: String) -> Bool {
    let keys = path.split(separator: ".").map { $0.prefix { $0 != "[" } }
    return keys.first.map { wholes.contains(String($0)) } ?? false || keys.contains { decided.contains(String($0)) }
  }

  private static let wholes: Set<String> = [
    "skillmix", "clock", "teams", "joint_completion", "correlations", "published", "service_check",
  ]

  private static let decided: Set<String> = [
    // Of the place: its own numbers.
    "births_per_year", "births_trend_per_year", "seasonality", "deprivation_shares", "reference_shares",
    "leave_at_age_years", "leave_at_age_days", "known_before_birth_weeks", "known_before_birth_days",
    // Of the staff.
    "wte", "typical_wte", "working_pattern", "annual_leave_days", "study_days", "hours_per_year", "cost_shares",
    "intake_months", "reference_caseload", "offered_to_team_before_deadline_days", "preference_hold_days",
    "disclosure_contacts_counted", "pressed_after_days", "wait_for_preferred_days", "share",
    // Of the schedule.
    "priority", "window_days", "deadline_age_days", "due_after_days", "deadline_after_days", "closes_after_days",
    "booking_days", "sessions", "offered_to", "places", "attempts", "group_size", "counts", "metrics", "steps",
    // Of the money.
    "price_year", "discount_rate_costs", "discount_rate_effects",
  ]
}
