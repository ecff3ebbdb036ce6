// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import SyntheticControl
import Testing

@Suite struct SimplexLeastSquaresTests {
  private func points(rows: Int, columns: Int, seed: UInt64, shift: Double = 0.5) -> Matrix {
    let stream = RandomStream(seed: seed)
    return Matrix(
      columns: (0..<columns).map { j in
        stream.seek(entity: UInt64(j), purpose: 1)
        return (0..<rows).map { _ in stream.standardNormal() + shift }
      })
  }

  @Test(arguments: [(3, 2), (24, 60), (7, 38), (60, 10), (2, 80), (1, 5)], [0.0, 0.5])
  func everySolutionIsOnTheSimplexAndOptimal(size: (Int, Int), ridge: Double) {
    for seed in 1...20 {
      let solution = SimplexLeastSquares(
        points: points(rows: size.0, columns: size.1, seed: UInt64(seed)), ridge: ridge)
      #expect(solution.weights.allSatisfy { $0 >= 0 })
      #expect((solution.weights.reduce(0, +) - 1).magnitude < 1e-12)
      #expect(solution.optimalityGap < 1e-13)
    }
  }

  @Test func theMiddleOfTwoPointsIsNearest() {
    let solution = SimplexLeastSquares(points: Matrix(columns: [[1, 1], [1, -1]]))
    #expect(agree(solution.weights, [0.5, 0.5], 1e-15))
    #expect(agree(solution.squaredNorm, 1))
  }

  @Test func unitsDoNotMatter() {
    let plain = points(rows: 24, columns: 60, seed: 3)
    let scaled = Matrix(columns: (0..<60).map { plain.column($0).map { $0 * 1e6 } })
    let a = SimplexLeastSquares(points: plain), b = SimplexLeastSquares(points: scaled)
    #expect(agree(a.weights, b.weights, 1e-12))
  }

  @Test func repeatedAndCollinearPointsGiveAnAnswer() {
    let same = Array(repeating: [1.0, 2.0, 3.0], count: 6)
    #expect(SimplexLeastSquares(points: Matrix(columns: same)).optimalityGap < 1e-14)
    let line = (0..<9).map { [Double($0) - 3.5, 2 * (Double($0) - 3.5), 1] }
    let solution = SimplexLeastSquares(points: Matrix(columns: line + line))
    #expect(agree(solution.squaredNorm, 1))
    #expect(SimplexLeastSquares(points: Matrix(columns: [[0.0], [0]])).squaredNorm == 0)
  }

  @Test func aLinearCostPicksTheCheapestOfManyExactFits() {
    let columns: [[Double]] = [[-1], [1], [-3], [3]]
    let solution = SimplexLeastSquares(points: Matrix(columns: columns), linear: [1e-6, 1e-6, 9e-6, 9e-6])
    #expect(agree(solution.weights, [0.5, 0.5, 0, 0], 1e-6))
  }
}
