// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Foundation
import Studies

/// Reads the cohort model of a study: `horizon: file.yaml`.
struct HorizonReader {
  private static let state: [Field] = [
    Field("utility", .number(.number, -1...1), required: true, "QALYs of a year in the state."),
    Field(
      "cost_per_year_gbp",
      .object(Payer.allCases.map { Field($0.rawValue, .number(.pounds, 0...1e6), "Paid by it in a year.") }),
      "Cost of a year by payer."),
  ]

  /// - Parameter isOfStudy: Whether the simulator says who enters; a model by itself has them at its start.
  private static func fields(isOfStudy: Bool) -> [Field] {
    [
      Field("horizon", .text, required: true, "What is followed, as in '20 years of language need'."),
      Field("years", .number(.years, 1...120), required: true, "How long people are followed after they enter."),
      Field("cycle_years", .number(.years, 0.01...5), "Length of a cycle; 1 when left out."),
      Field(
        "correction", .choice(["half_cycle", "simpson", "simpson_of_tutorial", "none"]),
        "Within-cycle correction; half_cycle when left out."),
      Field("states", .map(.object(state)), required: true, "States by name."),
      Field(
        "willingness_to_pay_gbp", .anything, "What a QALY may cost, as in a study; the study's own when left out."),
      Field(
        "price_index", .text, "File with columns year, index and source, which brings costs to the study's prices."),
      Field("dead", .text, "The state that is death."),
      Field(
        "transitions",
        .list(
          .object([
            Field("from", .text, required: true, "State left."), Field("to", .text, required: true, "State reached."),
            Field(
              "rate_per_year", .number(.perYear, 0...100), required: true, "Events a year of someone in the state."),
            Field(
              "from_year", .number(.years, 0...120), "Year after entry from which the rate holds; 0 when left out."),
            Field(
              "until_year", .number(.years, 0.01...120),
              "Year after entry until which it holds; to the end when left out."),
          ])), required: true, "Who goes where."),
      Field(
        "entries",
        .list(
          .object([
            Field("measure", .text, required: true, "Measure of the simulator that counts those who enter."),
            Field("less", .text, "Measure that is taken off it."),
            Field("state", .text, required: true, "State in which they start."),
          ])), required: isOfStudy, "Who enters, and where."),
      Field(
        "start", .map(.number(.number, 0...1e9)),
        "People in each state at the start, where 'skillmix cohort' runs the model by itself; a study has its entries."),
    ]
  }

  /// A model and its uncertain parameters, which stand behind those that the space has already.
  let horizon: Horizon
  let parameters: [UncertainParameter]
  /// People by state at the start, where the file says so.
  let start: [Double]?
  let file: String

  /// - Parameters:
  ///   - node: The study's `horizon`.
  ///   - first: Position of the first parameter that is added.
  ///   - measures: What every strategy reports.
  ///   - priceYear: Of the study's costs.
  init(_ node: YAMLTree, folder: String, first: Int, measures: [String], priceYear: Int) throws(ScenarioError) {
    guard case .scalar(let name, _) = node.content, !node.isNull else {
      throw ScenarioError([Flaw(node.position, "'horizon' must be a file; found \(node.kind)")])
    }
    let file = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
    guard FileManager.default.fileExists(atPath: file) else {
      throw ScenarioError([Flaw(node.position, "'\(file)': \(noSuchFile(file))")])
    }
    try self.init(path: file, first: first, measures: measures, priceYear: priceYear)
  }

