// SPDX-License-Identifier: GPL-3.0-or-later

/// Scenarios whose keys are known and whose values make no sense.
enum MalformedMeaningCases {
  private typealias M = MinimalScenario
  private static let next = MinimalScenario.next

  static var all: [MalformedCase] { top + clockAndChildren + roles + contacts + numbers + references + rest }

  static let top: [MalformedCase] = [
    MalformedCase("version 2", M.replacing(1, with: "skillmix: 2"), "'skillmix' must be 1; found 2", line: 1),
    MalformedCase("version 0", M.replacing(1, with: "skillmix: 0"), "'skillmix' must be 1", line: 1),
    MalformedCase(
      "version as a word", M.replacing(1, with: "skillmix: one"), "'skillmix' must be a number", line: 1),
    MalformedCase("no version", M.removing(1), "the file lacks 'skillmix'", line: 1),
    MalformedCase("no name", M.removing(2), "the file lacks 'name'", line: 1),
    MalformedCase("a name left out", M.replacing(2, with: "name:"), "'name' has no value", line: 2),
    MalformedCase("an empty name", M.replacing(2, with: "name: \"\""), "'name' must be text", line: 2),
    MalformedCase("a name of blanks", M.replacing(2, with: "name: '  '"), "'name' must be text", line: 2),
    MalformedCase("null for a name", M.replacing(2, with: "name: null"), "'name' has no value", line: 2),
    MalformedCase("a tilde for a name", M.replacing(2, with: "name: ~"), "'name' has no value", line: 2),
    MalformedCase(
      "a list for a name", M.replacing(2, with: "name: [a]"), "'name' must be text; found a list", line: 2),
    MalformedCase(
      "a misspelt section", M.text.changing("children:", to: "childern:"),
      "unknown key 'childern' in the file; did you mean 'children'?", line: 8),
    MalformedCase(
      "another misspelt section", M.text.changing("workforce:", to: "workfroce:"),
      "did you mean 'workforce'?", line: 10),
    MalformedCase(
      "a section that is not there", M.appending("budget: 1"), "unknown key 'budget'", line: next),
    MalformedCase(
      "a key in the wrong section", M.adding(after: 9, "start: 2024-04-01"), "unknown key 'start'", line: 10),
    MalformedCase("a key in capitals", M.replacing(12, with: "WTE: 1"), "did you mean 'wte'?", line: 12),
    MalformedCase(
      "an empty workforce", M.text.changing("  server:\n    wte: 1\n    working_pattern: always\n", to: ""),
      "'workforce' has no value", line: 10),
    MalformedCase(
      "a workforce without roles",
      M.text.changing(
        "workforce:\n  server:\n    wte: 1\n    working_pattern: always\n", to: "workforce: {}\n"),
      "the workforce has no role", line: 10),
    MalformedCase(
      "a provenance that is not known", M.appending("costs: {provenance: guess}"), "provenance must be",
      line: next),
    MalformedCase(
      "a misspelt provenance", M.replacing(12, with: "wte: {value: 1, provenance: assumed}"),
      "provenance must be", line: 12),
    MalformedCase(
      "a provenance that is nearly right", M.replacing(12, with: "wte: {value: 1, provenance: founds}"),
      "did you mean 'found'?", line: 12),
    MalformedCase(
      "a list as a provenance", M.replacing(12, with: "wte: {value: 1, provenance: []}"), "found a list",
      line: 12),
    MalformedCase(
      "a list as a source", M.replacing(12, with: "wte: {value: 1, source: [a]}"), "'source' must be text",
      line: 12),
    MalformedCase("a mapping as a note", M.adding(after: 9, "note: {a: 1}"), "'note' must be text", line: 10),
    MalformedCase(
      "a need called source", M.appending("needs:\n  source: {prevalence: 1, onset_age_days: 1}"),
      "'source' must be text", line: next + 1),
  ]

