// SPDX-License-Identifier: GPL-3.0-or-later
import Briefing
import Testing

@Suite struct PhrasesTests {
  private static func quantity(_ value: Double, _ lower: Double, _ upper: Double, _ unit: String) -> Quantity {
    Quantity(value: value, lower: lower, upper: upper, unit: unit, source: "t:k")
  }

  @Test(arguments: [
    (88.6, "about 9 in 10"), (81.7, "about 4 in 5"), (50, "about half"), (76, "about 3 in 4"), (34, "about 1 in 3"),
    (99.1, "nearly all"), (1.2, "hardly any"), (6, "about 1 in 20"), (94, "about 19 in 20"),
    (Double.nan, "an unknown share"),
  ])
  func sharesAreSaidAsPeopleSayThem(percent: Double, words: String) {
    #expect(Phrases.share(percent) == words)
  }

  @Test func aShareNeverStandsWithoutItsInterval() {
    let known = Self.quantity(88.63, 85.71, 91.84, "percent")
    #expect(Phrases.shareWithInterval(known).plain == "about 9 in 10 (88.6 %, 85.7 to 91.8)")
    let unknown = Self.quantity(88.6, .nan, .nan, "percent")
    #expect(Phrases.shareWithInterval(unknown).plain == "about 9 in 10 (88.6 %, interval not known)")
    #expect(Phrases.yearlyCost(Self.quantity(5_432_100, .nan, .nan, "£")).plain.contains("interval not known"))
  }

  @Test(arguments: [
    (0.4, -0.4, 1.2, "percentage points", "no clear difference (−0.4 to 1.2 percentage points)"),
    (2.1, 0.9, 3.3, "percentage points", "2.1 percentage points more (0.9 to 3.3)"),
    (-2.1, -3.3, -0.9, "percentage points", "2.1 percentage points less (0.9 to 3.3)"),
    (-43.4, -85.9, -3.24, "count", "43.4 fewer (3.24 to 85.9)"),
    (0.0, -1.0, 1.0, "days", "no clear difference (−1.0 to 1.0 days)"),
    (5.0, .nan, .nan, "count", "a difference that is not known"),
  ])
  func aDifferenceWhoseIntervalSpansNilIsNone(
    value: Double, lower: Double, upper: Double, unit: String, words: String
  ) {
    #expect(Phrases.difference(Self.quantity(value, lower, upper, unit)).plain == words)
  }

  @Test(arguments: [
    (120_400.0, 90_123.0, 150_456.0, "costs £120,000 more a year (£90,100 to £150,000)"),
    (-120_400, -150_456, -90_123, "saves £120,000 a year (£90,100 to £150,000)"),
    (1_000, -90_000, 95_000, "no clear difference in cost (−£90,000 to £95,000 a year)"),
    (1_234_567, 1_000_000, 2_345_678, "costs £1.23 million more a year (£1.00 million to £2.35 million)"),
  ])
  func costsAreRoundedAlikeAndSaidByTheYear(value: Double, lower: Double, upper: Double, words: String) {
    #expect(Phrases.costDifference(Self.quantity(value, lower, upper, "£")).plain == words)
  }

  @Test(arguments: [
    (0.97, "almost certainly (97 in 100)"), (0.85, "very likely (85 in 100)"), (0.61, "likely (61 in 100)"),
    (0.6, "a toss-up (60 in 100)"), (0.5, "a toss-up (50 in 100)"), (0.4, "a toss-up (40 in 100)"),
    (0.3, "unlikely (30 in 100)"), (0.1, "very unlikely (10 in 100)"),
    (0.01, "almost certainly not (1 in 100)"),
  ])
  func probabilitiesHaveTheirNumber(probability: Double, words: String) {
    #expect(Phrases.likelihood(probability, source: "s").plain == words)
  }

  @Test func numbersKeepTheirSourceThroughHTML() {
    let sentence: Sentence = "a <b> & \(number: "£5", source: "outcomes:\"x\"/y") each"
    #expect(
      sentence.html
        == "a &lt;b&gt; &amp; <span class=\"n\" data-source=\"outcomes:&quot;x&quot;/y\">£5</span> each")
    #expect(sentence.plain == "a <b> & £5 each")
    #expect(Phrases.marked("It is so", isAssumption: true).plain == "It is so (assumption)")
    #expect(Phrases.marked("It is so", isAssumption: false).plain == "It is so")
  }

  @Test(arguments: [
    (1234.5, "1,230"), (0.001234, "0.00123"), (-12.34, "−12.3"), (0, "0"), (99_950, "100,000"), (5.0, "5.00"),
    (.nan, "–"),
  ])
  func threeFiguresAreEnough(value: Double, words: String) { #expect(Rounding.significant(value) == words) }

  @Test func wholeNumbersGoWithoutNoughts() {
    #expect(Rounding.plain(42) == "42" && Rounding.plain(38.9) == "38.9" && Rounding.plain(4) == "4")
  }
}
