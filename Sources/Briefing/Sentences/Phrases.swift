// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// The rules by which numbers become words. None gives a number without its interval.
public enum Phrases {
  /// A share in words: the nearest of the fractions that people use, with "about", or "nearly all" and "hardly any".
  public static func share(_ percent: Double) -> String {
    guard percent.isFinite else { return "an unknown share" }
    if percent >= 97.5 { return "nearly all" }
    if percent <= 2.5 { return "hardly any" }
    let nearest = fractions.min { ($0.0 - percent).magnitude < ($1.0 - percent).magnitude }
    return "about \(nearest?.1 ?? "")"
  }

  /// Fractions that people use.
  private static let fractions: [(Double, String)] = [
    (5, "1 in 20"), (10, "1 in 10"), (20, "1 in 5"), (25, "1 in 4"), (30, "3 in 10"), (100.0 / 3, "1 in 3"),
    (40, "2 in 5"), (50, "half"), (60, "3 in 5"), (200.0 / 3, "2 in 3"), (70, "7 in 10"), (75, "3 in 4"),
    (80, "4 in 5"), (90, "9 in 10"), (95, "19 in 20"),
  ]

  /// "about 9 in 10 (89.0 %, 88.7 to 89.3)".
  public static func shareWithInterval(_ quantity: Quantity) -> Sentence {
    "\(share(quantity.value)) (\(figure(quantity)))"
  }

  /// The value and its interval: "85.2 %, 83.9 to 86.4"; the unit is said once.
  public static func figure(_ quantity: Quantity) -> Sentence {
    let value = Rounding.text(quantity.value, unit: quantity.unit)
    guard quantity.hasInterval else { return "\(number: value, source: quantity.source), interval not known" }
    return "\(number: value, source: quantity.source), \(interval(quantity))"
  }

  static func interval(_ quantity: Quantity) -> Sentence {
    func bare(_ value: Double) -> String {
      let text = Rounding.text(value, unit: quantity.unit)
      return text.hasSuffix(" %") ? String(text.dropLast(2)) : text
    }
    return
      "\(number: bare(quantity.lower), source: quantity.source) to \(number: bare(quantity.upper), source: quantity.source)"
  }

  /// A difference from the baseline: "no clear difference (−0.4 to 1.2 percentage points)" where the interval spans
  /// nil, else how much more or less.
  public static func difference(_ quantity: Quantity) -> Sentence {
    let words = unitWords(quantity.unit)
    guard quantity.hasInterval else { return "a difference that is not known" }
    if quantity.spansZero { return "no clear difference (\(interval(quantity))\(words))" }
    let size = Quantity(
      value: quantity.value.magnitude, lower: min(quantity.lower.magnitude, quantity.upper.magnitude),
      upper: max(quantity.lower.magnitude, quantity.upper.magnitude), unit: pointsUnit(quantity.unit),
      source: quantity.source)
    let direction =
      quantity.value > 0 ? "more" : quantity.unit == "count" || quantity.unit == "children" ? "fewer" : "less"
    return
      "\(number: Rounding.text(size.value, unit: size.unit), source: quantity.source)\(words) \(direction) (\(interval(size)))"
  }

  /// A yearly cost: "£5.43 million a year (£4.72 million to £6.16 million)".
  public static func yearlyCost(_ quantity: Quantity) -> Sentence {
    guard quantity.hasInterval else {
      return "\(number: Rounding.money(quantity.value), source: quantity.source) a year (interval not known)"
    }
    return
      "\(number: Rounding.money(quantity.value), source: quantity.source) a year (\(number: Rounding.money(quantity.lower), source: quantity.source) to \(number: Rounding.money(quantity.upper), source: quantity.source))"
  }

  /// A difference in yearly cost in words: "costs £120,000 more a year (£90,000 to £150,000)", "saves …", "no clear
  /// difference in cost".
  public static func costDifference(_ quantity: Quantity) -> Sentence {
    guard quantity.hasInterval else { return "a difference in cost that is not known" }
    func money(_ value: Double) -> Sentence { "\(number: Rounding.money(value), source: quantity.source)" }
    if quantity.spansZero {
      return "no clear difference in cost (\(money(quantity.lower)) to \(money(quantity.upper)) a year)"
    }
    let low = min(quantity.lower.magnitude, quantity.upper.magnitude)
    let high = max(quantity.lower.magnitude, quantity.upper.magnitude)
    let verb = quantity.value > 0 ? "costs" : "saves", more = quantity.value > 0 ? " more" : ""
    return "\(verb) \(money(quantity.value.magnitude))\(more) a year (\(money(low)) to \(money(high)))"
  }

  /// Chances that nobody should lean on either way.
  public static let tossUp = 0.4...0.6

  /// A probability on the scale that the UK intelligence community and IPCC-like scales share, with the number.
  public static func likelihood(_ probability: Double, source: String) -> Sentence {
    let number = "\(Int((100 * probability).rounded())) in 100"
    let word =
      switch probability {
      case 0.95...: "almost certainly"
      case 0.8..<0.95: "very likely"
      case let p where p > 0.6 && p < 0.8: "likely"
      case tossUp: "a toss-up"
      case 0.2..<0.4: "unlikely"
      case 0.05..<0.2: "very unlikely"
      default: "almost certainly not"
      }
    return "\(word) (\(number: number, source: source))"
  }

  /// Marks a claim that rests on an assumption.
  public static func marked(_ sentence: Sentence, isAssumption: Bool) -> Sentence {
    isAssumption ? sentence + " (assumption)" : sentence
  }

  private static func pointsUnit(_ unit: String) -> String { unit == "percent" ? "percentage points" : unit }

  private static func unitWords(_ unit: String) -> String {
    switch unit {
    case "percent", "percentage points": " percentage points"
    case "days": " days"
    case "hours": " hours"
    default: ""
    }
  }
}
