// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Statistics
import Testing

/// Two subgroups whose net benefits at a threshold of 1 are normal and known in closed form.
@Suite struct SubgroupsAndImplementationTests {
  private static let draws = 40_000

  /// A new strategy costs nothing; its effect in a subgroup is normal.
  private static func group(_ mean: Double, _ sd: Double, _ luck: [Double]) -> CostEffectiveness {
    let zeros = [Double](repeating: 0, count: luck.count)
    return CostEffectiveness(
      DecisionSamples(
        strategies: ["current", "new"], costs: [zeros, zeros], effects: [zeros, luck.map { mean + sd * $0 }]),
      thresholds: [1])
  }

  private static func normals(_ seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed)
    return (0..<draws).map { _ in stream.standardNormal() }
  }

  private static func unitNormalLoss(_ mean: Double, _ sd: Double) -> Double {
    let z = mean.magnitude / sd
    return sd * (normalDensity(z) - z * normalProbability(below: -z))
  }

  private static func normalDensity(_ z: Double) -> Double {
    // The derivative of the distribution function, to 1e-9.
    (normalProbability(below: z + 1e-4) - normalProbability(below: z - 1e-4)) / 2e-4
  }

  /// One subgroup gains 1 and the other loses 2: for all together, nothing changes; by subgroup, 1 is gained.
  @Test func decidingBySubgroupHasItsClosedForms() throws {
    let a = Self.normals(1), b = Self.normals(2)
    let first = Self.group(1, 2, a), second = Self.group(-2, 1, b)
    let zeros = [Double](repeating: 0, count: Self.draws)
    let whole = CostEffectiveness(
      DecisionSamples(
        strategies: ["current", "new"], costs: [zeros, zeros],
        effects: [zeros, zip(a, b).map { 1 + 2 * $0 - 2 + $1 }]), thresholds: [1])
    let value = HeterogeneityValue(whole: whole, subgroups: [first, second])
    #expect(value.bestForAll == [0] && value.bestBySubgroup == [[1, 0]])
    let deciding = value.decidingBySubgroup[0]
    #expect(abs(deciding.value - 1) < 4 * deciding.standardError)
    #expect(abs(deciding.standardError - 2 / Double(Self.draws).squareRoot()) < 0.03 * deciding.standardError)
    // Everyone together: mean −1, variance 4 + 1.
    let together = value.informationForAll[0], apart = value.informationBySubgroup[0]
    #expect(abs(together.value - Self.unitNormalLoss(1, 5.0.squareRoot())) < 4 * together.standardError)
    #expect(
      abs(apart.value - Self.unitNormalLoss(1, 2) - Self.unitNormalLoss(2, 1)) < 4 * apart.standardError)
  }

  @Test func subgroupsThatAgreeAreWorthNothingApart() {
    let a = Self.normals(3)
    let half = Self.group(1, 2, a), whole = Self.group(2, 4, a)
    let value = HeterogeneityValue(whole: whole, subgroups: [half, half])
    #expect(value.decidingBySubgroup == [Estimate(value: 0, standardError: 0)])
    #expect(abs(value.informationForAll[0].value - value.informationBySubgroup[0].value) < 1e-9)
  }

  /// Three in four are under the current strategy; the new one is better by 1 on average.
  @Test func implementationIsWorthTheGainOfThoseWhoLackIt() {
    let analysis = Self.group(1, 2, Self.normals(4))
    let value = ImplementationValue(analysis, shares: [0.75, 0.25])
    let worth = value.implementation[0], both = value.both[0]
    #expect(value.optimal == [1])
    #expect(abs(worth.value - 0.75) < 4 * worth.standardError)
    #expect(abs(worth.standardError - 0.75 * 2 / Double(Self.draws).squareRoot()) < 0.03 * worth.standardError)
    #expect(abs(both.value - 0.75 - Self.unitNormalLoss(1, 2)) < 4 * both.standardError)
    let there = ImplementationValue(analysis, shares: [0, 1])
    #expect(there.implementation == [Estimate(value: 0, standardError: 0)] && there.both == there.information)
  }
}
