// SPDX-License-Identifier: GPL-3.0-or-later

/// The measures that follow from counters, chapter by chapter.
struct MeasureList {
  private(set) var measures: [Measure] = []
  private let scenario: Scenario
  private let layout: CounterLayout
  private let contactCounters: [ContactCounters]

  init(_ scenario: Scenario, layout: CounterLayout) {
    self.scenario = scenario
    self.layout = layout
    contactCounters = ContactCounters.all(scenario, layout)
    addCompletion()
    addContacts()
    addNeeds()
    addSafeguarding()
    addProductivity()
    addCaseload()
    if scenario.families != nil { addFamilies() }
    addCosts()
  }

  private mutating func add(
    _ id: String, _ label: String, _ unit: Measure.Unit, _ section: Measure.Section,
    breakdowns: Measure.Breakdowns = .all, headline: Bool = false,
    _ value: @escaping @Sendable (_ counters: [Double], _ years: Double) -> Double
  ) {
    measures.append(
      Measure(
        id: id, label: label, unit: unit, section: section, breakdowns: breakdowns, isHeadline: headline, value: value)
    )
  }

  /// A share in percent; NaN where nobody is in the denominator.
  private mutating func addShare(
    _ id: String, _ label: String, _ section: Measure.Section, of numerators: [Int], in denominators: [Int],
    breakdowns: Measure.Breakdowns = .all, headline: Bool = false
  ) {
    add(id, label, .percent, section, breakdowns: breakdowns, headline: headline) { c, _ in
      100 * sum(c, numerators) / sum(c, denominators)
    }
  }

  /// A number a year.
  private mutating func addYearly(
    _ id: String, _ label: String, _ section: Measure.Section, _ counters: [Int], unit: Measure.Unit = .count,
    breakdowns: Measure.Breakdowns = .all, headline: Bool = false
  ) {
    add(id, label, unit, section, breakdowns: breakdowns, headline: headline) { c, years in sum(c, counters) / years }
  }

  private mutating func addRatio(
    _ id: String, _ label: String, _ unit: Measure.Unit, _ section: Measure.Section, _ numerators: [Int],
    per denominators: [Int], breakdowns: Measure.Breakdowns = .all, headline: Bool = false
  ) {
    add(id, label, unit, section, breakdowns: breakdowns, headline: headline) { c, _ in
      sum(c, numerators) / sum(c, denominators)
    }
  }

  /// Contact types of the given kinds.
  private func contacts(_ include: (ContactType.Kind) -> Bool) -> [Int] {
    scenario.contacts.indices.filter { include(scenario.contacts[$0].kind) }
  }

  private func completed(_ contacts: [Int]) -> [Int] { contacts.map { layout.contact($0, .completed) } }

  // MARK: Completion

  private mutating func addCompletion() {
    for (index, contact) in scenario.contacts.enumerated() {
      for (offset, metric) in contact.metrics.enumerated() {
        let counter = contactCounters[index].metric(offset)
        addShare(
          metric.code, "\(metric.code): \(contact.label) \(Self.window(metric))", .completion,
          of: [counter + 1], in: [counter], headline: true)
      }
    }
    for (k, contact) in scenario.contacts.enumerated() {
      for (offset, figure) in contact.counts.enumerated() {
        addYearly(
          figure.code, "\(figure.code): \(contact.label)s a year", .completion,
          [contactCounters[k].officialCount(offset)],
          headline: true)
      }
    }
    for (index, joint) in scenario.jointCompletions.enumerated() {
      let counter = layout.joint(index)
      addShare("joint.\(joint.name)", joint.label, .completion, of: [counter + 1], in: [counter], headline: true)
    }
    addFirstYear()
  }

  private static func window(_ metric: ContactType.Metric) -> String {
    let after = metric.afterAgeDays
    return after.isFinite
      ? "after day \(whole(after)), by day \(whole(metric.byAgeDays))" : "by day \(whole(metric.byAgeDays))"
  }

