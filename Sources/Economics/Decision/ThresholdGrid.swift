// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Willingness-to-pay thresholds as people write them: `20000`, `1000,5000`, `0:50000:500` or `0..50000 by 500`.
public struct ThresholdGrid: Equatable, Sendable {
  public let values: [Double]

  /// What is wrong with the text.
  public struct Flaw: Error, CustomStringConvertible {
    public let description: String
  }

  private static let most = 100_000
  private static let largest = 1e30

  public init(_ text: String) throws(Flaw) {
    let ends = Self.ends(text)
    if ends.count == 3 {
      values = try Self.range(ends)
    } else {
      var values: [Double] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        values.append(try Self.number(trimmed(part)))
      }
      self.values = values
    }
  }

  /// From, to and step of a range; anything else is not one.
  private static func ends(_ text: String) -> [String] {
    let colons = text.split(separator: ":", omittingEmptySubsequences: false).map { trimmed($0) }
    if colons.count == 3 { return colons }
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 3, words[1] == "by" else { return [] }
    let dots = words[0].split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    return dots.count == 2 ? dots + [words[2]] : []
  }

  /// Counted in units of the last decimal, so that `0:1:0.1` has 0.3 in it and not 0.30000000000000004.
  private static func range(_ ends: [String]) throws(Flaw) -> [Double] {
    let places = ends.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0
    let unit = ends.contains { $0.lowercased().contains("e") } ? 1 : pow(10, Double(places))
    func units(_ text: String) throws(Flaw) -> Double {
      let value = try number(text)
      return unit == 1 ? value : (value * unit).rounded()
    }
    let from = try units(ends[0]), to = try units(ends[1]), step = try units(ends[2])
    guard step > 0 else { throw Flaw(description: "the step must be positive; found '\(ends[2])'") }
    guard from <= to else { throw Flaw(description: "the range must rise; found '\(ends[0])' to '\(ends[1])'") }
    let steps = ((to - from) / step * (1 + 1e-12)).rounded(.down)
    guard steps < Double(most) else { throw Flaw(description: "more than \(most) thresholds") }
    return (0...Int(steps)).map { (from + Double($0) * step) / unit }
  }

  private static func number(_ text: String) throws(Flaw) -> Double {
    let isDecimal = text.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) }
    guard isDecimal, let value = Double(text), value.isFinite else {
      throw Flaw(
        description:
          "a number, from:to:step, 'from..to by step' or a list such as 1000,5000 is expected; found '\(text)'")
    }
    guard value <= largest else { throw Flaw(description: "a threshold above \(largest) has no use; found '\(text)'") }
    guard value >= 0 else { throw Flaw(description: "a threshold must not be negative; found '\(text)'") }
    return value
  }
}

private func trimmed(_ text: Substring) -> String {
  var text = text
  while text.first == " " { text.removeFirst() }
  while text.last == " " { text.removeLast() }
  return String(text)
}
