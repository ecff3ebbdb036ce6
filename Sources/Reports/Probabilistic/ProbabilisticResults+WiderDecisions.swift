// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import EarlyYears
import Economics
import Studies
import TableFiles

/// Subgroups, implementation and structural alternatives.
extension ProbabilisticResults {
  private var strategies: [String] { findings.analysis.results.map(\.strategy.name) }

  // MARK: For the terminal

  /// Of one decision, from the study's own perspective; nil where nothing can be said.
  func widerDecisionText(_ index: Int) -> String? {
    let parts = [subgroupText(index), structureText(index), implementationText(index)].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
  }

  private func subgroupText(_ index: Int) -> String? {
    guard let result = findings.subgroups.first(where: { $0.decision == index }),
      let i = findings.leastSureThreshold(decision: index)
    else { return nil }
    let value = result.value, threshold = pounds(value.thresholds[i])
    var table = TextTable(
      ["By deprivation quintile (1 most deprived)"] + result.parts.map(\.group.names.name))
    for s in strategies.indices.dropFirst() {
      table.add(
        ["\(strategies[s]), cost per unit more than \(strategies[0])"]
          + result.parts.map { part in
            let samples = part.decision.raw.samples
            return perUnit(
              samples.expectedCosts[s] - samples.expectedCosts[0],
              samples.expectedEffects[s] - samples.expectedEffects[0])
          })
    }
    table.add(
      ["best on average at \(threshold)"] + value.bestBySubgroup[i].map { strategies[$0] })
    table.add(
      ["probability that it is best"]
        + zip(result.parts, value.bestBySubgroup[i]).map { part, best in
          percent(part.decision.analysis.uncertainty.acceptability[best][i])
        })
    let gain = value.decidingBySubgroup[i]
    let deciding =
      gain.value > 0
      ? "Deciding for each quintile would be worth \(pounds(gain.value)) a period (standard error \(pounds(gain.standardError))) with what is known"
      : "The same strategy is best in every quintile, so that deciding for each is worth nothing with what is known"
    return table.text() + "\n" + deciding
      + "; knowing everything, \(pounds(value.informationBySubgroup[i].value)) by quintile and "
      + "\(pounds(value.informationForAll[i].value)) for all alike."
  }

  private func structureText(_ index: Int) -> String? {
    let own = findings.structure.filter { $0.decision == index }
    guard !own.isEmpty, let i = findings.leastSureThreshold(decision: index) else { return nil }
    let threshold = findings.analysis.decisions[index].raw.uncertainty.thresholds[i]
    var table = TextTable([
      "Structural alternatives", "", "weight", "draws", "best at \(pounds(threshold))", "probability", "EVPPI",
    ])
    for result in own {
      let alternative = result.question.alternatives[result.alternative]
      let information = findings.information[index].first { $0.parameters == [result.question.parameterName] }
      let value = result.alternative == 0 ? information?.value.estimates[i] : nil
      let best = result.uncertainty.map { $0.optimal[i] }
      table.add([
        result.alternative == 0 ? result.question.name : "", alternative.name, percent(alternative.weight),
        String(result.draws), best.map { strategies[$0] } ?? "–",
        best.flatMap { best in result.uncertainty.map { percent($0.acceptability[best][i]) } } ?? "–",
        value.map { "\(pounds($0.value)) (\(pounds($0.standardError)))" } ?? "",
      ])
    }
    return table.text()
  }

  private func implementationText(_ index: Int) -> String? {
    guard let result = findings.implementation.first(where: { $0.decision == index }),
      let i = findings.leastSureThreshold(decision: index)
    else { return nil }
    let value = result.value, worth = value.implementation[i]
    guard worth.value > 0 else {
      return
        "Implementation at \(pounds(value.thresholds[i])): practice is what is best on average, so that only information has a worth."
    }
    return
      "Implementation at \(pounds(value.thresholds[i])): bringing everyone under \(strategies[value.optimal[i]]) would be worth "
      + "\(pounds(worth.value)) a period (standard error \(pounds(worth.standardError))), knowing everything "
      + "\(pounds(value.information[i].value)), both \(pounds(value.both[i].value)); for everyone affected, less what the change "
      + "costs, \(pounds(result.net[i].value)) (\(pounds(result.net[i].standardError)))."
  }