  private mutating func addFirstYear() {
    let l = layout
    let children = [l.firstYear(.children)]
    addShare(
      "first_year.seen", "Seen at least once in the first year", .completion, of: [l.firstYear(.seen)], in: children,
      headline: true)
    addShare(
      "first_year.any_additional", "At least one additional contact in the first year", .completion,
      of: [l.firstYear(.anyAdditional)], in: children, headline: true)
    addShare(
      "first_year.three_additional", "Three or more additional contacts in the first year", .completion,
      of: [l.firstYear(.threeAdditional)], in: children, headline: true)
    addRatio(
      "first_year.additional_per_child", "Additional contacts per child in the first year", .perChild, .completion,
      [l.firstYear(.additional)], per: children)
    add(
      "first_year.median_contacts", "Median contacts per child in the first year", .count, .completion, headline: true
    ) { c, _ in
      var left = c[l.firstYear(.children)] / 2
      guard left > 0 else { return .nan }
      for contacts in 0...CounterLayout.mostFirstYearContacts {
        left -= c[l.firstYear(contacts: contacts)]
        if left <= 0 { return Double(contacts) }
      }
      return .nan
    }
  }

  // MARK: Contacts

  private mutating func addContacts() {
    let l = layout
    let statutory = contacts { $0 == .statutoryReview }
    let additional = contacts { $0.countsAsAdditional }
    let withFamily = contacts { $0.isContactWithFamily }
    let births = l.population(.births)
    addYearly("contacts.completed", "Contacts with families a year", .contacts, completed(withFamily), headline: true)
    addYearly("reviews.completed", "Statutory reviews completed a year", .contacts, completed(statutory))
    addYearly(
      "reviews.in_time", "Statutory reviews completed in time a year", .contacts,
      statutory.map { l.contact($0, .inTime) })
    addRatio(
      "contacts.per_birth", "Contacts with families per birth", .perChild, .contacts, completed(withFamily),
      per: [births])
    addRatio(
      "additional_per_mandated", "Additional contacts per mandated contact", .ratio, .contacts,
      completed(additional), per: completed(statutory), headline: true)
    addYearly(
      "contacts.additional_not_face_to_face", "Additional contacts by video or telephone a year", .contacts,
      additional.flatMap { k in Place.allCases.filter { !$0.isFaceToFace }.map { l.contact(k, atPlace: $0.rawValue) } })
    for (r, role) in scenario.workforce.enumerated() {
      addShare(
        "statutory.by_role.\(role.name)", "Statutory reviews carried out by \(role.label)", .contacts,
        of: statutory.map { l.contact($0, byRole: r) }, in: completed(statutory))
    }
    for place in Place.allCases {
      addShare(
        "statutory.at_place.\(place.name)", "Statutory reviews: \(place.name)", .contacts,
        of: statutory.map { l.contact($0, atPlace: place.rawValue) }, in: completed(statutory))
    }
    for (k, contact) in scenario.contacts.enumerated() { addContactType(k, contact) }
    let lost = scenario.contacts.indices
    addYearly(
      "work.lapsed", "Contacts lapsed for want of staff a year", .productivity, lost.map { l.contact($0, .lapsed) },
      headline: true)
    addYearly(
      "work.written_off", "Contacts written off after appointments not kept a year", .productivity,
      lost.map { l.contact($0, .writtenOff) })
    addPressure()
  }

  private mutating func addPressure() {
    let l = layout
    if scenario.appointments != nil {
      addYearly(
        "work.appointments_cancelled", "Appointments cancelled by the service a year", .productivity,
        [l.population(.cancelled)])
    }
    if scenario.contacts.contains(where: { $0.sessions != nil }) {
      addYearly("work.sessions_held", "Clinics and groups held a year", .productivity, [l.population(.sessionsHeld)])
      addYearly(
        "work.sessions_cancelled", "Clinics and groups cancelled for want of staff a year", .productivity,
        [l.population(.sessionsCancelled)])
      addShare(
        "work.session_places_filled", "Places in clinics and groups that are filled", .productivity,
        of: [l.population(.sessionFamilies)], in: [l.population(.sessionPlaces)])
    }
    guard scenario.caseload.triage != nil else { return }
    addYearly(
      "work.shortened", "Contacts shortened for want of time a year", .productivity, [l.population(.shortened)])
    addYearly(
      "work.by_telephone", "Contacts made by telephone for want of time a year", .productivity,
      [l.population(.telephoned)])
  }

