// SPDX-License-Identifier: GPL-3.0-or-later
public import Calibration
import EarlyYears
import Foundation
import Statistics
import TableFiles

/// A calibration file: a scenario, the parameters to be found, and the figures that it is to reproduce.
public struct CalibrationDocument: Sendable {
  public let path: String
  public let title: String
  public let scenario: ScenarioDocument
  public let prior: PriorSpace
  /// Fitted ones first, then those held out.
  public let targets: [CalibrationTarget]
  public let points: Int
  public let waves: Int
  public let replications: Int
  /// Rows of the posterior that are written.
  public let draws: Int
  public let seed: UInt64
  /// Files read, for the manifest.
  public let files: [String]
  /// Correlations of the scenario that the calibration cannot use, since only one of the two is calibrated.
  public let unusedCorrelations: [RankCorrelation]

  public var fitted: [CalibrationTarget] { targets.filter { $0.use == .fitted } }

  static let fields: [Field] = [
    Field("calibrate", .text, required: true, "What is calibrated to what."),
    Field("scenario", .text, required: true, "The scenario file with the prior distributions; relative to this file."),
    Field(
      "parameters", .anything, required: true,
      "Paths of the parameters to be found, or a mapping of paths to prior distributions of their own."),
    Field("targets", .text, required: true, "CSV of figures to be reproduced; see docs/calibration.md."),
    Field(
      "correlations", .list(.object(ScenarioFormat.correlation)),
      "Rank correlations between the parameters before calibration; they take the place of the scenario's."),
    Field(
      "overdispersion", .number(.number, 0...2),
      "Standard deviation, on the logit scale, of a counted percentage of one place around what its parameters give."),
    Field("points", .number(.number, 20...100_000, isWhole: true), "Points simulated in each wave."),
    Field("waves", .number(.number, 1...20, isWhole: true), "Most waves."),
    Field("replications", .number(.number, 2...1000, isWhole: true), "Replications of each point."),
    Field("draws", .number(.number, 10...100_000, isWhole: true), "Rows of the posterior that are written."),
    Field("seed", .number(.number, 0...9_007_199_254_740_992, isWhole: true), "Seed of the random numbers."),
  ]

  public init(path: String) throws(ScenarioError) {
    let tree = try YAMLTree.read(path: path)
    try FileKind.calibration.expect(tree, path: path)
    var checker = Checker()
    let root = checker.object(tree, Self.fields, path: "")
    guard let root, checker.flaws.isEmpty else { throw ScenarioError(checker.flaws) }
    let numbers = ScenarioDecoder(values: checker.parameters.map(\.mean))
    func whole(_ key: String, _ usual: Int) -> Int { numbers.number(root[key]).map { Int($0) } ?? usual }
    let folder = (path as NSString).deletingLastPathComponent
    func beside(_ name: String) -> String { name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)" }
    func place(_ key: String) -> SourcePosition { checker.positions[key] ?? tree.position }
    let scenarioPath = beside(root["scenario"]?.text ?? "")
    guard FileManager.default.fileExists(atPath: scenarioPath) else {
      throw ScenarioError([Flaw(place("scenario"), "'\(scenarioPath)': \(noSuchFile(scenarioPath))")])
    }
    // What the scenario says by itself is the prior, though it may use the outcome of an earlier calibration.
    let scenario = try ScenarioDocument(path: scenarioPath, asBeforeCalibration: true)
    self.path = path
    title = root["calibrate"]?.text ?? ""
    self.scenario = scenario
    let alone = try CalibrationPriorReader(scenario: scenario).read(tree["parameters"] ?? tree)
    let own = try RankCorrelation.read(
      root["correlations"], among: alone.names, decoder: numbers, positions: checker.positions, of: path)
    let inherited = scenario.correlations.filter { entry in
      !own.contains { Set([$0.first, $0.second]) == Set([entry.first, entry.second]) }
    }
    unusedCorrelations = inherited.filter { alone.names.contains($0.first) != alone.names.contains($0.second) }
    prior = try Self.correlated(alone, own + inherited, at: place("correlations"))
    points = whole("points", max(80, 12 * prior.count))
    waves = whole("waves", 3)
    replications = whole("replications", 3)
    draws = whole("draws", 1000)
    seed = numbers.number(root["seed"]).map { UInt64($0) } ?? 1
    let targetsPath = beside(root["targets"]?.text ?? "")
    let found = try CalibrationTargetReader(
      path: targetsPath, named: place("targets"), scenario: scenario,
      overdispersion: numbers.number(root["overdispersion"]) ?? 0
    ).read()
    targets = found.filter { $0.use == .fitted } + found.filter { $0.use == .heldOut }
    files = [path] + scenario.files + [targetsPath]
    guard targets.contains(where: { $0.use == .fitted }) else {
      throw ScenarioError([Flaw(place("targets"), "'\(targetsPath)' has no figure that is fitted")])
    }
  }