  // MARK: JSON

  /// Members `subgroups`, `implementation` and `structure`.
  var widerDecisionMembers: [(String, JSONValue)] {
    [
      ("subgroups", .array(findings.subgroups.map(subgroups))),
      ("implementation", .array(findings.implementation.map(implementation))),
      ("structure", .array(findings.structure.map(structure))),
    ]
  }

  private func names(_ index: Int) -> [(String, JSONValue)] {
    let decision = findings.analysis.decisions[index]
    return [("outcome", .text(decision.effect.name)), ("perspective", .text(decision.perspective.rawValue))]
  }

  private func estimates(_ thresholds: [Double], _ values: [Estimate]) -> JSONValue {
    .array(
      zip(thresholds, values).map { threshold, value in
        .object([
          ("wtp", .number(threshold)), ("value", .number(value.value)),
          ("standard_error", .number(value.standardError)),
        ])
      })
  }

  private func subgroups(_ result: SubgroupResult) -> JSONValue {
    let value = result.value
    return .object(
      names(result.decision) + [
        (
          "groups",
          .array(
            result.parts.map { part in
              let clean = part.decision.analysis.uncertainty, samples = part.decision.raw.samples
              return .object([
                ("kind", .text(part.group.names.kind)), ("group", .text(part.group.names.name)),
                ("cost", .object(zip(strategies, samples.expectedCosts).map { ($0, .number($1)) })),
                ("effect", .object(zip(strategies, samples.expectedEffects).map { ($0, .number($1)) })),
                (
                  "icers",
                  .array(
                    part.decision.analysis.incremental.rows.map { row in
                      .object([
                        ("strategy", .text(row.strategy)), ("icer", .optional(row.icer)),
                        ("status", .text(row.status.rawValue)), ("versus", row.versus.map { .text($0) } ?? .null),
                      ])
                    })
                ),
                ("wtp", .numbers(clean.thresholds)),
                ("nmb", .object(zip(strategies, clean.netBenefit).map { ($0, .numbers($1.map(\.monetary.value))) })),
                ("ceac", .object(zip(strategies, clean.acceptability).map { ($0, .numbers($1)) })),
                ("optimal", .texts(clean.optimal.map { strategies[$0] })),
                ("evpi", estimates(clean.thresholds, clean.perfectInformation)),
              ])
            })
        ), ("best_for_all", .texts(value.bestForAll.map { strategies[$0] })),
        ("value_of_deciding_by_subgroup", estimates(value.thresholds, value.decidingBySubgroup)),
        ("evpi_for_all", estimates(value.thresholds, value.informationForAll)),
        ("evpi_by_subgroup", estimates(value.thresholds, value.informationBySubgroup)),
      ])
  }

  private func implementation(_ result: ImplementationResult) -> JSONValue {
    let value = result.value
    return .object(
      names(result.decision) + [
        ("best", .texts(value.optimal.map { strategies[$0] })),
        ("implementation", estimates(value.thresholds, value.implementation)),
        ("evpi", estimates(value.thresholds, value.information)), ("both", estimates(value.thresholds, value.both)),
        ("net_population", estimates(value.thresholds, result.net)),
      ])
  }

  private func structure(_ result: StructuralResult) -> JSONValue {
    let alternative = result.question.alternatives[result.alternative]
    return .object(
      names(result.decision) + [
        ("question", .text(result.question.name)), ("alternative", .text(alternative.name)),
        ("weight", .number(alternative.weight)), ("draws", .integer(result.draws)),
        ("cost", .object(zip(strategies, result.expectedCosts).map { ($0, .number($1)) })),
        ("effect", .object(zip(strategies, result.expectedEffects).map { ($0, .number($1)) })),
        ("wtp", .numbers(result.uncertainty?.thresholds ?? [])),
        ("optimal", .texts((result.uncertainty?.optimal ?? []).map { strategies[$0] })),
        (
          "ceac",
          .object(zip(strategies, result.uncertainty?.acceptability ?? []).map { ($0, .numbers($1)) })
        ),
      ])
  }
}
