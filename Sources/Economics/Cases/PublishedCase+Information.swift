// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Statistics

/// Value of information: closed forms of normal, beta–binomial and gamma–Poisson models.
extension PublishedCase {
  static var information: [PublishedCase] { linearModel + severalStrategies + [product] + conjugateStudies }

  /// Value of knowing a normal net benefit: s φ(m/s) − |m| Φ(−|m|/s).
  static func unitNormalLoss(mean: Double, sd: Double) -> Double {
    let z = mean.magnitude / sd
    return sd * (exp(-z * z / 2) / (2 * Double.pi).squareRoot() - z * normalProbability(below: -z))
  }

  /// Net benefit 20,000 e − c with independent normal increments: e of 0.05 (0.1), c of 800 (600).
  private static var linearModel: [PublishedCase] {
    let draws = 20_000, threshold = 20_000.0
    let stream = RandomStream(seed: 20_261_121)
    var effects: [Double] = [], costs: [Double] = []
    for _ in 0..<draws {
      effects.append(0.05 + 0.1 * stream.standardNormal())
      costs.append(800 + 600 * stream.standardNormal())
    }
    let zeros = [Double](repeating: 0, count: draws)
    let samples = DecisionSamples(strategies: ["current", "new"], costs: [zeros, costs], effects: [zeros, effects])
    let parameters = ParameterSamples(names: ["effect", "cost"], values: [effects, costs])
    let analysis = CostEffectiveness(samples, thresholds: [threshold])
    let partial = analysis.valueOfKnowing([0], in: parameters).estimates[0]
    let study = analysis.valueOfStudying(
      StudyDesign(arms: [StudyDesign.Arm(parameter: 0, measurement: .normal(standardDeviation: 1))]), size: 100,
      in: parameters, seed: 1
    ).estimates[0]
    let whole = analysis.uncertainty.perfectInformation[0]
    let mean = threshold * 0.05 - 800, effectDeviation = threshold * 0.1
    let source = "unit normal loss (Raiffa & Schlaifer 1961), \(draws) draws"
    func known(_ name: String, _ sd: Double, _ estimate: Estimate) -> PublishedCase {
      PublishedCase(
        name: name, source: source, expected: unitNormalLoss(mean: mean, sd: sd), found: estimate.value,
        tolerance: 4 * estimate.standardError)
    }
    // A hundred participants with a standard deviation of 1 halve the variance of a prior of 0.1.
    return [
      known("EVPI of a linear model", (effectDeviation * effectDeviation + 600 * 600).squareRoot(), whole),
      known("EVPPI of the effect", effectDeviation, partial),
      known("EVSI of 100 participants", effectDeviation * 0.5.squareRoot(), study),
    ]
  }

