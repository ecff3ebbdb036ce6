// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Simulation
import Statistics

/// What one part of a scenario says of another: names that must exist, work that somebody must be able to do.
struct CrossChecks {
  let scenario: Scenario
  let positions: [String: SourcePosition]
  private(set) var flaws: [Flaw] = []

  init(_ scenario: Scenario, positions: [String: SourcePosition]) {
    self.scenario = scenario
    self.positions = positions
    checkSizes()
    checkClock()
    checkWorkforce()
    for contact in scenario.contacts { check(contact) }
    checkNeedsAndPathways()
    checkSafeguarding()
    checkRest()
  }

  /// Notes a flaw at a path, or at the nearest mapping around it that was written.
  private mutating func report(_ path: String, _ message: String) {
    var place = path
    while positions[place] == nil, let dot = place.lastIndex(where: { $0 == "." || $0 == "[" }) {
      place = String(place[..<dot])
    }
    let position = positions[place] ?? positions[""] ?? SourcePosition(file: "scenario", line: 1, column: 1)
    flaws.append(Flaw(position, message))
  }

  private mutating func mustExist(_ name: String?, in names: [String], what: String, path: String) {
    guard let name, !names.contains(name) else { return }
    let hint = didYouMean(
      name, in: names, orElse: names.isEmpty ? "; there are none" : "; there are \(names.joined(separator: ", "))")
    report(path, "there is no \(what) '\(name)'\(hint)")
  }

  private var roles: [String] { scenario.workforce.map(\.name) }
  private var contacts: [String] { scenario.contacts.map(\.name) }

  private mutating func checkSizes() {
    if scenario.workforce.isEmpty { report("workforce", "the workforce has no role; nobody can do anything") }
    if scenario.workforce.count > 16 { report("workforce", "at most 16 roles; found \(scenario.workforce.count)") }
    if scenario.contacts.isEmpty { report("contacts", "there is no contact; there is nothing to do") }
    if scenario.contacts.count > 1000 {
      report("contacts", "at most 1,000 contact types; found \(scenario.contacts.count)")
    }
    if scenario.needs.count > 100 { report("needs", "at most 100 needs; found \(scenario.needs.count)") }
    if scenario.safeguarding.count > 100 {
      report("safeguarding", "at most 100 statuses; found \(scenario.safeguarding.count)")
    }
    if scenario.programmes.count > 60 {
      report("programmes", "at most 60 programmes; found \(scenario.programmes.count)")
    }
    if scenario.teams.isEmpty { report("teams", "there is no team") }
    if scenario.children.birthsPerYear <= 0 {
      report("children.births_per_year", "without births there is nothing to simulate")
    }
    for (key, shares) in [
      ("deprivation_shares", scenario.children.deprivationShares),
      ("reference_shares", scenario.children.referenceShares),
    ] where abs(shares.reduce(0, +) - 1) > 1e-6 {
      report(
        "children.\(key)",
        "the shares of the five quintiles must add up to 1; they add up to \(shortest(shares.reduce(0, +)))")
    }
    if case .monthly(let rates) = scenario.children.seasonality, rates.reduce(0, +) <= 0 {
      report("children.seasonality", "at least one month must have births")
    }
    let years = scenario.clock.warmUpYears + scenario.clock.reportingYears + scenario.children.leaveAtAgeDays / 365.25
    if scenario.children.birthsPerYear * years > 5e8 {
      report("children.births_per_year", "this is more than 500 million children in one run; shorten it or divide it")
    }
    if scenario.clock.reportingYears * 365.25 / scenario.clock.snapshotEveryDays > 1e6 {
      report("clock.snapshot_every_days", "this is more than a million snapshots; take a longer interval")
    }
  }

  /// The warm-up must reach back to the oldest age of everything that is reported.
  private mutating func checkClock() {
    guard !scenario.clock.startsEmpty,
      let oldest = scenario.oldestAges.max(by: { $0.ageDays < $1.ageDays }),
      scenario.clock.warmUpYears < oldest.ageDays / 365.25
    else { return }
    let years = (oldest.ageDays / 365.25 * 100).rounded(.up) / 100
    report(
      "clock.warm_up_years",
      "the warm-up of \(shortest(scenario.clock.warmUpYears)) years does not cover \(oldest.what) (\(oldest.path)), which goes back \(shortest(oldest.ageDays)) days: children that old at the start of the reporting period would have no history; make it at least \(shortest(years)) years, or set starts_empty: true"
    )
  }

