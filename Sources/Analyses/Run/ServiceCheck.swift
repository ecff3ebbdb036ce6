// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles
import Studies

extension ScenarioDocument {
  /// What a reader must be told where a service does not look as one of its kind does: a line for each expectation that
  /// is missed, in the form in which warnings name strategy, kind and detail.
  func departuresFromItsService(_ results: StrategyResults) -> [String] {
    serviceCheck.compactMap { figure in
      guard let measure = results.catalogue.measure(figure.metric),
        let summary = results.summary(OutcomeKey(figure.metric)), !figure.isMet(by: summary.mean)
      else { return nil }
      func text(_ value: Double) -> String {
        let digits = value.magnitude >= 100 ? 0 : 1
        return value.formatted(.number.precision(.fractionLength(0...digits)).locale(Locale(identifier: "en_GB")))
          + (measure.unit == .percent ? " %" : "")
      }
      let range = figure.accepted
      return
        "\(name): not the service that was meant: \(figure.label) \(text(summary.mean)), expected \(text(range.lowerBound)) to \(text(range.upperBound))"
    }
  }
}
