// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Economics
import TableFiles

extension CostEffectivenessResults {
  /// The object that `--format json` prints.
  var json: JSONValue {
    var members: [(String, JSONValue)] = []
    if let analysis {
      members.append(("draws", .integer(analysis.samples.drawCount)))
      members.append(("strategies", .texts(analysis.samples.strategies)))
      members.append(("reference", .text(analysis.samples.strategies[analysis.reference])))
      members.append(("wtp", .numbers(analysis.uncertainty.thresholds)))
    } else {
      members.append(("strategies", .texts(incremental.rows.map(\.strategy))))
    }
    members.append(("icers", .array(incremental.rows.map(Self.json))))
    if let uncertainty = analysis?.uncertainty { members += decisionMembers(uncertainty) }
    members.append(("evppi", .array(partial.flatMap(partialMembers))))
    if !studies.isEmpty { members.append(("evsi", .array(studies.flatMap(studyMembers)))) }
    members.append(("warnings", .texts(warnings)))
    return .object(members)
  }

  private static func json(_ row: IncrementalAnalysis.Row) -> JSONValue {
    .object([
      ("strategy", .text(row.strategy)), ("cost", .number(row.cost)), ("effect", .number(row.effect)),
      ("incremental_cost", .optional(row.incrementalCost)),
      ("incremental_effect", .optional(row.incrementalEffect)), ("icer", .optional(row.icer)),
      ("status", .text(row.status.rawValue)), ("versus", .optional(row.versus)),
      ("dominated_by", .texts(row.dominatedBy)),
    ])
  }

  private func decisionMembers(_ uncertainty: DecisionUncertainty) -> [(String, JSONValue)] {
    func byStrategy(_ values: [[Double]]) -> JSONValue {
      .object(zip(uncertainty.strategies, values).map { ($0, .numbers($1)) })
    }
    let benefits = uncertainty.netBenefit
    return [
      ("nmb", byStrategy(benefits.map { $0.map(\.monetary.value) })),
      ("nmb_se", byStrategy(benefits.map { $0.map(\.monetary.standardError) })),
      ("nhb", byStrategy(benefits.map { $0.map(\.health.value) })),
      ("ceac", byStrategy(uncertainty.acceptability)),
      ("expected_loss", byStrategy(uncertainty.expectedLoss)),
      (
        "ceaf",
        .array(
          uncertainty.frontier.map { point in
            .object([
              ("wtp", .number(point.threshold)), ("strategy", .text(point.strategy)),
              ("probability", .number(point.probability)),
            ])
          })
      ),
      (
        "evpi",
        .array(
          zip(uncertainty.thresholds, uncertainty.perfectInformation).map { threshold, estimate in
            .object([("wtp", .number(threshold))] + members(estimate))
          })
      ),
    ]
  }

  private func partialMembers(_ value: PartialPerfectInformation) -> [JSONValue] {
    value.thresholds.indices.map { i in
      .object(
        [("parameters", .texts(value.parameters)), ("wtp", .number(value.thresholds[i]))] + members(value.estimates[i])
          + [("method", .text(value.method)), ("explained_share", .number(value.explainedShares[i]))])
    }
  }

  private func studyMembers(_ study: SampleInformation) -> [JSONValue] {
    study.thresholds.indices.map { i in
      var entry: [(String, JSONValue)] = [
        ("parameters", .texts(study.parameters)), ("sample_size", .integer(study.sampleSize)),
        ("wtp", .number(study.thresholds[i])),
      ]
      entry += members(study.estimates[i])
      if let net = netBenefit(of: study, at: i)?.net {
        entry += [("enbs", .number(net.value)), ("enbs_standard_error", .number(net.standardError))]
      }
      return .object(entry + [("method", .text(study.method))])
    }
  }

  /// Value and standard error for one person and, where people are given, for the population.
  private func members(_ estimate: Estimate) -> [(String, JSONValue)] {
    let person: [(String, JSONValue)] = [
      ("value", .number(estimate.value)), ("standard_error", .number(estimate.standardError)),
    ]
    guard let population else { return person }
    let total = estimate.forPopulation(population)
    return person + [
      ("population_value", .number(total.value)), ("population_standard_error", .number(total.standardError)),
    ]
  }
}
