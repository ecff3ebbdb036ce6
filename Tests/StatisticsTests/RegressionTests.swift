// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Testing

@Suite struct RegressionTests {
  @Test func aCholeskyFactorSolvesAndInverts() throws {
    let matrix = Matrix(columns: [[4, 2, 1], [2, 5, 3], [1, 3, 6]])
    let factor = try #require(CholeskyFactor(matrix))
    let x = factor.solve([1, 2, 3])
    for (value, expected) in zip(matrix * x, [1.0, 2, 3]) { #expect(abs(value - expected) < 1e-12) }
    // Cofactors over the determinant, 67.
    for (value, expected) in zip(factor.inverseDiagonal(), [21.0 / 67, 23.0 / 67, 16.0 / 67]) {
      #expect(abs(value - expected) < 1e-12)
    }
    #expect(CholeskyFactor(Matrix(columns: [[1, 2], [2, 1]])) == nil)
  }

  @Test func eigenvectorsRebuildTheMatrix() throws {
    let matrix = Matrix(columns: [[4, 2, 1], [2, 5, 3], [1, 3, 6]])
    let eigen = try SymmetricEigenvalues(matrix)
    #expect(eigen.values == eigen.values.sorted())
    let rebuilt = eigen.mapValues { $0 }
    for i in 0..<3 { for j in 0..<3 { #expect(abs(rebuilt[i, j] - matrix[i, j]) < 1e-12) } }
  }

  @Test(arguments: [3, 4, 7, 300]) func productsOfColumnsAreTheirInnerProducts(rows: Int) {
    let stream = RandomStream(seed: 1)
    let columns = (0..<7).map { _ in (0..<rows).map { _ in stream.standardNormal() } }
    let gram = Matrix(columns: columns).gramMatrix()
    for i in 0..<7 {
      for j in 0..<7 {
        let direct = zip(columns[i], columns[j]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(gram[i, j] - direct) < 1e-10)
      }
    }
  }

  @Test func splineFunctionsAreOrthonormalOverTheData() throws {
    let stream = RandomStream(seed: 2)
    let values = (0..<500).map { _ in stream.gamma(shape: 2, scale: 3) }
    let basis = try #require(SplineBasis(values, knotCount: 10))
    #expect(basis.functionCount == 9)
    #expect(basis.curvatures == basis.curvatures.sorted() && basis.curvatures[0] == 0)
    let gram = basis.evaluate(values).gramMatrix()
    for i in 0..<9 {
      for j in 0..<9 { #expect(abs(gram[i, j] / 500 - (i == j ? 1 : 0)) < 3e-3) }
    }
  }

  @Test func splinesGoOnStraightBeyondTheData() throws {
    let basis = try #require(SplineBasis((0...100).map { Double($0) }, knotCount: 8))
    for place in [-50.0, 100] {
      let points = basis.evaluate(
        [place - 20, place - 10, place, place + 10, place + 20].map { $0 + (place < 0 ? -20 : 25) })
      for j in 0..<basis.functionCount {
        for i in 1..<4 { #expect(abs(points[i - 1, j] - 2 * points[i, j] + points[i + 1, j]) < 1e-9) }
      }
    }
  }

  @Test func aVariableThatDoesNotVaryHasNoSpline() {
    #expect(SplineBasis([2, 2, 2], knotCount: 5) == nil)
    #expect(SplineBasis([0, 1, 1, 0], knotCount: 5)?.functionCount == 1)
  }

  @Test func whatIsLinearIsFittedExactly() throws {
    let stream = RandomStream(seed: 3)
    let x = (0..<200).map { _ in stream.standardNormal() }
    let y = x.map { 3 - 2 * $0 }
    let basis = try #require(InteractionBasis([x]))
    let fit = PenalisedRegression(design: basis.design([x]), outcomes: [y], groups: basis.groups)
    let predicted = fit.predict(basis.design([[-1, 0, 2.5]]))[0]
    for (value, expected) in zip(predicted, [5.0, 3, -2]) { #expect(abs(value - expected) < 1e-5) }
    #expect(fit.explainedShares[0] > 1 - 1e-9)
  }

  @Test func rowWeightsGiveTheChangeOfTheFit() throws {
    let stream = RandomStream(seed: 4)
    let x = (0..<150).map { _ in stream.standardNormal() }
    let y = x.map { $0 * $0 + stream.standardNormal() }
    let basis = try #require(InteractionBasis([x]))
    let design = basis.design([x])
    let fit = PenalisedRegression(design: design, outcomes: [y], groups: basis.groups)
    let sensitivity = x.map { $0 > 1 ? 1.0 : 0 }
    let fitted = zip(fit.predict(design)[0], sensitivity).reduce(0) { $0 + $1.0 * $1.1 }
    let weights = fit.rowWeights(design: design, sensitivity: sensitivity, outcome: 0)
    #expect(abs(fitted - zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-6)
  }

  @Test func aCompensatedMeanKeepsSmallParts() {
    #expect(mean([1e16, 1, -1e16]) == 1.0 / 3)
    #expect(abs(covariance([1, 2, 3, 4], [2, 4, 6, 9]) - 23.0 / 6) < 1e-12)
  }
}