  private mutating func addContactType(_ k: Int, _ contact: ContactType) {
    let l = layout
    let id = "contacts.\(contact.name)"
    let closed: [CounterLayout.Contact] = [.completed, .lapsed, .writtenOff]
    addYearly("\(id).requested", "\(contact.label): fell due a year", .contacts, [l.contact(k, .requested)])
    addYearly("\(id).completed", "\(contact.label): completed a year", .contacts, [l.contact(k, .completed)])
    addYearly("\(id).lapsed", "\(contact.label): lapsed a year", .contacts, [l.contact(k, .lapsed)])
    addYearly("\(id).written_off", "\(contact.label): written off a year", .contacts, [l.contact(k, .writtenOff)])
    addYearly("\(id).moved_away", "\(contact.label): moved away a year", .contacts, [l.contact(k, .movedAway)])
    addShare(
      "\(id).completed_share", "\(contact.label): completed, of those concluded", .contacts,
      of: [l.contact(k, .completed)], in: closed.map { l.contact(k, $0) })
    addShare(
      "\(id).lapsed_share", "\(contact.label): lapsed, of those concluded", .contacts, of: [l.contact(k, .lapsed)],
      in: closed.map { l.contact(k, $0) })
    addShare(
      "\(id).in_time", "\(contact.label): completed by its deadline, of those concluded", .contacts,
      of: [l.contact(k, .inTime)], in: closed.map { l.contact(k, $0) })
    addShare(
      "\(id).not_kept", "\(contact.label): appointments not kept", .contacts, of: [l.contact(k, .notKept)],
      in: [l.contact(k, .appointments)])
    for place in contact.places {
      addShare(
        "\(id).at_place.\(place.place.name)", "\(contact.label): \(place.place.name)", .contacts,
        of: [l.contact(k, atPlace: place.place.rawValue)], in: [l.contact(k, .completed)])
    }
    addReviewAges(k, contact)
    let eligible = Set(contact.deliveredBy.joined())
    for (r, role) in scenario.workforce.enumerated() where eligible.contains(role.name) {
      addShare(
        "\(id).by_role.\(role.name)", "\(contact.label): by \(role.label)", .contacts,
        of: [l.contact(k, byRole: r)], in: [l.contact(k, .completed)])
    }
  }

  /// Deciles of the age at a review, and its distribution.
  private mutating func addReviewAges(_ k: Int, _ contact: ContactType) {
    guard let ages = contactCounters[k].reviewAges?.window else { return }
    let bins = (0..<ReviewAges.bins).compactMap { contactCounters[k].ageBin($0) }
    let id = "contacts.\(contact.name).age_days"
    for decile in 1...9 {
      add("\(id).p\(decile)0", "\(contact.label): age by which \(decile) in 10 of them are done", .days, .contacts) {
        c, _ in ages.quantile(Double(decile) / 10, counts: bins.map { c[$0] })
      }
    }
    // Two bins of the deciles make one of the histogram.
    for first in stride(from: 0, to: ReviewAges.bins, by: 2) {
      let from = whole(ages.start(ofBin: first).rounded()), to = whole(ages.start(ofBin: first + 2).rounded())
      addShare(
        "\(id).from_\(from)_to_\(to)", "\(contact.label): at an age of \(from) to \(to) days, of those done", .contacts,
        of: [bins[first], bins[first + 1]], in: bins, breakdowns: .quintile)
    }
  }

  // MARK: Needs

