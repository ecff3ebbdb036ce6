// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
import Statistics
public import Studies

/// A measure that a comparison reports whatever it shows.
public struct HeadlineMeasure: Sendable, Equatable {
  public enum Subject: String, Sendable {
    case review, outcome, backlog, lapsed, caseload, cost
  }

  public let id: String
  /// In words, without the code of an official metric.
  public let label: String
  public let unit: Measure.Unit
  public let isMoreBetter: Bool
  public let subject: Subject

  public init(id: String, label: String, unit: Measure.Unit, isMoreBetter: Bool, subject: Subject) {
    self.id = id
    self.label = label
    self.unit = unit
    self.isMoreBetter = isMoreBetter
    self.subject = subject
  }

  /// What is asked of a comparison that names no outcome.
  public static let usualOutcomes = [EffectMeasure.known[0]]

  /// The rule: every mandated review by each of its official windows, every outcome asked for, the backlog, work that
  /// lapses, caseloads and the commissioner's cost.
  ///
  /// A window that begins after an earlier one has ended (C3: after day 14) is left out: more of it is good only where
  /// the earlier one is no worse. A mandated review without an official metric goes by the share that is done.
  /// - Parameter baseline: Its schedule says which reviews are mandated, in the order of the child's age.
  public static func all(_ baseline: Strategy, outcomes: [EffectMeasure]) -> [HeadlineMeasure] {
    let catalogue = baseline.model.catalogue
    var list: [HeadlineMeasure] = []
    func add(_ id: String, isMoreBetter: Bool, _ subject: Subject) {
      guard let measure = catalogue.measure(id), !list.contains(where: { $0.id == id }) else { return }
      let code = "\(id): "
      list.append(
        HeadlineMeasure(
          id: id, label: measure.label.hasPrefix(code) ? String(measure.label.dropFirst(code.count)) : measure.label,
          unit: measure.unit, isMoreBetter: isMoreBetter, subject: subject))
    }
    for id in reviews(baseline.model.scenario) { add(id, isMoreBetter: true, .review) }
    for outcome in outcomes.isEmpty ? usualOutcomes : outcomes {
      add(outcome.measure, isMoreBetter: !outcome.isHarm, .outcome)
    }
    add("backlog.mean", isMoreBetter: false, .backlog)
    add("work.lapsed", isMoreBetter: false, .lapsed)
    add("caseload.median_children_per_wte", isMoreBetter: false, .caseload)
    add("cost.commissioner", isMoreBetter: false, .cost)
    return list
  }

  private static func reviews(_ scenario: Scenario) -> [String] {
    let mandated = scenario.contacts.filter { $0.kind == .statutoryReview }
    let aged = mandated.flatMap { contact -> [(id: String, age: Double)] in
      let age = contact.dueAgeDays?.mean ?? .infinity
      let metrics = contact.metrics.filter { !$0.afterAgeDays.isFinite }.map { ($0.code, $0.byAgeDays) }
      let counts = contact.counts.map { ($0.code, age) }
      return metrics.isEmpty && counts.isEmpty ? [("contacts.\(contact.name).completed_share", age)] : counts + metrics
    }
    return aged.enumerated().sorted { ($0.element.age, $0.offset) < ($1.element.age, $1.offset) }.map(\.element.id)
  }
}
