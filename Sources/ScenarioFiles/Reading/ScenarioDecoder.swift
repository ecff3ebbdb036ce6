// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Simulation
import Statistics

/// Makes a scenario from a checked tree at given parameter values. It trusts the tree.
struct ScenarioDecoder {
  let values: [Double]

  func scenario(_ root: CheckedValue) -> Scenario {
    var scenario = Scenario(
      name: root["name"]?.text ?? "", description: root["description"]?.text ?? "",
      clock: clock(root["clock"] ?? .map([])), children: children(root["children"] ?? .map([])),
      teams: teams(root["teams"]), workforce: (root["workforce"]?.entries ?? []).map { role($0.key, $0.value) },
      contacts: (root["contacts"]?.entries ?? []).map { contact($0.key, $0.value) })
    if let country = root["programme_of"]?["country"]?.text.flatMap(Country.init) { scenario.programmeOf = country }
    scenario.families = root["families"].map(families)
    if let caseload = root["caseload"] { scenario.caseload = self.caseload(caseload) }
    scenario.appointments = root["appointments"].map(appointments)
    scenario.needs = (root["needs"]?.entries ?? []).map { need($0.key, $0.value) }
    scenario.additionalContacts = root["additional_contacts"].map(additional)
    scenario.pathways = (root["pathways"]?.entries ?? []).map { pathway($0.key, $0.value) }
    scenario.safeguarding = (root["safeguarding"]?.entries ?? []).map { status($0.key, $0.value) }
    scenario.programmes = (root["programmes"]?.entries ?? []).map { programme($0.key, $0.value) }
    scenario.jointCompletions = (root["joint_completion"]?.entries ?? []).map { joint($0.key, $0.value) }
    if let costs = root["costs"] {
      set(&scenario.costs.discountRateCosts, costs["discount_rate_costs"])
      set(&scenario.costs.discountRateEffects, costs["discount_rate_effects"])
      set(&scenario.costs.travelPerVisit, costs["travel_per_visit_gbp"])
      if let year = number(costs["price_year"]) { scenario.costs.priceYear = Int(year) }
    }
    return scenario
  }

  // MARK: Values

  func number(_ value: CheckedValue?) -> Double? {
    if case .parameter(let index)? = value { return values[index] }
    return nil
  }

  func set(_ target: inout Double, _ value: CheckedValue?) {
    if let number = number(value) { target = number }
  }

  func set(_ target: inout String, _ value: CheckedValue?) {
    if let text = value?.text { target = text }
  }

  func set(_ target: inout Bool, _ value: CheckedValue?) {
    if let flag = value?.flag { target = flag }
  }

  func set(_ target: inout Variate, _ value: CheckedValue?) {
    if let variate = variate(value) { target = variate }
  }

  func variate(_ value: CheckedValue?) -> Variate? {
    guard case .variate(let family, let arguments)? = value else { return nil }
    func argument(_ name: String) -> Double { arguments[name].map { values[$0] } ?? 0 }
    switch family {
    case "exponential": return .exponential(mean: argument("mean"))
    case "gamma":
      return arguments["shape"] == nil
        ? .gamma(mean: argument("mean"), sd: argument("sd"))
        : .gamma(shape: argument("shape"), scale: argument("scale"))
    case "lognormal":
      if arguments["mu"] != nil { return .lognormal(mu: argument("mu"), sigma: argument("sigma")) }
      if arguments["median"] != nil { return .lognormal(mu: logarithm(argument("median")), sigma: argument("sigma")) }
      return .lognormal(mean: argument("mean"), sd: argument("sd"))
    case "normal": return .normal(mean: argument("mean"), sd: argument("sd"))
    case "uniform": return .uniform(argument("low"), argument("high"))
    case "triangular":
      // Draws of uncertain corners may cross.
      let corners = [argument("low"), argument("mode"), argument("high")].sorted()
      return .triangular(low: corners[0], mode: corners[1], high: corners[2])
    case "gamma_mixture":
      return .gammaMixture(
        share: argument("share"), mean: argument("mean"), sd: argument("sd"), meanOfRest: argument("mean_of_rest"),
        sdOfRest: argument("sd_of_rest"))
    case "weibull": return .weibull(scale: argument("scale"), shape: argument("shape"))
    default: return .constant(argument("value"))
    }
  }

