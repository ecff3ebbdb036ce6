// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles
import Statistics
import Studies
import TableFiles

/// Parameters by the names of the command line, with the ranges over which they are moved.
///
/// An uncertain parameter goes by its name in the study; any other number of a scenario by its path, and then moves
/// in every strategy that has it, where all have the same; where they differ, `PATH [strategy]` says whose is meant.
/// `PATH=+-2..2` adds to what each strategy has, `PATH=*0.8..1.2` multiplies it.
struct ParameterRanges: Sendable {
  typealias Range = ParameterRange

  private let space: ParameterSpace
  private let strategies: [ScenarioDocument]
  /// Paths of all numbers, by strategy.
  private let paths: [Set<String>]
  /// Every uncertain parameter at its mean: by strategy and path.
  private let base: [[String: Double]]

  init(_ study: StudyDocument, space: ParameterSpace) {
    self.space = space
    strategies = study.strategies
    paths = study.strategies.map { Set($0.parameters.map(\.path)) }
    let means = space.parameters.map(\.mean)
    base = study.strategies.indices.map { space.values(of: means, strategy: $0) }
  }

  /// What the named changes mean for one strategy, by its own paths.
  func ownChanges(strategy: Int, _ changes: [String: Double]) -> [String: Double] {
    var point = space.parameters.map(\.mean)
    var own: [String: Double] = [:]
    for (name, value) in changes {
      let move = Move(name)
      if move.kind == .to, let place = space.parameters.firstIndex(where: { $0.name == name }) {
        point[place] = value
      } else if let target = target(of: move.name), target.strategies.contains(strategy) {
        let before = self.value(of: target.path, strategy: strategy)
        switch move.kind {
        case .to: own[target.path] = value
        case .by: own[target.path] = before + value
        case .times: own[target.path] = before * value
        }
      }
    }
    for (path, value) in space.values(of: point, strategy: strategy) where base[strategy][path] != value {
      own[path] = value
    }
    return own
  }

  /// How a value moves a parameter.
  private struct Move {
    enum Kind { case to, by, times }
    let kind: Kind
    let name: String

    init(_ text: String) {
      if text.hasSuffix(Self.added) {
        (kind, name) = (.by, String(text.dropLast(Self.added.count)))
      } else if text.hasSuffix(Self.multiplied) {
        (kind, name) = (.times, String(text.dropLast(Self.multiplied.count)))
      } else {
        (kind, name) = (.to, text)
      }
    }

    static let added = ", added", multiplied = ", times"
  }

  /// A path, and which strategies' it is.
  private func target(of name: String) -> (path: String, strategies: [Int])? {
    for (s, strategy) in strategies.enumerated() where name.hasSuffix(" [\(strategy.name)]") {
      let path = String(name.dropLast(strategy.name.count + 3))
      if paths[s].contains(path) { return (path, [s]) }
    }
    // An uncertain parameter that strategies share goes by its name; where they move by an amount, by its path.
    let path = space.parameters.first { $0.name == name }?.path ?? name
    let having = strategies.indices.filter { paths[$0].contains(path) }
    return having.isEmpty ? nil : (path, having)
  }

  /// What a strategy has in the base case.
  private func value(of path: String, strategy: Int) -> Double {
    base[strategy][path] ?? strategies[strategy].parameters.first { $0.path == path }?.mean ?? .nan
  }

  /// The parameter that keeps a strategy's cost as it is: `PATH [strategy]`, or a path that one strategy alone has.
  func held(_ name: String) throws -> HeldBudget {
    guard let target = target(of: name) else {
      throw unknown(name, "--move", among: space.parameters.map(\.name) + paths.joined())
    }
    guard target.strategies.count == 1, let strategy = target.strategies.first else {
      let example = "\(target.path) [\(strategies[strategies.count - 1].name)]"
      throw AnalysisError.request("--move takes the parameter of one strategy, as in '\(example)'; found '\(name)'")
    }
    let full = "\(target.path) [\(strategies[strategy].name)]"
    return HeldBudget(
      parameter: full, strategy: strategy, base: value(of: target.path, strategy: strategy),
      allowed: try allowed(full))
  }

  /// The scenario of a strategy with its own changes.
  func scenario(strategy: Int, _ own: [String: Double]) -> Scenario {
    strategies[strategy].scenario(values: base[strategy].merging(own) { $1 })
  }

  /// Bounds of the named parameters: `NAME=from:to` as the user has it, `NAME` by the 95 % of its distribution. Without
  /// names, of all uncertain parameters that any strategy or the evidence has; those of a study's horizon and structure
  /// move no simulation at their means.
  func bounds(_ asked: [String]) throws -> [(parameter: String, low: Double, high: Double)] {
    guard asked.isEmpty else {
      return try asked.map { text in
        guard text.contains("=") else { return try drawn(text) }
        let range = try range(text, points: 2)
        return (range.name, range.values[0], range.values[range.values.count - 1])
      }
    }
    let used = Set(space.paths.prefix(strategies.count).flatMap(\.values) + space.shifts.map(\.effect))
    return try space.parameters.indices.filter(used.contains).map { try drawn(space.parameters[$0].name) }
  }

  /// The central 95 % of an uncertain parameter.
  private func drawn(_ name: String) throws -> (parameter: String, low: Double, high: Double) {
    let known = space.parameters.map(\.name)
    guard let parameter = space.parameters.first(where: { $0.name == name }) else {
      throw unknown(name, "--parameter", among: known)
    }
    let interval = parameter.uncertainty.interval95
    return (name, interval.lower, interval.upper)
  }

