// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Statistics
import Testing

@Suite struct ConservationTests {
  @Test func everyContactOfAQueueEndsInExactlyOneWay() {
    let scenario = TextbookServices.queue(
      arrivalsPerDay: 0.9, serviceDays: .exponential(mean: 1), servers: 1, days: 2000, warmUpDays: 100)
    let outcome = ServiceModel(scenario).replication(0, seed: 1)
    #expect(outcome.conservation.allSatisfy { $0.isBalanced && $0.fellDue > 1500 })
  }
}