  private mutating func checkWorkforce() {
    if scenario.workforce.allSatisfy({ $0.wte == 0 }) { report("workforce", "no role has any posts") }
    let shares = scenario.teams.map(\.workforceShare).reduce(0, +)
    if shares <= 0 { report("teams", "the workforce shares of the teams add up to nothing") }
    if scenario.teams.map(\.birthsShare).reduce(0, +) <= 0 {
      report("teams", "the births shares of the teams add up to nothing")
    }
    for quintile in 0..<5
    where scenario.children.deprivationShares.count == 5 && scenario.children.deprivationShares[quintile] > 0 {
      if scenario.teams.reduce(0.0, { $0 + $1.birthsShare * $1.quintileWeights[quintile] }) <= 0 {
        report("teams", "no team has births of quintile \(quintile + 1)")
      }
    }
    for role in scenario.workforce {
      for need in role.relativeDetectionByNeed.keys.sorted() {
        mustExist(
          need, in: scenario.needs.map(\.name), what: "need",
          path: "workforce.\(role.name).relative_detection_by_need.\(need)")
      }
      let path = "workforce.\(role.name)"
      if role.workingPattern == .always, role.wte != role.wte.rounded() || role.typicalWTE != 1 {
        report(
          "\(path).wte",
          "a role that works always has whole staff; found \(shortest(role.wte)) WTE in posts of \(shortest(role.typicalWTE))"
        )
      }
      if case .week(let days, let start, let hours) = role.workingPattern, !days.isEmpty {
        if start + hours > 24 {
          report("\(path).working_pattern", "the day runs past midnight: \(shortest(start)) + \(shortest(hours)) hours")
        }
        if role.annualLeaveDays + role.studyDays > Double(days.count) * 52 {
          report("\(path).annual_leave_days", "leave and study days are more than the days of a year at work")
        }
      }
      let costs = role.payShare + role.onCostShare + role.overheadShare
      if abs(costs - 1) > 1e-6 {
        report("\(path).cost_shares", "pay, on-costs and overheads must add up to 1; they add up to \(shortest(costs))")
      }
      if role.wte / role.typicalWTE > 200_000 { report("\(path).wte", "at most 200,000 posts of a role") }
      if let supervision = role.supervision { check(supervision, of: role) }
      if let rate = role.vacancyRate { check(vacancyRate: rate, of: role) }
      if role.sicknessRate > 0, role.sicknessSpellDays.mean <= 0 {
        report("\(path).sickness.spell_days", "spells of sickness must have a length above 0")
      }
    }
  }

  private mutating func check(vacancyRate: Double, of role: Role) {
    let path = "workforce.\(role.name).vacancy_rate"
    if role.recruitment.startersPerYear != nil {
      report(path, "a vacancy rate settles how many start; take away starters_per_year, or the vacancy rate")
    }
    let least = StarterSupply.leastVacancyRate(role)
    if vacancyRate < least {
      report(
        path,
        "a vacancy rate of \(shortest(vacancyRate)) cannot be held: with these leavers and intakes it is at least \(shortest((least * 1000).rounded(.up) / 1000))"
      )
    }
  }

  private mutating func check(_ supervision: Role.Supervision, of role: Role) {
    let path = "workforce.\(role.name).supervision.by"
    mustExist(supervision.by, in: roles, what: "role", path: path)
    if supervision.by == role.name { report(path, "a role cannot supervise itself") }
    if let supervisor = scenario.workforce.first(where: { $0.name == supervision.by }), supervisor.wte == 0,
      role.wte > 0
    {
      report(path, "'\(supervision.by)' supervises '\(role.name)' but has no posts")
    }
  }

  // MARK: Contacts

