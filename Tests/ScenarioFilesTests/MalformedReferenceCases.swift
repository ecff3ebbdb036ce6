// SPDX-License-Identifier: GPL-3.0-or-later

extension MalformedMeaningCases {
  private typealias M = MinimalScenario
  private static let next = MinimalScenario.next

  static let contacts: [MalformedCase] = [
    MalformedCase("a kind left out", M.removing(16), "'contacts.visit' lacks 'kind'", line: 16),
    MalformedCase("deliverers left out", M.removing(18), "'contacts.visit' lacks 'delivered_by'", line: 16),
    MalformedCase(
      "a duration left out", M.removing(19), "'contacts.visit' lacks 'duration_minutes'", line: 16),
    MalformedCase(
      "a kind that is not known", M.replacing(16, with: "kind: party"), "must be statutory_review", line: 16),
    MalformedCase(
      "a misspelt kind", M.replacing(16, with: "kind: statutory_reviews"), "did you mean 'statutory_review'?",
      line: 16),
    MalformedCase(
      "nobody to deliver it", M.replacing(18, with: "delivered_by: []"),
      "nobody may deliver 'visit' at the universal level", line: 18),
    MalformedCase(
      "a role as a word", M.replacing(18, with: "delivered_by: server"), "must be a list; found 'server'",
      line: 18),
    MalformedCase(
      "a role that is not known", M.replacing(18, with: "delivered_by: [doctor]"),
      "there is no role 'doctor'", line: 18),
    MalformedCase(
      "a misspelt role", M.replacing(18, with: "delivered_by: [servr]"), "did you mean 'server'?", line: 18),
    MalformedCase(
      "a level that is not known", M.replacing(18, with: "delivered_by: {universel: [server]}"),
      "did you mean 'universal'?", line: 18),
    MalformedCase(
      "no level at all", M.replacing(18, with: "delivered_by: {}"), "names no service level", line: 18),
    MalformedCase(
      "an unknown role at one level",
      M.replacing(18, with: "delivered_by: {universal: [server], specialist: [doctor]}"),
      "there is no role 'doctor'", line: 18),
    MalformedCase(
      "a level with nobody", M.replacing(18, with: "delivered_by: {universal: [server], targeted: []}"),
      "nobody may deliver 'visit' at the targeted level", line: 18),
    MalformedCase(
      "nobody with posts",
      M.replacing(18, with: "delivered_by: [other]").changing(
        "contacts:", to: "  other: {wte: 0, working_pattern: always}\ncontacts:"),
      "no role that may deliver 'visit' at the universal level has any posts", line: 19),
    MalformedCase(
      "a window that closes before it opens", M.adding(after: 18, "window_days: {opens: 20, closes: -10}"),
      "the window of 'visit' opens at 20 and closes at -10 days", line: 19),
    MalformedCase(
      "due before the window", M.adding(after: 18, "window_days: {opens: 5, closes: 10}"),
      "outside its window of 5 to 10", line: 17),
    MalformedCase(
      "due after the window",
      M.replacing(17, with: "due_age_days: 3 weeks", "window_days: {opens: 5, closes: 10}"),
      "falls due at 21 days on average, outside", line: 17),
    MalformedCase(
      "due after leaving", M.replacing(17, with: "due_age_days: 6 years"), "after children leave",
      line: 17),
    MalformedCase(
      "due before the pregnancy is known", M.replacing(17, with: "due_age_days: -300"),
      "before birth, but a pregnancy is known only", line: 17),
    MalformedCase(
      "a window without an age", M.replacing(17, with: "window_days: {opens: 0, closes: 10}"),
      "has an age window but no due_age_days", line: 17),
    MalformedCase("nothing starts it", M.removing(17), "nothing starts 'visit'", line: 16),
    MalformedCase(
      "a window as a list", M.adding(after: 18, "window_days: [0, 10]"),
      "must be a mapping with the keys opens or closes; found a list", line: 19),
    MalformedCase(
      "an attendance over 1", M.adding(after: 18, "attendance: 1.2"), "between 0 and 1; found 1.2", line: 19),
    MalformedCase(
      "an attendance over 100 %", M.adding(after: 18, "attendance: 120 %"), "between 0 and 1; found 1.2",
      line: 19),
    MalformedCase(
      "a negative attendance", M.adding(after: 18, "attendance: -0.1"), "between 0 and 1; found -0.1",
      line: 19),
    MalformedCase(
      "an attendance at a place over 1", M.adding(after: 18, "attendance: {home: 2}"),
      "'contacts.visit.attendance.home' must be", line: 19),
    MalformedCase(
      "an attendance at the moon", M.adding(after: 18, "attendance: {home: 0.5, moon: 0.5}"),
      "unknown key 'moon'", line: 19),
    MalformedCase(
      "an attendance that may be over 1", M.adding(after: 18, "attendance: {uniform: [0.5, 1.4]}"),
      "between 0 and 1", line: 19),
    MalformedCase(
      "places that add up to less", M.adding(after: 18, "places: {home: 0.5, clinic: 0.4}"),
      "must add up to 1; they add up to 0.9", line: 19),
    MalformedCase(
      "a place that is not known", M.adding(after: 18, "places: {hom: 1}"), "did you mean 'home'?", line: 19),
    MalformedCase(
      "a place as a word", M.adding(after: 18, "places: home"), "must be a mapping with the keys home",
      line: 19),
    MalformedCase("no place", M.adding(after: 18, "places: {}"), "they add up to 0", line: 19),
    MalformedCase(
      "places by a dirichlet list", M.adding(after: 18, "places: {dirichlet: [1, 2]}"),
      "dirichlet takes a mapping here; found a list", line: 19),
    MalformedCase(
      "places by an empty dirichlet", M.adding(after: 18, "places: {dirichlet: {}}"), "dirichlet", line: 19),
    MalformedCase(
      "places by a dirichlet of noughts", M.adding(after: 18, "places: {dirichlet: {home: 0, clinic: 1}}"),
      "must be above 0", line: 19),
    MalformedCase(
      "places by a dirichlet on the moon", M.adding(after: 18, "places: {dirichlet: {moon: 1}}"),
      "unknown key 'moon'", line: 19),
    MalformedCase(
      "places by a dirichlet and more",
      M.adding(after: 18, "places: {dirichlet: {home: 1, clinic: 1}, hub: 0.5}"), "unknown key 'hub'",
      line: 19),
    MalformedCase(
      "a place without a duration",
      M.replacing(19, with: "places: {home: 0.5, clinic: 0.5}", "duration_minutes: {home: 30}"),
      "has contacts by clinic, but no duration for it", line: 20),
    MalformedCase("no attempts", M.adding(after: 18, "attempts: 0"), "between 1 and 50; found 0", line: 19),
    MalformedCase(
      "one and a half attempts", M.adding(after: 18, "attempts: 1.5"), "must be a whole number; found 1.5",
      line: 19),
    MalformedCase(
      "a negative duration", M.replacing(19, with: "duration_minutes: -5"), "must not be below 0", line: 19),
    MalformedCase(
      "a negative duration at one place", M.replacing(19, with: "duration_minutes: {home: -5}"),
      "must not be below 0", line: 19),
    MalformedCase(
      "a duration with a negative mean",
      M.replacing(19, with: "duration_minutes: {normal: {mean: -5, sd: 1}}"), "must not be below 0", line: 19),
    MalformedCase(
      "a duration in pounds", M.replacing(19, with: "duration_minutes: £5"), "must be a number (units:",
      line: 19),
    MalformedCase(
      "a duration in days", M.replacing(19, with: "duration_minutes: 3 days"), "must be a number (units:",
      line: 19),
    MalformedCase(
      "an exponential without a mean", M.replacing(19, with: "duration_minutes: {exponential: {}}"),
      "exponential takes {mean}", line: 19),
    MalformedCase(
      "an exponential as a number", M.replacing(19, with: "duration_minutes: {exponential: 720}"),
      "exponential takes {mean}; found '720'", line: 19),
    MalformedCase(
      "an exponential below 0", M.replacing(19, with: "duration_minutes: {exponential: {mean: -720}}"),
      "make no exponential distribution", line: 19),
    MalformedCase(
      "a mean in days", M.replacing(19, with: "duration_minutes: {exponential: {mean: 3 days}}"),
      "must be a number (units:", line: 19),
    MalformedCase(
      "two distributions of a duration",
      M.replacing(19, with: "duration_minutes: {exponential: {mean: 1}, uniform: [1, 2]}"),
      "one distribution", line: 19),
    MalformedCase(
      "a uniform duration reversed", M.replacing(19, with: "duration_minutes: {uniform: [40, 20]}"),
      "make no uniform distribution", line: 19),
    MalformedCase(
      "a uniform duration of three", M.replacing(19, with: "duration_minutes: {uniform: [40, 20, 10]}"),
      "uniform takes {low, high}", line: 19),
    MalformedCase(
      "a triangle out of order",
      M.replacing(19, with: "duration_minutes: {triangular: {min: 1, mode: 9, max: 5}}"),
      "make no triangular distribution", line: 19),
    MalformedCase(
      "a weibull without shape", M.replacing(19, with: "duration_minutes: {weibull: {scale: 3, shape: 0}}"),
      "make no weibull distribution", line: 19),
    MalformedCase(
      "a negative sigma", M.replacing(19, with: "duration_minutes: {lognormal: {mu: 3, sigma: -1}}"),
      "make no lognormal distribution", line: 19),
    MalformedCase(
      "an unknown key beside a distribution",
      M.replacing(19, with: "duration_minutes: {exponential: {mean: 1}, sourc: x}"),
      "unknown key 'sourc' in 'contacts.visit.duration_minutes'; did you mean 'source'?", line: 19),
    MalformedCase(
      "quintile 6", M.adding(after: 18, "offered_to: {quintiles: [6]}"), "between 1 and 5; found 6", line: 19),
    MalformedCase(
      "quintile 0", M.adding(after: 18, "offered_to: {quintiles: [0]}"), "between 1 and 5; found 0", line: 19),
    MalformedCase("quintile 1.5", M.adding(after: 18, "offered_to: {quintiles: [1.5]}"), "whole", line: 19),
    MalformedCase(
      "no quintile", M.adding(after: 18, "offered_to: {quintiles: []}"),
      "must be a list of 1 to 5 numbers; found 0", line: 19),
    MalformedCase(
      "a share over 1", M.adding(after: 18, "offered_to: {share: 1.01}"), "between 0 and 1; found 1.01",
      line: 19),
    MalformedCase(
      "a programme that is not there", M.adding(after: 18, "offered_to: {programme: fnp}"),
      "there is no programme 'fnp'; there are none", line: 19),
    MalformedCase(
      "an exception that is not there", M.adding(after: 18, "offered_to: {except_programmes: [fnp]}"),
      "there is no programme 'fnp'", line: 19),
    MalformedCase(
      "a level that is not there", M.adding(after: 18, "offered_to: {from_service_level: highest}"),
      "must be universal, targeted or specialist", line: 19),
    MalformedCase(
      "a metric code twice",
      M.adding(after: 18, "metrics: {C2: {by_age_days: 14, cohort_age_days: 30}}")
        .followed(
          by:
            "  second: {kind: additional, due_age_days: 0, delivered_by: [server], duration_minutes: 1, metrics: {C2: {by_age_days: 14, cohort_age_days: 30}}}\n"
        ),
      "the metric 'C2' stands twice", line: 21),
    MalformedCase(
      "a metric without an age", M.adding(after: 18, "metrics: {C2: {cohort_age_days: 30}}"),
      "lacks 'by_age_days'", line: 19),
    MalformedCase(
      "a multiplier of a role that is not there", M.adding(after: 18, "duration_multiplier: {doctor: 1}"),
      "there is no role 'doctor'", line: 19),
    MalformedCase(
      "a multiplier of nought", M.adding(after: 18, "duration_multiplier: {server: 0}"),
      "between 0.01 and 100", line: 19),
    MalformedCase(
      "a screen for a need that is not there", M.adding(after: 18, "screens: {sleep: {sensitivity: 0.9}}"),
      "there is no need 'sleep'", line: 19),
    MalformedCase(
      "a screen without sensitivity", M.adding(after: 18, "screens: {sleep: {}}"), "lacks 'sensitivity'",
      line: 19),
    MalformedCase(
      "a sensitivity over 1", M.adding(after: 18, "screens: {sleep: {sensitivity: 1.5}}"),
      "between 0 and 1; found 1.5", line: 19),
    MalformedCase(
      "a sensitivity of a role over 1", M.adding(after: 18, "screens: {sleep: {sensitivity: {server: 1.5}}}"),
      "between 0 and 1; found 1.5", line: 19),
    MalformedCase("a group of nobody", M.adding(after: 18, "group_size: 0"), "between 1 and 100", line: 19),
    MalformedCase(
      "a negative cost", M.adding(after: 18, "cost_per_contact_gbp: -£5"), "must be a number", line: 19),
    MalformedCase(
      "a cost below nought", M.adding(after: 18, "cost_per_contact_gbp: -5"),
      "between 0 and 1000000; found -5", line: 19),
    MalformedCase(
      "a cost in dollars", M.adding(after: 18, "cost_per_contact_gbp: $5"), "found '$5'", line: 19),
    MalformedCase(
      "a contact that is a list", M.text.followed(by: "  other: [a]\n"), "'contacts.other' must be a mapping",
      line: next),
  ]

