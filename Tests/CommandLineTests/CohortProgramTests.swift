// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// `cohort` as an economist would check it: against the published Sick-Sicker model.
@Suite struct CohortProgramTests {
  private static let model = "scenarios/cohorts/sick-sicker.yaml"

  private struct Results: Decodable {
    struct Total: Decodable {
      let undiscounted, discounted: Double
    }
    struct Cycle: Decodable {
      let year: Double
      let people: [String: Double]
    }
    let cost, qalys: Total
    let yearsAlive: Double
    let cycles: [Cycle]

    enum CodingKeys: String, CodingKey {
      case cost, qalys, cycles
      case yearsAlive = "years_alive"
    }
  }

  private func results(_ arguments: [String]) throws -> Results {
    let run = try ProgramTests.run(["cohort"] + arguments + ["--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Results.self, from: Data(run.output.utf8))
  }

  /// Standard of care, as printed in the tutorial: 151,580 and 20.711.
  @Test func sickSickerIsAsPublished() throws {
    let results = try results([Self.model, "--discount-rate", "0.03"])
    #expect(results.cost.discounted.rounded() == 151_580)
    #expect((1000 * results.qalys.discounted).rounded() == 20_711)
    #expect(results.cost.undiscounted > results.cost.discounted && results.yearsAlive > results.qalys.undiscounted)
    #expect(results.cycles.count == 76)
    for cycle in results.cycles { #expect(abs(cycle.people.values.reduce(0, +) - 1) < 1e-12) }
  }

  /// Strategy B and the half-cycle correction, recomputed elsewhere from the published parameters.
  @Test func changesOfTheFileAreFollowed() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("skillmix-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = try String(contentsOf: ProgramTests.package.appendingPathComponent(Self.model), encoding: .utf8)
      .replacing("nhs: 4000", with: "nhs: 17000").replacing("nhs: 15000", with: "nhs: 28000")
      .replacing("rate_per_year: 0.105", with: "rate_per_year: 0.063")
      .replacing("correction: simpson_of_tutorial", with: "correction: half_cycle")
    let path = folder.appendingPathComponent("b.yaml").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let results = try results([path, "--discount-rate", "0.03"])
    #expect(abs(results.cost.discounted - 259_991.51526984992) < 1e-4)
    #expect(abs(results.qalys.discounted - 22.51119814276284) < 1e-9)
  }

  /// Rows of the table add up to the totals, whoever starts.
  @Test func rowsAddUp() throws {
    let arguments = [Self.model, "--start", "Healthy=90,Sick=10"]
    let run = try ProgramTests.run(["cohort"] + arguments + ["--format", "csv"])
    let rows = run.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    let place = try #require(rows[0].firstIndex(of: "cost_discounted.nhs"))
    let sum = rows.dropFirst().reduce(0) { $0 + (Double($1[place]) ?? .nan) }
    let totals = try results(arguments)
    #expect(abs(sum - totals.cost.discounted) < 1e-9 * sum)
    #expect(rows[1].contains("90") && rows[1].contains("10"))
  }

  @Test(arguments: [
    (["--start", "Helthy"], "there is no state 'Helthy'; did you mean 'Healthy'?"),
    (["--start", "Healthy=0"], "nobody is there at the start"), (["--start", "Healthy=x"], "--start takes states"),
    (["--discount-rate", "3.5"], "--discount-rate is a share between 0 and 1"),
  ])
  func whatMakesNoSenseIsSaid(arguments: [String], message: String) throws {
    let run = try ProgramTests.run(["cohort", Self.model] + arguments)
    #expect(run.status == 64 && run.errors.contains(message), "\(run.errors)")
  }

  /// A file of a study needs no simulator to be looked at; a scenario is no cohort model.
  @Test func filesOfStudiesAreRead() throws {
    let horizon = try results(["scenarios/studies/language-horizon.yaml", "--start", "missed"])
    #expect(horizon.cycles.count == 16 && horizon.qalys.discounted > 10 && horizon.qalys.discounted < 14)
    let scenario = try ProgramTests.run(["cohort", ProgramTests.england])
    #expect(scenario.status == 65 && scenario.errors.contains("skillmix run"), "\(scenario.errors)")
  }
}
