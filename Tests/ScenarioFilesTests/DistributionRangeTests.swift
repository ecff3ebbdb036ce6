// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles
import Statistics
import Studies
import Testing

/// The range of a key holds for whatever is drawn for it.
@Suite struct DistributionRangeTests {
  @Test(arguments: [
    ("annual_leave_days: {normal: {mean: 30, se: 25}}", "11.5 % of this distribution lies outside"),
    ("cost_per_hour_gbp: {normal: {mean: 40, se: 4000}}", "of this distribution lies outside"),
    ("client_facing_share: {gamma: {mean: 0.9, se: 0.3}}", "take one that stays inside, such as a beta"),
    ("relative_detection: {uniform: [-1, 1]}", "goes from -1 to 1"),
  ]) func muchOutsideIsRefusedAtItsLine(line: String, words: String) {
    do throws(ScenarioError) {
      _ = try ScenarioDocument(text: MinimalScenario.adding(after: 13, line), file: "a.yaml")
      Issue.record("read without complaint: \(line)")
    } catch {
      #expect(error.flaws.contains { $0.message.contains(words) && $0.position.line == 14 }, "\(error)")
    }
  }

  @Test func aLittleOutsideIsCutOffAndSaid() throws {
    let document = try MinimalScenario.server("annual_leave_days: {normal: {mean: 30, se: 15}}")
    let parameter = try #require(document.parameters.first { $0.path == "workforce.server.annual_leave_days" })
    let uncertainty = try #require(parameter.uncertainty)
    #expect(uncertainty.quantile(0x1p-54) >= 0)
    #expect("\(uncertainty)" == "normal(30, 15) between 0 and 120")
    #expect(document.remarks.contains { $0.message.contains("2.3 %") && $0.position.line == 14 })
    // Mean of a normal cut at −2 standard errors: 30 + 15 φ(2)/Φ(2); the other end, at 6, is in the tolerance.
    #expect(abs(parameter.mean - (30 + 15 * 0.05399096651318806 / 0.9772498680518208)) < 1e-6)
  }

  @Test func aBoundThatIsNotGivenIsTheKeysOwn() throws {
    let document = try MinimalScenario.server("annual_leave_days: {normal: {mean: 30, se: 25}, max: 60}")
    let parameter = try #require(document.parameters.first { $0.path == "workforce.server.annual_leave_days" })
    #expect(parameter.uncertainty?.bounds == 0...60)
  }

