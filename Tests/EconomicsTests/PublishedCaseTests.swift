// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Testing

@Suite struct PublishedCaseTests {
  @Test func everyPublishedCaseHolds() {
    let cases = PublishedCase.all()
    #expect(cases.count >= 87)
    for one in cases { #expect(one.holds, "\(one.name): \(one.found) instead of \(one.expected)") }
  }
}
