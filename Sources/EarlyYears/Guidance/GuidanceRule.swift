// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// One thing that a programme's guidance asks of its reviews.
struct GuidanceRule: Sendable {
  /// A review of the programme. A contact is this review when it is statutory and falls due at such an age.
  struct Review: Sendable {
    let name: String
    let dueAgeDays: Range<Double>
  }

  /// Reviews that a rule is about, by their place in the list of reviews.
  struct Reviews: Sendable { let range: Range<Int> }

  enum Requirement: Sendable {
    case isOffered, namedCaseload, nobodyElse, comesFirst, delegatedToQualified, notBySupportWorkers, isSupervised
    case faceToFace
    /// Least share of contacts in the family's home.
    case atHome(atLeast: Double)
  }

  enum Provenance: String, Sendable { case found, derived, assumption }

  /// The rule in words, as it ends a sentence on what a scenario does instead.
  let words: String
  let reviews: Reviews
  let requirement: Requirement
  let source: String
  let provenance: Provenance

  init(
    _ words: String, _ reviews: Reviews, _ requirement: Requirement, source: String, provenance: Provenance
  ) {
    self.words = words
    self.reviews = reviews
    self.requirement = requirement
    self.source = source
    self.provenance = provenance
  }
}

extension Scenario {
  /// Where the scenario departs from the Healthy Child Programme guidance for England of February 2026: a sentence
  /// for each departure, with what the guidance asks and where it says so. Empty when it does not depart, when it
  /// follows the programme of another country, and when it has no statutory reviews at all.
  public func departuresFrom2026Guidance() -> [String] {
    guard programmeOf == .england, contacts.contains(where: { $0.kind == .statutoryReview }) else { return [] }
    return Guidance2026.rules.flatMap { rule in
      departures(from: rule).map {
        "departs from 2026 guidance: \($0); the guidance asks: \(rule.words) [\(rule.source)]"
      }
    }
  }

  private func departures(from rule: GuidanceRule) -> [String] {
    if case .namedCaseload = rule.requirement { return caseloadDepartures }
    return Guidance2026.reviews[rule.reviews.range].flatMap { review -> [String] in
      let found = contacts.filter { review.isMet(by: $0) }
      if case .isOffered = rule.requirement { return [offerDeparture(review, found)].compactMap(\.self) }
      return found.compactMap { contact in departure(contact, rule.requirement).map { "\(contact.label) \($0)" } }
    }
  }

  private var caseloadDepartures: [String] {
    if caseload.model == .corporate { return ["the team holds the families, nobody is named"] }
    let holders = workforce.filter { $0.holdsCaseload && $0.wte > 0 }
    let others = holders.filter { !Guidance2026.healthVisitors.contains($0.name) }
    if !others.isEmpty { return ["families are held by \(labels(Set(others.map(\.name))))"] }
    return holders.isEmpty ? ["no health visitor holds a caseload"] : []
  }

  private func offerDeparture(_ review: GuidanceRule.Review, _ found: [ContactType]) -> String? {
    // What only the children of a programme get stands in for the review that they are excepted from.
    let usual = found.filter { $0.offeredTo.programme == nil }
    guard !usual.isEmpty else { return "there is no \(review.name)" }
    let offers = usual.map(\.offeredTo)
    let share = min(1, offers.map(\.share).reduce(0, +))
    if share < 1 { return "\(usual[0].label) is offered to \(percent(share)) of families" }
    if offers.allSatisfy({ $0.fromServiceLevel > .universal }) {
      return "\(usual[0].label) is not offered at the universal level"
    }
    let left = Set(1...5).subtracting(offers.flatMap(\.quintiles)).sorted()
    return left.isEmpty
      ? nil : "\(usual[0].label) is not offered in quintile \(left.map(String.init).joined(separator: ", "))"
  }

  /// What a contact does in place of what is required; nil when it does as required.
  private func departure(_ contact: ContactType, _ requirement: GuidanceRule.Requirement) -> String? {
    let everyone = Set(contact.deliveredBy.joined())
    let others = everyone.subtracting(Guidance2026.healthVisitors)
    switch requirement {
    case .isOffered, .namedCaseload: return nil
    case .nobodyElse:
      let named = others.subtracting(Guidance2026.supportWorkers)
      return named.isEmpty ? nil : "may be delivered by \(labels(named))"
    case .comesFirst:
      let first = Set(contact.deliveredBy.compactMap(\.first)).intersection(others)
      return first.isEmpty ? nil : "is delivered first by \(labels(first))"
    case .delegatedToQualified:
      let unknown = others.subtracting(Guidance2026.qualified).subtracting(Guidance2026.supportWorkers)
      return unknown.isEmpty ? nil : "may be delegated to \(labels(unknown))"
    case .notBySupportWorkers:
      let support = others.intersection(Guidance2026.supportWorkers)
      return support.isEmpty ? nil : "may be delivered by \(labels(support))"
    case .isSupervised:
      let alone = workforce.filter { role in
        others.contains(role.name) && !(role.supervision.map { Guidance2026.healthVisitors.contains($0.by) } ?? false)
      }
      return alone.isEmpty
        ? nil : "is delegated without a supervising health visitor to \(labels(Set(alone.map(\.name))))"
    case .faceToFace:
      let distant = contact.places.filter { !$0.place.isFaceToFace && $0.share > 0 }
      guard !distant.isEmpty else { return nil }
      return "takes place \(distant.map { "by \($0.place.name) (\(percent($0.share)))" }.joined(separator: " and "))"
    case .atHome(let least):
      let share = contact.places.filter { $0.place == .home }.map(\.share).reduce(0, +)
      // Shares such as 0.98 need not be exact in binary.
      return share < least - 1e-9 ? "takes place in the home for \(percent(share)) of families" : nil
    }
  }

  private func labels(_ names: Set<String>) -> String {
    let known = workforce.filter { names.contains($0.name) }.map(\.label)
    return (known + names.subtracting(workforce.map(\.name))).sorted().joined(separator: ", ")
  }

  private func percent(_ share: Double) -> String { "\(whole((share * 1000).rounded() / 10)) %" }
}

extension GuidanceRule.Review {
  func isMet(by contact: ContactType) -> Bool {
    contact.kind == .statutoryReview && (contact.dueAgeDays.map { dueAgeDays.contains($0.mean) } ?? false)
  }
}
