// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// A number for people: thousands apart, and digits enough to tell values of that size apart.
public func readable(_ value: Double, digits: Int? = nil) -> String {
  guard value.isFinite else { return "–" }
  let size = value.magnitude
  if digits == nil, size > 0, size < 1e-4 || size >= 1e15 {
    return (value < 0 ? "−" : "") + String(format: "%.3g", size)
  }
  let places = digits ?? (size >= 1000 || size == 0 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 4)
  let fixed = String(format: "%.\(places)f", size)
  let parts = fixed.split(separator: ".")
  var grouped = ""
  for (index, digit) in parts[0].enumerated() {
    if index > 0, (parts[0].count - index) % 3 == 0 { grouped += "," }
    grouped.append(digit)
  }
  let isZero = !fixed.contains { ("1"..."9").contains($0) }
  return (value < 0 && !isZero ? "−" : "") + grouped + (parts.count > 1 ? "." + parts[1] : "")
}

/// A probability in per cent.
public func percent(_ value: Double) -> String { String(format: "%.1f %%", 100 * value) }

/// An amount of money.
public func pounds(_ value: Double) -> String {
  let text = readable(value)
  return text.hasPrefix("−") ? "−£" + text.dropFirst() : "£" + text
}
