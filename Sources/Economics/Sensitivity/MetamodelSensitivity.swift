// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// How the decision depends on one parameter, read off the draws of a PSA instead of new runs of the model.
///
/// At each value stands the expected incremental net benefit with the other parameters averaged over their
/// uncertainty (Jalal et al. 2013, doi:10.1177/0272989X13492014, on metamodels of PSA draws). A one-way analysis
/// with the simulator holds them at their means instead; for a model with interactions the two differ.
public struct MetamodelCurve: Sendable, Equatable {
  public let parameter: String
  public let threshold: Double
  /// Values of the parameter, over the middle 95 % of the draws.
  public let values: [Double]
  /// By strategy, then value: net benefit less that of the reference strategy.
  public let incrementalNetBenefit: [[Double]]
  /// The best strategy at each value.
  public let optimal: [Int]
  /// Where the best strategy changes.
  public let switches: [Switch]

  /// A value of the parameter at which two strategies are equally good.
  public struct Switch: Sendable, Equatable {
    public let value: Double
    /// Best below and best above.
    public let below, above: Int
  }

  public static let label = "metamodel of the PSA, other parameters averaged"

  public init(
    of index: Int, in parameters: ParameterSamples, samples: DecisionSamples, threshold: Double,
    reference: Int = 0,
    points: Int = 101
  ) {
    precondition(points > 1)
    let expectation = ConditionalExpectation(
      samples.increments(against: reference), given: [parameters.values[index]])
    let values = middle(of: parameters.values[index], points: points)
    let benefits = netBenefits(expectation.predict([values]), threshold)
    parameter = parameters.names[index]
    self.threshold = threshold
    self.values = values
    incrementalNetBenefit = benefits
    let optimal = values.indices.map { i in best(benefits, at: i) }
    self.optimal = optimal
    switches = (1..<points).filter { optimal[$0] != optimal[$0 - 1] }.map { i in
      Self.locate(between: values[i - 1], values[i], optimal[i - 1], optimal[i], expectation, threshold)
    }
  }

  /// Halves the interval until the change is found to one part in a billion of it.
  private static func locate(
    between low: Double, _ high: Double, _ below: Int, _ above: Int, _ expectation: ConditionalExpectation,
    _ threshold: Double
  ) -> Switch {
    var low = low, high = high
    for _ in 0..<30 {
      let center = (low + high) / 2
      let benefits = netBenefits(expectation.predict([[center]]), threshold)
      if benefits[above][0] > benefits[below][0] { high = center } else { low = center }
    }
    return Switch(value: (low + high) / 2, below: below, above: above)
  }
}

/// The best strategy over a grid of two parameters, read off the draws of a PSA.
public struct MetamodelGrid: Sendable, Equatable {
  public let parameters: [String]
  public let threshold: Double
  public let firstValues, secondValues: [Double]
  /// By first value, then second value.
  public let optimal: [[Int]]

  public init(
    of first: Int, _ second: Int, in parameters: ParameterSamples, samples: DecisionSamples,
    threshold: Double,
    reference: Int = 0, points: Int = 41
  ) {
    precondition(first != second && points > 1)
    let expectation = ConditionalExpectation(
      samples.increments(against: reference), given: [parameters.values[first], parameters.values[second]])
    let x = middle(of: parameters.values[first], points: points)
    let y = middle(of: parameters.values[second], points: points)
    let pairs = [x.flatMap { Array(repeating: $0, count: points) }, x.flatMap { _ in y }]
    let benefits = netBenefits(expectation.predict(pairs), threshold)
    self.parameters = [parameters.names[first], parameters.names[second]]
    self.threshold = threshold
    firstValues = x
    secondValues = y
    optimal = x.indices.map { i in y.indices.map { j in best(benefits, at: i * points + j) } }
  }
}

/// Evenly spaced values over the middle 95 % of the draws.
private func middle(of draws: [Double], points: Int) -> [Double] {
  let sorted = draws.sorted()
  let low = quantile(sorted: sorted, 0.025), high = quantile(sorted: sorted, 0.975)
  return (0..<points).map { low + (high - low) * Double($0) / Double(points - 1) }
}

private func netBenefits(_ increments: Increments, _ threshold: Double) -> [[Double]] {
  (0..<increments.strategyCount).map { increments.netBenefit(of: $0, at: threshold) }
}

private func best(_ benefits: [[Double]], at index: Int) -> Int {
  benefits.indices.reduce(0) { benefits[$1][index] > benefits[$0][index] ? $1 : $0 }
}
