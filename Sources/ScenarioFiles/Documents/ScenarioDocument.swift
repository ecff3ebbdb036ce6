// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears

/// A scenario file with everything it inherits, read and found to be in order.
public struct ScenarioDocument: Sendable {
  public let path: String
  /// The file and all that it extends, in the order in which they were read.
  public let files: [String]
  public let name: String
  /// Official code of the area that it is for; nil where the file says none.
  public let areaCode: String?
  /// Every number of the scenario.
  public let parameters: [Parameter]
  public let published: [PublishedFigure]
  /// What the service should look like from inside, for the question "is this my service?".
  public let serviceCheck: [PublishedFigure]
  public let correlations: [RankCorrelation]
  /// What a calibration left of the parameters, if the scenario uses one.
  public let posterior: PosteriorDraws?
  /// What was done to values that could not be taken as written, each at its line.
  public let remarks: [Flaw]
  private let root: CheckedValue

  /// Reads a scenario file.
  /// - Parameter asBeforeCalibration: Whether `calibrated:` is passed over, so that the parameters are as written:
  ///   what a calibration starts from.
  /// - Throws: `ScenarioError` with everything that is wrong, each at its line.
  public init(path: String, asBeforeCalibration: Bool = false) throws(ScenarioError) {
    let (tree, files) = try Inheritance.read(path: path)
    try self.init(tree, path: path, files: files, asBeforeCalibration: asBeforeCalibration)
  }

  /// Reads a scenario file with changes laid over it, as a file that extends it would.
  init(path: String, changes: [YAMLTree]) throws(ScenarioError) {
    let (tree, files) = try Inheritance.read(path: path)
    try self.init(
      changes.reduce(tree) { Inheritance.merge($0, with: $1, key: "") }, path: path, files: files)
  }

  /// Reads a scenario from text that extends nothing.
  public init(text: String, file: String = "scenario.yaml") throws(ScenarioError) {
    try self.init(try YAMLTree.parse(text, file: file), path: file, files: [file])
  }

  private init(
    _ tree: YAMLTree, path: String, files: [String], asBeforeCalibration: Bool = false
  ) throws(ScenarioError) {
    var checker = Checker()
    let root = checker.object(tree, ScenarioFormat.scenario, path: "")
    guard let root, checker.flaws.isEmpty else { throw ScenarioError(checker.flaws) }
    let posterior = try (asBeforeCalibration ? nil : root["calibrated"]?.text).map { name throws(ScenarioError) in
      try PosteriorDraws(named: name, at: checker.positions["calibrated"] ?? tree.position, files: files)
    }
    let prices = try Self.inOnePriceYear(root, checker, tree)
    let parameters = try posterior?.applied(to: prices) ?? prices
    let scenario = ScenarioDecoder(values: parameters.map(\.mean)).scenario(root)
    var positions = checker.positions
    positions[""] = tree.position
    let cross = CrossChecks(scenario, positions: positions)
    guard cross.flaws.isEmpty else { throw ScenarioError(cross.flaws) }
    let backwards = Self.rangesBackwards(root, parameters, positions)
    guard backwards.isEmpty else { throw ScenarioError(backwards) }
    self.path = path
    self.files = files
    self.root = root
    remarks = checker.remarks
    name = scenario.name
    areaCode = root["area_code"]?.text
    self.parameters = parameters
    self.posterior = posterior
    published = Self.figures("published", root, parameters)
    serviceCheck = Self.figures("service_check", root, parameters)
    correlations = try RankCorrelation.read(
      root["correlations"], parameters: parameters, positions: positions, of: path)
  }

  /// Amounts of money brought to the scenario's price year.
  private static func inOnePriceYear(
    _ root: CheckedValue, _ checker: Checker, _ tree: YAMLTree
  ) throws(ScenarioError) -> [Parameter] {
    let costs = root["costs"], decoder = ScenarioDecoder(values: checker.parameters.map(\.mean))
    let year = decoder.number(costs?["price_year"]).map { Int($0) } ?? Costs().priceYear
    let index = try costs?["price_index"]?.text.map { name throws(ScenarioError) in
      try PriceIndex(named: name, at: checker.positions["costs.price_index"] ?? tree.position)
    }
    return try PriceIndex.applied(to: checker.parameters, year: year, index: index)
  }

  /// The scenario with the given values for some parameters and the means for the rest.
  /// - Parameter values: Values by parameter path.
  public func scenario(values: [String: Double] = [:]) -> Scenario {
    let numbers = parameters.map { values[$0.path] ?? $0.mean }
    return ScenarioDecoder(values: numbers).scenario(root)
  }

  /// Whether a parameter's value comes from the calibration.
  public func isCalibrated(_ path: String) -> Bool {
    guard let posterior, let parameter = parameters.first(where: { $0.path == path }) else { return false }
    return posterior.decides(parameter)
  }

  /// Everything that the file and what it inherits say, in one form whatever its layout; its digest tells two
  /// scenarios apart.
  public var canonicalText: String { canonical(root) }

  private func canonical(_ value: CheckedValue) -> String {
    switch value {
    case .parameter(let index):
      let parameter = parameters[index]
      return parameter.uncertainty.map { "\(parameter.mean)~\($0)" } ?? "\(parameter.mean)"
    case .variate(let family, let arguments):
      let words = arguments.sorted { $0.key < $1.key }.map { "\($0.key):\(canonical(.parameter($0.value)))" }
      return "\(family)(\(words.joined(separator: ",")))"
    case .text(let text): return "\"\(text)\""
    case .flag(let flag): return "\(flag)"
    case .list(let items): return "[\(items.map(canonical).joined(separator: ","))]"
    case .map(let entries): return "{\(entries.map { "\($0.key):\(canonical($0.value))" }.joined(separator: ","))}"
    }
  }

  private static func rangesBackwards(
    _ root: CheckedValue, _ parameters: [Parameter], _ positions: [String: SourcePosition]
  ) -> [Flaw] {
    let decoder = ScenarioDecoder(values: parameters.map(\.mean))
    return ["published", "service_check"].flatMap { key in
      (root[key]?.items ?? []).enumerated().compactMap { index, item in
        guard let range = decoder.numbers(item["range"]), range.count == 2, range[0] > range[1],
          let position = positions["\(key)[\(index)].range"]
        else { return nil }
        return Flaw(position, "the range runs backwards: \(shortest(range[0])) to \(shortest(range[1]))")
      }
    }
  }

  private static func figures(_ key: String, _ root: CheckedValue, _ parameters: [Parameter]) -> [PublishedFigure] {
    let decoder = ScenarioDecoder(values: parameters.map(\.mean))
    return (root[key]?.items ?? []).map { item in
      let range = decoder.numbers(item["range"])
      var source = "", provenance = "assumption"
      if case .parameter(let index)? = item["value"] ?? item["range"]?.items.first {
        source = parameters[index].source
        provenance = parameters[index].provenance
      }
      return PublishedFigure(
        target: item["target"]?.text ?? "", metric: item["metric"]?.text ?? "",
        label: item["label"]?.text ?? item["metric"]?.text ?? "", value: decoder.number(item["value"]) ?? 0,
        tolerance: decoder.number(item["tolerance"]),
        range: range.flatMap { $0.count == 2 && $0[0] <= $0[1] ? $0[0]...$0[1] : nil }, unit: item["unit"]?.text ?? "",
        period: item["period"]?.text ?? "", source: source, provenance: provenance)
    }
  }
}