  /// What stands for the server's `relative_detection`, which is from 0 to 2, and what is said of it.
  private static let wrongNumbers: [(String, String)] = [
    ("{}", "must be a number, {value: …} or one distribution"),
    ("{source: nobody}", "must be a number, {value: …} or one distribution"),
    ("{valu: 1}", "did you mean 'value'?"),
    ("{value: {value: 1}}", "must be a number; found a mapping"),
    ("{value: [1]}", "must be a number; found a list"),
    ("{value: }", "must be a number; found nothing"),
    ("{value: 1, sd: 1}", "unknown key 'sd'"),
    ("{value: 1, beta: {a: 1, b: 1}}", "unknown key 'beta'"),
    ("{value: 3}", "between 0 and 2; found 3"),
    ("\"\"", "must be a number; found ''"),
    ("1 1", "found '1 1'"), ("1,5", "found '1,5'"), ("1e", "found '1e'"), ("--1", "found '--1'"),
    ("٣", "found '٣'"),
    ("½", "found '½'"), ("1_0", "found '1_0'"), ("true", "found 'true'"),
    ("2024-04-01", "found '2024-04-01'"),
    ("-0x1", "must be a number"), ("+0x1", "must be a number"), ("1e400", "must be a number"),
    ("NaN", "must be a number"),
    ("infinity", "must be a number"), ("nan(0x1)", "must be a number"), ("50 %", "must be a number"),
    ("{beta: {mean: 1.2, se: 0.1}}", "these values make no beta distribution"),
    ("{beta: {mean: 0.5, se: 0}}", "these values make no beta distribution"),
    ("{beta: {mean: 0.5, se: -0.1}}", "these values make no beta distribution"),
    ("{beta: {mean: 0.5, se: 0.6}}", "these values make no beta distribution"),
    ("{beta: {mean: 0, se: 0.1}}", "these values make no beta distribution"),
    ("{beta: {mean: 0.5}}", "these values make no beta distribution"),
    ("{beta: {a: 0, b: 1}}", "these values make no beta distribution"),
    ("{beta: {a: 1}}", "these values make no beta distribution"),
    ("{beta: {a: -1, b: 3}}", "these values make no beta distribution"),
    ("{beta: {events: 5, n: 4}}", "these values make no beta distribution"),
    ("{beta: {events: 0, n: 4}}", "these values make no beta distribution"),
    ("{beta: {events: 4, n: 4}}", "these values make no beta distribution"),
    ("{beta: {mean: 0.9, se: 0.1, a: 1, b: 2}}", "these values make no beta distribution"),
    ("{beta: {alpha: 1, b: 2}}", "unknown key 'alpha'"),
    ("{beta: 0.5}", "beta takes mean, se, a, b, events or n; found '0.5'"),
    ("{beta: [1, 2]}", "beta takes"),
    ("{beta: [1]}", "beta takes"),
    ("{beta: }", "beta takes"),
    ("{beta: {a: one, b: 2}}", "found 'one'"),
    ("{gamma: {mean: 0, se: 1}}", "these values make no gamma distribution"),
    ("{gamma: {mean: 1, se: 0}}", "these values make no gamma distribution"),
    ("{gamma: {mean: -1, se: 1}}", "these values make no gamma distribution"),
    ("{gamma: {shape: 1, scale: 0}}", "these values make no gamma distribution"),
    ("{gamma: {mean: 1, sd: 1}}", "'sd' is variation between individuals; a parameter takes 'se'"),
    ("{gamma: {mean: 9, se: 1}}", "between 0 and 2; found 9"),
    ("{gamma: {shape: 1e200, scale: 1e200}}", "between 0 and 2"),
    ("{lognormal: {mean: 0, se: 1}}", "these values make no lognormal distribution"),
    ("{lognormal: {median: 1, ci95: [2, 1]}}", "ci95 takes [lower, upper] with lower below upper"),
    ("{lognormal: {median: 1, ci95: [0, 2]}}", "these values make no lognormal distribution"),
    ("{lognormal: {median: 5, ci95: [1, 2]}}", "these values make no lognormal distribution"),
    ("{lognormal: {median: 1, ci95: 2}}", "ci95 takes [lower, upper]"),
    ("{lognormal: {median: 1, ci95: [1, 2, 3]}}", "ci95 takes [lower, upper]"),
    ("{lognormal: {mu: 0, sigma: 0}}", "these values make no lognormal distribution"),
    ("{lognormal: {mu: 0, sigma: 1e9}}", "between 0 and 2"),
    ("{lognormal: [1, 2]}", "lognormal takes"),
    ("{normal: {mean: 1, se: 0}}", "these values make no normal distribution"),
    ("{normal: {mean: 1, sd: 1}}", "a parameter takes 'se'"),
    ("{normal: [1, 2]}", "normal takes"),
    ("{normal: {mean: 1, se: 1}, min: 2, max: 1}", "min must be below max"),
    ("{normal: {mean: 1, se: 1}, min: a}", "found 'a'"),
    ("{normal: {mean: 1, se: 1e-9}, min: 1.5, max: 1.9}", "must be between 0 and 2"),
    ("{gamma: {mean: 1, se: 1}, min: 0}", "'min' and 'max' go with a normal distribution only"),
    ("{uniform: [1, 0]}", "these values make no uniform distribution"),
    ("{uniform: [1, 1]}", "these values make no uniform distribution"),
    ("{uniform: [1]}", "uniform takes [lower, upper]"),
    ("{uniform: [0, 1, 2]}", "uniform takes [lower, upper]"),
    ("{uniform: 1}", "uniform takes"),
    ("{uniform: [a, 1]}", "found 'a'"),
    ("{uniform: [0, .inf]}", "found '.inf'"),
    ("{uniform: [0, {value: 1}]}", "found a mapping"),
    ("{uniform: [-1, 2]}", "between 0 and 2"),
    ("{triangular: {min: 0, mode: 3, max: 1}}", "these values make no triangular distribution"),
    ("{triangular: [0, 1]}", "triangular takes"),
    ("{triangular: {min: 0, max: 1}}", "these values make no triangular distribution"),
    ("{pert: {min: 1, mode: 1, max: 1}}", "these values make no pert distribution"),
    ("{pert: {min: 0, mode: -1, max: 1}}", "these values make no pert distribution"),
    ("{pert: {min: 0, mode: 1, max: 4}}", "between 0 and 2"),
    ("{pert: {low: 0, min: 0, mode: 1, max: 2}}", "pert"),
    ("{dirichlet: {a: 1, b: 1}}", "a dirichlet stands for shares"),
    ("{empirical: draws.csv}", "empirical takes file.csv#column"),
    ("{empirical: [1, 2]}", "empirical takes file.csv#column; found a list"),
    ("{empirical: nowhere.csv#x}", "nowhere.csv"),
    ("{exponential: {mean: 1}}", "one distribution"),
    ("{weibull: {scale: 1, shape: 1}}", "one distribution"),
    ("{constant: 1}", "one distribution"),
  ]

