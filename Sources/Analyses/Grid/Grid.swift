// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import Planning
import ResultsStore
public import ScenarioFiles
import Statistics
import Studies

/// What a scenario delivers over a grid of its parameters, such as health visitors × nursery nurses: the points behind
/// a page that moves.
///
/// Every point, and the scenario as it is, meets the same children, so that differences are those of the parameters.
public struct Grid: Sendable {
  public let scenario: ScenarioDocument
  public let ranges: [ParameterRange]
  public let replications: Int
  public let seed: UInt64
  public let jobs: Int
  /// A page with more would be slow, and nobody moves through them.
  static let mostPoints = 2_000

  /// - Parameter over: One to four times `PATH=from..to by step`.
  /// - Throws: `AnalysisError.request` for a parameter that is not there or a value that it cannot take.
  public init(
    _ scenario: ScenarioDocument, over: [String], replications: Int = 10, seed: UInt64 = 1,
    jobs: Int = Program.processors
  ) throws(AnalysisError) {
    self.scenario = scenario
    self.replications = replications
    self.seed = seed
    self.jobs = max(1, jobs)
    var ranges: [ParameterRange] = []
    for text in over { ranges.append(try Self.range(text, of: scenario)) }
    self.ranges = ranges
    guard (1...4).contains(ranges.count), Set(ranges.map(\.name)).count == ranges.count else {
      throw .request("a grid is over one to four different parameters; found \(over.count) of --over")
    }
    let points = ranges.reduce(1) { $0 * $1.values.count }
    guard points <= Self.mostPoints else {
      throw .request("the grid has \(points) points, more than \(Self.mostPoints); take larger steps")
    }
  }

  private static func range(_ text: String, of scenario: ScenarioDocument) throws(AnalysisError) -> ParameterRange {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let example = "--over takes 'PATH=from..to by step', such as 'workforce.health_visitor.wte=24..36 by 3'"
    guard parts.count == 2 else { throw .request("\(example); found '\(text)'") }
    guard let parameter = scenario.parameters.first(where: { $0.path == parts[0] }) else {
      let near = didYouMean(parts[0], in: scenario.parameters.map(\.path), orElse: ".")
      throw .request("\(scenario.name) has no parameter '\(parts[0])'\(near)")
    }
    let values: [Double]?
    do {
      values = try SteppedRange(parts[1])?.values
    } catch {
      throw .request("--over '\(text)': \(error)")
    }
    guard let values, values.count > 1 else { throw .request("\(example); found '\(text)'") }
    guard let low = values.first, let high = values.last, parameter.allowed.contains(low),
      parameter.allowed.contains(high)
    else {
      throw .request(
        "'\(parts[0])' must stay between \(parameter.allowed.lowerBound) and \(parameter.allowed.upperBound); found '\(parts[1])'"
      )
    }
    return ParameterRange(name: parts[0], values: values)
  }

  /// Parameters that are moved, by point: none of the first, which is the scenario as it is.
  private var points: [[String: Double]] {
    let grid = PlanGrid(levels: ranges.map(\.values))
    let names = ranges.map(\.name)
    return [[:]]
      + (0..<grid.count).map { Dictionary(zip(names, grid.values($0)), uniquingKeysWith: { first, _ in first }) }
  }

  /// - Throws: `AnalysisError`.
  public func run(progress: @escaping AnalysisProgress.Handler = { _ in }) async throws -> GridResults {
    try await keeping(nil) {
      let started = Date(), points = points, replications = replications
      let measures = HeadlineMeasure.all(scenario.strategy, outcomes: [])
      var values = points.map { _ in measures.map { _ in [Double](repeating: .nan, count: replications) } }
      let stage = Stage("runs", progress), total = points.count * replications
      var done = 0
      let pieces = points.indices.flatMap { point in (0..<replications).map { (point: point, replication: $0) } }
      try await concurrently(pieces, jobs: jobs) { [scenario, seed] piece in
        let model = ServiceModel(scenario.scenario(values: points[piece.point]))
        let outcome = try model.replicationUnlessCancelled(piece.replication, seed: seed)
        return measures.map { measure in
          model.catalogue.index(of: OutcomeKey(measure.id)).map { outcome.values[$0] } ?? .nan
        }
      } deliver: { piece, outcome in
        for (place, value) in outcome.enumerated() { values[piece.point][place][piece.replication] = value }
        done += 1
        stage.show(done, of: total)
      }
      return GridResults(
        scenario: scenario, ranges: ranges, measures: measures,
        points: zip(points, values).map { moved, own in
          GridResults.Point(
            values: ranges.map { range in
              moved[range.name] ?? scenario.parameters.first { $0.path == range.name }?.mean ?? .nan
            },
            summaries: zip(measures, own).map { OutcomeSummary(key: OutcomeKey($0.id), values: $1, unit: $0.unit) },
            differences: zip(measures, zip(values[0], own)).map {
              PairedDifference(key: OutcomeKey($0.id), baseline: $1.0, strategy: $1.1)
            })
        },
        replications: replications, seed: seed,
        manifest: Manifest(of: "grid", files: scenario.files, seed: seed, jobs: jobs, started: started))
    }
  }

  /// What the grid takes; nil when that is a few seconds.
  /// - Throws: `CancellationError`.
  public func forecast() throws -> Forecast? {
    try Forecast(
      piloting: scenario.scenario(), runs: points.count * replications, jobs: jobs, kept: { _ in 0 })
  }
}
