// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears

/// Every key of a scenario file.
enum ScenarioFormat {
  static let probability: ClosedRange<Double> = 0...1
  static let positive: ClosedRange<Double> = 0...1e9
  static let any: ClosedRange<Double> = -1e9...1e9
  /// Ages in days: from conception to the latest age at which anyone leaves the service.
  static let ages: ClosedRange<Double> = -280...73_000
  /// Longest mean of a visit or journey, in minutes: a week. Anything longer is a wrong unit.
  static let longestWork: Double = 10_080
  /// Keys that any mapping may carry: where its values come from.
  static let annotations = ["source", "provenance", "note", "price_year"]
  static let provenances = ["found", "found_secondary", "derived", "memory", "assumption"]
  static let levels = ["universal", "targeted", "specialist"]

  static let scenario: [Field] = [
    Field("skillmix", .number(.number, 1...1, isWhole: true), required: true, "Version of the format; 1."),
    Field("name", .text, required: true, "Name of the strategy in tables and charts."),
    Field("description", .text, "What the strategy is, in a sentence or two."),
    Field("extends", .anything, "File, or list of files, whose values this one inherits; relative to this file."),
    Field("schedule", .text, "Name of the schedule of contacts."),
    Field("guidance", .text, "Guidance that the scenario follows."),
    Field(
      "programme_of",
      .object([Field("country", .choice(Country.allCases.map(\.rawValue)), required: true, "Country.")]),
      "Whose child health programme the reviews are those of; England's guidance is asked of England's only."),
    Field("area_code", .text, "Official code of the area, such as E06000007, by which a map finds the results."),
    Field("clock", .object(clock), required: true, "What is simulated and what of it is reported."),
    Field("children", .object(children), required: true, "Births, moves and what families have in common."),
    Field("families", .object(families), "Siblings; every child is a family of its own when left out."),
    Field(
      "teams", .teams,
      "Locality teams: {count: n}, or a mapping of names; one team when left out. Replaced whole when inherited."),
    Field("workforce", .map(.object(role)), required: true, "Roles by name, such as health_visitor."),
    Field("caseload", .object(caseload), "Who holds the children."),
    Field(
      "appointments", .object(appointments),
      "Contacts with booking_days are booked in diaries; without it, whoever is free takes work at once."),
    Field("needs", .map(.object(need)), "Needs that children and families may have, by name."),
    Field("contacts", .map(.object(contact)), required: true, "The schedule: contact types by name."),
    Field("additional_contacts", .object(additional), "Needs-led contacts that families ask for."),
    Field("pathways", .map(.object(pathway)), "What follows the identification of a need, by name."),
    Field("safeguarding", .map(.object(status)), "Safeguarding statuses by name, least serious first."),
    Field("programmes", .map(.object(programme)), "Arms for some children only, by name."),
    Field("joint_completion", .map(.object(joint)), "Several contacts that must all be completed, by name."),
    Field("costs", .object(costs), "Prices that belong to no role or contact."),
    Field("published", .list(.object(published)), "Published figures that the run is compared with."),
    Field(
      "service_check", .list(.object(serviceCheck)),
      "Is this my service? What it should look like from inside; replaced whole when inherited."),
    Field("correlations", .list(.object(correlation)), "Rank correlations between uncertain parameters."),
    Field("calibrated", .text, "CSV of joint parameter draws from a calibration."),
  ]

  static let clock: [Field] = [
    Field("start", .date, required: true, "First day of the reporting period, such as 2025-04-01."),
    Field(
      "warm_up_years", .number(.years, 0...100), required: true,
      "Years simulated before it, long enough for the schedule."),
    Field("reporting_years", .number(.years, 0.001...1000), required: true, "Length of the reporting period."),
    Field("snapshot_every_days", .number(.days, 0.001...1e6), "Interval of snapshots; 30.4375 when left out."),
    Field("wait_thresholds_days", .numbers(0...50, 0...1e6), "Thresholds for shares of waits above them."),
    Field("starts_empty", .flag, "No children on the books at the start, as in a textbook queue."),
  ]