  static let clockAndChildren: [MalformedCase] = [
    MalformedCase(
      "the thirtieth of February", M.replacing(4, with: "start: 2025-02-30"),
      "'clock.start' must be a date such as 2025-04-01; found '2025-02-30'", line: 4),
    MalformedCase(
      "the 29th of February of a common year", M.replacing(4, with: "start: 2025-02-29"), "must be a date",
      line: 4),
    MalformedCase("a thirteenth month", M.replacing(4, with: "start: 2025-13-01"), "must be a date", line: 4),
    MalformedCase(
      "a date without noughts", M.replacing(4, with: "start: 2025-4-1"), "must be a date", line: 4),
    MalformedCase("a British date", M.replacing(4, with: "start: 01/04/2025"), "must be a date", line: 4),
    MalformedCase(
      "a date with a time", M.replacing(4, with: "start: 2025-04-01T09:00"), "must be a date", line: 4),
    MalformedCase("a date long ago", M.replacing(4, with: "start: 1066-10-14"), "must be a date", line: 4),
    MalformedCase("a date with signs", M.replacing(4, with: "start: 2025-+4-+1"), "must be a date", line: 4),
    MalformedCase(
      "a negative warm-up", M.replacing(5, with: "warm_up_years: -1"),
      "'clock.warm_up_years' must be between 0 and 100; found -1", line: 5),
    MalformedCase(
      "a warm-up in minutes", M.replacing(5, with: "warm_up_years: 3 min"), "must be a number (units:",
      line: 5),
    MalformedCase(
      "no reporting period", M.replacing(6, with: "reporting_years: 0"), "must be between 0.001 and 1000",
      line: 6),
    MalformedCase(
      "a flag that is neither", M.replacing(7, with: "starts_empty: maybe"),
      "must be true or false; found 'maybe'", line: 7),
    MalformedCase(
      "a flag as a number", M.replacing(7, with: "starts_empty: 1"), "must be true or false", line: 7),
    MalformedCase(
      "a warm-up too short for the metrics",
      M.text.changing("starts_empty: true", to: "starts_empty: false")
        .followed(by: "    metrics: {C2: {by_age_days: 14, cohort_age_days: 30}}\n"),
      "the warm-up of 0 years does not cover contacts in the first year", line: 5),
    MalformedCase(
      "a million snapshots",
      M.adding(after: 6, "snapshot_every_days: 0.001").changing(
        "reporting_years: 1", to: "reporting_years: 1000"),
      "more than a million snapshots", line: 7),
    MalformedCase(
      "no births", M.replacing(9, with: "births_per_year: 0"), "without births there is nothing to simulate",
      line: 9),
    MalformedCase(
      "negative births", M.replacing(9, with: "births_per_year: -5"),
      "must be between 0 and 5000000; found -5", line: 9),
    MalformedCase(
      "births that are no number", M.replacing(9, with: "births_per_year: many"), "found 'many'", line: 9),
    MalformedCase(
      "more births than a run holds",
      M.replacing(9, with: "births_per_year: 5000000").changing(
        "reporting_years: 1", to: "reporting_years: 1000"),
      "more than 500 million children", line: 9),
    MalformedCase(
      "deprivation shares that add up to more",
      M.adding(after: 9, "deprivation_shares: [0.5, 0.5, 0.5, 0, 0]"),
      "must add up to 1; they add up to 1.5", line: 10),
    MalformedCase(
      "four quintiles", M.adding(after: 9, "deprivation_shares: [0.25, 0.25, 0.25, 0.25]"),
      "must be a list of 5 numbers; found 4", line: 10),
    MalformedCase(
      "a negative share", M.adding(after: 9, "deprivation_shares: [-0.2, 0.6, 0.2, 0.2, 0.2]"), "found -0.2",
      line: 10),
    MalformedCase(
      "a share in words", M.adding(after: 9, "deprivation_shares: [a, 0.6, 0.2, 0.1, 0.1]"), "found 'a'",
      line: 10),
    MalformedCase(
      "quintiles with one missing", M.adding(after: 9, "deprivation_shares: {q1: 0.5, q2: 0.5}"),
      "must be a list of 5", line: 10),
    MalformedCase(
      "a sixth quintile",
      M.adding(after: 9, "deprivation_shares: {q1: 0.2, q2: 0.2, q3: 0.2, q4: 0.2, q5: 0.2, q6: 0.2}"),
      "unknown key 'q6'", line: 10),
    MalformedCase(
      "a value that is no list", M.adding(after: 9, "deprivation_shares: {value: 5}"),
      "must be a list of 5 numbers; found '5'", line: 10),
    MalformedCase(
      "a dirichlet of four", M.adding(after: 9, "deprivation_shares: {dirichlet: [1, 2, 3, 4]}"),
      "dirichlet takes a list of 5", line: 10),
    MalformedCase(
      "a dirichlet with a nought", M.adding(after: 9, "deprivation_shares: {dirichlet: [0, 1, 2, 3, 4]}"),
      "must be above 0", line: 10),
    MalformedCase(
      "a dirichlet with a word", M.adding(after: 9, "deprivation_shares: {dirichlet: [a, 1, 2, 3, 4]}"),
      "found 'a'", line: 10),
    MalformedCase(
      "a dirichlet beyond all bounds",
      M.adding(after: 9, "deprivation_shares: {dirichlet: [1e308, 1e308, 1e308, 1, 1]}"),
      "dirichlet", line: 10),
    MalformedCase(
      "a dirichlet and more", M.adding(after: 9, "deprivation_shares: {dirichlet: [1, 1, 2, 3, 4], beta: 1}"),
      "unknown key 'beta'", line: 10),
    MalformedCase(
      "both kinds of seasonality",
      M.adding(
        after: 9,
        "seasonality: {sinusoidal: {amplitude: 0.1, peak_day_of_year: 1}, monthly: [1,1,1,1,1,1,1,1,1,1,1,1]}"
      ),
      "sinusoidal or monthly, one of them", line: 10),
    MalformedCase(
      "neither kind of seasonality", M.adding(after: 9, "seasonality: {}"),
      "sinusoidal or monthly, one of them", line: 10),
    MalformedCase(
      "eleven months", M.adding(after: 9, "seasonality: {monthly: [1,1,1,1,1,1,1,1,1,1,1]}"),
      "list of 12 numbers; found 11", line: 10),
    MalformedCase(
      "no births in any month", M.adding(after: 9, "seasonality: {monthly: [0,0,0,0,0,0,0,0,0,0,0,0]}"),
      "at least one month", line: 10),
    MalformedCase(
      "an amplitude over 1",
      M.adding(after: 9, "seasonality: {sinusoidal: {amplitude: 2, peak_day_of_year: 1}}"), "between 0 and 1",
      line: 10),
    MalformedCase(
      "a correlation of 1", M.adding(after: 9, "need_correlation: 1"), "between 0 and 0.999", line: 10),
    MalformedCase(
      "a correlation below -1", M.adding(after: 9, "adversity_attendance_correlation: -2"),
      "between -1 and 1", line: 10),
    MalformedCase(
      "no teams", M.appending("teams: {count: 0}"), "'teams.count' must be between 1 and 1000", line: next),
    MalformedCase("half a team", M.appending("teams: {count: 1.5}"), "must be a whole number", line: next),
    MalformedCase("an empty mapping of teams", M.appending("teams: {}"), "there is no team", line: next),
    MalformedCase(
      "a count and a team", M.appending("teams: {count: 2, north: {}}"), "unknown key 'north'", line: next),
    MalformedCase(
      "a list of teams", M.appending("teams: [north]"), "must be {count: n} or a mapping", line: next),
    MalformedCase(
      "teams without births", M.appending("teams: {north: {births_share: 0}}"),
      "the births shares of the teams add up to nothing", line: next),
    MalformedCase(
      "teams without posts", M.appending("teams: {north: {workforce_share: 0}}"),
      "the workforce shares of the teams add up to nothing", line: next),
    MalformedCase(
      "a quintile that no team has", M.appending("teams: {north: {quintile_weights: [1, 1, 1, 1, 0]}}"),
      "no team has births of quintile 5", line: next),
    MalformedCase(
      "more teams than posts", M.appending("teams: {count: 3}"), "has no post that may deliver 'visit'",
      line: 18),
    MalformedCase(
      "a team with a blank in its name", M.appending("teams: {north east: {}}"), "'north east' is no name",
      line: next),
  ]