  /// The prior with those correlations of which it has both parameters.
  private static func correlated(
    _ prior: PriorSpace, _ correlations: [RankCorrelation], at position: SourcePosition
  ) throws(ScenarioError) -> PriorSpace {
    let pairs = correlations.compactMap { entry -> GaussianCopula.Pair? in
      guard let first = prior.names.firstIndex(of: entry.first), let second = prior.names.firstIndex(of: entry.second)
      else { return nil }
      return GaussianCopula.Pair(first: first, second: second, rank: entry.rank)
    }
    guard let copula = GaussianCopula(pairs), copula.isInvertible else {
      throw ScenarioError([
        Flaw(position, "'correlations': no parameters can have these rank correlations at once and all be unknown")
      ])
    }
    return PriorSpace(names: prior.names, priors: prior.priors, copula: copula)
  }
}

/// Reads the parameters of a calibration, each with its prior.
struct CalibrationPriorReader {
  let scenario: ScenarioDocument

  func read(_ node: YAMLTree) throws(ScenarioError) -> PriorSpace {
    var names: [String] = [], priors: [Uncertainty] = []
    if case .list(let items) = node.content {
      for item in items {
        guard case .scalar(let path, _) = item.content, !item.isNull else {
          throw ScenarioError([Flaw(item.position, "a parameter must be a path; found \(item.kind)")])
        }
        let parameter = try parameter(path, at: item.position)
        guard let prior = parameter.uncertainty else {
          throw ScenarioError([
            Flaw(item.position, "'\(path)' is certain in '\(scenario.path)'; give it a prior here: {\(path): {…}}")
          ])
        }
        names.append(path)
        priors.append(prior)
      }
    } else if let entries = node.entries {
      for entry in entries {
        let parameter = try parameter(entry.key, at: entry.position)
        var checker = Checker()
        let low = max(parameter.allowed.lowerBound, -1e300), high = min(parameter.allowed.upperBound, 1e300)
        // A path without a value keeps the scenario's own distribution.
        if !entry.value.isNull { _ = checker.check(entry.value, .number(.number, low...high), path: entry.key) }
        guard checker.flaws.isEmpty else { throw ScenarioError(checker.flaws) }
        guard let prior = checker.parameters.first?.uncertainty ?? parameter.uncertainty else {
          throw ScenarioError([Flaw(entry.position, "'\(entry.key)' needs a distribution as its prior")])
        }
        names.append(entry.key)
        priors.append(prior)
      }
    } else {
      throw ScenarioError([
        Flaw(node.position, "'parameters' must be a list of paths or a mapping of them to priors; found \(node.kind)")
      ])
    }
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ScenarioError([Flaw(node.position, "'\(twice)' is listed twice")])
    }
    guard !names.isEmpty else { throw ScenarioError([Flaw(node.position, "'parameters' names none")]) }
    return PriorSpace(names: names, priors: priors)
  }

  private func parameter(_ path: String, at position: SourcePosition) throws(ScenarioError) -> Parameter {
    guard let parameter = scenario.parameters.first(where: { $0.path == path }) else {
      let near = didYouMean(path, in: scenario.parameters.map(\.path))
      throw ScenarioError([Flaw(position, "'\(path)' is no parameter of '\(scenario.path)'\(near)")])
    }
    return parameter
  }
}