  static let children: [Field] = [
    Field(
      "births_per_year", .number(.perYear, 0...5e6), required: true,
      "Births a year at the start of the reporting period."),
    Field("births_trend_per_year", .number(.perYear, -0.5...0.5), "Proportional change a year."),
    Field("seasonality", .seasonality, "Yearly profile of births. Replaced whole when inherited."),
    Field(
      "deprivation_shares", .numbers(5...5, 0...1),
      "Shares of births by deprivation quintile, most deprived first; equal when left out."),
    Field(
      "reference_shares", .numbers(5...5, 0...1),
      "The same for the place in which prevalences and rates were measured; England's when left out."),
    Field("known_before_birth_weeks", .number(.weeks, 0...40), "How long before birth a pregnancy is known."),
    Field("known_before_birth_days", .number(.days, 0...280), "The same in days."),
    Field(
      "leave_at_age_years", .number(.years, 0.01...200),
      "Age at which children leave the service; five years when left out."),
    Field("leave_at_age_days", .number(.days, 1...73_000), "The same in days."),
    Field("moves", .object(moves), "Families moving between authorities."),
    Field(
      "attendance_correlation", .number(.share, 0...0.999),
      "Correlation between a family's attendances (latent normal scale)."),
    Field("need_correlation", .number(.share, 0...0.999), "Correlation between a child's needs (latent normal scale)."),
    Field(
      "adversity_attendance_correlation", .number(.number, -1...1),
      "Correlation between adversity and the propensity to attend."),
  ]

  static let families: [Field] = [
    Field(
      "later_births_share", .number(.share, probability), required: true,
      "Share of births that are not the mother's first."),
    Field(
      "birth_interval_days", .variate(.days), required: true,
      "Time between a birth and the mother's birth before it; at least 270 days."),
    Field(
      "joint_visit_share", .number(.share, probability),
      "Share of home visits at which open work of a sibling is done in the same visit, where there is some; 0 when left out."
    ),
  ]

  static let moves: [Field] = [
    Field("out_per_year", .number(.perYear, 0...5), "Share of under-fives who move out in a year."),
    Field("in_per_year", .number(.perYear, 0...5), "Children who move in, relative to those resident."),
  ]

  static let team: [Field] = [
    Field("births_share", .number(.number, 0...1e6), "Relative share of births; 1 when left out."),
    Field("workforce_share", .number(.number, 0...1e6), "Relative share of posts; 1 when left out."),
    Field("quintile_weights", .numbers(5...5, 0...1e6), "Relative weight of each quintile, most deprived first."),
  ]