  func numbers(_ value: CheckedValue?) -> [Double]? { value.map { $0.items.compactMap(number) } }

  func texts(_ value: CheckedValue?) -> [String] { value?.items.compactMap(\.text) ?? [] }

  private func byPlace<Value: Sendable & Equatable>(
    _ value: CheckedValue?, default everywhere: Value, _ read: (CheckedValue) -> Value?
  ) -> ByPlace<Value> {
    guard let value else { return ByPlace(everywhere) }
    if let single = read(value) { return ByPlace(single) }
    var places: [Place: Value] = [:]
    for entry in value.entries {
      if let place = Place.allCases.first(where: { $0.name == entry.key }), let inner = read(entry.value) {
        places[place] = inner
      }
    }
    return ByPlace(everywhere, places: places)
  }

  // MARK: Clock, children, teams

  private func clock(_ value: CheckedValue) -> Clock {
    var clock = Clock(
      start: value["start"]?.text.flatMap { CalendarDate(iso8601: $0) } ?? CalendarDate(dayNumber: 0),
      warmUpYears: number(value["warm_up_years"]) ?? 0, reportingYears: number(value["reporting_years"]) ?? 1)
    set(&clock.snapshotEveryDays, value["snapshot_every_days"])
    clock.waitThresholdsDays = numbers(value["wait_thresholds_days"]) ?? []
    set(&clock.startsEmpty, value["starts_empty"])
    return clock
  }

  private func children(_ value: CheckedValue) -> Children {
    var children = Children(birthsPerYear: number(value["births_per_year"]) ?? 0)
    set(&children.birthsTrendPerYear, value["births_trend_per_year"])
    if let season = value["seasonality"] { children.seasonality = seasonality(season) }
    if let shares = numbers(value["deprivation_shares"]) { children.deprivationShares = shares }
    if let shares = numbers(value["reference_shares"]) { children.referenceShares = shares }
    if let weeks = number(value["known_before_birth_weeks"]) { children.knownBeforeBirthDays = weeks * 7 }
    set(&children.knownBeforeBirthDays, value["known_before_birth_days"])
    if let years = number(value["leave_at_age_years"]) { children.leaveAtAgeDays = years * 365.25 }
    set(&children.leaveAtAgeDays, value["leave_at_age_days"])
    set(&children.movesOutPerYear, value["moves"]?["out_per_year"])
    set(&children.movesInPerYear, value["moves"]?["in_per_year"])
    set(&children.attendanceCorrelation, value["attendance_correlation"])
    set(&children.needCorrelation, value["need_correlation"])
    set(&children.adversityAttendanceCorrelation, value["adversity_attendance_correlation"])
    return children
  }

  private func families(_ value: CheckedValue) -> Families {
    Families(
      laterBirthsShare: number(value["later_births_share"]) ?? 0,
      birthIntervalDays: variate(value["birth_interval_days"]) ?? .constant(0),
      jointVisitShare: number(value["joint_visit_share"]) ?? 0)
  }

  private func seasonality(_ value: CheckedValue) -> Children.Seasonality {
    if let monthly = numbers(value["monthly"]) { return .monthly(monthly) }
    return .sinusoidal(
      amplitude: number(value["sinusoidal"]?["amplitude"]) ?? 0,
      peakDayOfYear: number(value["sinusoidal"]?["peak_day_of_year"]) ?? 0)
  }

  private func teams(_ value: CheckedValue?) -> [Team] {
    guard let value else { return [Team(name: "all")] }
    if let count = number(value["count"]) { return (1...max(1, Int(count))).map { Team(name: "team_\($0)") } }
    return value.entries.map { entry in
      var team = Team(name: entry.key)
      set(&team.birthsShare, entry.value["births_share"])
      set(&team.workforceShare, entry.value["workforce_share"])
      if let weights = numbers(entry.value["quintile_weights"]) { team.quintileWeights = weights }
      return team
    }
  }

  // MARK: Workforce

