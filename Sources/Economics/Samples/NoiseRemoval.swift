// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// The draws of a PSA as they would be without replication noise, when each is a mean over some replications.
///
/// Noise widens the distribution of the increments: it flattens the acceptability curve and inflates the value of
/// information. It is taken out in two parts.
///
/// 1. Whatever the noise's shape, its mean given the parameters is nil, so a regression of the increments on all
///    parameters has none of it. The fit is taken as if each draw had been left out of it (below), so that a draw's
///    own noise does not come back through its fit.
/// 2. What the regression leaves is what it missed of the parameters, and noise. That rest is moved by the linear map
///    that takes the noise's covariance away and moves it least (the optimal transport between normal
///    distributions: Olkin & Pukelsheim 1982, doi:10.1016/0024-3795(82)90112-4). Each draw has its own map, for the
///    noise expected at its place: the replications' covariances smoothed over the fitted increments, since in counts
///    the noise grows with the effect.
///
/// Expected costs and effects stay; the covariance of the result is that of the draws less the noise's, so the
/// second moments are unbiased at every threshold. Where the parameters explain the increments the shape is that of
/// the fit, so counts are as right as normal outcomes; where they explain nothing, the shape is that of the draws.
public struct NoiseRemoval: Sendable {
  public let samples: DecisionSamples
  private let noise: ReplicationNoise
  private let replications: Int
  private let reference: Int
  private let others: [Int]
  /// Increments: effects of the other strategies, then costs.
  private let columns: [[Double]]
  private let regression: (design: Matrix, fit: PenalisedRegression)?
  /// Values of the parameters where each was drawn from strata of its own.
  private let strata: [[Double]]

  /// - Parameters:
  ///   - noise: Of every draw, in the order of the samples.
  ///   - replications: How many each draw is the mean of.
  ///   - parameters: What the draws came from; without it there is no first part.
  ///   - areStratified: Whether the draws are a Latin hypercube, which the standard errors then take into account.
  public init(
    _ samples: DecisionSamples, noise: ReplicationNoise, replications: Int, parameters: ParameterSamples? = nil,
    areStratified: Bool = false, reference: Int = 0
  ) {
    precondition(noise.outcomeCount == 2 * samples.strategies.count && replications > 0)
    precondition(noise.drawCount == samples.drawCount && noise.degreesOfFreedom > 0)
    self.samples = samples
    self.noise = noise
    self.replications = replications
    self.reference = reference
    others = samples.strategies.indices.filter { $0 != reference }
    let increments = samples.increments(against: reference)
    columns = others.map { increments.effects[$0] } + others.map { increments.costs[$0] }
    strata = areStratified ? parameters?.values ?? [] : []
    let explaining = Self.explaining(parameters?.values ?? [], columns)
    if !others.isEmpty, !explaining.isEmpty, let basis = InteractionBasis(explaining) {
      let design = basis.design(explaining)
      regression = (design, PenalisedRegression(design: design, outcomes: columns, groups: basis.groups))
    } else {
      regression = nil
    }
  }

  /// Of more parameters than these the regression takes those that go most with some increment (sure independence
  /// screening: Fan & Lv 2008, doi:10.1111/j.1467-9868.2008.00674.x); its time grows with the cube of their number. What
  /// it misses of the others stays with the rest.
  private static let mostExplaining = 60

  private static func explaining(_ parameters: [[Double]], _ increments: [[Double]]) -> [[Double]] {
    guard parameters.count > mostExplaining else { return parameters }
    let scores = parameters.map { values in
      let own = covariance(values, values)
      return increments.reduce(0.0) { most, column in
        let variances = own * covariance(column, column), shared = covariance(values, column)
        return variances > 0 ? max(most, shared * shared / variances) : most
      }
    }
    let kept = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(mostExplaining).sorted()
    return kept.map { parameters[$0] }
  }

  /// The draws without the noise.
  public func cleaned() throws(NumericalError) -> DecisionSamples {
    try cleaned(Array(0..<samples.drawCount), fit: regression?.fit)
  }

  private func cleaned(_ rows: [Int], fit: PenalisedRegression?) throws(NumericalError) -> DecisionSamples {
    guard !others.isEmpty, rows.count > 1 else { return samples.selecting(draws: rows) }
    let values = columns.map { column in rows.map { column[$0] } }
    var fitted: [[Double]]?
    if let fit, let regression { fitted = fit.predict(regression.design.selecting(rows: rows)) }
    let moved = try withoutNoise(values, fitted: fitted, rows)
    var effects = samples.effects.map { column in rows.map { column[$0] } }
    var costs = samples.costs.map { column in rows.map { column[$0] } }
    for (position, s) in others.enumerated() {
      effects[s] = zip(moved[position], effects[reference]).map { $0 + $1 }
      costs[s] = zip(moved[others.count + position], costs[reference]).map { $0 + $1 }
    }
    return DecisionSamples(strategies: samples.strategies, costs: costs, effects: effects)
  }

