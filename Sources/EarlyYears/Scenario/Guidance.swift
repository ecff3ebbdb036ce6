// SPDX-License-Identifier: GPL-3.0-or-later

extension Scenario {
  /// Where the scenario departs from the Healthy Child Programme guidance of February 2026, which says that a
  /// named health visitor should deliver all five reviews and may delegate in certain circumstances under
  /// supervision. Reasons for people to read; empty when it does not depart.
  public func departuresFrom2026Guidance() -> [String] {
    contacts.filter { $0.kind == .statutoryReview }.compactMap { review in
      let first = Set(review.deliveredBy.compactMap(\.first)).subtracting(["health_visitor", "family_nurse"])
      guard !first.isEmpty else { return nil }
      let names = workforce.filter { first.contains($0.name) }.map(\.label).sorted()
      return "departs from 2026 guidance: \(review.label) is delivered first by \(names.joined(separator: ", "))"
    }
  }
}