  private func role(_ name: String, _ value: CheckedValue) -> Role {
    var role = Role(name: name, wte: number(value["wte"]) ?? 0)
    set(&role.label, value["label"])
    set(&role.typicalWTE, value["typical_wte"])
    role.workingPattern = pattern(value["working_pattern"])
    set(&role.observesBankHolidays, value["observes_bank_holidays"])
    set(&role.clientFacingShare, value["client_facing_share"])
    set(&role.annualLeaveDays, value["annual_leave_days"])
    set(&role.studyDays, value["study_days"])
    set(&role.sicknessRate, value["sickness"]?["rate"])
    set(&role.sicknessSpellDays, value["sickness"]?["spell_days"])
    set(&role.leaversPerYear, value["turnover"]?["leavers_per_year"])
    set(&role.leaversPer50Children, value["turnover"]?["leavers_per_50_children"])
    set(&role.referenceCaseload, value["turnover"]?["reference_caseload"])
    role.vacancyRate = number(value["vacancy_rate"])
    set(&role.vacancyRateAtStart, value["vacancy_rate_at_start"])
    set(&role.recruitment.leadTimeDays, value["recruitment"]?["lead_time_days"])
    role.recruitment.intakeMonths = (numbers(value["recruitment"]?["intake_months"]) ?? []).map { Int($0) }
    set(&role.recruitment.intakeShare, value["recruitment"]?["intake_share"])
    role.recruitment.startersPerYear = number(value["recruitment"]?["starters_per_year"])
    if let months = number(value["starter"]?["months"]) { role.starterDays = months * 30.4375 }
    set(&role.starterDays, value["starter"]?["days"])
    set(&role.starterShare, value["starter"]?["caseload_share"])
    set(&role.agencyShare, value["agency"]?["share_of_vacancies"])
    set(&role.agencyCostRatio, value["agency"]?["cost_ratio"])
    set(&role.costPerHour, value["cost_per_hour_gbp"])
    set(&role.hoursPerYear, value["hours_per_year"])
    set(&role.payShare, value["cost_shares"]?["pay"])
    set(&role.onCostShare, value["cost_shares"]?["on_costs"])
    set(&role.overheadShare, value["cost_shares"]?["overheads"])
    set(&role.trainingCostPerStarter, value["training_cost_per_starter_gbp"])
    set(&role.relativeDetection, value["relative_detection"])
    for entry in value["relative_detection_by_need"]?.entries ?? [] {
      role.relativeDetectionByNeed[entry.key] = number(entry.value)
    }
    role.supervision = value["supervision"].map { supervision in
      Role.Supervision(
        by: supervision["by"]?.text ?? "",
        minutesPerDelegatedContact: number(supervision["minutes_per_delegated_contact"]) ?? 0,
        minutesPerMonth: number(supervision["minutes_per_month"]) ?? 0,
        jointVisitShare: number(supervision["joint_visit_share"]) ?? 0)
    }
    set(&role.holdsCaseload, value["holds_caseload"])
    set(&role.coversAuthority, value["covers_authority"])
    role.paidBy = payer(value["paid_by"]) ?? .commissioner
    return role
  }

  private func pattern(_ value: CheckedValue?) -> Role.WorkingPattern {
    guard let value, value.text != "always" else { return .always }
    return .week(
      days: texts(value["days"]).compactMap(Checker.weekday),
      startHour: value["start"]?.text.flatMap(Checker.hour) ?? 9, hoursPerDay: number(value["hours_per_day"]) ?? 7.5)
  }

  private func payer(_ value: CheckedValue?) -> Payer? { value?.text.flatMap(Payer.init(rawValue:)) }

  private func level(_ value: CheckedValue?) -> ServiceLevel? {
    ServiceLevel.allCases.first { $0.name == value?.text }
  }

  private func caseload(_ value: CheckedValue) -> Caseload {
    var caseload = Caseload(model: value["model"]?.text.flatMap(Caseload.Model.init(rawValue:)) ?? .corporate)
    set(&caseload.offeredToTeamBeforeDeadlineDays, value["offered_to_team_before_deadline_days"])
    set(&caseload.preferenceHoldDays, value["preference_hold_days"])
    set(&caseload.disclosureOddsRatioPerContact, value["disclosure_odds_ratio_per_contact"])
    if let counted = number(value["disclosure_contacts_counted"]) { caseload.disclosureContactsCounted = Int(counted) }
    caseload.triage = value["triage"].map { value in
      var triage = Triage()
      set(&triage.lostDeadlinesLast, value["lost_deadlines_last"])
      set(&triage.pressedAfterDays, value["pressed_after_days"])
      set(&triage.shortenedTo, value["shortened_to"])
      set(&triage.byTelephoneShare, value["by_telephone_share"])
      return triage
    }
    return caseload
  }