  private mutating func addNeeds() {
    guard !scenario.needs.isEmpty else { return }
    addNeed("all", "All needs", Array(scenario.needs.indices), headline: true)
    for (n, need) in scenario.needs.enumerated() { addNeed(need.name, need.label, [n], headline: false) }
    guard scenario.needs.contains(where: \.countsAgainstExpectedLevel) else { return }
    let l = layout
    addShare(
      "development.at_expected_level", "Children at the expected level at 2½ years", .needs,
      of: [l.development(.atLevel)], in: [l.development(.children)], headline: true)
    addShare(
      "development.at_expected_level_of_reviewed", "Children at the expected level at 2½ years, of those reviewed",
      .needs, of: [l.development(.reviewedAtLevel)], in: [l.development(.reviewed)])
    addYearly(
      "development.children_at_expected_level", "Children at the expected level at 2½ years, a year", .needs,
      [l.development(.atLevel)])
  }

  private mutating func addNeed(_ name: String, _ label: String, _ needs: [Int], headline: Bool) {
    let l = layout
    func counters(_ counter: CounterLayout.Need) -> [Int] { needs.map { l.need($0, counter) } }
    let id = "needs.\(name)"
    addYearly("\(id).present", "\(label): began a year", .needs, counters(.present))
    addYearly(
      "\(id).identified", "\(label): identified by the service a year", .needs, counters(.identified),
      headline: headline)
    addYearly("\(id).identified_elsewhere", "\(label): identified by others a year", .needs, counters(.elsewhere))
    addYearly("\(id).missed", "\(label): contacts that missed it a year", .needs, counters(.missed))
    addYearly(
      "\(id).dismissed", "\(label): findings withdrawn although it was there a year", .needs, counters(.trueDismissed))
    addYearly("\(id).false_positive", "\(label): found where it was not, a year", .needs, counters(.falsePositive))
    addYearly(
      "\(id).false_dismissed", "\(label): such findings dismissed by a closer look a year", .needs,
      counters(.falseDismissed))
    add("\(id).false_open", "\(label): children thought to have it who have not, at a time", .children, .needs) {
      [days = counters(.falseDays)] c, years in sum(c, days) / (years * Timeline.year)
    }
    addShare(
      "\(id).identified_by_30_months", "\(label): identified by 2½ years, of those present", .needs,
      of: counters(.cohortIdentified), in: counters(.cohort), headline: headline)
    addRatio(
      "\(id).delay_days", "\(label): days from onset to identification", .days, .needs, counters(.delayDays),
      per: counters(.identified), headline: headline)
    addRatio(
      "\(id).age_days", "\(label): age at identification", .days, .needs, counters(.ageDays),
      per: counters(.identified))
    addYearly("\(id).referred", "\(label): referred a year", .needs, counters(.referred))
    addYearly("\(id).accepted", "\(label): referral accepted a year", .needs, counters(.accepted))
    addYearly("\(id).seen", "\(label): seen by the specialist service a year", .needs, counters(.seen))
    addYearly(
      "\(id).falsely_referred", "\(label): referred without having it a year", .needs, counters(.falselyReferred))
    addYearly(
      "\(id).falsely_accepted", "\(label): accepted without having it a year", .needs, counters(.falselyAccepted))
    addYearly("\(id).falsely_seen", "\(label): seen without having it a year", .needs, counters(.falselySeen))
    addRatio(
      "\(id).specialist_wait_days", "\(label): wait for the specialist service", .days, .needs,
      counters(.specialistWaitDays), per: counters(.seen))
    addYearly(
      "\(id).identified_and_seen", "\(label): identified and helped or seen a year", .needs,
      counters(.identifiedAndSeen), headline: headline)
    addYearly("\(id).resolved", "\(label): resolved by help a year", .needs, counters(.resolved))
  }

  // MARK: Safeguarding

