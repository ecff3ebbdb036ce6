// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Testing

@Suite struct SteppedRangeTests {
  @Test func rangesAreCountedInUnitsOfTheLastDecimal() throws {
    #expect(try SteppedRange("36..48 by 3")?.values == [36, 39, 42, 45, 48])
    #expect(try SteppedRange("0..1 by 0.1")?.values == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    #expect(try SteppedRange("-2..2 by 2")?.values == [-2, 0, 2])
    #expect(try SteppedRange("0..10 by 3")?.values == [0, 3, 6, 9])
    let open = try #require(try SteppedRange("0.5..1"))
    #expect(open.from == 0.5 && open.to == 1 && open.values == nil)
  }

  @Test func otherTextsAreNoRanges() throws {
    for text in ["3:9", "20000", "1,2", "", "1..2 step 3", "1 .. 2 by 3"] {
      #expect(try SteppedRange(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("9..3", "must rise"), ("3..9 by 0", "must be positive"), ("3..9 by -1", "must be positive"),
    ("a..9", "from..to by step"), ("3..", "from..to by step"), ("0..1e9 by 1", "more than"), ("1..inf", "from..to"),
  ])
  func badRanges(text: String, message: String) {
    let flaw = #expect(throws: SteppedRange.Flaw.self) { try SteppedRange(text) }
    #expect(flaw?.description.contains(message) == true)
  }
}