  static let role: [Field] = [
    Field("label", .text, "Name in tables."),
    Field("band", .text, "Pay band, for the reader."),
    Field("wte", .number(.number, 0...100_000), required: true, "Established posts, whole-time equivalents."),
    Field("typical_wte", .number(.number, 0.05...1), "Contract of one person; 1 when left out."),
    Field(
      "working_pattern", .workingPattern, required: true, "always (24 hours, 7 days), or days, start and hours_per_day."
    ),
    Field("observes_bank_holidays", .flag, "Bank holidays of England and Wales are days off; true when left out."),
    Field(
      "client_facing_share", .number(.share, 0.01...1),
      "Share of a working day open for contacts, travel, records, safeguarding, supervision; 1 when left out."),
    Field("annual_leave_days", .number(.days, 0...120), "Days of leave of a full-timer a year."),
    Field("study_days", .number(.days, 0...120), "Training days a year."),
    Field(
      "sickness",
      .object([
        Field("rate", .number(.share, 0...0.9), "Share of days lost."),
        Field("spell_days", .variate(.days), "Length of a spell."),
      ]), "Sickness absence."),
    Field(
      "turnover",
      .object([
        Field("leavers_per_year", .number(.perYear, 0...0.95), "Share of staff who leave in a year."),
        Field(
          "leavers_per_50_children", .number(.perYear, 0...0.5), "Added for each 50 children a WTE above the reference."
        ),
        Field("reference_caseload", .number(.number, 0...5000), "Children a WTE at which the leaver rate holds."),
      ]), "Leavers."),
    Field(
      "vacancy_rate", .number(.share, 0...0.95),
      "Share of posts vacant over the year, agency cover apart; starters come so that it holds."),
    Field(
      "vacancy_rate_at_start", .number(.share, probability),
      "Share of posts vacant when the clock starts, where there is no vacancy_rate."),
    Field(
      "recruitment",
      .object([
        Field("lead_time_days", .variate(.days), "From vacancy to start by open recruitment."),
        Field("intake_months", .numbers(0...12, 1...12, areWhole: true), "Months in which newly trained staff start."),
        Field("intake_share", .number(.share, probability), "Share of vacancies that wait for an intake."),
        Field(
          "starters_per_year", .number(.perYear, 0...100_000),
          "The most people who can start in a year; as many as there are vacancies when left out."),
      ]), "How vacancies are filled."),
    Field(
      "starter",
      .object([
        Field("months", .number(.months, 0...60), "Length of the reduced caseload."),
        Field("days", .number(.days, 0...2000), "The same in days."),
        Field("caseload_share", .number(.share, 0.05...1), "Its size relative to a full caseload."),
      ]), "New starters."),
    Field(
      "agency",
      .object([
        Field("share_of_vacancies", .number(.share, probability), "Share of vacancies covered by agency staff."),
        Field("cost_ratio", .number(.number, 0...10), "Cost relative to employed staff."),
      ]), "Agency staff."),
    Field("cost_per_hour_gbp", .number(.pounds, 0...10_000), "Cost of a working hour with on-costs and overheads."),
    Field(
      "hours_per_year", .number(.hours, 1...9000),
      "Working hours of a WTE a year behind the hourly cost; 1550 when left out."),
    Field(
      "cost_shares",
      .object([
        Field("pay", .number(.share, probability), required: true, "Share of pay."),
        Field("on_costs", .number(.share, probability), required: true, "Share of on-costs."),
        Field("overheads", .number(.share, probability), required: true, "Share of overheads."),
      ]), "How the hourly cost divides. Replaced whole when inherited."),
    Field("training_cost_per_starter_gbp", .number(.pounds, 0...1e6), "Cost of training a starter."),
    Field(
      "relative_detection", .number(.number, 0...2),
      "Probability of finding a need that is there, relative to a health visitor; 1 when left out."),
    Field(
      "relative_detection_by_need", .map(.number(.number, 0...2)),
      "The same of single needs, relative to relative_detection, which it multiplies; 1 for needs that are left out."),
    Field(
      "supervision",
      .object([
        Field("by", .text, required: true, "Role of the supervisor."),
        Field(
          "minutes_per_delegated_contact", .number(.minutes, 0...600), required: true,
          "Supervisor's time for each delegated statutory review."),
        Field("minutes_per_month", .number(.minutes, 0...6000), "Regular supervision of each person."),
        Field(
          "joint_visit_share", .number(.share, probability), "Share of delegated reviews that the supervisor attends."),
      ]), "Delegated work is supervised by this role."),
    Field("holds_caseload", .flag, "Can hold a named caseload; its caseload is reported."),
    Field("covers_authority", .flag, "Serves all teams from one place."),
    Field(
      "paid_by", .choice(["commissioner", "nhs", "social_care", "other_public"]),
      "Who pays; commissioner when left out."),
  ]