  private mutating func check(_ contact: ContactType) {
    let path = "contacts.\(contact.name)"
    for (level, names) in zip(ScenarioFormat.levels, contact.deliveredBy) {
      if names.isEmpty { report("\(path).delivered_by", "nobody may deliver '\(contact.name)' at the \(level) level") }
      for name in names { mustExist(name, in: roles, what: "role", path: "\(path).delivered_by") }
      let eligible = scenario.workforce.filter { names.contains($0.name) }
      if !eligible.isEmpty, eligible.allSatisfy({ $0.wte == 0 }) {
        report("\(path).delivered_by", "no role that may deliver '\(contact.name)' at the \(level) level has any posts")
      }
    }
    checkTeams(contact)
    checkWindow(contact, path)
    checkTimes(contact, path)
    for name in contact.durationMultiplier.keys {
      mustExist(name, in: roles, what: "role", path: "\(path).duration_multiplier.\(name)")
    }
    for screen in contact.screens {
      mustExist(screen.need, in: scenario.needs.map(\.name), what: "need", path: "\(path).screens.\(screen.need)")
      for name in screen.sensitivityByRole.keys {
        mustExist(name, in: roles, what: "role", path: "\(path).screens.\(screen.need).sensitivity")
      }
    }
    for look in contact.confirms {
      mustExist(look.need, in: scenario.needs.map(\.name), what: "need", path: "\(path).confirms.\(look.need)")
      for name in look.keepsTrueByRole.keys {
        mustExist(name, in: roles, what: "role", path: "\(path).confirms.\(look.need).keeps_true")
      }
    }
    for count in contact.counts {
      for name in count.roles { mustExist(name, in: roles, what: "role", path: "\(path).counts.\(count.code)") }
    }
    let programmes = scenario.programmes.map(\.name)
    mustExist(contact.offeredTo.programme, in: programmes, what: "programme", path: "\(path).offered_to.programme")
    for name in contact.offeredTo.exceptProgrammes {
      mustExist(name, in: programmes, what: "programme", path: "\(path).offered_to.except_programmes")
    }
    for quintile in contact.offeredTo.quintiles where ![1, 2, 3, 4, 5].contains(quintile) {
      report("\(path).offered_to.quintiles", "quintiles are 1 to 5; found \(quintile)")
    }
    for place in contact.places
    where contact.durationMinutes.places[place.place] == nil && !contact.durationMinutes.places.isEmpty
      && place.share > 0
    {
      report(
        "\(path).duration_minutes", "'\(contact.name)' has contacts by \(place.place.name), but no duration for it")
    }
    if !isStarted(contact) {
      report(
        path,
        "nothing starts '\(contact.name)': give it due_age_days, or name it in additional_contacts, a pathway or a safeguarding status"
      )
    }
  }

  private func isStarted(_ contact: ContactType) -> Bool {
    contact.dueAgeDays != nil || contact.kind == .transferIn || scenario.additionalContacts?.contact == contact.name
      || scenario.pathways.contains {
        $0.escalationContact == contact.name || $0.steps.contains { $0.contact == contact.name }
      }
      || scenario.safeguarding.contains { $0.activities.contains { $0.contact == contact.name } }
  }

  /// A team without any eligible post could never do its work.
  private mutating func checkTeams(_ contact: ContactType) {
    guard scenario.teams.count > 1 else { return }
    let posts = ServiceModel.postsByTeam(scenario)
    for (level, names) in zip(ScenarioFormat.levels, contact.deliveredBy) {
      let eligible = scenario.workforce.indices.filter {
        names.contains(scenario.workforce[$0].name) && scenario.workforce[$0].wte > 0
      }
      guard !eligible.isEmpty else { continue }
      for (t, team) in scenario.teams.enumerated() where team.birthsShare > 0 {
        let isServed = eligible.contains { scenario.workforce[$0].coversAuthority || posts[$0][t] > 0 }
        if !isServed {
          report(
            "contacts.\(contact.name).delivered_by",
            "team '\(team.name)' has no post that may deliver '\(contact.name)' at the \(level) level: \(names.joined(separator: ", ")) have too few posts for \(scenario.teams.count) teams; add WTE, or set covers_authority: true"
          )
          return
        }
      }
    }
  }

  /// Nobody is with a family for a week; a textbook server, who never rests, may be busy for as long as it likes.
  private mutating func checkTimes(_ contact: ContactType, _ path: String) {
    let servers = Set(contact.deliveredBy.joined())
    let neverRest = scenario.workforce.filter { servers.contains($0.name) }.allSatisfy { $0.workingPattern == .always }
    let times = [
      ("duration_minutes", contact.durationMinutes, neverRest ? .infinity : ScenarioFormat.longestWork),
      ("travel_minutes", contact.travelMinutes, ScenarioFormat.longestWork),
    ]
    for (key, byPlace, most) in times {
      let places = byPlace.places.map { (".\($0.name)", $1) }.sorted { $0.0 < $1.0 }
      for (place, time) in [("", byPlace.everywhere)] + places where time.mean > most {
        report(
          "\(path).\(key)\(place)",
          "'\(path).\(key)\(place)' must be between 0 and \(shortest(most)) minutes; found \(shortest(time.mean)) on average"
        )
      }
    }
  }

