// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import EarlyYears
public import Statistics

/// Figures as people read them: thousands separated, pence and needless digits left out.
public enum FigureText {
  /// A number in its unit, `–` where it is not defined.
  public static func text(_ value: Double, _ unit: Measure.Unit) -> String {
    guard value.isFinite else { return "–" }
    switch unit {
    case .percent: return fixed(value, 1) + " %"
    case .gbp: return (value < 0 ? "−£" : "£") + rounded(abs(value))
    case .count, .children, .hours: return rounded(value)
    case .days, .percentagePoints: return fixed(value, 1)
    case .perChild, .ratio, .wte, .years, .qaly: return abs(value) >= 100 ? rounded(value) : fixed(value, 2)
    }
  }

  /// An interval in the unit, `–` where it is not known.
  public static func text(_ interval: ConfidenceInterval, _ unit: Measure.Unit) -> String {
    guard interval.lower.isFinite, interval.upper.isFinite else { return "–" }
    return "\(text(interval.lower, unit)) to \(text(interval.upper, unit))"
  }

  /// A difference carries its sign.
  public static func difference(_ value: Double, _ unit: Measure.Unit) -> String {
    guard value.isFinite else { return "–" }
    let size = text(abs(value), unit == .percent ? .percentagePoints : unit)
    return (value < 0 ? "−" : "+") + size + (unit == .percent ? " pp" : "")
  }

  static func fixed(_ value: Double, _ digits: Int) -> String {
    let text = String(format: "%.\(digits)f", value)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// Whole numbers above 100, one decimal below, with thousands separated.
  static func rounded(_ value: Double) -> String {
    if abs(value) < 100 { return fixed(value, value == value.rounded() ? 0 : 1) }
    let digits = String(Int(abs(value).rounded()))
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return (value < 0 ? "−" : "") + grouped
  }
}
