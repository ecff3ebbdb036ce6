// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import EarlyYears
import Statistics

extension Headlines {
  /// What is said of one strategy: a sentence, then the harms, the gains, and what is not clear.
  public func text(of strategy: String) -> String {
    let own = of(strategy)
    var parts = [sentence(strategy)]
    let groups: [(Headline.Verdict, String)] = [
      (.worse, "Clearly worse"), (.better, "Clearly better"), (.notClear, "Not clear"),
      (.same, "The same in every run"),
    ]
    for (verdict, title) in groups {
      let lines = own.filter { $0.verdict == verdict }
      if !lines.isEmpty { parts.append("\(title)\n" + lines.map { "  • \(line($0))" }.joined(separator: "\n")) }
    }
    let missing = absent.filter { $0.strategy == strategy }.map(\.measure.label)
    if !missing.isEmpty {
      parts.append("Not part of \(strategy)\n" + missing.map { "  • \($0)" }.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n")
  }

  /// What "clear" allows for.
  public var allowance: String {
    let over =
      switch basis {
      case .replications(let count): "\(count) replications at fixed values of the parameters"
      case .draws(let count): "\(count) draws of the uncertain parameters"
      }
    return
      "\"Clear\" allows for all \(comparisons) comparisons made here (Holm 1979, 5 % in all), over \(over). The intervals are each difference's own, at 95 %."
  }

  private func sentence(_ strategy: String) -> String {
    let own = of(strategy)
    func count(_ verdict: Headline.Verdict) -> Int { own.count { $0.verdict == verdict } }
    let worse = count(.worse), better = count(.better)
    guard worse + better > 0 else {
      return "Compared with \(baseline), \(strategy) is clearly different in none of \(own.count) headline measures."
    }
    return
      "Compared with \(baseline), \(strategy) is clearly worse in \(worse) of \(own.count) headline measures, clearly better in \(better)."
  }

  private func line(_ headline: Headline) -> String {
    let unit = headline.measure.unit, label = headline.measure.label
    let before = FigureText.text(headline.baseline, unit), after = FigureText.text(headline.value, unit)
    guard headline.verdict != .same else { return "\(label): \(before)" }
    let interval =
      "\(FigureText.difference(headline.interval.lower, unit)) to \(FigureText.difference(headline.interval.upper, unit))"
    let size = "\(FigureText.difference(headline.difference, unit)) (\(interval))"
    guard headline.verdict == .notClear else {
      return "\(label) \(headline.difference > 0 ? "rises" : "falls") from \(before) to \(after): \(size)"
    }
    let alone = headline.isClearAlone ? "clear if it were the only comparison; " : ""
    return "\(label), \(before) and \(after): \(size); \(alone)\(remedy(headline.remedy))"
  }

  private func remedy(_ remedy: Headline.Remedy) -> String {
    switch remedy {
    case .none: ""
    case .replications(let count): "about \(count) replications would tell, if it is what it seems"
    case .replicationsOfEachDraw: "more replications of each draw would tell"
    case .evidence: "more runs would not tell, better evidence on the parameters would"
    case .hardly: "more runs would hardly tell"
    }
  }
}