  @Test func aLognormalWithAnotherMedianIsRefusedAndNoEventsTakeJeffreysPrior() throws {
    #expect(throws: ScenarioError.self) {
      _ = try MinimalScenario.server("cost_per_hour_gbp: {lognormal: {median: 2, ci95: [1.9, 8]}}")
    }
    _ = try MinimalScenario.server("cost_per_hour_gbp: {lognormal: {median: 0.8, ci95: [0.5, 1.3]}}")
    let document = try MinimalScenario.server("agency: {share_of_vacancies: {beta: {events: 0, n: 50}}}")
    let parameter = try #require(document.parameters.first { $0.path.hasSuffix("share_of_vacancies") })
    #expect(parameter.uncertainty == .beta(a: 0.5, b: 50.5))
  }

  // MARK: Any distribution

  /// A scenario with many keys that hold numbers; `#` stands where a number is.
  private static let template = """
    skillmix: 1
    name: Fuzzed
    clock: {start: 2024-04-01, warm_up_years: 3, reporting_years: 0.5}
    children:
      births_per_year: #40
      births_trend_per_year: #0.01
      moves: {out_per_year: #0.1, in_per_year: #0.1}
      attendance_correlation: #0.3
      need_correlation: #0.2
      adversity_attendance_correlation: #-0.2
    workforce:
      nurse:
        wte: #1.5
        typical_wte: #0.8
        working_pattern: {days: [mon, tue, wed, thu, fri], start: "09:00", hours_per_day: #7.5}
        client_facing_share: #0.6
        annual_leave_days: #30
        study_days: #5
        sickness: {rate: #0.05, spell_days: {exponential: {mean: #8}}}
        turnover: {leavers_per_year: #0.1, leavers_per_50_children: #0.01, reference_caseload: #250}
        vacancy_rate_at_start: #0.1
        recruitment: {lead_time_days: {gamma: {mean: #90, sd: #30}}, intake_share: #0.2, intake_months: [9]}
        starter: {months: #6, caseload_share: #0.5}
        agency: {share_of_vacancies: #0.2, cost_ratio: #1.3}
        cost_per_hour_gbp: #40
        hours_per_year: #1550
        relative_detection: #0.9
    needs:
      sleep:
        prevalence: #0.1
        risk_ratio_most_deprived: #1.5
        onset_age_days: {triangular: {low: #5, mode: #40, high: #90}}
        persists_days: {lognormal: {mean: #200, sd: #60}}
        identified_elsewhere_per_year: #0.2
        qaly_loss_per_year: #0.05
        pathway: help
    contacts:
      visit:
        kind: universal_contact
        due_age_days: {normal: {mean: #14, sd: #3}}
        delivered_by: [nurse]
        places: {home: #0.7, clinic: #0.3}
        attendance: {home: #0.9, clinic: #0.8}
        attendance_odds_ratio_most_deprived: #0.8
        rebook_after_days: #7
        duration_minutes: {weibull: {scale: #60, shape: #3}}
        travel_minutes: {uniform: {low: #5, high: #30}}
        record_minutes: #10
        non_attendance_minutes: #10
        cost_per_contact_gbp: #2
        screens: {sleep: {sensitivity: #0.6, specificity: #0.95}}
      help_visit:
        kind: additional
        delivered_by: [nurse]
        duration_minutes: {constant: #40}
    pathways:
      help:
        steps: [{contact: help_visit, after_days: #10}]
        referral: {service: clinic, probability: #0.5, wait_days: {exponential: {mean: #60}}, accepted_probability: #0.8, seen_probability: #0.9, cost_gbp: #200, resolves_probability: #0.5}
        resolves_probability: #0.4
    costs: {travel_per_visit_gbp: #3, discount_rate_costs: 0.035, discount_rate_effects: 0.035}

    """

  /// The template with its number `place` turned into a distribution and the others as they are.
  private static func text(_ place: Int, _ distribution: (Double) -> String) -> String {
    var pieces = template.components(separatedBy: "#")
    for i in 1..<pieces.count where i == place + 1 {
      let number = pieces[i].prefix { "0123456789.-".contains($0) }
      pieces[i] = distribution(Double(number) ?? 0) + pieces[i].dropFirst(number.count)
    }
    return pieces.joined()
  }

  private static let families: [@Sendable (Double) -> String] = [
    { "{normal: {mean: \($0), se: \(abs($0) * 0.2 + 0.001)}}" },
    { "{normal: {mean: \($0), se: \(abs($0) * 2 + 0.01)}}" },
    { "{gamma: {mean: \($0), se: \(abs($0) * 0.4)}}" }, { "{lognormal: {mean: \($0), se: \(abs($0) * 0.5)}}" },
    { "{beta: {mean: \($0), se: 0.15}}" }, { "{uniform: [\($0 - 1), \($0 + 1)]}" },
    { "{normal: {mean: \($0), se: \(abs($0) + 0.01)}, min: \($0 - 0.5 * abs($0) - 0.001)}" },
    { "{pert: {min: 0, mode: \($0), max: \($0 * 3 + 1)}}" },
  ]

  /// Whatever is accepted can be drawn to its ends, compiled, and run.
  @Test func everyDistributionOfEveryKeyIsRefusedOrStaysInItsRange() throws {
    let places = Self.template.count { $0 == "#" }
    var accepted = 0, refused = 0
    for place in 0..<places {
      for (number, family) in Self.families.enumerated() {
        let text = Self.text(place, family)
        let document: ScenarioDocument
        do throws(ScenarioError) {
          document = try ScenarioDocument(text: text, file: "fuzz.yaml")
        } catch {
          refused += 1
          #expect(error.flaws.allSatisfy { $0.position.line > 0 })
          continue
        }
        accepted += 1
        guard let parameter = document.parameters.first(where: { $0.uncertainty != nil }) else { continue }
        for (end, p) in [0x1p-54, 0.5, 1 - 0x1p-53].enumerated() {
          let value = parameter.uncertainty?.quantile(p) ?? .nan
          #expect(
            parameter.allowed.contains(value), "\(parameter.path) \(parameter.uncertainty.debugDescription): \(value)")
          let model = ServiceModel(document.scenario(values: [parameter.path: value]))
          guard (number + place + end) % 7 == 0, end != 1, model.scenario.children.birthsPerYear < 1e4 else { continue }
          let values = model.replication(0, seed: 1).values
          let cost = try #require(model.catalogue.index(of: OutcomeKey("cost.commissioner")))
          #expect(values[cost].isFinite, "\(parameter.path) \(value)")
        }
      }
    }
    #expect(accepted > 150 && refused > 100, "\(accepted) \(refused)")
  }
}
