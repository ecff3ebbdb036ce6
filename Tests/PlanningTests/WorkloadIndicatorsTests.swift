// SPDX-License-Identifier: GPL-3.0-or-later
import Planning
import Testing

@Suite struct WorkloadIndicatorsTests {
  /// Clinicians of a clinic in Western Kenya: 100,000 appointments of a quarter of an hour, 179 days of 8 hours, 10 of
  /// them for training; 17.46 before allowances (Human Resources for Health 2017, doi:10.1186/s12960-017-0186-3, table 3).
  @Test func publishedClinic() {
    let clinic = WorkloadIndicators(
      workloads: [.init(volume: 100_000, standardHours: 0.25)], availableHours: 179 * 8, categoryAllowance: 10.0 / 179)
    #expect(abs(clinic.basicNeed - 17.46) < 0.005)
    #expect(abs(clinic.categoryAllowanceFactor - 179.0 / 169) < 1e-12)
    #expect(abs(clinic.need - 3125.0 / 169) < 1e-9)
  }

  @Test func severalKindsOfWorkAndOtherDutiesAddUp() {
    let team = WorkloadIndicators(
      workloads: [.init(volume: 1200, standardHours: 1), .init(volume: 600, standardHours: 0.5)], availableHours: 1500,
      categoryAllowance: 0.2, individualAllowanceHours: 300)
    #expect(abs(team.basicNeed - 1) < 1e-12)
    #expect(abs(team.need - (1.25 + 0.2)) < 1e-12)
  }
}