  // MARK: The two parts

  private func withoutNoise(
    _ values: [[Double]], fitted: [[Double]]?, _ rows: [Int]
  ) throws(NumericalError) -> [[Double]] {
    let size = values.count, means = values.map { mean($0) }
    // On a common scale, or the costs would drown the effects.
    let scales = values.map { column in
      let deviation = covariance(column, column).squareRoot()
      return deviation > 0 ? deviation : 1
    }
    func standardised(_ columns: [[Double]]) -> [[Double]] {
      zip(columns, zip(means, scales)).map { column, place in column.map { ($0 - place.0) / place.1 } }
    }
    let whole = standardised(values)
    let explained = try fitted.map { fit throws(NumericalError) in try leftOut(standardised(fit), of: whole) }
    let rest = explained.map { explained in zip(whole, explained).map { zip($0, $1).map { $0 - $1 } } } ?? whole
    let noise = incrementCovariance(noise.pooled(rows), scales)
    let wanted = try positive(covarianceMatrix(rest) - noise)
    let shrunk = try shrunk(rest, to: wanted, noiseGiven: explained, rows, scales)
    var moved = try moved(shrunk, to: wanted)
    if let explained {
      // Nil where the noise seems larger than the rest: then the fit gives up what the rest cannot.
      moved = zip(moved, explained).map { zip($0, $1).map { $0 + $1 } }
      moved = try self.moved(moved, to: positive(covarianceMatrix(whole) - noise))
    }
    return (0..<size).map { j in
      let center = mean(moved[j])
      return moved[j].map { means[j] + scales[j] * ($0 - center) }
    }
  }

  /// The columns with another covariance, moved as little as that needs.
  private func moved(_ columns: [[Double]], to wanted: Matrix) throws(NumericalError) -> [[Double]] {
    let result = Matrix(columns: columns) * (try transport(from: covarianceMatrix(columns), to: wanted))
    return columns.indices.map { Array(result.column($0)) }
  }

  /// Each draw's fit as if the draw had not been in it.
  ///
  /// A fit f = Sy has some of the draw's own noise, so it goes with the residual r; f − K r with K = cov(f, r) var(r)⁻¹
  /// does not. With one outcome, K is the average of h/(1 − h), h the draws' leverages: the exact change when a draw is
  /// left out.
  private func leftOut(_ fitted: [[Double]], of whole: [[Double]]) throws(NumericalError) -> [[Double]] {
    let residuals = zip(whole, fitted).map { zip($0, $1).map { $0 - $1 } }
    let residualCovariance = covarianceMatrix(residuals)
    let eigen = try SymmetricEigenvalues(residualCovariance)
    let smallest = 1e-10
    let inverse = eigen.mapValues { $0 > smallest ? 1 / $0 : 0 }
    var crossed = Matrix(rows: fitted.count, columns: fitted.count)
    for j in fitted.indices { for i in fitted.indices { crossed[i, j] = covariance(residuals[i], fitted[j]) } }
    let correction = Matrix(columns: residuals) * (inverse * crossed)
    return fitted.indices.map { j in zip(fitted[j], correction.column(j)).map { $0 - $1 } }
  }

  /// The rest with each draw shrunk for the noise expected at its place; as it is when nothing is known of that.
  private func shrunk(
    _ rest: [[Double]], to wanted: Matrix, noiseGiven explained: [[Double]]?, _ rows: [Int], _ scales: [Double]
  ) throws(NumericalError) -> [[Double]] {
    guard let explained, let expected = expectedNoise(explained, rows, scales) else { return rest }
    var result = rest
    for i in rows.indices {
      let map = try transport(from: wanted + positive(expected[i]), to: wanted)
      let moved = map * rest.map { $0[i] }
      for j in rest.indices { result[j][i] = moved[j] }
    }
    return result
  }

  /// Covariance of the noise in each draw, smoothed over the fitted increments.
  private func expectedNoise(_ explained: [[Double]], _ rows: [Int], _ scales: [Double]) -> [Matrix]? {
    let own = rows.compactMap { noise.covariance(ofDraw: $0) }.map { incrementCovariance($0, scales) }
    guard own.count == rows.count, let basis = InteractionBasis(explained) else { return nil }
    let size = explained.count
    let pairs = (0..<size).flatMap { j in (0...j).map { ($0, j) } }
    let outcomes = pairs.map { pair in own.map { $0[pair.0, pair.1] } }
    let design = basis.design(explained)
    let fit = PenalisedRegression(design: design, outcomes: outcomes, groups: basis.groups).predict(design)
    return rows.indices.map { i in
      var matrix = Matrix(rows: size, columns: size)
      for (pair, values) in zip(pairs, fit) {
        matrix[pair.0, pair.1] = values[i]
        matrix[pair.1, pair.0] = values[i]
      }
      return matrix
    }
  }