  private func appointments(_ value: CheckedValue) -> Appointments {
    var appointments = Appointments(
      bookableShare: number(value["bookable_share"]) ?? 1,
      visitsADayBehindTravel: number(value["visits_a_day_behind_travel"]))
    set(&appointments.waitForPreferredDays, value["wait_for_preferred_days"])
    return appointments
  }

  // MARK: Needs and what follows

  private func need(_ name: String, _ value: CheckedValue) -> Need {
    var need = Need(
      name: name, prevalence: number(value["prevalence"]) ?? 0,
      onsetAgeDays: variate(value["onset_age_days"]) ?? .constant(0))
    set(&need.label, value["label"])
    set(&need.riskRatioMostDeprived, value["risk_ratio_most_deprived"])
    need.persistsDays = variate(value["persists_days"])
    need.serviceLevel = level(value["service_level"]) ?? .targeted
    need.pathway = value["pathway"]?.text
    set(&need.identifiedElsewherePerYear, value["identified_elsewhere_per_year"])
    set(&need.falseFindingEndsAfterDays, value["false_finding_ends_after_days"])
    set(&need.countsAgainstExpectedLevel, value["counts_against_expected_level"])
    set(&need.isSharedInFamily, value["shared_in_family"])
    need.qalyLossPerYear = number(value["qaly_loss_per_year"])
    return need
  }

  private func additional(_ value: CheckedValue) -> AdditionalContacts {
    var additional = AdditionalContacts(
      contact: value["contact"]?.text ?? "", perChildByYearOfAge: numbers(value["per_child_by_year_of_age"]) ?? [])
    set(&additional.betweenFamilyCV, value["between_family_cv"])
    set(&additional.rateRatioMostDeprived, value["rate_ratio_most_deprived"])
    set(&additional.rateRatioWithNeed, value["rate_ratio_with_need"])
    additional.rateRatioNeeds = texts(value["rate_ratio_needs"])
    set(&additional.duplicatedShare, value["duplicated_share"])
    return additional
  }

  private func pathway(_ name: String, _ value: CheckedValue) -> Pathway {
    var pathway = Pathway(name: name)
    set(&pathway.label, value["label"])
    pathway.escalationContact = value["escalation_contact"]?.text
    pathway.steps = (value["steps"]?.items ?? []).map { step in
      Pathway.Step(
        contact: step["contact"]?.text ?? "", afterDays: number(step["after_days"]) ?? 0,
        visits: Int(number(step["visits"]) ?? 1), everyDays: number(step["every_days"]) ?? 14)
    }
    pathway.referral = value["referral"].map(referral)
    set(&pathway.resolvesProbability, value["resolves_probability"])
    pathway.opensSafeguarding = value["opens_safeguarding"]?.text
    set(&pathway.opensSafeguardingProbability, value["opens_safeguarding_probability"])
    return pathway
  }

  private func referral(_ value: CheckedValue) -> Pathway.Referral {
    var referral = Pathway.Referral(
      service: value["service"]?.text ?? "", probability: number(value["probability"]) ?? 0,
      waitDays: variate(value["wait_days"]) ?? .constant(0))
    set(&referral.acceptedProbability, value["accepted_probability"])
    set(&referral.seenProbability, value["seen_probability"])
    set(&referral.cost, value["cost_gbp"])
    referral.paidBy = payer(value["paid_by"]) ?? .nhs
    set(&referral.resolvesProbability, value["resolves_probability"])
    return referral
  }