  static let caseload: [Field] = [
    Field(
      "model", .choice(["named", "corporate"]), "named: each child has a practitioner; corporate: the team holds them."),
    Field(
      "offered_to_team_before_deadline_days", .number(.days, 0...1000),
      "When work that waits for the named practitioner is offered to the team."),
    Field("preference_hold_days", .number(.days, 0...1000), "How long work waits for its first-choice role."),
    Field(
      "disclosure_odds_ratio_per_contact", .number(.number, 0.01...100),
      "Odds ratio of finding a need for each earlier contact with the same practitioner."),
    Field(
      "disclosure_contacts_counted", .number(.number, 0...50, isWhole: true),
      "At most so many earlier contacts count; 3 when left out."),
    Field(
      "triage",
      .object([
        Field(
          "lost_deadlines_last", .flag,
          "Work whose deadline is lost steps behind work that can still make its own; true when left out."),
        Field(
          "pressed_after_days", .number(.days, 0...365),
          "A contact that has waited longer for staff is pressed; never when left out."),
        Field("shortened_to", .number(.share, 0.2...1), "Share of its usual time that a pressed contact takes."),
        Field(
          "by_telephone_share", .number(.share, probability),
          "Share of pressed contacts that are made by telephone; never statutory reviews or safeguarding."),
      ]), "What gives when there is more work than time; nothing when left out."),
  ]

  static let appointments: [Field] = [
    Field(
      "wait_for_preferred_days", .number(.days, 0...365),
      "How long a family waits for its named practitioner, or the first role of delivered_by, before somebody else is asked; 21 when left out."
    ),
    Field(
      "bookable_share", .number(.share, 0.05...1),
      "Share of a working day that may be booked; the rest is kept for unplanned work. 1 when left out."),
    Field(
      "visits_a_day_behind_travel", .number(.number, 0.5...20),
      "Home visits a day at which travel_minutes was stated; travel to each falls with one over the root of their number. No effect of their number when left out."
    ),
  ]

  static let need: [Field] = [
    Field("label", .text, "Name in tables."),
    Field("prevalence", .number(.share, probability), required: true, "Share of children who ever have it."),
    Field(
      "risk_ratio_most_deprived", .number(.number, 0.01...100),
      "Risk ratio, most against least deprived; the average is that of the reference mix."),
    Field(
      "onset_age_days", .variate(.days, isAge: true), required: true,
      "Age at which it begins; below zero is before birth."),
    Field("persists_days", .variate(.days), "How long it lasts by itself; until the child leaves when left out."),
    Field("service_level", .choice(levels), "Service level while identified; targeted when left out."),
    Field("pathway", .text, "What follows identification."),
    Field(
      "false_finding_ends_after_days", .number(.days, 1...3650),
      "A finding of a need that is not there is dropped after so long, if nobody has dismissed it before; 182 when left out."
    ),
    Field("identified_elsewhere_per_year", .number(.perYear, 0...100), "Rate at which others identify it."),
    Field(
      "counts_against_expected_level", .flag,
      "Unresolved at 2½ years, the child is below the expected level of development."),
    Field("shared_in_family", .flag, "Siblings have it together, and what is known of it in one is known in all."),
    Field("qaly_loss_per_year", .number(.number, 0...1), "Quality-adjusted life years lost for each year it is open."),
  ]

