// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Economics
import Studies
import TableFiles

extension ProbabilisticResults {
  /// Net benefits, acceptability and value of information, a row for each decision, threshold and strategy.
  var csv: String {
    var out = CSVText(header: [
      "outcome", "perspective", "wtp", "strategy", "cost", "effect", "net_benefit", "probability", "probability_raw",
      "is_optimal", "evpi", "evpi_raw",
    ])
    for decision in findings.analysis.decisions {
      let clean = decision.analysis.uncertainty, raw = decision.raw.uncertainty, samples = decision.raw.samples
      for i in clean.thresholds.indices {
        for s in clean.strategies.indices {
          out.append([
            .text(decision.effect.name), .text(decision.perspective.rawValue), .number(clean.thresholds[i]),
            .text(clean.strategies[s]), .number(samples.expectedCosts[s]), .number(samples.expectedEffects[s]),
            .number(clean.netBenefit[s][i].monetary.value), .number(clean.acceptability[s][i]),
            .number(raw.acceptability[s][i]), .integer(clean.optimal[i] == s ? 1 : 0),
            .number(clean.perfectInformation[i].value), .number(raw.perfectInformation[i].value),
          ])
        }
      }
    }
    return out.text
  }
}