  static let numbers: [MalformedCase] = wrongNumbers.map { wrong, fragment in
    MalformedCase(
      "a number as \(wrong)", M.adding(after: 13, "relative_detection: \(wrong)"), fragment,
      line: fragment.isEmpty ? nil : 14)
  }

  /// Names of things that are not there; each block is appended.
  private static let manyNeeds: String = {
    let needs: [String] = (1...101).map { "  n\($0): {prevalence: 0.1, onset_age_days: 1}\n" }
    return "needs:\n" + needs.joined()
  }()

  private static let manySteps: String = {
    let steps: [String] = Array(repeating: "{contact: visit, after_days: 1}", count: 251)
    return "pathways:\n  p: {steps: [" + steps.joined(separator: ", ") + "]}"
  }()

  private static let circle: String = """
    safeguarding:
      s: {per_10000: 10, duration_days: 9, steps_down_to: t}
      t: {per_10000: 10, duration_days: 9, steps_down_to: u}
      u: {per_10000: 10, duration_days: 9, steps_down_to: s}
    """

  private static let wrongReferences: [(String, String, String, Int)] = [
    (
      "a need with an unknown pathway",
      "needs:\n  sleep: {prevalence: 0.1, onset_age_days: 1, pathway: nowhere}",
      "there is no pathway 'nowhere'", 2
    ),
    (
      "a need over 1", "needs:\n  sleep: {prevalence: 1.1, onset_age_days: 1}", "between 0 and 1; found 1.1",
      2
    ),
    (
      "a need as a percentage without its sign", "needs:\n  sleep: {prevalence: 18, onset_age_days: 1}",
      "between 0 and 1; found 18", 2
    ),
    ("a need without prevalence", "needs:\n  sleep: {onset_age_days: 1}", "lacks 'prevalence'", 2),
    ("a need without onset", "needs:\n  sleep: {prevalence: 0.1}", "lacks 'onset_age_days'", 2),
    (
      "a need that lasts less than no time",
      "needs:\n  sleep: {prevalence: 0.1, onset_age_days: 1, persists_days: -1}", "must not be below 0", 2
    ),
    (
      "a need with no service level",
      "needs:\n  sleep: {prevalence: 0.1, onset_age_days: 1, service_level: low}", "must be universal", 2
    ),
    (
      "a need with a steep risk ratio",
      "needs:\n  sleep: {prevalence: 1, onset_age_days: 1, risk_ratio_most_deprived: 101}",
      "between 0.01 and 100", 2
    ),
    (
      "101 needs", manyNeeds,
      "at most 100 needs; found 101", 2
    ),
    (
      "a pathway with an unknown contact", "pathways:\n  p: {steps: [{contact: vist, after_days: 1}]}",
      "there is no contact 'vist'; did you mean 'visit'?", 2
    ),
    (
      "a pathway with an unknown escalation", "pathways:\n  p: {escalation_contact: nowhere}",
      "there is no contact 'nowhere'", 2
    ),
    (
      "a pathway into an unknown status", "pathways:\n  p: {opens_safeguarding: plan}",
      "there is no safeguarding status 'plan'", 2
    ),
    (
      "a pathway of no visits", "pathways:\n  p: {steps: [{contact: visit, after_days: 1, visits: 0}]}",
      "between 1 and 200; found 0", 2
    ),
    ("a step without a contact", "pathways:\n  p: {steps: [{after_days: 1}]}", "lacks 'contact'", 2),
    ("a step without days", "pathways:\n  p: {steps: [{contact: visit}]}", "lacks 'after_days'", 2),
    ("a step as a word", "pathways:\n  p: {steps: [visit]}", "'pathways.p.steps[0]' must be a mapping", 2),
    ("steps as a mapping", "pathways:\n  p: {steps: {contact: visit}}", "must be a list; found a mapping", 2),
    (
      "251 steps",
      manySteps,
      "at most 250 steps", 2
    ),
    (
      "a referral without a wait", "pathways:\n  p: {referral: {service: s, probability: 0.5}}",
      "lacks 'wait_days'", 2
    ),
    (
      "a referral with a negative wait",
      "pathways:\n  p: {referral: {service: s, probability: 0.5, wait_days: -1}}", "must not be below 0", 2
    ),
    (
      "a referral paid by nobody",
      "pathways:\n  p: {referral: {service: s, probability: 0.5, wait_days: 1, paid_by: nobody}}",
      "must be commissioner", 2
    ),
    ("a status without a rate", "safeguarding:\n  s: {duration_days: 10}", "lacks 'per_10000'", 2),
    ("a status without a duration", "safeguarding:\n  s: {per_10000: 10}", "lacks 'duration_days'", 2),
    (
      "a status of no duration", "safeguarding:\n  s: {per_10000: 10, duration_days: 0}",
      "the duration must be above 0", 2
    ),
    (
      "a status that steps down to nowhere",
      "safeguarding:\n  s: {per_10000: 10, duration_days: 9, steps_down_to: t}",
      "there is no safeguarding status 't'", 2
    ),
    (
      "a status that steps down to itself",
      "safeguarding:\n  s: {per_10000: 10, duration_days: 9, steps_down_to: s}",
      "stepping down from 's' leads back to it", 2
    ),
    (
      "two statuses that step down to each other",
      "safeguarding:\n  s: {per_10000: 10, duration_days: 9, steps_down_to: t}\n  t: {per_10000: 10, duration_days: 9, steps_down_to: s}",
      "stepping down from 't' leads back to it", 3
    ),
    (
      "three statuses in a circle",
      circle, "stepping down from 'u' leads back to it", 4
    ),
    (
      "an activity that is not known",
      "safeguarding:\n  s: {per_10000: 10, duration_days: 9, activities: [{contact: core_group, first_after_days: 1}]}",
      "there is no contact 'core_group'", 2
    ),
    (
      "an activity each no days",
      "safeguarding:\n  s: {per_10000: 10, duration_days: 9, activities: [{contact: visit, first_after_days: 1, every_days: 0}]}",
      "between 0.5 and 5000", 2
    ),
    (
      "additional contacts of an unknown kind",
      "additional_contacts: {contact: call, per_child_by_year_of_age: [1]}", "there is no contact 'call'", 1
    ),
    (
      "additional contacts that fall due by age",
      "additional_contacts: {contact: visit, per_child_by_year_of_age: [1]}",
      "falls due by age; a needs-led contact must not have due_age_days", 1
    ),
    (
      "additional contacts without rates",
      "additional_contacts: {contact: visit, per_child_by_year_of_age: []}",
      "must be a list of 1 to 20 numbers; found 0", 1
    ),
    (
      "additional contacts at negative rates",
      "additional_contacts: {contact: visit, per_child_by_year_of_age: [-1]}", "between 0 and 1000; found -1",
      1
    ),
    (
      "programmes over 1", "programmes:\n  a: {share: 0.6}\n  b: {share: 0.6}", "add up to 1.2, more than 1",
      2
    ),
    ("a programme without a share", "programmes:\n  a: {label: A}", "lacks 'share'", 2),
    (
      "a programme of the unluckiest", "programmes:\n  a: {share: 0.1, selects: unluckiest}",
      "must be most_adverse or at_random", 2
    ),
    (
      "joint completion of an unknown contact",
      "joint_completion:\n  j: {contacts: {vist: [0, 9]}, cohort_age_days: 9}", "did you mean 'visit'?", 2
    ),
    (
      "joint completion backwards", "joint_completion:\n  j: {contacts: {visit: [9, 0]}, cohort_age_days: 9}",
      "the window runs backwards: 9 to 0", 2
    ),
    (
      "joint completion with one age", "joint_completion:\n  j: {contacts: {visit: [9]}, cohort_age_days: 9}",
      "must be a list of 2 numbers; found 1", 2
    ),
    (
      "joint completion with no age", "joint_completion:\n  j: {contacts: {visit: 9}, cohort_age_days: 9}",
      "must be a list of 2 numbers; found '9'", 2
    ),
  ]