  static let contact: [Field] = [
    Field("label", .text, "Name in tables."),
    Field(
      "kind",
      .choice([
        "statutory_review", "universal_contact", "additional", "package", "follow_up", "safeguarding_visit", "meeting",
        "transfer_in",
      ]), required: true, "What it counts as."),
    Field(
      "priority", .number(.number, 0...100, isWhole: true),
      "Order among waiting work, lowest first; 0 safeguarding, 1 statutory reviews, 2 the rest when left out."),
    Field(
      "due_age_days", .variate(.days, isAge: true),
      "Age at which it falls due; left out when something else starts the contact."),
    Field(
      "window_days",
      .object([
        Field("opens", .number(.days, ages), "Not before this age."),
        Field("closes", .number(.days, ages), "Lapses at this age if not begun."),
      ]), "Age window."),
    Field("deadline_age_days", .number(.days, ages), "Age limit of the official metric; orders the queue."),
    Field("due_after_days", .number(.days, 0...2000), "For contacts of families who move in: days after the move."),
    Field("deadline_after_days", .number(.days, 0...2000), "Deadline counted from the request."),
    Field("closes_after_days", .number(.days, 0...20_000), "Lapses so long after the request if not begun."),
    Field(
      "booking_days", .number(.days, 0...90),
      "Notice of the appointment that the family gets, where there are appointments; not booked when left out."),
    Field(
      "sessions",
      .object([
        Field(
          "places", .list(.choice(["clinic", "hub", "group"])), required: true, "Which of its places are sessions."),
        Field("every_days", .number(.days, 1...365), required: true, "Each team holds one so often."),
        Field("capacity", .number(.number, 1...200, isWhole: true), required: true, "Families that have a place."),
        Field("minutes", .number(.minutes, 1...600), required: true, "Staff time of a session, filled or not."),
      ]), "Clinics or groups with fixed places, held by one member of staff for each team."),
    Field(
      "offered_to",
      .object([
        Field("share", .number(.share, probability), "Share of children to whom it is offered."),
        Field("quintiles", .numbers(1...5, 1...5, areWhole: true), "Deprivation quintiles to which it is offered."),
        Field("programme", .text, "Only children of this programme."),
        Field("except_programmes", .list(.text), "Children of these programmes are not offered it."),
        Field("from_service_level", .choice(levels), "Least service level when it falls due."),
      ]), "To whom it is offered; everyone when left out."),
    Field(
      "delivered_by", .rolesByLevel, required: true,
      "Eligible roles in order of preference, or a mapping of service levels to them."),
    Field(
      "places", .placeShares,
      "Shares of home, clinic, hub, group, video, telephone; home when left out. Replaced whole when inherited."),
    Field(
      "attendance", .byPlace(.number(.share, probability)), "Probability that an appointment is kept; 1 when left out."),
    Field(
      "attendance_odds_ratio_most_deprived", .number(.number, 0.01...100),
      "Odds ratio, most against least deprived; the average is that of the reference mix."),
    Field("rebook_after_days", .variate(.days), "From an appointment not kept to the next one; 7 when left out."),
    Field(
      "attempts", .number(.number, 1...50, isWhole: true),
      "Appointments offered before it is written off; 1 when left out."),
    Field("duration_minutes", .byPlace(.variate(.minutes)), required: true, "Time with the family, or in the meeting."),
    Field("duration_multiplier", .map(.number(.number, 0.01...100)), "Time of a role relative to duration_minutes."),
    Field("travel_minutes", .byPlace(.variate(.minutes)), "Travel before it."),
    Field("record_minutes", .number(.minutes, 0...1440), "Records after it."),
    Field(
      "non_attendance_minutes", .number(.minutes, 0...1440), "Time lost beside travel when the family is not there."),
    Field("group_size", .number(.number, 1...100), "Families seen together."),
    Field(
      "screens",
      .map(
        .object([
          Field("tool", .text, "Screening tool or method."),
          Field(
            "sensitivity", .numberOrByRole(probability), required: true,
            "Probability of identifying a need that is there; by role where it differs otherwise than by relative_detection."
          ),
          Field(
            "specificity", .number(.share, probability),
            "Probability of not identifying one that is not; 1 when left out."),
        ])), "Needs that it looks for, by name."),
    Field(
      "confirms",
      .flagOrMap(
        .object([
          Field("tool", .text, "Tool or method."),
          Field(
            "keeps_true", .numberOrByRole(probability),
            "Probability of keeping a finding of a need that is there; 1 when left out."),
          Field(
            "dismisses_false", .number(.share, probability), required: true,
            "Probability of dismissing a finding of a need that is not there."),
        ])),
      "Needs whose finding, when it asked for this contact, is kept or dismissed here. `true` takes the chances from screens (sensitivity keeps, specificity dismisses), and then nothing else is looked for."
    ),
    Field(
      "counts",
      .map(
        .object([
          Field("from_age_days", .number(.days, ages), "Counts from this age on; below zero is before birth."),
          Field("face_to_face", .flag, "Only contacts in person."),
          Field("delivered_by", .list(.text), "Only contacts of these roles; all when left out."),
        ])), "Official figures that are numbers of contacts, by code, such as C1."),
    Field(
      "metrics",
      .map(
        .object([
          Field(
            "by_age_days", .number(.days, 0...73_000), required: true,
            "Counts when completed by this age, in completed days."),
          Field("after_age_days", .number(.days, ages), "And after this one."),
          Field(
            "cohort_age_days", .number(.days, 0...73_000), required: true,
            "Children count in the period in which they turn this age."),
        ])), "Official metrics by code, such as C2."),
    Field("cost_per_contact_gbp", .number(.pounds, 0...1e6), "Cost beside staff time."),
    Field("paid_by", .choice(["commissioner", "nhs", "social_care", "other_public"]), "Who pays it."),
  ]

