// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
public import Studies

/// A study file: strategies to be compared, and the analysis.
public struct StudyDocument: Sendable {
  public let path: String
  public let title: String
  /// Scenario files, the baseline first.
  public let strategies: [ScenarioDocument]
  /// What is asked of a probabilistic sensitivity analysis; where the file is silent, what a reader would expect.
  public let plan: StudyPlan
  /// Everything uncertain in the strategies, and the effects measured elsewhere. What an effect moves, and by how
  /// much for each unit, is for the simulator to find out: `shifts` have no slope yet.
  public let space: ParameterSpace
  /// What was measured elsewhere, and what is made of it.
  public let evidence: [EvidenceUse]
  /// What the strategies are under other answers to the study's structural questions.
  let variants: StructuralVariants
  /// Files read: the study, the scenarios with all that they extend, and tables of draws.
  public let files: [String]

  static let fields: [Field] = [
    Field("study", .text, required: true, "The question."),
    Field("strategies", .list(.text), required: true, "Scenario files, the baseline first; relative to this file."),
    Field(
      "outcome", .anything,
      "Effect, or list of effects: a name such as needs_identified_and_seen, a measure, or a mapping of measure, better (higher or lower) and willingness_to_pay_gbp."
    ),
    Field("willingness_to_pay_gbp", .anything, "Value of a unit of effect: a number, a list, or '0..50000 by 500'."),
    Field("draws", .number(.number, 2...10_000_000, isWhole: true), "Draws of the uncertain parameters."),
    Field(
      "replications", .number(.number, 1...1_000_000, isWhole: true),
      "Replications of each draw; without it, variance components of a pilot choose."),
    Field("seed", .number(.number, 0...9_007_199_254_740_992, isWhole: true), "Seed of the random numbers."),
    Field("sampling", .choice(Sampling.allCases.map(\.rawValue)), "How parameters are drawn."),
    Field("perspective", .choice(Perspective.allCases.map(\.rawValue)), "Whose costs count first."),
    Field("effects", .anything, "Draws of synthetic-control effects: a CSV file, or a mapping; see docs/effects.md."),
    Field("evppi", .list(.list(.text)), "Groups of parameters whose joint value of information is wanted."),
    Field("decision_years", .number(.years, 0.1...100), "Years that the decision stands."),
    Field(
      "people_affected_per_year", .number(.number, 0...1e9),
      "People affected a year, for the value of information; the baseline's births when left out."),
    Field(
      "inequality_aversion", .number(.number, 0...100),
      "Atkinson's aversion to inequality between deprivation quintiles."
    ),
    Field(
      "baseline_health", .numbers(5...5, 0.1...200),
      "Quality-adjusted life expectancy by deprivation quintile, most deprived first."),
    Field(
      "opportunity_cost_shares", .numbers(5...5, 0...1),
      "Share of the health forgone elsewhere that falls on each quintile; the same for every child when left out."),
    Field("horizon", .anything, "File of a cohort model that follows people after the simulated period."),
    Field(
      "implementation",
      .object([
        Field(
          "now",
          .list(
            .object([
              Field("strategy", .text, required: true, "A strategy of the study."),
              Field("share", .number(.share, 0...1), required: true, "Share of the population under it."),
            ])), required: true, "Strategies that are practice today; the shares add up to 1."),
        Field("cost_gbp", .number(.pounds, 0...1e10), "Cost of bringing everyone under another strategy."),
      ]), "How far practice follows the strategies today; everyone is under the baseline when left out."),
    Field("structure", StructureReader.shape, "Questions about the model itself, and how far each answer is believed."),
    Field("research", ResearchReader.shape, "Research that could be done, and what it would cost."),
    Field("thresholds", .anything, "Thresholds of the scorecard."),
  ]

  /// Whether a file is a study rather than a scenario.
  public static func isStudy(path: String) -> Bool {
    guard let tree = try? YAMLTree.read(path: path) else { return false }
    return tree["study"] != nil
  }

  public init(path: String) throws(ScenarioError) {
    let tree = try YAMLTree.read(path: path)
    try FileKind.study.expect(tree, path: path)
    var checker = Checker()
    let root = checker.object(tree, Self.fields, path: "")
    guard let root, checker.flaws.isEmpty else { throw ScenarioError(checker.flaws) }
    self.path = path
    title = root["study"]?.text ?? ""
    strategies = try Self.scenarios(root, tree, checker.positions, path: path)
    let reader = StudyPlanReader(
      tree: tree, root: root, numbers: ScenarioDecoder(values: checker.parameters.map(\.mean)), title: title)
    var plan = try reader.plan(strategies)
    let scenarios = strategies, folder = (path as NSString).deletingLastPathComponent
    let evidence = try tree["effects"].map { node throws(ScenarioError) in
      try EvidenceReader(node: node, folder: folder).read(scenarios)
    }
    self.evidence = evidence?.uses ?? []
    variants = try StructureReader.variants(
      tree["structure"], root["structure"], ScenarioDecoder(values: checker.parameters.map(\.mean)),
      positions: checker.positions, strategies: scenarios)
    plan.structure = variants.questions
    let uncertain = try ParameterSpace(strategies, variants: variants)
    let moved = evidence?.added(to: uncertain, strategies) ?? uncertain
    let horizon = try tree["horizon"].map { node throws(ScenarioError) in
      try HorizonReader(
        node, folder: folder, first: moved.parameters.count, measures: StudyPlanReader.measures(of: scenarios),
        priceYear: scenarios[0].scenario().costs.priceYear)
    }
    space = (horizon.map { moved.adding($0.parameters) } ?? moved).adding(variants.questions.map(\.parameter))
    plan.horizon = horizon?.horizon
    try reader.checkGroups(plan.parameterGroups, in: space)
    plan.designs = try ResearchReader.designs(
      root["research"], ScenarioDecoder(values: checker.parameters.map(\.mean)), positions: checker.positions,
      space: space, fallback: tree.position)
    self.plan = plan
    var seen: Set<String> = []
    files =
      ([path] + strategies.flatMap { $0.files + ($0.posterior.map { [$0.file] } ?? []) }
      + (evidence.map { [$0.file] } ?? []) + (horizon.map { [$0.file] } ?? []))
      .filter { seen.insert($0).inserted }
  }

  private static func scenarios(
    _ root: CheckedValue, _ tree: YAMLTree, _ positions: [String: SourcePosition], path: String
  ) throws(ScenarioError) -> [ScenarioDocument] {
    let folder = (path as NSString).deletingLastPathComponent
    guard root["strategies"]?.items.isEmpty == false else {
      throw ScenarioError([Flaw(positions["strategies"] ?? tree.position, "'strategies' names no scenario file")])
    }
    var documents: [ScenarioDocument] = []
    for (index, item) in (root["strategies"]?.items ?? []).enumerated() {
      let name = item.text ?? ""
      let file = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
      let position = positions["strategies[\(index)]"] ?? tree.position
      guard FileManager.default.fileExists(atPath: file) else {
        throw ScenarioError([Flaw(position, "'\(file)': \(noSuchFile(file))")])
      }
      let document = try ScenarioDocument(path: file)
      if let twin = documents.first(where: { $0.name == document.name }) {
        throw ScenarioError([
          Flaw(
            position,
            "'\(file)' has the same name as '\(twin.path)': '\(document.name)'; results could not be told apart")
        ])
      }
      documents.append(document)
    }
    return documents
  }
}
