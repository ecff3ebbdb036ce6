// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// How numbers are written in a briefing.
public enum Rounding {
  /// So many significant figures, thousands apart.
  public static func significant(_ value: Double, figures: Int = 3) -> String {
    guard value.isFinite else { return "–" }
    guard value != 0 else { return "0" }
    let size = value.magnitude
    let places = figures - 1 - Int(floor(log10(size)))
    let scale = pow(10, Double(places))
    let rounded = (size * scale).rounded() / scale
    return (value < 0 ? "−" : "") + grouped(rounded, places: max(0, min(places, 6)))
  }

  /// Three figures without needless noughts: 42, 38.9.
  public static func plain(_ value: Double) -> String {
    var text = significant(value)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text
  }

  /// A fixed number of decimals, thousands apart.
  public static func fixed(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "–" }
    let text = grouped(value.magnitude, places: places)
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return (value < 0 && !isZero ? "−" : "") + text
  }

  private static func grouped(_ size: Double, places: Int) -> String {
    let parts = String(format: "%.\(places)f", size).split(separator: ".")
    var digits = ""
    for (index, digit) in parts[0].enumerated() {
      if index > 0, (parts[0].count - index) % 3 == 0 { digits += "," }
      digits.append(digit)
    }
    return digits + (parts.count > 1 ? "." + parts[1] : "")
  }

  /// A value in its unit: shares to a tenth, money and counts to three figures.
  public static func text(_ value: Double, unit: String) -> String {
    guard value.isFinite else { return "–" }
    switch unit {
    case "percent": return fixed(value, places: 1) + " %"
    case "percentage points": return fixed(value, places: 1)
    case "£": return (value < 0 ? "−£" : "£") + significant(value.magnitude)
    case "days": return fixed(value, places: 1)
    default: return value.magnitude >= 100 ? significant(value) : significant(value, figures: 3)
    }
  }

  /// What the last digit that `text` shows counts.
  public static func step(_ value: Double, unit: String) -> Double {
    switch unit {
    case "percent", "percentage points", "days": 0.1
    default: value == 0 || !value.isFinite ? 1e-6 : pow(10, floor(log10(value.magnitude)) - 2)
    }
  }

  /// A money amount in words where it is large: £5.43 million.
  public static func money(_ value: Double) -> String {
    let sign = value < 0 ? "−£" : "£", size = value.magnitude
    if size >= 999_500 { return sign + significant(size / 1e6) + " million" }
    return sign + significant(size)
  }
}
