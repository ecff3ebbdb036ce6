// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Studies

/// The analyses asked for, and their results.
struct SensitivityWork: Sendable {
  let runner: SensitivityRunner
  let threshold: Double
  let bounds: [(parameter: String, low: Double, high: Double)]
  let isTornado: Bool
  let oneWays: [ParameterRanges.Range]
  let twoWays: [(ParameterRanges.Range, ParameterRanges.Range)]
  let switches: [ParameterRanges.Range]
  let metamodel: MetamodelSource?

  struct Switches: Sendable {
    let parameter: String
    let low, high: Double
    let curve: [SensitivityPoint]
    let bySimulator: [SwitchPoint]
    let unresolved: [UnresolvedStretch]
    /// Nil without a PSA, or where the PSA did not draw the parameter.
    let byMetamodel: [MetamodelCurve.Switch]?
  }

  struct Results: Sendable {
    let strategies: [String]
    let threshold: Double
    let replications: Int
    var tornado: Tornado?
    var oneWay: [(parameter: String, points: [SensitivityPoint])] = []
    var twoWay: [(first: ParameterRanges.Range, second: ParameterRanges.Range, points: [SensitivityPoint])] = []
    var switches: [Switches] = []
  }

  func run(progress: (Int, Int) -> Void) async throws -> Results {
    var results = Results(
      strategies: runner.strategies.map(\.name), threshold: threshold, replications: runner.replications)
    if isTornado {
      let points = [[:]] + bounds.flatMap { [[$0.parameter: $0.low], [$0.parameter: $0.high]] }
      results.tornado = Tornado(
        try await runner.evaluate(points, progress: progress), bounds: bounds, threshold: threshold)
    }
    for range in oneWays {
      let points = try await runner.evaluate(range.values.map { [range.name: $0] }, progress: progress)
      results.oneWay.append((range.name, points))
    }
    for (first, second) in twoWays {
      let grid = first.values.flatMap { a in second.values.map { [first.name: a, second.name: $0] } }
      results.twoWay.append((first, second, try await runner.evaluate(grid, progress: progress)))
    }
    for range in switches {
      let low = range.values.first ?? 0, high = range.values.last ?? 0
      let found = try await runner.switchPoints(
        of: range.name, between: low, and: high, at: threshold, points: range.values.count, progress: progress)
      results.switches.append(
        Switches(
          parameter: range.name, low: low, high: high, curve: found.curve, bySimulator: found.switches,
          unresolved: found.unresolved,
          byMetamodel: metamodel.flatMap { $0.switches(of: range.name, at: threshold) }))
    }
    return results
  }
}
