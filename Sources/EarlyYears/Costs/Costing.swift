// SPDX-License-Identifier: GPL-3.0-or-later

/// What the service and its consequences cost, from counters.
///
/// Staff cost follows posts filled, not hours worked: WTE in post × hours a year behind the hourly cost ×
/// cost of an hour. It is divided into pay, on-costs and overheads by the role's shares; the agency premium
/// is what agency staff cost above that. Travel, training and other costs are added. All in the scenario's
/// price year.
struct Costing {
  struct Part: Sendable {
    let id: String
    let label: String
    var isHeadline = false
    /// Whether it is also reported for each deprivation quintile (`CounterLayout.withStaff`).
    var isByQuintile = false
    let amount: @Sendable ([Double]) -> Double
  }

  let parts: [Part]
  let ratios: [Part]

  init(_ scenario: Scenario, layout l: CounterLayout) {
    let roles = scenario.workforce
    /// Cost of a role at employed rates, and the premium for agency staff.
    @Sendable func employed(_ r: Int, _ c: [Double]) -> Double {
      (c[l.role(r, .employedWTEDays)] + c[l.role(r, .agencyWTEDays)]) / Timeline.year * roles[r].hoursPerYear
        * roles[r].costPerHour
    }
    @Sendable func agency(_ r: Int, _ c: [Double]) -> Double {
      c[l.role(r, .agencyWTEDays)] / Timeline.year * roles[r].hoursPerYear * roles[r].costPerHour
        * (roles[r].agencyCostRatio - 1)
    }
    @Sendable func training(_ r: Int, _ c: [Double]) -> Double {
      c[l.role(r, .starters)] * roles[r].trainingCostPerStarter
    }
    @Sendable func staff(_ r: Int, _ c: [Double]) -> Double { employed(r, c) + agency(r, c) + training(r, c) }
    @Sendable func overRoles(_ c: [Double], _ amount: (Int, [Double]) -> Double) -> Double {
      roles.indices.reduce(0) { $0 + amount($1, c) }
    }
    @Sendable func money(_ kind: CounterLayout.Money, _ payers: [Payer], _ c: [Double]) -> Double {
      payers.reduce(0) { $0 + c[l.money(kind, $1)] }
    }
    let allPayers = Payer.allCases
    @Sendable func paid(by payers: [Payer], _ c: [Double]) -> Double {
      let staffCost = roles.indices.reduce(0.0) { $0 + (payers.contains(roles[$1].paidBy) ? staff($1, c) : 0) }
      return CounterLayout.Money.allCases.reduce(staffCost) { $0 + money($1, payers, c) }
    }
    var parts = [
      Part(id: "cost.total", label: "Cost a year, all payers", isHeadline: true, isByQuintile: true) {
        paid(by: allPayers, $0)
      },
      Part(
        id: "cost.commissioner", label: "Cost a year to the commissioner of the service", isHeadline: true,
        isByQuintile: true
      ) { paid(by: [.commissioner], $0) },
      Part(
        id: "cost.nhs_and_social_services", label: "Cost a year to the NHS and social services, the service included",
        isByQuintile: true
      ) {
        paid(by: [.commissioner, .nhs, .socialCare], $0)
      },
      Part(id: "cost.public_sector", label: "Cost a year to the public sector", isByQuintile: true) {
        paid(by: allPayers, $0)
      },
      Part(id: "cost.staff", label: "Staff cost a year", isHeadline: true) { overRoles($0, staff) },
      Part(id: "cost.kind.pay", label: "Pay") { c in overRoles(c) { employed($0, $1) * roles[$0].payShare } },
      Part(id: "cost.kind.on_costs", label: "On-costs") { c in overRoles(c) { employed($0, $1) * roles[$0].onCostShare }
      },
      Part(id: "cost.kind.overheads", label: "Overheads") { c in
        overRoles(c) { employed($0, $1) * roles[$0].overheadShare }
      },
      Part(id: "cost.kind.agency", label: "Agency premium") { overRoles($0, agency) },
      Part(id: "cost.kind.training", label: "Training of starters") { overRoles($0, training) },
      Part(id: "cost.kind.travel", label: "Travel") { money(.travel, allPayers, $0) },
      Part(id: "cost.kind.contacts", label: "Materials and other cost of contacts") { money(.contacts, allPayers, $0) },
      Part(id: "cost.kind.programmes", label: "Programmes") { money(.programmes, allPayers, $0) },
      Part(id: "cost.kind.downstream", label: "Specialist services and social care") {
        money(.referrals, allPayers, $0) + money(.safeguarding, allPayers, $0)
      },
      Part(id: "cost.of_which.supervision", label: "of staff cost: time spent supervising") { c in
        roles.indices.reduce(0) { total, r in
          let paid = c[l.role(r, .paidMinutes)]
          return paid > 0 ? total + employed(r, c) * c[l.role(r, .supervisionMinutes)] / paid : total
        }
      },
    ]
    // All of a role's cost, shared out by the time that its pieces of work take.
    @Sendable func busy(_ r: Int, _ c: [Double]) -> Double {
      scenario.contacts.indices.reduce(c[l.role(r, .supervisionMinutes)]) { $0 + c[l.contact($1, minutesBy: r)] }
    }
    @Sendable func share(_ minutes: Double, _ r: Int, _ c: [Double]) -> Double {
      minutes > 0 ? staff(r, c) * minutes / busy(r, c) : 0
    }
    for (k, contact) in scenario.contacts.enumerated() {
      let id = "cost.work.\(contact.name)"
      parts.append(
        Part(id: id, label: "Staff cost of \(contact.label)") { c in
          overRoles(c) { share($1[l.contact(k, minutesBy: $0)], $0, $1) }
        })
      let eligible = Set(contact.deliveredBy.joined())
      for (r, role) in roles.enumerated() where eligible.contains(role.name) {
        parts.append(
          Part(id: "\(id).\(role.name)", label: "Staff cost of \(contact.label): \(role.label)") {
            share($0[l.contact(k, minutesBy: r)], r, $0)
          })
      }
    }
    parts.append(
      Part(id: "cost.work.supervision", label: "Staff cost of supervision") { c in
        overRoles(c) { share($1[l.role($0, .supervisionMinutes)], $0, $1) }
      })
    for (r, role) in roles.enumerated() {
      parts.append(Part(id: "cost.role.\(role.name)", label: "Staff cost of \(role.label)") { staff(r, $0) })
    }
    self.parts = parts

    let statutory = scenario.contacts.indices.filter { scenario.contacts[$0].kind == .statutoryReview }
    let reviews = statutory.map { l.contact($0, .completed) }, onTime = statutory.map { l.contact($0, .inTime) }
    let identified = scenario.needs.indices.map { l.need($0, .identified) }
    let seen = scenario.needs.indices.map { l.need($0, .identifiedAndSeen) }
    func per(_ id: String, _ label: String, _ counters: [Int], headline: Bool = false) -> Part {
      Part(id: "cost.per_\(id)", label: "Commissioner's cost per \(label)", isHeadline: headline) { c in
        paid(by: [.commissioner], c) / sum(c, counters)
      }
    }
    var ratios = [
      per("birth", "birth", [l.population(.births)]),
      per("completed_review", "completed statutory review", reviews, headline: true),
      per("on_time_review", "statutory review in time", onTime),
    ]
    if !identified.isEmpty {
      ratios.append(per("need_identified", "need identified", identified))
      ratios.append(per("need_identified_and_seen", "need identified and helped or seen", seen))
      ratios.append(per("child_at_expected_level", "child at the expected level", [l.development(.atLevel)]))
    }
    for (k, contact) in scenario.contacts.enumerated() {
      ratios.append(
        Part(id: "cost.work.\(contact.name).per_contact", label: "Staff cost of \(contact.label), each completed") {
          c in
          overRoles(c) { share($1[l.contact(k, minutesBy: $0)], $0, $1) } / c[l.contact(k, .completed)]
        })
    }
    self.ratios = ratios
  }
}