  private func status(_ name: String, _ value: CheckedValue) -> SafeguardingStatus {
    var status = SafeguardingStatus(
      name: name, per10000: number(value["per_10000"]) ?? 0,
      durationDays: variate(value["duration_days"]) ?? .constant(1))
    set(&status.label, value["label"])
    set(&status.bornWithPer10000, value["born_with_per_10000"])
    set(&status.fromPathwaysPer10000, value["from_pathways_per_10000"])
    set(&status.rateRatioMostDeprived, value["rate_ratio_most_deprived"])
    status.serviceLevel = level(value["service_level"]) ?? .specialist
    status.stepsDownTo = value["steps_down_to"]?.text
    set(&status.stepsDownProbability, value["steps_down_probability"])
    status.activities = (value["activities"]?.items ?? []).map { activity in
      SafeguardingStatus.Activity(
        contact: activity["contact"]?.text ?? "", firstAfterDays: number(activity["first_after_days"]) ?? 0,
        everyDays: number(activity["every_days"]))
    }
    set(&status.attendanceOddsRatio, value["attendance_odds_ratio"])
    set(&status.costPerMonth, value["cost_per_month_gbp"])
    status.paidBy = payer(value["paid_by"]) ?? .socialCare
    return status
  }

  private func programme(_ name: String, _ value: CheckedValue) -> Programme {
    var programme = Programme(name: name, share: number(value["share"]) ?? 0)
    set(&programme.label, value["label"])
    programme.selectsMostAdverse = value["selects"]?.text == "most_adverse"
    set(&programme.qalyGainPerChild, value["qaly_gain_per_child"])
    set(&programme.costPerChild, value["cost_per_child_gbp"])
    programme.paidBy = payer(value["paid_by"]) ?? .commissioner
    return programme
  }

  private func joint(_ name: String, _ value: CheckedValue) -> JointCompletion {
    let parts = (value["contacts"]?.entries ?? []).map { entry -> JointCompletion.Part in
      let window = numbers(entry.value) ?? []
      return JointCompletion.Part(contact: entry.key, fromAgeDays: window.first ?? 0, toAgeDays: window.last ?? 0)
    }
    return JointCompletion(
      name: name, label: value["label"]?.text ?? name, parts: parts,
      cohortAgeDays: number(value["cohort_age_days"]) ?? 0)
  }

  // MARK: Contacts

  private func contact(_ name: String, _ value: CheckedValue) -> ContactType {
    let kind = value["kind"]?.text.flatMap(ContactType.Kind.init(rawValue:)) ?? .additional
    var contact = ContactType(
      name: name, kind: kind, deliveredBy: deliveredBy(value["delivered_by"]), durationMinutes: .constant(0))
    set(&contact.label, value["label"])
    if let priority = number(value["priority"]) { contact.priority = Int(priority) }
    contact.dueAgeDays = variate(value["due_age_days"])
    set(&contact.opensAgeDays, value["window_days"]?["opens"])
    set(&contact.closesAgeDays, value["window_days"]?["closes"])
    contact.deadlineAgeDays = number(value["deadline_age_days"])
    set(&contact.dueAfterDays, value["due_after_days"])
    contact.deadlineAfterDays = number(value["deadline_after_days"])
    set(&contact.closesAfterDays, value["closes_after_days"])
    contact.bookingDays = number(value["booking_days"])
    contact.sessions = value["sessions"].map { value in
      ContactType.Sessions(
        places: texts(value["places"]).compactMap { name in Place.allCases.first { $0.name == name } },
        everyDays: number(value["every_days"]) ?? 7, capacity: Int(number(value["capacity"]) ?? 1),
        minutes: number(value["minutes"]) ?? 0)
    }
    if let offer = value["offered_to"] { contact.offeredTo = self.offer(offer) }
    if let places = value["places"] {
      contact.places = places.entries.compactMap { entry in
        guard let place = Place.allCases.first(where: { $0.name == entry.key }), let share = number(entry.value) else {
          return nil
        }
        return PlaceShare(place, share)
      }
    }
    contact.attendance = byPlace(value["attendance"], default: 1) { number($0) }
    set(&contact.attendanceOddsRatioMostDeprived, value["attendance_odds_ratio_most_deprived"])
    set(&contact.rebookAfterDays, value["rebook_after_days"])
    if let attempts = number(value["attempts"]) { contact.attempts = Int(attempts) }
    contact.durationMinutes = byPlace(value["duration_minutes"], default: .constant(0)) { variate($0) }
    for entry in value["duration_multiplier"]?.entries ?? [] {
      contact.durationMultiplier[entry.key] = number(entry.value)
    }
    contact.travelMinutes = byPlace(value["travel_minutes"], default: .constant(0)) { variate($0) }
    set(&contact.recordMinutes, value["record_minutes"])
    set(&contact.nonAttendanceMinutes, value["non_attendance_minutes"])
    set(&contact.groupSize, value["group_size"])
    contact.screens = (value["screens"]?.entries ?? []).map { screening($0.key, $0.value) }
    contact.confirms = (value["confirms"]?.entries ?? []).map { confirmation($0.key, $0.value) }
    if value["confirms"]?.flag == true {
      contact.confirms = contact.screens.map {
        ContactType.Confirmation(
          need: $0.need, tool: $0.tool, keepsTrue: $0.sensitivity, keepsTrueByRole: $0.sensitivityByRole,
          dismissesFalse: $0.specificity)
      }
      contact.screens = []
    }
    contact.counts = (value["counts"]?.entries ?? []).map { entry in
      var count = ContactType.Count(code: entry.key, roles: texts(entry.value["delivered_by"]))
      set(&count.fromAgeDays, entry.value["from_age_days"])
      set(&count.isFaceToFaceOnly, entry.value["face_to_face"])
      return count
    }
    contact.metrics = (value["metrics"]?.entries ?? []).map { entry in
      ContactType.Metric(
        code: entry.key, byAgeDays: number(entry.value["by_age_days"]) ?? 0,
        cohortAgeDays: number(entry.value["cohort_age_days"]) ?? 0,
        afterAgeDays: number(entry.value["after_age_days"]) ?? -.infinity)
    }
    set(&contact.costPerContact, value["cost_per_contact_gbp"])
    contact.paidBy = payer(value["paid_by"]) ?? .commissioner
    return contact
  }

