// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import SyntheticControl

/// What is true of a simulated panel of percentages.
struct PanelDesign {
  var pilots = 5
  var donors = 60
  var pre = 24
  var post = 8
  /// Mean of the pilots' true effects and their standard deviation.
  var effect = 0.0
  var between = 0.0
  /// Whether percentages are counted on some 650 children a quarter.
  var isCounted = false
}

/// Levels, a common course, two factors (autoregressive, 0.8) and autoregressive noise (0.6); pilots are drawn like
/// donors.
struct SimulatedPanel {
  let panel: Panel
  let design: EffectsDesign
  let effects: [Double]
  /// The effect in a site that was not there.
  let furtherEffect: Double

  init(_ truth: PanelDesign, seed: UInt64) {
    let stream = RandomStream(seed: seed, domain: 77)
    let periods = truth.pre + truth.post
    var courses: [[Double]] = []
    for k in 0..<3 {
      stream.seek(entity: UInt64(k), purpose: 1)
      var level = 1.6 * stream.standardNormal()
      courses.append(
        (0..<periods).map { _ in
          level = 0.8 * level + stream.standardNormal()
          return level
        })
    }
    let units = (0..<(truth.pilots + truth.donors)).map { $0 < truth.pilots ? "P\($0)" : "D\($0)" }
    var outcome: [[Double]] = [], counts: [[Double]] = [], effects: [Double] = []
    for unit in units.indices {
      stream.seek(entity: UInt64(unit), purpose: 2)
      let level = 75 + 4 * stream.standardNormal()
      let loadings = [stream.standardNormal(), stream.standardNormal()]
      let effect = unit < truth.pilots ? truth.effect + truth.between * stream.standardNormal() : 0
      if unit < truth.pilots { effects.append(effect) }
      let children = 650 * (0.7 + 0.6 * stream.uniform())
      var drift = 1.25 * stream.standardNormal(), series: [Double] = []
      for t in 0..<periods {
        drift = 0.6 * drift + stream.standardNormal()
        let own = level + courses[2][t] + loadings[0] * courses[0][t] + loadings[1] * courses[1][t] + drift
        let percent = min(max(own + (t >= truth.pre ? effect : 0), 0.5), 99.5)
        let counted = Double(stream.binomial(probability: percent / 100, trials: Int(children)))
        series.append(truth.isCounted ? 100 * counted / children.rounded(.down) : percent)
      }
      outcome.append(series)
      counts.append([Double](repeating: children.rounded(.down), count: periods))
    }
    stream.seek(entity: 1 << 40, purpose: 3)
    furtherEffect = truth.effect + truth.between * stream.standardNormal()
    let times = (0..<periods).compactMap { TimePoint("\(2017 + $0 / 4)Q\($0 % 4 + 1)") }
    panel = Panel(
      units: units, times: times, outcomeName: "y", outcome: outcome, denominator: truth.isCounted ? counts : nil)
    var design = EffectsDesign(
      treated: (0..<truth.pilots).map { TreatedUnit(unit: units[$0], firstPost: times[truth.pre].order) })
    design.inference = [.placeboSpace]
    design.settings.rule = .regression
    // Predictors for the classic method: two blocks of the past.
    design.settings.predictors = (0..<4).map { block in
      Predictor(
        column: "y",
        periods: .window(times[block * truth.pre / 4].order, times[(block + 1) * truth.pre / 4 - 1].order))
    }
    design.settings.penalty = 0.1
    design.settings.seed = seed
    self.design = design
    self.effects = effects
  }
}