  private static func normals(_ draws: Int, seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed)
    return (0..<draws).map { _ in stream.standardNormal() }
  }

  /// At a threshold of 1, a strategy of no effect and others with these.
  private static func analysis(_ effects: [[Double]]) -> CostEffectiveness {
    let zeros = [Double](repeating: 0, count: effects[0].count)
    return CostEffectiveness(
      DecisionSamples(
        strategies: (0...effects.count).map { "\($0)" }, costs: [[Double]](repeating: zeros, count: effects.count + 1),
        effects: [zeros] + effects), thresholds: [1])
  }

  /// Net benefits as good as each other on average.
  private static var severalStrategies: [PublishedCase] {
    let draws = 20_000, root = (2 * Double.pi).squareRoot()
    let one = normals(draws, seed: 51), other = normals(draws, seed: 52), third = normals(draws, seed: 53)
    let even = analysis([one.map { 300 * $0 }]).uncertainty
    // Increments of three strategies against the first of them.
    let three = analysis([zip(one, third).map { $0 - $1 }, zip(other, third).map { $0 - $1 }]).uncertainty
    let ahead = analysis([one.map { 200 + 300 * $0 }]).uncertainty
    let count = Double(draws), probability = normalProbability(below: 2.0 / 3)
    // Which is best by the draws is chance; what that changes is at most the error of a mean.
    func evpi(_ name: String, _ source: String, _ expected: Double, _ found: Estimate, sd: Double) -> PublishedCase {
      PublishedCase(
        name: name, source: "\(source), \(draws) draws", expected: expected, found: found.value,
        tolerance: 4 * found.standardError + 2 * sd / count.squareRoot())
    }
    return [
      evpi(
        "EVPI of two strategies that are as good", "σ/√(2π)", 300 / root, even.perfectInformation[0], sd: 300),
      evpi(
        "EVPI of three strategies that are as good", "greatest of three normals, 3/(2√π) (David & Nagaraja 2003)",
        1.5 / Double.pi.squareRoot(), three.perfectInformation[0], sd: 2.0.squareRoot()),
      PublishedCase(
        estimated: "Probability of being best, 200 ahead of 300", source: "Φ(2/3), \(draws) draws",
        expected: probability,
        found: Estimate(
          value: ahead.acceptability[1][0], standardError: (probability * (1 - probability) / count).squareRoot())),
    ]
  }

  /// A net benefit that is the product of two standard normals is worth knowing E|xy|/2 = 1/π.
  private static var product: PublishedCase {
    let x = normals(10_000, seed: 54), y = normals(10_000, seed: 55)
    let value = analysis([zip(x, y).map { $0 * $1 }])
      .valueOfKnowing([0, 1], in: ParameterSamples(names: ["x", "y"], values: [x, y])).estimates[0]
    return PublishedCase(
      estimated: "EVPPI of two parameters that multiply", source: "E|xy|/2 = 1/π, 10000 draws", expected: 1 / Double.pi,
      found: value)
  }

  private static var conjugateStudies: [PublishedCase] {
    let stream = RandomStream(seed: 56), draws = 10_000
    let shares = (0..<draws).map { _ in stream.beta(4, 6) }
    let rates = (0..<draws).map { _ in stream.gamma(shape: 4, scale: 0.5) }
    func value(_ values: [Double], less level: Double, _ measurement: StudyDesign.Measurement, size: Int) -> Estimate {
      analysis([values.map { $0 - level }]).valueOfStudying(
        StudyDesign(arms: [StudyDesign.Arm(parameter: 0, measurement: measurement)]), size: size,
        in: ParameterSamples(names: ["parameter"], values: [values]), seed: 1
      ).estimates[0]
    }
    // The best on average is the current strategy, at nil.
    var ofShares = 0.0, ofRates = 0.0
    // P(0 of 20) = Π (6 + i)/(10 + i); then P(y + 1)/P(y) = (20 − y)(4 + y)/((y + 1)(25 − y)).
    var probability = (0..<20).reduce(1) { $0 * Double(6 + $1) / Double(10 + $1) }
    for y in 0...20 {
      ofShares += probability * max(0, Double(4 + y) / 30 - 0.42)
      probability *= Double((20 - y) * (4 + y)) / Double((y + 1) * (25 - y))
    }
    // Three years of counts at a rate of gamma(4, 2): negative binomial, P(0) = (2/5)⁴, P(y + 1)/P(y) = (4 + y)/(y + 1) × 3/5.
    probability = pow(0.4, 4)
    for y in 0...400 {
      ofRates += probability * max(0, Double(4 + y) / 5 - 2.2)
      probability *= Double(4 + y) / Double(y + 1) * 0.6
    }
    return [
      PublishedCase(
        estimated: "EVSI of 20 yes-or-no answers", source: "sum over the beta–binomial, \(draws) draws",
        expected: ofShares, found: value(shares, less: 0.42, .binomial, size: 20)),
      PublishedCase(
        estimated: "EVSI of 3 counts", source: "sum over the gamma–Poisson, \(draws) draws", expected: ofRates,
        found: value(rates, less: 2.2, .poisson, size: 3)),
    ]
  }
}