  /// `NAME`, `NAME=from..to by step` or `NAME=from..to`; the older `from:to:points` is read too.
  func range(_ text: String, points: Int) throws -> Range {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0]
    let allowed = try allowed(name)
    guard parts.count == 2 else {
      guard let uncertainty = space.parameters.first(where: { $0.name == name })?.uncertainty else {
        throw AnalysisError.request("'\(name)' is certain, so it needs a range: \(name)=from..to")
      }
      let interval = uncertainty.interval95
      try checkItIsOneValue(name)
      return Range(
        name: name, values: evenlySpaced(from: interval.lower, to: interval.upper, count: points), moves: moves(name))
    }
    let sign = parts[1].first.flatMap { "+*".contains($0) ? $0 : nil }
    let (values, isOldForm) = try Self.values(String(parts[1].dropFirst(sign == nil ? 0 : 1)), points: points)
    let low = values[0], high = values[values.count - 1]
    if sign == nil { try checkItIsOneValue(name) }
    if let sign, let target = target(of: name) {
      for s in target.strategies {
        let before = self.value(of: target.path, strategy: s)
        for end in [low, high] {
          let value = sign == "+" ? before + end : before * end
          guard allowed.contains(value) else {
            throw AnalysisError.request(
              "'\(name)' of '\(strategies[s].name)' must stay between \(shortest(allowed.lowerBound)) and \(shortest(allowed.upperBound)); '\(parts[1])' makes it \(shortest(value))"
            )
          }
        }
      }
      return Range(
        name: name + (sign == "+" ? Move.added : Move.multiplied), values: values, moves: moves(name),
        isOldForm: isOldForm)
    }
    guard allowed.contains(low), allowed.contains(high) else {
      throw AnalysisError.request(
        "'\(name)' must stay between \(shortest(allowed.lowerBound)) and \(shortest(allowed.upperBound)); found '\(parts[1])'"
      )
    }
    return Range(name: name, values: values, moves: moves(name), isOldForm: isOldForm)
  }

  private static func values(_ text: String, points: Int) throws -> (values: [Double], isOldForm: Bool) {
    let form = "a range is written 'from..to by step' or from..to, with from below to; found '\(text)'"
    do {
      if let range = try SteppedRange(text) {
        let values = range.values ?? evenlySpaced(from: range.from, to: range.to, count: points)
        guard (2...1000).contains(values.count), range.from < range.to else { throw AnalysisError.request(form) }
        return (values, false)
      }
    } catch let flaw as SteppedRange.Flaw {
      throw AnalysisError.request("\(flaw)")
    }
    let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard (2...3).contains(ends.count), let low = ends[0], let high = ends[1], low.isFinite, high.isFinite, low < high,
      ends.count == 2 || (ends[2].map { $0 >= 2 && $0 <= 1000 && $0 == $0.rounded() } ?? false)
    else { throw AnalysisError.request(form) }
    return (evenlySpaced(from: low, to: high, count: ends.count == 3 ? Int(ends[2] ?? 9) : points), true)
  }

  /// Setting a path alike in strategies that have it differently would undo what they differ in.
  private func checkItIsOneValue(_ name: String) throws {
    guard let target = target(of: name), target.strategies.count > 1 else { return }
    let having = target.strategies.map { (strategies[$0].name, value(of: target.path, strategy: $0)) }
    guard having.contains(where: { $0.1 != having[0].1 }) else { return }
    let each = having.map { "\($0.0) \(shortest($0.1))" }.joined(separator: ", ")
    throw AnalysisError.request(
      "'\(target.path)' differs between strategies (\(each)): say whose is moved, as in '\(target.path) [\(having[having.count - 1].0)]', or move each by an amount, as in '\(target.path)=+-1..1'"
    )
  }

  /// Names of the strategies in which a parameter moves.
  private func moves(_ name: String) -> [String] {
    if let place = space.parameters.firstIndex(where: { $0.name == name }) {
      return strategies.indices.filter { space.paths[$0].values.contains(place) }.map { strategies[$0].name }
    }
    return (target(of: name)?.strategies ?? []).map { strategies[$0].name }
  }

  /// Two ranges with a comma between them.
  func pair(_ text: String, points: Int) throws -> (Range, Range) {
    // A strategy's name may have commas of its own.
    var depth = 0
    let parts = text.split { character in
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      return character == "," && depth == 0
    }.map { $0.trimmingCharacters(in: .whitespaces) }
    guard parts.count == 2 else {
      throw AnalysisError.request("--two-way takes two parameters with a comma between them; found '\(text)'")
    }
    let first = try range(parts[0], points: points), second = try range(parts[1], points: points)
    guard first.name != second.name else { throw AnalysisError.request("--two-way takes two different parameters") }
    return (first, second)
  }

  /// The values that every strategy with the parameter may take.
  private func allowed(_ name: String) throws -> ClosedRange<Double> {
    let target = target(of: name)
    let found = (target?.strategies ?? []).flatMap { s in
      strategies[s].parameters.filter { $0.path == target?.path }
    }
    guard let first = found.first else {
      throw unknown(name, "a parameter", among: space.parameters.map(\.name) + paths.joined())
    }
    return first.allowed
  }

  private func unknown(_ name: String, _ what: String, among names: [String]) -> AnalysisError {
    let near = didYouMean(name, in: names, orElse: "; 'skillmix run --out' lists all parameters")
    return .request("\(what): no parameter '\(name)' in the study's strategies\(near)")
  }
}

/// A parameter and the values it is given.
public struct ParameterRange: Sendable {
  public let name: String
  public let values: [Double]
  /// Strategies in which it moves.
  public var moves: [String] = []
  /// Whether it was written from:to:points.
  public var isOldForm = false
}

/// The fewest digits that read back as the same number.
private func shortest(_ value: Double) -> String { JSONValue.number(value).text }
