// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import SyntheticControl

/// Panels from a linear factor model with a known effect: unit and time effects, two factors, noise.
func factorPanel(
  seed: UInt64, donors: Int = 20, pre: Int = 24, post: Int = 8, effect: Double = 0, treated: Int = 1,
  noise: Double = 1
) -> (panel: Panel, design: EffectsDesign) {
  let stream = RandomStream(seed: seed)
  let periods = pre + post
  var factors: [[Double]] = []
  for k in 0..<3 {
    stream.seek(entity: UInt64(k), purpose: 9)
    var level = 0.0
    factors.append(
      (0..<periods).map { _ in
        level = 0.8 * level + stream.standardNormal()
        return level
      })
  }
  let units = (0..<(treated + donors)).map { $0 < treated ? "T\($0)" : "D\($0)" }
  let outcome = units.indices.map { unit -> [Double] in
    stream.seek(entity: UInt64(unit), purpose: 1)
    let loadings = [stream.uniform(), stream.uniform()], level = 50 + 5 * stream.uniform()
    return (0..<periods).map { t in
      let added = unit < treated && t >= pre ? effect : 0
      return level + factors[2][t] + 2 * loadings[0] * factors[0][t] + 2 * loadings[1] * factors[1][t]
        + noise * stream.standardNormal() + added
    }
  }
  let times = (0..<periods).compactMap { TimePoint(String($0)) }
  var design = EffectsDesign(
    treated: (0..<treated).map { TreatedUnit(unit: units[$0], firstPost: Double(pre)) })
  design.methods = [.outcomeOnly]
  return (Panel(units: units, times: times, outcomeName: "y", outcome: outcome), design)
}
