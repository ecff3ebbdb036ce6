// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Willingness-to-pay thresholds as people write them: `20000`, `1000,5000` or `0..50000 by 500`.
public struct ThresholdGrid: Equatable, Sendable {
  public let values: [Double]
  /// Whether the text has the older form `0:50000:500`.
  public let isOldForm: Bool

  /// What is wrong with the text.
  public struct Flaw: Error, CustomStringConvertible {
    public let description: String
  }

  private static let most = 100_000
  private static let largest = 1e30

  public init(_ text: String) throws(Flaw) {
    let ends = Self.ends(text)
    isOldForm = ends.count == 3 && text.contains(":")
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

  private static func range(_ ends: [String]) throws(Flaw) -> [Double] {
    for end in ends { _ = try number(end) }
    do {
      return try SteppedRange(from: ends[0], to: ends[1], by: ends[2]).values ?? []
    } catch {
      throw Flaw(description: error.description)
    }
  }

  private static func number(_ text: String) throws(Flaw) -> Double {
    let isDecimal = text.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) }
    guard isDecimal, let value = Double(text), value.isFinite else {
      throw Flaw(
        description:
          "a number, 'from..to by step' or a list such as 1000,5000 is expected; found '\(text)'")
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
