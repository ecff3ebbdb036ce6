// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Studies

/// What strategies are when structural questions are answered otherwise than the scenarios do.
struct StructuralVariants: Sendable {
  struct Variant: Sendable {
    /// The strategy's name with the alternatives that make it what it is.
    let name: String
    let document: ScenarioDocument
  }

  var questions: [StructuralQuestion] = []
  /// Scenarios that are not as they stand, in any order.
  var documents: [Variant] = []
  /// By combination of alternatives, then strategy: position among `documents`; nil for a scenario as it stands.
  var places: [[Int?]] = []

  /// Position of a draw's combination of alternatives.
  func combination(_ alternatives: [Int]) -> Int {
    zip(questions, alternatives).reduce(0) { $0 * $1.0.alternatives.count + $1.1 }
  }
}

/// Reads the structural questions of a study: `structure:`.
enum StructureReader {
  static let shape: Shape = .list(
    .object([
      Field("question", .text, required: true, "What is asked of the model."),
      Field(
        "alternatives",
        .list(
          .object([
            Field("name", .text, required: true, "What the alternative says."),
            Field("weight", .number(.number, 0...1e6), required: true, "How far it is believed, against the others."),
            Field("changes", .anything, "What it changes, as a file that extends the scenarios would."),
            Field("strategies", .list(.text), "Strategies that it changes; all of them when left out."),
          ])), required: true, "Answers; the first is the scenarios as they stand, without changes."),
    ]))

  /// More combinations than these are surely a mistake.
  private static let mostCombinations = 64

  static func variants(
    _ node: YAMLTree?, _ value: CheckedValue?, _ numbers: ScenarioDecoder, positions: [String: SourcePosition],
    strategies: [ScenarioDocument]
  ) throws(ScenarioError) -> StructuralVariants {
    guard let node, let value, case .list(let nodes) = node.content else { return StructuralVariants() }
    var variants = StructuralVariants()
    var changes: [[Change?]] = []
    for (index, item) in value.items.enumerated() {
      let (question, own) = try self.question(
        item, nodes[index], numbers, positions[("structure[\(index)]")] ?? node.position, strategies)
      if variants.questions.contains(where: { $0.name == question.name }) {
        throw ScenarioError([Flaw(nodes[index].position, "the question '\(question.name)' is asked twice")])
      }
      variants.questions.append(question)
      changes.append(own)
    }
    let count = variants.questions.reduce(1) { $0 * $1.alternatives.count }
    guard count <= mostCombinations else {
      throw ScenarioError([
        Flaw(node.position, "the alternatives make \(count) combinations; at most \(mostCombinations) are simulated")
      ])
    }
    for combination in 0..<count { try add(combination, to: &variants, changes, strategies) }
    return variants
  }

  private struct Change {
    let name: String
    let tree: YAMLTree
    let strategies: Set<String>
  }

  private static func question(
    _ item: CheckedValue, _ node: YAMLTree, _ numbers: ScenarioDecoder, _ position: SourcePosition,
    _ strategies: [ScenarioDocument]
  ) throws(ScenarioError) -> (StructuralQuestion, [Change?]) {
    let names = strategies.map(\.name)
    let alternatives = item["alternatives"]?.items ?? []
    guard alternatives.count >= 2, let list = node["alternatives"], case .list(let nodes) = list.content else {
      throw ScenarioError([Flaw(position, "a structural question has two alternatives or more")])
    }
    let weights = alternatives.map { numbers.number($0["weight"]) ?? 0 }, total = weights.reduce(0, +)
    guard total > 0, weights.allSatisfy({ $0 > 0 }) else {
      throw ScenarioError([Flaw(list.position, "every alternative needs a weight above 0")])
    }
    var changes: [Change?] = []
    for (index, alternative) in alternatives.enumerated() {
      let name = alternative["name"]?.text ?? ""
      let own = nodes[index]["changes"]
      guard (own == nil) == (index == 0) else {
        throw ScenarioError([
          Flaw(
            own?.position ?? nodes[index].position,
            index == 0
              ? "the first alternative is the scenarios as they stand, and changes nothing"
              : "'\(name)' lacks 'changes'; only the first alternative is the scenarios as they stand")
        ])
      }
      let named = numbers.texts(alternative["strategies"])
      for other in named where !names.contains(other) {
        let near = didYouMean(other, in: names)
        throw ScenarioError([Flaw(nodes[index].position, "'\(other)' is no strategy of the study\(near)")])
      }
      guard let own else {
        changes.append(nil)
        continue
      }
      guard let entries = own.entries, !entries.contains(where: { ["name", "extends"].contains($0.key) }) else {
        throw ScenarioError([
          Flaw(own.position, "'changes' is a mapping of a scenario's keys, without 'name' and 'extends'")
        ])
      }
      changes.append(Change(name: name, tree: own, strategies: Set(named.isEmpty ? names : named)))
    }
    return (
      StructuralQuestion(
        name: item["question"]?.text ?? "",
        alternatives: zip(alternatives, weights).map {
          StructuralQuestion.Alternative(name: $0["name"]?.text ?? "", weight: $1 / total)
        }), changes
    )
  }

  private static func add(
    _ combination: Int, to variants: inout StructuralVariants, _ changes: [[Change?]], _ strategies: [ScenarioDocument]
  ) throws(ScenarioError) {
    var rest = combination
    var taken: [Change?] = []
    for own in changes.reversed() {
      taken.insert(own[rest % own.count], at: 0)
      rest /= own.count
    }
    var places: [Int?] = []
    for strategy in strategies {
      let own = taken.compactMap { $0 }.filter { $0.strategies.contains(strategy.name) }
      guard !own.isEmpty else {
        places.append(nil)
        continue
      }
      let document = try ScenarioDocument(path: strategy.path, changes: own.map(\.tree))
      let before = ServiceModel(strategy.scenario()).catalogue.keys
      guard ServiceModel(document.scenario()).catalogue.keys == before else {
        throw ScenarioError([
          Flaw(
            own[0].tree.position,
            "'\(own.map(\.name).joined(separator: "', '"))' changes what '\(strategy.name)' reports, so that draws could not be set side by side"
          )
        ])
      }
      places.append(variants.documents.count)
      variants.documents.append(
        StructuralVariants.Variant(
          name: "\(strategy.name), \(own.map(\.name).joined(separator: ", "))", document: document))
    }
    variants.places.append(places)
  }
}

extension StudyDocument {
  /// A strategy with the values of a draw, under the structural alternatives that the draw takes.
  /// - Parameter space: The study's own, or the same with evidence followed.
  public func scenario(ofStrategy strategy: Int, draw: [Double], in space: ParameterSpace) -> Scenario {
    // The questions' parameters are the last.
    let first = space.parameters.count - variants.questions.count
    let taken = variants.questions.indices.map { StructuralQuestion.alternative(ofValue: draw[first + $0]) }
    guard !taken.isEmpty, let variant = variants.places[variants.combination(taken)][strategy] else {
      return strategies[strategy].scenario(values: space.values(of: draw, strategy: strategy))
    }
    return variants.documents[variant].document.scenario(
      values: space.values(of: draw, strategy: strategy, pathsAt: strategies.count + variant))
  }
}