  private mutating func addSafeguarding() {
    let l = layout
    for (s, status) in scenario.safeguarding.enumerated() {
      let days = l.status(s, .openDays)
      add("safeguarding.\(status.name).open", "\(status.label): open at a time", .children, .safeguarding) { c, years in
        c[days] / (years * Timeline.year)
      }
      add(
        "safeguarding.\(status.name).per_10000", "\(status.label): open per 10,000 children", .count, .safeguarding
      ) { [childDays = l.population(.childDays)] c, _ in 10_000 * c[days] / c[childDays] }
      addYearly(
        "safeguarding.\(status.name).opened", "\(status.label): opened a year", .safeguarding, [l.status(s, .opened)])
    }
    guard !scenario.safeguarding.isEmpty else { return }
    let minutes = scenario.workforce.indices.map { l.role($0, .safeguardingMinutes) }
    add(
      "safeguarding.hours", "Hours of safeguarding work a year", .hours, .safeguarding, breakdowns: [.year, .team],
      headline: true
    ) {
      c, years in sum(c, minutes) / 60 / years
    }
    let meetings = contacts { $0 == .meeting }
    addShare(
      "safeguarding.meetings_in_time", "Safeguarding meetings attended in time", .safeguarding,
      of: meetings.map { l.contact($0, .inTime) },
      in: meetings.flatMap { k in [.completed, .lapsed, .writtenOff].map { l.contact(k, $0) } })
  }

  // MARK: Productivity

  private mutating func addProductivity() {
    let l = layout
    let every = Array(scenario.workforce.indices)
    addRole("all", "All staff", every, headline: true)
    for (r, role) in scenario.workforce.enumerated() { addRole(role.name, role.label, [r], headline: false) }
    let statutory = contacts { $0 == .statutoryReview }
    let withFamily = contacts { $0.isContactWithFamily }
    let paid = every.map { l.role($0, .paidMinutes) }
    add(
      "productivity.contacts_per_paid_hour", "Contacts per paid hour", .ratio, .productivity,
      breakdowns: [.year, .team]
    ) {
      [completed = completed(withFamily)] c, _ in sum(c, completed) / (sum(c, paid) / 60)
    }
    add(
      "productivity.reviews_per_paid_hour", "Completed statutory reviews per paid hour", .ratio, .productivity,
      breakdowns: [.year, .team]
    ) {
      [completed = completed(statutory)] c, _ in sum(c, completed) / (sum(c, paid) / 60)
    }
  }

