// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// Covariance of a simulation's outcomes between replications of one draw, pooled over draws: the "within" part of
/// a one-way analysis of variance (O'Hagan, Stevenson & Madan 2007, doi:10.1002/hec.1199).
public struct ReplicationNoise: Sendable {
  /// Outcomes are the effects of all strategies, then their costs.
  public let outcomeCount: Int
  private var products: Matrix
  public private(set) var degreesOfFreedom = 0

  public init(strategies: Int) {
    outcomeCount = 2 * strategies
    products = Matrix(rows: outcomeCount, columns: outcomeCount)
  }

  /// Adds the replications of one draw.
  /// - Parameters: By strategy, then replication.
  public mutating func add(effects: [[Double]], costs: [[Double]]) {
    let outcomes = effects + costs
    precondition(outcomes.count == outcomeCount)
    let centred = outcomes.map { values in
      let center = mean(values)
      return values.map { $0 - center }
    }
    for j in 0..<outcomeCount {
      for i in 0..<outcomeCount {
        products[i, j] += zip(centred[i], centred[j]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    degreesOfFreedom += outcomes[0].count - 1
  }

  /// Covariance between single replications; needs at least one draw with two.
  public var covariance: Matrix {
    precondition(degreesOfFreedom > 0)
    var result = products
    for j in 0..<outcomeCount {
      for i in 0..<outcomeCount { result[i, j] = products[i, j] / Double(degreesOfFreedom) }
    }
    return result
  }
}

extension DecisionSamples {
  /// The draws as they would be without replication noise, when each is a mean over some replications.
  ///
  /// Noise widens the distribution of the increments: it flattens the acceptability curve and inflates the value of
  /// information. The increments of all strategies are moved by the one linear map (about their means) that turns
  /// their covariance into what is left when the noise's is taken away, and that moves them least (the optimal
  /// transport between normal distributions: Olkin & Pukelsheim 1982, doi:10.1016/0024-3795(82)90112-4). Expected
  /// costs and effects stay; net benefits at every threshold get the right variances and covariances; the shape is
  /// taken to be that of the noisy draws, which is exact for normal ones.
  /// - Parameters:
  ///   - replicationCovariance: Between single replications, in the order of `ReplicationNoise`.
  ///   - replications: How many each draw is the mean of.
  public func removingReplicationNoise(
    covariance replicationCovariance: Matrix, replications: Int, reference: Int = 0
  ) throws(NumericalError) -> DecisionSamples {
    precondition(replicationCovariance.rowCount == 2 * strategies.count && replications > 0)
    let others = strategies.indices.filter { $0 != reference }
    guard !others.isEmpty, drawCount > 1 else { return self }
    let increments = increments(against: reference)
    let columns = others.map { increments.effects[$0] } + others.map { increments.costs[$0] }
    let noise = incrementCovariance(replicationCovariance, others, reference, replications)
    let cleaned = try withoutNoise(columns, noise)
    var effects = self.effects, costs = self.costs
    for (position, s) in others.enumerated() {
      effects[s] = zip(cleaned[position], effects[reference]).map { $0 + $1 }
      costs[s] = zip(cleaned[others.count + position], costs[reference]).map { $0 + $1 }
    }
    return DecisionSamples(strategies: strategies, costs: costs, effects: effects)
  }

  /// Covariance of the mean over replications of the increments, from that of the outcomes.
  private func incrementCovariance(
    _ covariance: Matrix, _ others: [Int], _ reference: Int, _ replications: Int
  ) -> Matrix {
    let count = strategies.count, size = 2 * others.count
    func places(_ i: Int) -> (own: Int, reference: Int) {
      let offset = i < others.count ? 0 : count
      return (offset + others[i % others.count], offset + reference)
    }
    var result = Matrix(rows: size, columns: size)
    for j in 0..<size {
      for i in 0..<size {
        let a = places(i), b = places(j)
        let value =
          covariance[a.own, b.own] - covariance[a.own, b.reference] - covariance[a.reference, b.own]
          + covariance[a.reference, b.reference]
        result[i, j] = value / Double(replications)
      }
    }
    return result
  }
}

/// Columns moved so that their covariance loses that of the noise.
private func withoutNoise(_ columns: [[Double]], _ noise: Matrix) throws(NumericalError) -> [[Double]] {
  let size = columns.count
  let means = columns.map { mean($0) }
  // On a common scale, or the costs would drown the effects.
  let scales = columns.map { column in
    let deviation = covariance(column, column).squareRoot()
    return deviation > 0 ? deviation : 1
  }
  var total = Matrix(rows: size, columns: size), between = total
  for j in 0..<size {
    for i in 0...j {
      total[i, j] = covariance(columns[i], columns[j]) / (scales[i] * scales[j])
      between[i, j] = total[i, j] - (noise[i, j] + noise[j, i]) / 2 / (scales[i] * scales[j])
      total[j, i] = total[i, j]
      between[j, i] = between[i, j]
    }
  }
  let map = try transport(from: total, to: between)
  let standardised = zip(columns, zip(means, scales)).map { column, place in
    column.map { ($0 - place.0) / place.1 }
  }
  let moved = Matrix(columns: standardised) * map
  return (0..<size).map { j in moved.column(j).map { means[j] + scales[j] * $0 } }
}

/// The symmetric map that gives a normal vector with one covariance another one, moving it least.
///
/// Directions in which the noise is larger than the whole are left without variance.
private func transport(from total: Matrix, to between: Matrix) throws(NumericalError) -> Matrix {
  let eigen = try SymmetricEigenvalues(total)
  let smallest = 1e-12 * max(eigen.values.last ?? 0, .leastNormalMagnitude)
  let root = eigen.mapValues { max($0, 0).squareRoot() }
  let inverseRoot = eigen.mapValues { $0 > smallest ? 1 / $0.squareRoot() : 0 }
  let middle = try SymmetricEigenvalues(root * between * root).mapValues { max($0, 0).squareRoot() }
  return inverseRoot * middle * inverseRoot
}
