// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Statistics
import Testing

/// Continuity looks at contacts up to 2½ years of age, so nothing before the clock started can matter once the
/// warm-up covers that: two lengths of warm-up give the same expectation.
@Test(arguments: [
  "continuity.same_practitioner", "continuity.modal_practitioner", "continuity.bice_boxerman",
  "continuity.hand_offs_per_child",
]) func continuityDoesNotDependOnTheLengthOfTheWarmUp(measure: String) {
  func values(warmUpYears: Double, seed: UInt64) -> RunningMoments {
    var scenario = SmallService.scenario(births: 150)
    scenario.clock.warmUpYears = warmUpYears
    scenario.clock.reportingYears = 1
    let model = ServiceModel(scenario)
    return RunningMoments((0..<24).map { model.value(measure, of: model.replication($0, seed: seed)) })
  }
  let three = values(warmUpYears: 3, seed: 1), five = values(warmUpYears: 5, seed: 2)
  // Independent means differ by more than four standard errors once in 15,000 times.
  let error = (three.standardError * three.standardError + five.standardError * five.standardError).squareRoot()
  #expect(three.standardError > 0)
  #expect(abs(three.mean - five.mean) < 4 * error, "\(measure): \(three.mean) and \(five.mean), error \(error)")
}