  private mutating func addRole(_ name: String, _ label: String, _ roles: [Int], headline: Bool) {
    let l = layout
    func counters(_ counter: CounterLayout.Role) -> [Int] { roles.map { l.role($0, counter) } }
    let id = "workforce.\(name)"
    let where_: Measure.Breakdowns = [.year, .team]
    let wteDays = counters(.employedWTEDays) + counters(.agencyWTEDays)
    let vacant = counters(.vacantWTEDays), agency = counters(.agencyWTEDays)
    let busy: [CounterLayout.Role] = [
      .contactMinutes, .travelMinutes, .recordMinutes, .safeguardingMinutes, .supervisionMinutes,
    ]
    let busyMinutes = busy.flatMap(counters)
    let available = counters(.availableMinutes), paid = counters(.paidMinutes)
    add("\(id).wte_in_post", "\(label): WTE in post", .wte, .productivity, breakdowns: where_) { c, years in
      sum(c, wteDays) / (years * Timeline.year)
    }
    addShare(
      "\(id).vacancy_rate", "\(label): posts vacant, with agency cover or without", .productivity, of: vacant + agency,
      in: wteDays + vacant, breakdowns: where_)
    addYearly("\(id).starters", "\(label): starters a year", .productivity, counters(.starters), breakdowns: where_)
    addYearly("\(id).leavers", "\(label): leavers a year", .productivity, counters(.leavers), breakdowns: where_)
    addShare(
      "\(id).utilisation", "\(label): share of client-facing time in use", .productivity, of: busyMinutes,
      in: available,
      breakdowns: where_, headline: headline)
    add("\(id).contacts_per_wte", "\(label): contacts per WTE a year", .count, .productivity, breakdowns: where_) {
      [contacts = counters(.contacts)] c, _ in
      sum(c, contacts) / (sum(c, wteDays) / Timeline.year)
    }
    add(
      "\(id).reviews_per_wte", "\(label): completed statutory reviews per WTE a year", .count, .productivity,
      breakdowns: where_, headline: headline
    ) { [reviews = counters(.reviews)] c, _ in
      sum(c, reviews) / (sum(c, wteDays) / Timeline.year)
    }
    let parts: [(String, String, CounterLayout.Role)] = [
      ("contact", "contact with families", .contactMinutes), ("travel", "travel", .travelMinutes),
      ("records", "records", .recordMinutes), ("safeguarding", "safeguarding", .safeguardingMinutes),
      ("supervision", "supervision of others", .supervisionMinutes),
    ]
    for (part, words, counter) in parts {
      addShare(
        "\(id).time.\(part)", "\(label): paid time on \(words)", .productivity, of: counters(counter), in: paid,
        breakdowns: where_)
    }
    // Worked time is paid time less leave, sickness and holidays: what is open for work and what meetings, team and
    // training take of it.
    let shares = roles.map { scenario.workforce[$0].clientFacingShare }
    @Sendable func worked(_ c: [Double]) -> Double { zip(available, shares).reduce(0) { $0 + c[$1.0] / $1.1 } }
    for (part, words, counter) in parts where part != "supervision" {
      add(
        "\(id).worked.\(part)", "\(label): worked time on \(words)", .percent, .productivity, breakdowns: where_
      ) { [minutes = counters(counter)] c, _ in 100 * sum(c, minutes) / worked(c) }
    }
    add(
      "\(id).worked.supervision_and_team", "\(label): worked time on supervision, team and training", .percent,
      .productivity, breakdowns: where_
    ) { [minutes = counters(.supervisionMinutes)] c, _ in
      100 * (sum(c, minutes) + worked(c) - sum(c, available)) / worked(c)
    }
    add("\(id).worked.waiting", "\(label): worked time waiting for work", .percent, .productivity, breakdowns: where_) {
      c, _ in
      100 * max(0, sum(c, available) - sum(c, busyMinutes)) / worked(c)
    }
    add("\(id).time.idle", "\(label): paid time waiting for work", .percent, .productivity, breakdowns: where_) {
      c, _ in
      100 * max(0, sum(c, available) - sum(c, busyMinutes)) / sum(c, paid)
    }
    add(
      "\(id).time.other", "\(label): paid time on meetings, training, leave and sickness", .percent, .productivity,
      breakdowns: where_
    ) { c, _ in
      100 * (1 - max(sum(c, available), sum(c, busyMinutes)) / sum(c, paid))
    }
  }

  // MARK: Caseload

  private mutating func addCaseload() {
    let l = layout
    addShare(
      "continuity.same_practitioner", "Contacts with the practitioner seen last time", .caseload,
      of: [l.continuity(.samePractitioner)], in: [l.continuity(.contacts)], headline: true)
    addShare(
      "continuity.modal_practitioner", "Contacts with the practitioner seen most often", .caseload,
      of: [l.continuity(.modalContacts)], in: [l.continuity(.contactsOfChildren)])
    addRatio(
      "continuity.bice_boxerman", "Bice–Boxerman continuity index", .ratio, .caseload,
      [l.continuity(.biceBoxerman)], per: [l.continuity(.children)])
    addShare(
      "continuity.named_kept", "Contacts by the named practitioner, where there is one", .caseload,
      of: [l.continuity(.namedKept)], in: [l.continuity(.namedContacts)])
    add("continuity.hand_offs_per_child", "Changes of practitioner per child a year", .perChild, .caseload) { c, _ in
      (c[l.continuity(.contacts)] - c[l.continuity(.samePractitioner)]) / (c[l.continuity(.childDays)] / Timeline.year)
    }
    add("population.children", "Children under five on the books", .children, .caseload, headline: true) { c, years in
      c[l.population(.childDays)] / (years * Timeline.year)
    }
    for (name, counter) in zip(
      ServiceLevel.allCases.map(\.name), [CounterLayout.Population.atUniversal, .atTargeted, .atSpecialist])
    {
      addShare(
        "population.\(name)", "Children at the \(name) service level", .caseload, of: [l.population(counter)],
        in: [.atUniversal, .atTargeted, .atSpecialist].map { l.population($0) }, headline: true)
    }
    addYearly("population.births", "Births a year", .caseload, [l.population(.births)], headline: true)
    let holders = scenario.workforce.indices.filter { scenario.workforce[$0].holdsCaseload }
    let wteDays = holders.flatMap { [l.role($0, .employedWTEDays), l.role($0, .agencyWTEDays)] }
    add(
      "caseload.children_per_wte", "Children per WTE holding a caseload", .ratio, .caseload,
      breakdowns: [.year, .team], headline: true
    ) { c, _ in
      c[l.population(.childDays)] / sum(c, wteDays)
    }
  }