  /// - Parameters:
  ///   - measures: Nil when no simulator is there to report them; people then enter by `start`.
  ///   - priceYear: Nil takes the latest that the file has.
  init(path file: String, first: Int, measures: [String]?, priceYear: Int?) throws(ScenarioError) {
    self.file = file
    let tree = try YAMLTree.read(path: file)
    try FileKind.horizon.expect(tree, path: file)
    var checker = Checker()
    let root = checker.object(tree, Self.fields(isOfStudy: measures != nil), path: "")
    guard let root, checker.flaws.isEmpty else { throw ScenarioError(checker.flaws) }
    let index = try root["price_index"]?.text.map { name throws(ScenarioError) in
      try PriceIndex(named: name, at: checker.positions["price_index"] ?? tree.position)
    }
    var parameters = checker.parameters
    if let year = priceYear ?? parameters.compactMap(\.priceYear).max() {
      parameters = try PriceIndex.applied(
        to: parameters, year: year, index: index, key: "price_index",
        whole: priceYear == nil ? "others" : "the scenario")
    }
    let numbers = ScenarioDecoder(values: parameters.map(\.mean))
    var added: [UncertainParameter] = []
    func quantity(_ value: CheckedValue?) -> Horizon.Quantity? {
      guard case .parameter(let index)? = value else { return nil }
      let parameter = parameters[index]
      guard let uncertainty = parameter.uncertainty else { return .known(parameter.mean) }
      let path = "horizon.\(parameter.path)"
      added.append(
        UncertainParameter(
          name: path, path: path, uncertainty: uncertainty, mean: parameter.mean, unit: parameter.unit,
          source: parameter.source, provenance: parameter.provenance))
      return .uncertain(first + added.count - 1)
    }
    var flaws: [Flaw] = []
    let names = (root["states"]?.entries ?? []).map(\.key)
    func place(_ value: CheckedValue?, at path: String) -> Int? {
      guard let name = value?.text else { return nil }
      if let place = names.firstIndex(of: name) { return place }
      let near = didYouMean(name, in: names)
      flaws.append(Flaw(checker.positions[path] ?? tree.position, "there is no state '\(name)'\(near)"))
      return nil
    }
    func reported(_ value: CheckedValue?, at path: String) -> String? {
      guard let name = value?.text else { return nil }
      guard let measures, !measures.contains(name) else { return name }
      let near = didYouMean(name, in: measures)
      flaws.append(
        Flaw(checker.positions[path] ?? tree.position, "'\(name)' is not a measure that every strategy reports\(near)"))
      return nil
    }
    let states = (root["states"]?.entries ?? []).map { name, value in
      Horizon.State(
        name: name, utility: quantity(value["utility"]) ?? .known(0),
        costs: Dictionary(
          uniqueKeysWithValues: Payer.allCases.compactMap { payer in
            quantity(value["cost_per_year_gbp"]?[payer.rawValue]).map { (payer, $0) }
          }))
    }
    let transitions = (root["transitions"]?.items ?? []).enumerated().compactMap { index, item -> Horizon.Transition? in
      let path = "transitions[\(index)]"
      guard let from = place(item["from"], at: "\(path).from"), let to = place(item["to"], at: "\(path).to"),
        let rate = quantity(item["rate_per_year"])
      else { return nil }
      if from == to {
        flaws.append(Flaw(checker.positions[path] ?? tree.position, "a transition goes to another state"))
      }
      let first = numbers.number(item["from_year"]) ?? 0, last = numbers.number(item["until_year"]) ?? .infinity
      if first >= last {
        flaws.append(
          Flaw(
            checker.positions[path] ?? tree.position,
            "'from_year' must be before 'until_year'; found \(shortest(first)) and \(shortest(last))"))
        return nil
      }
      return Horizon.Transition(from: from, to: to, ratePerYear: rate, years: first..<last)
    }
    let entries = (root["entries"]?.items ?? []).enumerated().compactMap { index, item -> Horizon.Entry? in
      let path = "entries[\(index)]"
      guard let measure = reported(item["measure"], at: "\(path).measure"),
        let state = place(item["state"], at: "\(path).state")
      else { return nil }
      return Horizon.Entry(
        measure: measure, less: reported(item["less"], at: "\(path).less"), state: state)
    }
    let dead = place(root["dead"], at: "dead")
    if let dead, transitions.contains(where: { $0.from == dead }) {
      flaws.append(Flaw(checker.positions["dead"] ?? tree.position, "nobody leaves '\(names[dead])', which is death"))
    }
    let correction: WithinCycleCorrection =
      switch root["correction"]?.text {
      case "simpson": .simpson
      case "simpson_of_tutorial": .simpsonOfTutorial
      case "none": .none
      default: .halfCycle
      }
    let horizon = Horizon(
      title: root["horizon"]?.text ?? "", years: numbers.number(root["years"]) ?? 1,
      cycleYears: numbers.number(root["cycle_years"]) ?? 1, correction: correction, states: states,
      transitions: transitions, dead: dead, entries: entries,
      thresholds: try tree["willingness_to_pay_gbp"].map(StudyPlanReader.thresholds))
    if flaws.isEmpty {
      let means = [Double](repeating: 0, count: first) + added.map(\.mean)
      do throws(CohortModel.Flaw) {
        _ = try horizon.model(means, costs: Costs())
      } catch {
        flaws.append(Flaw(checker.positions["transitions"] ?? tree.position, "\(error)"))
      }
    }
    let shares = (root["start"]?.entries ?? []).compactMap { name, people -> (Int, Double)? in
      place(.text(name), at: "start.\(name)").map { ($0, numbers.number(people) ?? 0) }
    }
    guard flaws.isEmpty else { throw ScenarioError(flaws) }
    start = root["start"] == nil ? nil : names.indices.map { s in shares.first { $0.0 == s }?.1 ?? 0 }
    self.horizon = horizon
    self.parameters = added
  }
}