  static let references: [MalformedCase] = wrongReferences.map { name, block, fragment, line in
    MalformedCase(name, M.appending(block), fragment, line: next + line - 1)
  }

  private static let wrongRest: [(String, String, String)] = [
    (
      "correlations of unknown parameters", "correlations: [{parameters: [a, b], rank: 0.5}]",
      "there is no uncertain parameter 'a'"
    ),
    (
      "correlations of certain parameters",
      "correlations: [{parameters: [workforce.server.wte, b], rank: 0.5}]",
      "there is no uncertain parameter 'workforce.server.wte'"
    ),
    ("a rank of 2", "correlations: [{parameters: [a, b], rank: 2}]", "between -1 and 1; found 2"),
    ("no rank", "correlations: [{parameters: [a, b]}]", "lacks 'rank'"),
    (
      "one parameter", "correlations: [{parameters: [a], rank: 0.5}]",
      "a correlation names two or more different parameters"
    ),
    (
      "three parameters, one twice", "correlations: [{parameters: [a, b, a], rank: 0.5}]",
      "a correlation names two or more different parameters"
    ),
    (
      "a parameter with itself", "correlations: [{parameters: [a, a], rank: 0.5}]",
      "a correlation names two or more different parameters"
    ),
    ("correlations as a mapping", "correlations: {a: b}", "'correlations' must be a list; found a mapping"),
    ("a published figure without a value", "published: [{metric: C2}]", "lacks 'value'"),
    ("a published figure without a metric", "published: [{value: 1}]", "lacks 'metric'"),
    ("a published range backwards", "published: [{metric: C2, value: 1, range: [2, 0]}]", "runs backwards"),
    (
      "a published range of three", "published: [{metric: C2, value: 1, range: [0, 1, 2]}]",
      "must be a list of 2 numbers; found 3"
    ),
    ("a negative tolerance", "published: [{metric: C2, value: 1, tolerance: -1}]", "at least 0; found -1"),
    ("a price year of long ago", "costs: {price_year: 1066}", "between 1990 and 2100"),
    ("half a price year", "costs: {price_year: 2024.5}", "must be a whole number"),
    ("a discount rate of 3.5", "costs: {discount_rate_costs: 3.5}", "between 0 and 0.5; found 3.5"),
    ("a caseload model that is not known", "caseload: {model: shared}", "must be named or corporate"),
    ("a misspelt caseload model", "caseload: {model: name}", "did you mean 'named'?"),
    ("costs as a list", "costs: []", "'costs' must be a mapping"),
    ("published as a word", "published: none", "'published' must be a list; found 'none'"),
  ]

  static let rest: [MalformedCase] = wrongRest.map { name, block, fragment in
    MalformedCase(name, M.appending(block), fragment, line: next)
  }
}