  // MARK: Families

  private mutating func addFamilies() {
    let l = layout
    let familyDays = l.population(.familyDays), childDays = l.population(.childDays)
    add("families.on_the_books", "Families with children under five on the books", .count, .caseload, headline: true) {
      c, years in
      c[familyDays] / (years * Timeline.year)
    }
    addRatio(
      "families.children_per_family", "Children under five per family", .ratio, .caseload, [childDays],
      per: [familyDays])
    addShare(
      "families.births_with_sibling", "Births into a family with a child under five on the books", .caseload,
      of: [l.population(.birthsWithSibling)], in: [l.population(.births)])
    let holders = scenario.workforce.indices.filter { scenario.workforce[$0].holdsCaseload }
    let wteDays = holders.flatMap { [l.role($0, .employedWTEDays), l.role($0, .agencyWTEDays)] }
    add(
      "caseload.families_per_wte", "Families per WTE holding a caseload", .ratio, .caseload,
      breakdowns: [.year, .team], headline: true
    ) { c, _ in
      c[familyDays] / sum(c, wteDays)
    }
    addShare(
      "continuity.family_same_practitioner", "Contacts with the practitioner whom the family met last time", .caseload,
      of: [l.continuity(.familySamePractitioner)], in: [l.continuity(.familyContacts)])
    let jointVisits = l.population(.jointVisits)
    addYearly("families.joint_visits", "Home visits that served two siblings, a year", .caseload, [jointVisits])
    let atHome = contacts(\.isContactWithFamily).map { l.contact($0, atPlace: Place.home.rawValue) }
    add("families.joint_visit_share", "Contacts at home that shared the visit of a sibling", .percent, .caseload) {
      c, _ in
      100 * 2 * c[jointVisits] / sum(c, atHome)
    }
  }

  // MARK: Costs

  private mutating func addCosts() {
    let costing = Costing(scenario, layout: layout)
    let byYear: Measure.Breakdowns = [.year, .team]
    for part in costing.parts {
      add(part.id, part.label, .gbp, .cost, breakdowns: part.isByQuintile ? .all : byYear, headline: part.isHeadline) {
        c, years in
        part.amount(c) / years
      }
    }
    for ratio in costing.ratios {
      add(ratio.id, ratio.label, .gbp, .cost, breakdowns: byYear, headline: ratio.isHeadline) { c, _ in ratio.amount(c)
      }
    }
    let l = layout
    guard
      scenario.needs.contains(where: { $0.qalyLossPerYear != nil })
        || scenario.programmes.contains(where: { $0.qalyGainPerChild != 0 })
    else { return }
    add("qaly.lost", "QALYs lost to needs not resolved, less gains of programmes, a year", .qaly, .needs) { c, years in
      c[l.population(.qalyLoss)] / years
    }
  }
}

/// Sum of the named counters.
func sum(_ counters: [Double], _ indices: [Int]) -> Double { indices.reduce(0) { $0 + counters[$1] } }

func whole(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : String(value) }
