// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Two strategies whose increments are linear in independent standard normal parameters, so that every value of
/// information has a closed form.
struct LinearNormalModel {
  var meanEffect = 0.05, meanCost = 900.0
  var effectSlopes = [0.06, 0.03, 0, 0.01]
  var costSlopes = [100.0, 300, 50, 0]

  func slope(_ parameter: Int, at threshold: Double) -> Double {
    threshold * effectSlopes[parameter] - costSlopes[parameter]
  }

  func meanBenefit(at threshold: Double) -> Double { threshold * meanEffect - meanCost }

  /// E max(0, b) − max(0, E b) for b normal: s φ(m/s) + m Φ(m/s) − max(m, 0).
  static func value(mean m: Double, sd s: Double) -> Double {
    guard s > 0 else { return 0 }
    let density = exp(-m * m / (2 * s * s)) / (2 * Double.pi).squareRoot()
    return s * density + m * normalProbability(below: m / s) - max(m, 0)
  }

  func valueOfKnowing(_ parameters: [Int], at threshold: Double) -> Double {
    let variance = parameters.reduce(0) { $0 + slope($1, at: threshold) * slope($1, at: threshold) }
    return Self.value(mean: meanBenefit(at: threshold), sd: variance.squareRoot())
  }

  /// A study of one parameter by normal data with a known standard deviation.
  func valueOfStudying(_ parameter: Int, size: Int, sd: Double, at threshold: Double) -> Double {
    let preposterior = slope(parameter, at: threshold).magnitude / (1 + sd * sd / Double(size)).squareRoot()
    return Self.value(mean: meanBenefit(at: threshold), sd: preposterior)
  }

  /// Draws of the parameters and of both strategies; the current one varies by itself.
  func draws(_ count: Int, seed: UInt64) -> (samples: DecisionSamples, parameters: ParameterSamples) {
    let stream = RandomStream(seed: seed)
    var parameters = Array(repeating: [Double](), count: effectSlopes.count)
    var costs = Array(repeating: [Double](), count: 2), effects = costs
    for _ in 0..<count {
      let x = effectSlopes.map { _ in stream.standardNormal() }
      for (index, value) in x.enumerated() { parameters[index].append(value) }
      let cost = 5000 + 800 * stream.standardNormal(), effect = 10 + 0.5 * stream.standardNormal()
      costs[0].append(cost)
      effects[0].append(effect)
      costs[1].append(cost + meanCost + zip(x, costSlopes).reduce(0) { $0 + $1.0 * $1.1 })
      effects[1].append(effect + meanEffect + zip(x, effectSlopes).reduce(0) { $0 + $1.0 * $1.1 })
    }
    return (
      DecisionSamples(strategies: ["current", "new"], costs: costs, effects: effects),
      ParameterSamples(names: effectSlopes.indices.map { "x\($0 + 1)" }, values: parameters)
    )
  }
}