  static let roles: [MalformedCase] = [
    MalformedCase("a role without posts", M.replacing(12, with: "wte: 0"), "no role has any posts", line: 11),
    MalformedCase(
      "negative posts", M.replacing(12, with: "wte: -1"),
      "'workforce.server.wte' must be between 0 and 100000; found -1", line: 12),
    MalformedCase("posts left out", M.removing(12), "'workforce.server' lacks 'wte'", line: 12),
    MalformedCase(
      "a working pattern left out", M.removing(13), "'workforce.server' lacks 'working_pattern'", line: 12),
    MalformedCase(
      "half a server always at work", M.replacing(12, with: "wte: 1.5"),
      "a role that works always has whole staff; found 1.5 WTE", line: 12),
    MalformedCase(
      "part-timers always at work", M.adding(after: 13, "typical_wte: 0.5"),
      "a role that works always has whole staff"),
    MalformedCase(
      "another pattern", M.replacing(13, with: "working_pattern: sometimes"),
      "must be always, or a mapping of days", line: 13),
    MalformedCase(
      "a pattern without hours", M.replacing(13, with: "working_pattern: {days: [mon], start: \"09:00\"}"),
      "lacks 'hours_per_day'", line: 13),
    MalformedCase(
      "a pattern without days",
      M.replacing(13, with: "working_pattern: {start: \"09:00\", hours_per_day: 7}"), "lacks 'days'", line: 13
    ),
    MalformedCase(
      "a pattern with no day",
      M.replacing(13, with: "working_pattern: {days: [], start: \"09:00\", hours_per_day: 7}"),
      "names no day", line: 13),
    MalformedCase(
      "a day in full",
      M.replacing(13, with: "working_pattern: {days: [monday], start: \"09:00\", hours_per_day: 7}"),
      "must be mon, tue", line: 13),
    MalformedCase(
      "a day twice",
      M.replacing(13, with: "working_pattern: {days: [mon, mon], start: \"09:00\", hours_per_day: 7}"),
      "names a day twice", line: 13),
    MalformedCase(
      "25 o'clock",
      M.replacing(13, with: "working_pattern: {days: [mon], start: \"25:00\", hours_per_day: 7}"),
      "must be a time such as", line: 13),
    MalformedCase(
      "no time at all",
      M.replacing(13, with: "working_pattern: {days: [mon], start: early, hours_per_day: 7}"),
      "found 'early'", line: 13),
    MalformedCase(
      "a night shift",
      M.replacing(13, with: "working_pattern: {days: [mon], start: \"20:00\", hours_per_day: 8}"),
      "the day runs past midnight", line: 13),
    MalformedCase(
      "a day of 25 hours",
      M.replacing(13, with: "working_pattern: {days: [mon], start: \"00:00\", hours_per_day: 25}"),
      "between 0.25 and 24", line: 13),
    MalformedCase(
      "more leave than work",
      M.replacing(
        13, with: "working_pattern: {days: [mon], start: \"09:00\", hours_per_day: 7}",
        "annual_leave_days: 60"),
      "more than the days of a year at work", line: 14),
    MalformedCase(
      "costs that do not add up",
      M.adding(after: 13, "cost_shares: {pay: 0.5, on_costs: 0.2, overheads: 0.2}"),
      "must add up to 1", line: 14),
    MalformedCase(
      "costs with one left out", M.adding(after: 13, "cost_shares: {pay: 0.5, on_costs: 0.5}"),
      "lacks 'overheads'", line: 14),
    MalformedCase(
      "supervision by itself",
      M.adding(after: 13, "supervision: {by: server, minutes_per_delegated_contact: 5}"),
      "a role cannot supervise itself", line: 14),
    MalformedCase(
      "supervision by nobody known",
      M.adding(after: 13, "supervision: {by: servr, minutes_per_delegated_contact: 5}"),
      "there is no role 'servr'; did you mean 'server'?", line: 14),
    MalformedCase(
      "supervision by a role without posts",
      M.adding(after: 13, "supervision: {by: boss, minutes_per_delegated_contact: 5}")
        .changing("contacts:", to: "  boss: {wte: 0, working_pattern: always}\ncontacts:"),
      "'boss' supervises 'server' but has no posts", line: 14),
    MalformedCase(
      "supervision without a supervisor",
      M.adding(after: 13, "supervision: {minutes_per_delegated_contact: 5}"), "lacks 'by'", line: 14),
    MalformedCase(
      "sickness over 0.9", M.adding(after: 13, "sickness: {rate: 0.95}"), "between 0 and 0.9", line: 14),
    MalformedCase(
      "spells without length", M.adding(after: 13, "sickness: {rate: 0.05, spell_days: 0}"),
      "spells of sickness must have a length above 0", line: 14),
    MalformedCase(
      "a spell of negative length", M.adding(after: 13, "sickness: {rate: 0.05, spell_days: -3}"),
      "must not be below 0", line: 14),
    MalformedCase(
      "a negative lead time", M.adding(after: 13, "recruitment: {lead_time_days: -30}"),
      "must not be below 0", line: 14),
    MalformedCase(
      "a thirteenth intake", M.adding(after: 13, "recruitment: {intake_months: [13]}"),
      "between 1 and 12; found 13", line: 14),
    MalformedCase(
      "an intake between months", M.adding(after: 13, "recruitment: {intake_months: [9.5]}"), "whole",
      line: 14),
    MalformedCase(
      "intakes by dirichlet", M.adding(after: 13, "recruitment: {intake_months: {dirichlet: [1, 1]}}"),
      "dirichlet", line: 14),
    MalformedCase(
      "leavers over 0.95", M.adding(after: 13, "turnover: {leavers_per_year: 1}"), "between 0 and 0.95",
      line: 14),
    MalformedCase(
      "a payer who is not known", M.adding(after: 13, "paid_by: parents"),
      "must be commissioner, nhs, social_care or other_public", line: 14),
    MalformedCase(
      "a misspelt payer", M.adding(after: 13, "paid_by: comissioner"), "did you mean 'commissioner'?",
      line: 14),
    MalformedCase(
      "a misspelt key of a role", M.adding(after: 13, "relative_detektion: 1"),
      "did you mean 'relative_detection'?", line: 14),
    MalformedCase(
      "a role with a dot in its name", M.text.changing("  server:", to: "  ser.ver:"), "'ser.ver' is no name",
      line: 11),
    MalformedCase(
      "a role without a name", M.text.changing("  server:", to: "  \"\":"), "'' is no name", line: 11),
    MalformedCase(
      "a role with an accent", M.text.changing("  server:", to: "  sérver:"), "is no name", line: 11),
    MalformedCase(
      "a role as a number", M.text.changing("contacts:", to: "  other: 3\ncontacts:"),
      "must be a mapping with the keys", line: 14),
    MalformedCase(
      "a role left empty", M.text.changing("contacts:", to: "  other:\ncontacts:"),
      "nothing of that name is inherited", line: 14),
    MalformedCase(
      "seventeen roles",
      M.text.changing(
        "contacts:",
        to: (1...16).map { "  r\($0): {wte: 1, working_pattern: always}\n" }.joined() + "contacts:"),
      "at most 16 roles; found 17", line: 11),
  ]
}