  /// A level that is not given is served as the next lower one, or as the lowest given.
  private func deliveredBy(_ value: CheckedValue?) -> [[String]] {
    guard let value else { return [[], [], []] }
    if case .list = value { return Array(repeating: texts(value), count: 3) }
    let given = ScenarioFormat.levels.map { level in value[level].map(texts) }
    let lowest = given.compactMap { $0 }.first ?? []
    var current = lowest
    return given.map { roles in
      current = roles ?? current
      return current
    }
  }

  private func offer(_ value: CheckedValue) -> ContactType.Offer {
    var offer = ContactType.Offer()
    set(&offer.share, value["share"])
    if let quintiles = numbers(value["quintiles"]) { offer.quintiles = quintiles.map { Int($0) } }
    offer.programme = value["programme"]?.text
    offer.exceptProgrammes = texts(value["except_programmes"])
    offer.fromServiceLevel = level(value["from_service_level"]) ?? .universal
    return offer
  }

  private func screening(_ need: String, _ value: CheckedValue) -> ContactType.Screening {
    var screening = ContactType.Screening(need: need, sensitivity: 0)
    set(&screening.tool, value["tool"])
    set(&screening.specificity, value["specificity"])
    (screening.sensitivity, screening.sensitivityByRole) = chance(value["sensitivity"], default: 0)
    return screening
  }

  private func confirmation(_ need: String, _ value: CheckedValue) -> ContactType.Confirmation {
    let (kept, byRole) = chance(value["keeps_true"], default: 1)
    return ContactType.Confirmation(
      need: need, tool: value["tool"]?.text ?? "", keepsTrue: kept, keepsTrueByRole: byRole,
      dismissesFalse: number(value["dismisses_false"]) ?? 1)
  }

  /// A health visitor's chance, and those of roles for which it is given outright.
  private func chance(_ value: CheckedValue?, default missing: Double) -> (Double, [String: Double]) {
    guard let value else { return (missing, [:]) }
    if let everyone = number(value) { return (everyone, [:]) }
    var byRole: [String: Double] = [:]
    for entry in value.entries { byRole[entry.key] = number(entry.value) }
    return (byRole["health_visitor"] ?? byRole.values.max() ?? missing, byRole)
  }
}

/// Natural logarithm, through the lognormal whose median it is the parameter of.
private func logarithm(_ median: Double) -> Double {
  if case .lognormal(let mu, _) = Uncertainty.lognormal(median: median, ci95: median / 2...median * 2) { return mu }
  return 0
}
