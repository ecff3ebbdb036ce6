// SPDX-License-Identifier: GPL-3.0-or-later

/// Smooth functions of one variable, orthonormal over the data and ordered from straight to wiggly.
///
/// Natural cubic splines with knots at quantiles of the distinct values, parameterised by their values at the knots
/// (Wood 2017, Generalized Additive Models, §5.3.1), turned to the basis in which both the data's inner product and
/// the curvature ∫f″² are diagonal (Demmler & Reinsch 1975, doi:10.1007/BF01437407). The first function is the
/// standardised variable itself, whose curvature is nil; constants are left out. Beyond the data the functions go
/// on straight.
public struct SplineBasis: Sendable {
  /// Curvature of each function; the first is 0.
  public let curvatures: [Double]
  private let center, scale: Double
  private let knots: [Double]
  /// Values and second derivatives at the knots, a column for each function.
  private let knotValues, knotCurvatures: Matrix

  public var functionCount: Int { curvatures.count }

  /// A basis for the values; nil when they do not vary.
  /// - Parameter knotCount: Most knots to use; fewer when there are fewer distinct values.
  public init?(_ values: [Double], knotCount: Int) {
    let moments = RunningMoments(values)
    let center = moments.mean, scale = moments.standardDeviation
    guard scale > 1e-13 * max(center.magnitude, .leastNormalMagnitude), scale.isFinite else { return nil }
    let standardised = values.map { ($0 - center) / scale }
    let knots = Self.knots(standardised, knotCount)
    guard knots.count > 1 else { return nil }
    let spacing = CurvatureOperator(knots)
    let design = Self.cardinalDesign(standardised, knots, spacing.secondDerivatives)
    guard let rotated = Self.rotate(design, penalty: spacing.penalty, knots: knots) else { return nil }
    self.center = center
    self.scale = scale
    self.knots = knots
    knotValues = rotated.functions
    knotCurvatures = spacing.secondDerivatives * rotated.functions
    curvatures = rotated.curvatures
  }

  /// The values of the functions at each point, a column for each function.
  public func evaluate(_ values: [Double], functions: Int? = nil) -> Matrix {
    let count = min(functions ?? functionCount, functionCount)
    let places = values.map { Place((($0 - center) / scale), knots) }
    var result = Matrix(rows: values.count, columns: count)
    for j in 0..<count {
      let value = Array(knotValues.column(j)), curvature = Array(knotCurvatures.column(j))
      result.setColumn(
        j,
        places.map { place in
          place.left * value[place.interval] + place.right * value[place.interval + 1]
            + place.leftCubic * curvature[place.interval] + place.rightCubic * curvature[place.interval + 1]
        })
    }
    return result
  }

  /// Quantiles of the distinct values, so that a value taken by many draws counts as one.
  private static func knots(_ values: [Double], _ count: Int) -> [Double] {
    let sorted = values.sorted()
    var distinct: [Double] = []
    for value in sorted where distinct.last.map({ value - $0 > 1e-10 }) ?? true { distinct.append(value) }
    guard distinct.count > count else { return distinct }
    return (0..<count).map { quantile(sorted: distinct, Double($0) / Double(count - 1)) }
  }

  /// A row for each value, a column for each knot: the splines that are 1 at one knot and 0 at the others.
  private static func cardinalDesign(_ values: [Double], _ knots: [Double], _ second: Matrix) -> Matrix {
    let places = values.map { Place($0, knots) }
    var design = Matrix(rows: values.count, columns: knots.count)
    for k in knots.indices {
      let curvature = Array(second.column(k))
      design.setColumn(
        k,
        places.map { place in
          (place.interval == k ? place.left : 0) + (place.interval + 1 == k ? place.right : 0)
            + place.leftCubic * curvature[place.interval] + place.rightCubic * curvature[place.interval + 1]
        })
    }
    return design
  }

  /// Functions as values at the knots: the standardised variable, then those with curvature.
  private static func rotate(
    _ design: Matrix, penalty: Matrix, knots: [Double]
  ) -> (functions: Matrix, curvatures: [Double])? {
    let n = Double(design.rowCount), size = knots.count
    var products = design.gramMatrix()
    for j in 0..<size { for i in 0..<size { products[i, j] /= n } }
    guard let factor = CholeskyFactor(products) else { return nil }
    let half = Matrix(columns: (0..<size).map { factor.forwardSolved(Array(penalty.column($0))) }).transposed
    let inner = Matrix(columns: (0..<size).map { factor.forwardSolved(Array(half.column($0))) })
    guard let eigen = try? SymmetricEigenvalues(inner) else { return nil }
    var columns = [knots]
    var curvatures = [0.0]
    // The two smallest belong to constants and straight lines.
    for j in 2..<max(size, 2) {
      columns.append(factor.backwardSolved(Array(eigen.vectors.column(j))))
      curvatures.append(eigen.values[j])
    }
    return (Matrix(columns: columns), curvatures)
  }
}

/// A point between knots and the weights of the values and second derivatives at its two neighbours.
private struct Place {
  let interval: Int
  let left, right, leftCubic, rightCubic: Double

  init(_ x: Double, _ knots: [Double]) {
    let last = knots.count - 1
    var interval = 0
    while interval < last - 1, x > knots[interval + 1] { interval += 1 }
    let h = knots[interval + 1] - knots[interval]
    let left = (knots[interval + 1] - x) / h, right = (x - knots[interval]) / h
    self.interval = interval
    self.left = left
    self.right = right
    // Outside, straight on with the slope at the end knot.
    if x < knots[0] {
      leftCubic = 0
      rightCubic = (knots[0] - x) * h / 6
    } else if x > knots[last] {
      leftCubic = (x - knots[last]) * h / 6
      rightCubic = 0
    } else {
      leftCubic = (left * left * left - left) * h * h / 6
      rightCubic = (right * right * right - right) * h * h / 6
    }
  }
}

/// Second derivatives at the knots of the natural spline through given values, and ∫f″² (Wood 2017, table 5.1).
private struct CurvatureOperator {
  /// Row j: the second derivative at knot j as a combination of the values at all knots; zero at both ends.
  let secondDerivatives: Matrix
  let penalty: Matrix

  init(_ knots: [Double]) {
    let size = knots.count
    let h = zip(knots.dropFirst(), knots).map { $0 - $1 }
    var differences = Matrix(rows: max(size - 2, 0), columns: size)
    var band = Matrix(rows: max(size - 2, 0), columns: max(size - 2, 0))
    for i in 0..<max(size - 2, 0) {
      differences[i, i] = 1 / h[i]
      differences[i, i + 1] = -1 / h[i] - 1 / h[i + 1]
      differences[i, i + 2] = 1 / h[i + 1]
      band[i, i] = (h[i] + h[i + 1]) / 3
      if i > 0 {
        band[i, i - 1] = h[i] / 6
        band[i - 1, i] = h[i] / 6
      }
    }
    var second = Matrix(rows: size, columns: size)
    var penalty = Matrix(rows: size, columns: size)
    if size > 2, let factor = CholeskyFactor(band) {
      for k in 0..<size {
        let solved = factor.solve(Array(differences.column(k)))
        for (i, value) in solved.enumerated() { second[i + 1, k] = value }
        for j in 0..<size {
          for i in 0..<(size - 2) { penalty[j, k] += differences[i, j] * solved[i] }
        }
      }
    }
    secondDerivatives = second
    self.penalty = penalty
  }
}
