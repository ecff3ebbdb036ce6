// SPDX-License-Identifier: GPL-3.0-or-later
import ScenarioFiles

/// The values that the questions of a sensitivity analysis ask for.
struct AskedRanges {
  let oneWay: [ParameterRange]
  let twoWay: [(ParameterRange, ParameterRange)]
  let switches: [ParameterRange]
  /// Whether there is a tornado, and the ends of its bars.
  let isTornado: Bool
  let bounds: [(parameter: String, low: Double, high: Double)]

  /// - Throws: `AnalysisError.request` for a name or a range that cannot be.
  init(_ questions: SensitivityStudy.Questions, in space: ParameterRanges) throws {
    oneWay = try questions.oneWay.map { try space.range($0, points: 9) }
    twoWay = try questions.twoWay.map { try space.pair($0, points: 7) }
    switches = try questions.switches.map { try space.range($0, points: 9) }
    isTornado =
      questions.tornado || !questions.tornadoParameters.isEmpty
      || (oneWay.isEmpty && twoWay.isEmpty && switches.isEmpty)
    bounds = isTornado ? try space.bounds(questions.tornadoParameters) : []
  }

  /// Every point at which strategies are run, the base case first: parameters that are moved, by name.
  var points: [[String: Double]] {
    let bars = bounds.flatMap { [[$0.parameter: $0.low], [$0.parameter: $0.high]] }
    let lines = (oneWay + switches).flatMap { range in range.values.map { [range.name: $0] } }
    let grids = twoWay.flatMap { first, second in
      first.values.flatMap { a in second.values.map { [first.name: a, second.name: $0] } }
    }
    return [[:]] + bars + lines + grids
  }
}
