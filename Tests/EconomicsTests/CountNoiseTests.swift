// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Foundation
import Statistics
import Testing

@Suite struct CountNoiseTests {
  /// The mean over tables is the truth, and the standard errors are no smaller than the estimates' spread. As
  /// simulated, the last is 108 and not 65; noise taken out by one linear map gave 33.
  @Test(arguments: [0, 30]) func perfectInformationIsUnbiasedWhereNoiseGrowsWithTheEffect(idleParameters: Int) throws {
    let (clean, _) = try CountNoise(idleParameters: idleParameters).estimates(tables: 12)
    for (truth, estimates) in zip(CountNoise.perfectInformation, clean) {
      let moments = RunningMoments(estimates.map(\.value))
      #expect(abs(moments.mean - truth) < 4 * moments.standardError)
      #expect(mean(estimates.map(\.standardError)) > 0.8 * moments.standardDeviation)
    }
  }

  /// Whatever the design, the truth is within two standard errors about as often as it should be, and the errors are not
  /// several times too large: those of strata know that they are strata.
  @Test(arguments: CountNoise.Design.allCases) func standardErrorsKnowTheDesign(design: CountNoise.Design) throws {
    let (clean, _) = try CountNoise(draws: 200, replications: 10, design: design).estimates(tables: 12)
    for (truth, estimates) in zip(CountNoise.perfectInformation, clean) {
      let spread = RunningMoments(estimates.map(\.value)).standardDeviation
      let error = mean(estimates.map(\.standardError))
      // Spread over twelve tables has a relative error of 21 %.
      #expect(error > 0.5 * spread && error < 3 * spread, "\(design): \(error) for \(spread)")
      #expect(estimates.count { abs($0.value - truth) <= 1.96 * $0.standardError } >= 9)
    }
  }

  /// The table of designs in `Benchmarks/noise.md`; `Benchmarks/noise designs` asks for it.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SKILLMIX_DESIGN_TABLE"] != nil))
  func tableOfDesigns() throws {
    let tables = 40
    print("| design | replications | draws | threshold | truth | mean | spread | standard error | within 1.96 |")
    for design in CountNoise.Design.allCases {
      for (replications, draws) in [(2, 100), (2, 300), (10, 100), (10, 300)] {
        let (clean, _) = try CountNoise(draws: draws, replications: replications, design: design)
          .estimates(tables: tables)
        for (i, truth) in CountNoise.perfectInformation.enumerated() {
          let moments = RunningMoments(clean[i].map(\.value))
          let covered = clean[i].count { abs($0.value - truth) <= 1.96 * $0.standardError }
          func text(_ value: Double) -> String { String(format: "%.1f", value) }
          print(
            "| \(design.rawValue) | \(replications) | \(draws) | \(Int(CountNoise.thresholds[i])) | \(truth) | \(text(moments.mean)) | \(text(moments.standardDeviation)) | \(text(mean(clean[i].map(\.standardError)))) | \(covered) of \(tables) |"
          )
        }
      }
    }
  }

  /// The table of docs/economics.md; `Benchmarks/noise` asks for it.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SKILLMIX_NOISE_TABLE"] != nil))
  func tableOfNoiseAndDraws() throws {
    print(
      "| parameters | replications | draws | threshold | truth | as simulated | noise taken out | spread | standard error | within 1.96 |"
    )
    for (idle, isExplained) in [(0, true), (30, true), (0, false)] {
      for replications in [2, 4, 10] {
        for draws in [100, 300, 1000] {
          let (clean, raw) = try CountNoise(
            idleParameters: idle, draws: draws, replications: replications, isExplained: isExplained
          ).estimates(tables: 40)
          for (i, truth) in CountNoise.perfectInformation.enumerated() {
            let moments = RunningMoments(clean[i].map(\.value))
            let covered = clean[i].filter { abs($0.value - truth) <= 1.96 * $0.standardError }.count
            func text(_ value: Double) -> String { String(format: "%.1f", value) }
            print(
              "| \(isExplained ? String(2 + idle) : "not used") | \(replications) | \(draws) | \(Int(CountNoise.thresholds[i])) | \(truth) | \(text(mean(raw[i].map(\.value)))) | \(text(moments.mean)) | \(text(moments.standardDeviation)) | \(text(mean(clean[i].map(\.standardError)))) | \(covered) of 40 |"
            )
          }
        }
      }
    }
  }
}