  static let additional: [Field] = [
    Field("contact", .text, required: true, "Contact type that is asked for."),
    Field(
      "per_child_by_year_of_age", .numbers(1...20, 0...1000), required: true,
      "Requests per child in each year of age; the last value holds from then on."),
    Field(
      "between_family_cv", .number(.number, 0...10), "Coefficient of variation of families' own rates; 1 when left out."
    ),
    Field(
      "rate_ratio_most_deprived", .number(.number, 0.01...100),
      "Rate ratio, most against least deprived; the average is that of the reference mix."),
    Field(
      "rate_ratio_with_need", .number(.number, 0.01...100),
      "Rate ratio for children who ever have one of rate_ratio_needs."),
    Field("rate_ratio_needs", .list(.text), "Needs with which families ask for more; any need when left out."),
    Field("duplicated_share", .number(.share, probability), "Share that repeats what another service has given."),
  ]

  static let pathway: [Field] = [
    Field("label", .text, "Name in tables."),
    Field("escalation_contact", .text, "A finding by a supervised role comes back through this contact first."),
    Field(
      "steps",
      .list(
        .object([
          Field("contact", .text, required: true, "Contact type of the visits."),
          Field("after_days", .number(.days, 0...2000), required: true, "From identification to the first visit."),
          Field("visits", .number(.number, 1...200, isWhole: true), "Number of visits; 1 when left out."),
          Field("every_days", .number(.days, 0...2000), "Between visits; 14 when left out."),
        ])), "Packages and follow-ups."),
    Field(
      "referral",
      .object([
        Field("service", .text, required: true, "Specialist service."),
        Field("probability", .number(.share, probability), required: true, "Share referred."),
        Field("accepted_probability", .number(.share, probability), "Share of referrals accepted; 1 when left out."),
        Field("wait_days", .variate(.days), required: true, "Wait of accepted children."),
        Field("seen_probability", .number(.share, probability), "Share seen when their turn comes; 1 when left out."),
        Field("cost_gbp", .number(.pounds, 0...1e7), "Cost of an episode that is seen."),
        Field(
          "paid_by", .choice(["commissioner", "nhs", "social_care", "other_public"]), "Who pays it; nhs when left out."),
        Field("resolves_probability", .number(.share, probability), "Probability that it resolves the need."),
      ]), "Referral to a specialist service."),
    Field(
      "resolves_probability", .number(.share, probability), "Probability that a completed package resolves the need."),
    Field("opens_safeguarding", .text, "Safeguarding status that identification opens."),
    Field("opens_safeguarding_probability", .number(.share, probability), "How probable that is; 1 when left out."),
  ]

