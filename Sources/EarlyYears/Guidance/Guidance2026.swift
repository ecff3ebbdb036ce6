// SPDX-License-Identifier: GPL-3.0-or-later

/// The Healthy Child Programme guidance for England of February 2026, as far as a scenario can follow it or depart
/// from it: rules as data, each with its source. S-numbers are addresses in `docs/sources.md`.
///
/// Only the threshold of the antenatal indicator (98 %) could be read. Where the guidance says "best in the home"
/// without a figure, a contact departs when most of it takes place elsewhere, which is an assumption.
enum Guidance2026 {
  /// The five reviews, recognised by the mean age at which they fall due, in days.
  static let reviews: [GuidanceRule.Review] = [
    .init(name: "antenatal review", dueAgeDays: -300..<0),
    .init(name: "new birth visit", dueAgeDays: 0..<29),
    .init(name: "6-8 week review", dueAgeDays: 29..<92),
    .init(name: "12-month review", dueAgeDays: 240..<500),
    .init(name: "2-2½ year review", dueAgeDays: 600..<1005),
  ]

  /// Registered as specialist community public health nurses. Reviews by family nurses count (S28).
  static let healthVisitors: Set = ["health_visitor", "family_nurse"]
  /// To whom a health visitor may delegate a review: suitably qualified health professionals and nursery nurses.
  static let qualified: Set = [
    "community_staff_nurse", "staff_nurse", "community_nurse", "community_nursery_nurse", "nursery_nurse",
    "general_practitioner", "midwife",
  ]
  /// Never carry out a review.
  static let supportWorkers: Set = ["family_support_worker"]

  static let rules: [GuidanceRule] = [
    GuidanceRule(
      "every review is offered to every family", .all, .isOffered,
      source: "S24: five reviews for every child", provenance: .found),
    GuidanceRule(
      "every family has a named health visitor", .all, .namedCaseload,
      source: "S24: named health visitors should deliver all five reviews", provenance: .found),
    GuidanceRule(
      "it is delivered by a health visitor", .first(3), .nobodyElse,
      source: "S24: antenatal, new birth and 6-8 week reviews best by a health visitor", provenance: .found),
    GuidanceRule(
      "a named health visitor should deliver it and delegates in certain circumstances only", .last(2), .comesFirst,
      source: "S24: named health visitors should deliver all five reviews", provenance: .found),
    GuidanceRule(
      "a review may be delegated to a suitably qualified health professional or nursery nurse only", .last(2),
      .delegatedToQualified, source: "S24: delegation", provenance: .found),
    GuidanceRule(
      "family support workers never carry out a review", .all, .notBySupportWorkers,
      source: "S24: delegation to health professionals and nursery nurses only", provenance: .derived),
    GuidanceRule(
      "a delegated review is supervised by a health visitor, who stays accountable", .last(2), .isSupervised,
      source: "S24: delegation under supervision", provenance: .found),
    GuidanceRule(
      "reviews are face to face; other media are for additional contacts", .all, .faceToFace,
      source: "S26: indicator of additional contacts not face to face", provenance: .found),
    GuidanceRule(
      "98 % take place in the home", .first(1), .atHome(atLeast: 0.98),
      source: "S24, S26: indicator of antenatal contacts", provenance: .found),
    GuidanceRule(
      "it is best in the home", .second(2), .atHome(atLeast: 0.5),
      source: "S24; that most must be in the home is assumed, as thresholds could not be read", provenance: .assumption),
  ]
}

extension GuidanceRule.Reviews {
  fileprivate static let all = Self(range: 0..<5)
  fileprivate static func first(_ count: Int) -> Self { Self(range: 0..<count) }
  /// So many after the first.
  fileprivate static func second(_ count: Int) -> Self { Self(range: 1..<1 + count) }
  fileprivate static func last(_ count: Int) -> Self { Self(range: 5 - count..<5) }
}