  /// Covariance of the standardised increments of means over replications, from that of single replications.
  private func incrementCovariance(_ covariance: Matrix, _ scales: [Double]) -> Matrix {
    let count = samples.strategies.count, size = 2 * others.count
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
        result[i, j] = value / Double(replications) / (scales[i] * scales[j])
      }
    }
    return result
  }

  // MARK: How far it is known

  /// Groups of draws that are left out in turn for the standard errors.
  public static let usualGroups = 25

  /// The decision without the noise, its standard errors from the whole calculation repeated without each of some groups
  /// of draws (the delete-a-group jackknife: Kott 2001, Journal of Official Statistics 17), penalties kept.
  public func decision(
    thresholds: [Double], groups: Int = usualGroups
  ) throws(NumericalError) -> DecisionUncertainty {
    let whole = try cleaned()
    let decision = DecisionUncertainty(whole, thresholds: thresholds, reference: reference)
    let additive = StratifiedLosses(whole, decision, reference: reference, parameters: strata, increments: columns)
    let count = min(groups, samples.drawCount)
    guard samples.drawCount > 2, count > 1 else { return decision }
    var replicates: [DecisionUncertainty] = [], shifts: [[Double]] = []
    for group in 0..<count {
      let rows = (0..<samples.drawCount).filter { $0 % count != group }
      let fit = regression.map { regression in
        regression.fit.refitted(
          design: regression.design.selecting(rows: rows), outcomes: columns.map { column in rows.map { column[$0] } })
      }
      replicates.append(
        DecisionUncertainty(try cleaned(rows, fit: fit), thresholds: thresholds, reference: reference))
      shifts.append(additive.means(over: rows))
    }
    return decision.withJackknifeErrors(replicates, shifts: shifts, errorsOverDraws: additive.errors)
  }
}

extension DecisionUncertainty {
  /// The same with standard errors from estimates that leave out a group of draws each.
  /// - Parameters:
  ///   - shifts: By group, then threshold: what strata would have kept from moving the EVPI.
  ///   - errorsOverDraws: At each threshold, the least error of the EVPI.
  func withJackknifeErrors(
    _ replicates: [DecisionUncertainty], shifts: [[Double]], errorsOverDraws: [Double]
  ) -> DecisionUncertainty {
    func error(_ values: [Double]) -> Double {
      let center = mean(values), count = Double(values.count)
      return ((count - 1) / count * values.reduce(0) { $0 + ($1 - center) * ($1 - center) }).squareRoot()
    }
    var result = self
    result.perfectInformation = thresholds.indices.map { i in
      // The jackknife sees nothing of a loss that no draw left has; the error over draws stands below it.
      Estimate(
        value: perfectInformation[i].value,
        standardError: max(
          error(zip(replicates, shifts).map { $0.perfectInformation[i].value - $1[i] }), errorsOverDraws[i]))
    }
    result.acceptabilityErrors = strategies.indices.map { s in
      thresholds.indices.map { i in
        max(error(replicates.map { $0.acceptability[s][i] }), acceptabilityErrors[s][i])
      }
    }
    return result
  }
}

private func covarianceMatrix(_ columns: [[Double]]) -> Matrix {
  var result = Matrix(rows: columns.count, columns: columns.count)
  for j in columns.indices {
    for i in 0...j {
      result[i, j] = covariance(columns[i], columns[j])
      result[j, i] = result[i, j]
    }
  }
  return result
}

/// The nearest covariance: no direction has less than no variance.
private func positive(_ matrix: Matrix) throws(NumericalError) -> Matrix {
  try SymmetricEigenvalues(matrix).mapValues { max($0, 0) }
}

/// The symmetric map that gives a normal vector with one covariance another one, moving it least.
private func transport(from total: Matrix, to wanted: Matrix) throws(NumericalError) -> Matrix {
  let eigen = try SymmetricEigenvalues(total)
  let smallest = 1e-12 * max(eigen.values.last ?? 0, .leastNormalMagnitude)
  let root = eigen.mapValues { max($0, 0).squareRoot() }
  let inverseRoot = eigen.mapValues { $0 > smallest ? 1 / $0.squareRoot() : 0 }
  let middle = try SymmetricEigenvalues(root * wanted * root).mapValues { max($0, 0).squareRoot() }
  return inverseRoot * middle * inverseRoot
}
