// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import ScenarioFiles
import Statistics
import Studies
import Testing

/// What a study says while it runs, of a service so small that its draws take no time.
@Suite struct RunningSettlementTests {
  private static let draws = 110

  private struct Told: Equatable {
    let checkpoint: Int
    let netBenefit, error, evpi, evpiError: Double

    init?(_ settlement: Settlement) {
      guard let last = settlement.steps.last else { return nil }
      checkpoint = last.draws
      netBenefit = last.netBenefit.value
      error = last.netBenefit.standardError
      evpi = last.perfectInformation.value
      evpiError = last.perfectInformation.standardError
    }
  }

  private static func document(_ name: String, wte: Int) throws -> ScenarioDocument {
    try ScenarioDocument(
      text: """
        skillmix: 1
        name: \(name)
        clock: {start: 2024-04-01, warm_up_years: 1, reporting_years: 1}
        children: {births_per_year: 60}
        workforce: {nurse: {wte: \(wte), working_pattern: always, cost_per_hour_gbp: 50}}
        contacts:
          visit: {kind: additional, due_age_days: 10, delivered_by: [nurse], duration_minutes: 60, attendance: 0.9}
        """)
  }

  /// All checkpoints of a study, with the draws run so many at a time.
  private static func told(jobs: Int) async throws -> [Told] {
    let documents = [try document("Base", wte: 1), try document("New", wte: 2)]
    let strategies = documents.map {
      Strategy(name: $0.name, source: $0.name, digest: $0.name, model: ServiceModel($0.scenario()))
    }
    let effect = EffectMeasure(name: "contacts.completed", measure: "contacts.completed")
    var plan = StudyPlan(title: "small", effects: [effect], perspectives: [.commissioner], thresholds: [0, 100, 1000])
    plan.draws = draws
    let rate = "workforce.nurse.cost_per_hour_gbp"
    let sampler = try ParameterSampler(
      ParameterSpace(
        parameters: [
          UncertainParameter(name: rate, path: rate, uncertainty: .gamma(mean: 50, se: 8), mean: 50)
        ], paths: [[rate: 0], [rate: 0]]), draws: draws, sampling: .latinHypercube, seed: 3)
    let runner = DrawRunner(sampler, strategyCount: 2, seed: 1, jobs: jobs) { strategy, values in
      ServiceModel(documents[strategy].scenario(values: [rate: values[0]]))
    }
    var running = RunningSettlement(plan: plan, strategies: strategies, sampler: sampler, replications: 2)
    var told: [Told] = []
    try await runner.run(Array(1...draws), replications: 2) { draw, outcomes in
      running.add(draw: draw, outcomes)
      if let settlement = running.settlement() { told += [Told(settlement)].compactMap { $0 } }
    }
    return told
  }

  /// The same words whatever is run at a time, and the error of the mean shrinks with the root of the draws.
  @Test func checkpointsDoNotDependOnHowManyAreRunAtATime() async throws {
    let one = try await Self.told(jobs: 1), three = try await Self.told(jobs: 3)
    #expect(one.map(\.checkpoint) == [50, 100])
    #expect(one == three)
    // Of fifty draws and a hundred that have them among them: a standard deviation is known to 10 % and 7 %.
    #expect(abs(one[0].error / one[1].error - 2.0.squareRoot()) < 0.5)
    #expect(one.allSatisfy { $0.evpi >= 0 && $0.evpiError >= 0 && $0.netBenefit.isFinite })
  }
}