  private mutating func checkWindow(_ contact: ContactType, _ path: String) {
    let window = "\(path).window_days"
    if contact.opensAgeDays > contact.closesAgeDays {
      report(
        window,
        "the window of '\(contact.name)' opens at \(shortest(contact.opensAgeDays)) and closes at \(shortest(contact.closesAgeDays)) days"
      )
    }
    guard let due = contact.dueAgeDays else {
      if contact.opensAgeDays.isFinite || contact.closesAgeDays.isFinite {
        report(
          window,
          "'\(contact.name)' has an age window but no due_age_days; use closes_after_days for work not started by age")
      }
      return
    }
    if due.mean < contact.opensAgeDays || due.mean > contact.closesAgeDays {
      report(
        "\(path).due_age_days",
        "'\(contact.name)' falls due at \(shortest(due.mean)) days on average, outside its window of \(shortest(contact.opensAgeDays)) to \(shortest(contact.closesAgeDays))"
      )
    }
    if due.mean > scenario.children.leaveAtAgeDays {
      report(
        "\(path).due_age_days",
        "'\(contact.name)' falls due at \(shortest(due.mean)) days, after children leave at \(shortest(scenario.children.leaveAtAgeDays))"
      )
    }
    if due.mean < -scenario.children.knownBeforeBirthDays {
      report(
        "\(path).due_age_days",
        "'\(contact.name)' falls due \(shortest(-due.mean)) days before birth, but a pregnancy is known only \(shortest(scenario.children.knownBeforeBirthDays)) days before"
      )
    }
  }

  // MARK: The rest

  private mutating func checkNeedsAndPathways() {
    for need in scenario.needs {
      mustExist(need.pathway, in: scenario.pathways.map(\.name), what: "pathway", path: "needs.\(need.name).pathway")
      let factors = 5 * max(need.riskRatioMostDeprived, 1 / need.riskRatioMostDeprived)
      if need.prevalence * factors > 500 {
        report("needs.\(need.name).risk_ratio_most_deprived", "the risk ratio is too steep for the prevalence")
      }
    }
    for pathway in scenario.pathways {
      let path = "pathways.\(pathway.name)"
      mustExist(pathway.escalationContact, in: contacts, what: "contact", path: "\(path).escalation_contact")
      for (index, step) in pathway.steps.enumerated() {
        mustExist(step.contact, in: contacts, what: "contact", path: "\(path).steps[\(index)].contact")
      }
      if pathway.steps.count > 250 { report("\(path).steps", "at most 250 steps") }
      mustExist(
        pathway.opensSafeguarding, in: scenario.safeguarding.map(\.name), what: "safeguarding status",
        path: "\(path).opens_safeguarding")
    }
    if let additional = scenario.additionalContacts {
      mustExist(additional.contact, in: contacts, what: "contact", path: "additional_contacts.contact")
      for need in additional.rateRatioNeeds {
        mustExist(
          need, in: scenario.needs.map(\.name), what: "need", path: "additional_contacts.rate_ratio_needs")
      }
      if let contact = scenario.contacts.first(where: { $0.name == additional.contact }), contact.dueAgeDays != nil {
        report(
          "additional_contacts.contact",
          "'\(additional.contact)' falls due by age; a needs-led contact must not have due_age_days")
      }
    }
  }

  private mutating func checkSafeguarding() {
    let names = scenario.safeguarding.map(\.name)
    for status in scenario.safeguarding {
      let path = "safeguarding.\(status.name)"
      mustExist(status.stepsDownTo, in: names, what: "safeguarding status", path: "\(path).steps_down_to")
      if status.fromPathwaysPer10000 > status.per10000 {
        report(
          "\(path).from_pathways_per_10000", "pathways cannot open more than the \(shortest(status.per10000)) stated")
      }
      if status.durationDays.mean <= 0 { report("\(path).duration_days", "the duration must be above 0") }
      for (index, activity) in status.activities.enumerated() {
        mustExist(activity.contact, in: contacts, what: "contact", path: "\(path).activities[\(index)].contact")
      }
      var seen: Set<String> = [], next: String? = status.name
      while let current = next, seen.insert(current).inserted {
        next = scenario.safeguarding.first { $0.name == current }?.stepsDownTo
      }
      if next == status.name { report("\(path).steps_down_to", "stepping down from '\(status.name)' leads back to it") }
    }
  }

  private mutating func checkRest() {
    let shares = scenario.programmes.map(\.share).reduce(0, +)
    if shares > 1 + 1e-9 {
      report("programmes", "the shares of the programmes add up to \(shortest(shares)), more than 1")
    }
    for joint in scenario.jointCompletions {
      for part in joint.parts {
        let path = "joint_completion.\(joint.name).contacts.\(part.contact)"
        mustExist(part.contact, in: contacts, what: "contact", path: path)
        if part.fromAgeDays > part.toAgeDays {
          report(path, "the window runs backwards: \(shortest(part.fromAgeDays)) to \(shortest(part.toAgeDays))")
        }
      }
    }
    var codes: Set<String> = []
    for contact in scenario.contacts {
      for metric in contact.metrics where !codes.insert(metric.code).inserted {
        report("contacts.\(contact.name).metrics.\(metric.code)", "the metric '\(metric.code)' stands twice")
      }
    }
  }
}