  static let status: [Field] = [
    Field("label", .text, "Name in tables."),
    Field(
      "per_10000", .number(.number, 0...5000), required: true,
      "Open cases per 10,000 children at a time in the reference mix of deprivation."),
    Field(
      "born_with_per_10000", .number(.number, 0...5000), "Children born with it, per 10,000 births; none when left out."
    ),
    Field(
      "from_pathways_per_10000", .number(.number, 0...5000),
      "How many of per_10000 pathways open in the service they were counted in; none when left out."),
    Field(
      "rate_ratio_most_deprived", .number(.number, 0.01...100),
      "Rate ratio, most against least deprived; the average is that of the reference mix."),
    Field("duration_days", .variate(.days), required: true, "How long it is open."),
    Field("service_level", .choice(levels), "Service level while open; specialist when left out."),
    Field("steps_down_to", .text, "Status that may follow."),
    Field("steps_down_probability", .number(.share, probability), "How probable that is."),
    Field(
      "activities",
      .list(
        .object([
          Field("contact", .text, required: true, "Contact type."),
          Field("first_after_days", .number(.days, 0...5000), required: true, "From opening to the first."),
          Field("every_days", .number(.days, 0.5...5000), "Between them; once only when left out."),
        ])), "Work that it brings."),
    Field(
      "attendance_odds_ratio", .number(.number, 0.01...100), "Odds ratio of keeping an appointment while it is open."),
    Field("cost_per_month_gbp", .number(.pounds, 0...1e6), "Cost beside the workforce simulated here."),
    Field(
      "paid_by", .choice(["commissioner", "nhs", "social_care", "other_public"]),
      "Who pays it; social_care when left out."),
  ]

  static let programme: [Field] = [
    Field("label", .text, "Name in tables."),
    Field("share", .number(.share, probability), required: true, "Share of births enrolled."),
    Field("selects", .choice(["most_adverse", "at_random"]), "Which families; at_random when left out."),
    Field("qaly_gain_per_child", .number(.number, -10...10), "Quality-adjusted life years gained per child."),
    Field("cost_per_child_gbp", .number(.pounds, any), "Cost per child beside staff time."),
    Field("paid_by", .choice(["commissioner", "nhs", "social_care", "other_public"]), "Who pays it."),
  ]

  static let joint: [Field] = [
    Field("label", .text, "Name in tables."),
    Field(
      "contacts", .map(.numbers(2...2, ages)), required: true,
      "Contact types and the ages between which completion counts."),
    Field(
      "cohort_age_days", .number(.days, 0...73_000), required: true,
      "Children count in the period in which they turn this age."),
  ]

  static let costs: [Field] = [
    Field("price_year", .number(.number, 1990...2100, isWhole: true), "Price year of all costs."),
    Field(
      "price_index", .text,
      "CSV file with the columns year, index and source, by which prices of other years are brought to it."),
    Field("discount_rate_costs", .number(.share, 0...0.5), "Yearly discount rate of costs."),
    Field("discount_rate_effects", .number(.share, 0...0.5), "Yearly discount rate of effects."),
    Field("travel_per_visit_gbp", .number(.pounds, 0...1000), "Mileage and parking for a face-to-face contact."),
  ]

  static let published: [Field] = [
    Field("target", .text, "Number or name of the target."),
    Field("metric", .text, required: true, "Measure that it is compared with, as printed by --all."),
    Field("label", .text, "Name in tables."),
    Field("value", .number(.number, any), required: true, "The published figure."),
    Field("tolerance", .number(.number, 0...1e9), "Met when within so much of it."),
    Field("range", .window, "Met when between these two."),
    Field("period", .text, "The year or years that it is of."),
    Field("unit", .text, "Its unit, for the reader."),
  ]

  static let serviceCheck: [Field] = [
    Field("metric", .text, required: true, "Measure, as printed by --all."),
    Field("label", .text, "Name in tables."),
    Field("range", .window, required: true, "Expected between these two."),
    Field("unit", .text, "Its unit, for the reader."),
  ]

  static let correlation: [Field] = [
    Field(
      "parameters", .list(.text), required: true,
      "Paths of two or more uncertain parameters, each correlated with each; * stands for any one part of a path, as in workforce.*.cost_per_hour_gbp."
    ),
    Field("rank", .number(.number, -1...1), required: true, "Spearman's rank correlation of any two of them."),
  ]
}
