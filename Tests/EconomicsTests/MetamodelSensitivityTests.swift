// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Testing

@Suite struct MetamodelSensitivityTests {
  private let model = LinearNormalModel()

  /// Net benefit at 20,000 is 100 + 1100 x₁ + …: the choice turns at x₁ = −1/11.
  @Test func theThresholdIsWhereTheLineCrosses() {
    let (samples, parameters) = model.draws(3000, seed: 51)
    let curve = MetamodelCurve(of: 0, in: parameters, samples: samples, threshold: 20_000)
    #expect(curve.switches.count == 1)
    #expect(curve.switches[0].below == 0 && curve.switches[0].above == 1)
    // Residual sd √(300² + 50² + 200²) = 364 over 3,000 draws puts 7 on the mean, 0.006 on the crossing.
    #expect(abs(curve.switches[0].value + 1.0 / 11) < 4 * 0.007)
    let slope =
      (curve.incrementalNetBenefit[1][100] - curve.incrementalNetBenefit[1][0])
      / (curve.values[100] - curve.values[0])
    #expect(abs(slope - 1100) < 40)
  }

  @Test func aParameterThatMattersLittleChangesNothing() {
    let (samples, parameters) = model.draws(1000, seed: 52)
    #expect(MetamodelCurve(of: 2, in: parameters, samples: samples, threshold: 40_000).switches.isEmpty)
  }

  @Test func twoParametersDivideThePlane() {
    let (samples, parameters) = model.draws(2000, seed: 53)
    let grid = MetamodelGrid(of: 0, 1, in: parameters, samples: samples, threshold: 20_000, points: 9)
    var right = 0
    for (i, x) in grid.firstValues.enumerated() {
      for (j, y) in grid.secondValues.enumerated()
      where (grid.optimal[i][j] == 1) == isNewBetter(x, y) {
        right += 1
      }
    }
    #expect(right >= 78)
  }

  private func isNewBetter(_ x: Double, _ y: Double) -> Bool {
    let benefit = 100 + 1100 * x + 300 * y
    return benefit > 0
  }
}
