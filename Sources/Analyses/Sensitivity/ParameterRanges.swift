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
/// in every strategy that has it.
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
      if let place = space.parameters.firstIndex(where: { $0.name == name }) {
        point[place] = value
      } else if paths[strategy].contains(name) {
        own[name] = value
      }
    }
    for (path, value) in space.values(of: point, strategy: strategy) where base[strategy][path] != value {
      own[path] = value
    }
    return own
  }

  /// The scenario of a strategy with its own changes.
  func scenario(strategy: Int, _ own: [String: Double]) -> Scenario {
    strategies[strategy].scenario(values: base[strategy].merging(own) { $1 })
  }

  /// 95 % bounds of the named uncertain parameters; of all without names.
  func bounds(_ names: [String]) throws -> [(parameter: String, low: Double, high: Double)] {
    let known = space.parameters.map(\.name)
    for name in names where !known.contains(name) { throw unknown(name, "--parameter", among: known) }
    return space.parameters.filter { names.isEmpty || names.contains($0.name) }.map { parameter in
      let interval = parameter.uncertainty.interval95
      return (parameter.name, interval.lower, interval.upper)
    }
  }

  /// `NAME`, `NAME=from:to` or `NAME=from:to:points`.
  func range(_ text: String, points: Int) throws -> Range {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0]
    let allowed = try allowed(name)
    guard parts.count == 2 else {
      guard let uncertainty = space.parameters.first(where: { $0.name == name })?.uncertainty else {
        throw AnalysisError.request("'\(name)' is certain, so it needs a range: \(name)=from:to")
      }
      let interval = uncertainty.interval95
      return Range(name: name, values: evenlySpaced(from: interval.lower, to: interval.upper, count: points))
    }
    let ends = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard (2...3).contains(ends.count), let low = ends[0], let high = ends[1], low.isFinite, high.isFinite, low < high,
      ends.count == 2 || (ends[2].map { $0 >= 2 && $0 <= 1000 && $0 == $0.rounded() } ?? false)
    else {
      throw AnalysisError.request(
        "a range is written from:to or from:to:points with from below to; found '\(parts[1])'")
    }
    guard allowed.contains(low), allowed.contains(high) else {
      throw AnalysisError.request(
        "'\(name)' must stay between \(shortest(allowed.lowerBound)) and \(shortest(allowed.upperBound)); found '\(parts[1])'"
      )
    }
    return Range(
      name: name, values: evenlySpaced(from: low, to: high, count: ends.count == 3 ? Int(ends[2] ?? 9) : points))
  }

  /// Two ranges with a comma between them.
  func pair(_ text: String, points: Int) throws -> (Range, Range) {
    let parts = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    guard parts.count == 2 else {
      throw AnalysisError.request("--two-way takes two parameters with a comma between them; found '\(text)'")
    }
    let first = try range(parts[0], points: points), second = try range(parts[1], points: points)
    guard first.name != second.name else { throw AnalysisError.request("--two-way takes two different parameters") }
    return (first, second)
  }

  /// The values that every strategy with the parameter may take.
  private func allowed(_ name: String) throws -> ClosedRange<Double> {
    let path = space.parameters.first { $0.name == name }?.path ?? name
    let found = strategies.flatMap { $0.parameters.filter { $0.path == path } }
    guard let first = found.first else {
      throw unknown(name, "a parameter", among: space.parameters.map(\.name) + paths.joined())
    }
    return first.allowed
  }

  private func unknown(_ name: String, _ what: String, among names: [String]) -> AnalysisError {
    let near =
      nearest(name, in: names).map { "; did you mean '\($0)'?" } ?? "; 'skillmix run --out' lists all parameters"
    return .request("\(what): no parameter '\(name)' in the study's strategies\(near)")
  }
}

/// A parameter and the values it is given.
public struct ParameterRange: Sendable {
  public let name: String
  public let values: [Double]
}

/// The fewest digits that read back as the same number.
private func shortest(_ value: Double) -> String { JSONValue.number(value).text }
