// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Studies

/// Reads the research designs of a study: `research:`.
enum ResearchReader {
  static let shape: Shape = .list(
    .object([
      Field("name", .text, required: true, "What the research is called."),
      Field(
        "measures",
        .list(
          .object([
            Field("parameter", .text, required: true, "Uncertain parameter of the study that it is about."),
            Field(
              "normal_sd", .number(.number, 1e-9...1e9),
              "A quantity whose mean is the parameter: its standard deviation between participants."),
            Field("binomial", .flag, "Yes or no, with the parameter as probability."),
            Field("poisson", .flag, "A count, with the parameter as mean."),
            Field("share", .number(.number, 1e-6...1e6), "Participants for each unit of the size; 1 when left out."),
          ])), required: true, "What is measured on participants."),
      Field("sizes", .numbers(1...50, 1...1e9, areWhole: true), required: true, "Sizes to be compared."),
      Field("fixed_cost_gbp", .number(.pounds, 0...1e10), "Cost whatever the size."),
      Field("cost_per_participant_gbp", .number(.pounds, 0...1e7), "Cost of each participant."),
      Field("years_to_report", .number(.years, 0...50), "Years until the results are there."),
    ]))

  static func designs(
    _ value: CheckedValue?, _ numbers: ScenarioDecoder, positions: [String: SourcePosition], space: ParameterSpace,
    fallback: SourcePosition
  ) throws(ScenarioError) -> [ResearchDesign] {
    let names = space.parameters.map(\.name)
    var flaws: [Flaw] = []
    let designs = (value?.items ?? []).enumerated().map { index, item in
      let path = "research[\(index)]"
      let arms = (item["measures"]?.items ?? []).enumerated().compactMap { place, measure -> ResearchDesign.Arm? in
        let position = positions["\(path).measures[\(place)]"] ?? fallback
        let name = measure["parameter"]?.text ?? ""
        guard names.contains(name) else {
          let near = didYouMean(name, in: names)
          flaws.append(Flaw(position, "'\(name)' is no uncertain parameter of the strategies\(near)"))
          return nil
        }
        let kinds: [StudyDesign.Measurement?] = [
          numbers.number(measure["normal_sd"]).map { .normal(standardDeviation: $0) },
          measure["binomial"]?.flag == true ? .binomial : nil, measure["poisson"]?.flag == true ? .poisson : nil,
        ]
        let given = kinds.compactMap { $0 }
        guard given.count == 1 else {
          flaws.append(Flaw(position, "a measure is one of normal_sd, binomial: true or poisson: true"))
          return nil
        }
        return ResearchDesign.Arm(
          parameter: name, measurement: given[0], share: numbers.number(measure["share"]) ?? 1)
      }
      if item["measures"]?.items.isEmpty != false {
        flaws.append(Flaw(positions["\(path).measures"] ?? fallback, "the research measures nothing"))
      }
      return ResearchDesign(
        name: item["name"]?.text ?? "", arms: arms,
        sizes: Set((numbers.numbers(item["sizes"]) ?? []).map { Int($0) }).sorted(),
        costs: StudyCosts(
          fixed: numbers.number(item["fixed_cost_gbp"]) ?? 0,
          perParticipant: numbers.number(item["cost_per_participant_gbp"]) ?? 0,
          yearsToReport: numbers.number(item["years_to_report"]) ?? 0))
    }
    guard flaws.isEmpty else { throw ScenarioError(flaws) }
    return designs
  }
}
