// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
import Foundation
public import Planning

/// A plan file: a scenario, what of it may be chosen, what is wanted most, and what must be kept to.
public struct PlanDocument: Sendable {
  /// A parameter of which the plan chooses the value.
  public struct Varied: Sendable, Equatable {
    public let path: String
    /// Rising.
    public let values: [Double]
    public let unit: String
  }

  /// What is wanted most or least: a measure of the simulation, or the value of a varied parameter.
  public enum Objective: Sendable, Equatable {
    case measure(String)
    case parameter(Int)
  }

  /// A limit on a measure.
  public struct Limit: Sendable {
    public let measure: String
    public let requirement: Requirement
  }

  /// One combination of the alternatives of `choose:`.
  public struct Alternative: Sendable {
    /// Of each choice, in the order of the file, the option taken.
    public let options: [(choice: String, option: String)]
    public let scenario: ScenarioDocument
  }

  /// What a run differs by.
  public enum Variation: String, Sendable, CaseIterable {
    /// Every run has a draw of the uncertain parameters.
    case parameters
    /// Chance of the simulation only, all parameters at their means.
    case none
  }

  public let path: String
  public let title: String
  public let varied: [Varied]
  public let alternatives: [Alternative]
  /// What every alternative reports.
  public let measures: [Measure]
  public let objective: Objective
  /// The objective as the file names it.
  public let objectiveName: String
  public let maximises: Bool
  public let limits: [Limit]
  public let variation: Variation
  /// Most runs of the simulator.
  public let runs: Int
  public let seed: UInt64
  /// A difference of the objective that does not matter, in its unit.
  public let indifference: Double
  /// Files read, for the manifest.
  public let files: [String]

  public var grid: PlanGrid { PlanGrid(levels: varied.map(\.values), alternatives: alternatives.count) }

  static let fields: [Field] = [
    Field("plan", .text, required: true, "The question."),
    Field("scenario", .text, required: true, "The scenario file; relative to this file."),
    Field("vary", .anything, required: true, "Paths of parameters and their values: 25..50 by 0.5, or a list."),
    Field("choose", .anything, "Names of choices, each with named options that are fragments of a scenario."),
    Field("minimise", .text, "A measure or a varied path of which the least is wanted."),
    Field("maximise", .text, "A measure or a varied path of which the most is wanted."),
    Field("subject_to", .anything, "Limits: a list of {measure, at_least or at_most, with_probability}."),
    Field("uncertainty", .choice(Variation.allCases.map(\.rawValue)), "What a run differs by."),
    Field("runs", .number(.number, 50...10_000_000, isWhole: true), "Most runs of the simulator."),
    Field("indifference", .number(.number, 0...1e12), "A difference of the objective that does not matter."),
    Field("seed", .number(.number, 0...9_007_199_254_740_992, isWhole: true), "Seed of the random numbers."),
  ]

  /// Whether a file is a plan.
  public static func isPlan(path: String) -> Bool { (try? YAMLTree.read(path: path))?["plan"] != nil }

  public init(path: String) throws(ScenarioError) {
    let tree = try YAMLTree.read(path: path)
    try FileKind.plan.expect(tree, path: path)
    var checker = Checker()
    let root = checker.object(tree, Self.fields, path: "")
    guard let root, checker.flaws.isEmpty else { throw ScenarioError(checker.flaws) }
    let numbers = ScenarioDecoder(values: checker.parameters.map(\.mean))
    let folder = (path as NSString).deletingLastPathComponent
    let name = root["scenario"]?.text ?? ""
    let file = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
    guard FileManager.default.fileExists(atPath: file) else {
      throw ScenarioError([Flaw(checker.positions["scenario"] ?? tree.position, "'\(file)': \(noSuchFile(file))")])
    }
    let reader = PlanReader(tree: tree, scenario: file)
    alternatives = try reader.alternatives()
    varied = try reader.varied(alternatives)
    let catalogues = alternatives.map { ServiceModel($0.scenario.scenario()).catalogue }
    measures = catalogues[0].measures.filter { measure in catalogues.allSatisfy { $0.measure(measure.id) != nil } }
    (objective, objectiveName, maximises) = try reader.objective(measures, varied)
    limits = try reader.limits(measures)
    self.path = path
    title = root["plan"]?.text ?? ""
    variation = root["uncertainty"]?.text.flatMap(Variation.init) ?? .none
    runs = numbers.number(root["runs"]).map { Int($0) } ?? 2000
    seed = numbers.number(root["seed"]).map { UInt64($0) } ?? 1
    indifference = numbers.number(root["indifference"]) ?? 0
    var seen: Set<String> = []
    files = ([path] + alternatives.flatMap(\.scenario.files)).filter { seen.insert($0).inserted }
    try reader.checkSize(grid)
  }
}
