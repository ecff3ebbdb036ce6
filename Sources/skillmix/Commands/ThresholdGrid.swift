// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation

/// Willingness-to-pay thresholds as they are given on the command line: `20000`, `0:50000:500` or `1000,5000`.
struct ThresholdGrid: Equatable, Sendable {
  let values: [Double]

  private static let most = 100_000
  private static let largest = 1e30

  init(_ text: String) throws {
    let ends = text.split(separator: ":", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    values =
      ends.count == 3
      ? try Self.range(ends)
      : try text.split(separator: ",", omittingEmptySubsequences: false).map { try Self.number(String($0)) }
  }

  /// From, to and step.
  ///
  /// Counted in units of the last decimal, so that `0:1:0.1` has 0.3 in it and not 0.30000000000000004.
  private static func range(_ ends: [String]) throws -> [Double] {
    let places = ends.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0
    let unit = ends.contains { $0.lowercased().contains("e") } ? 1 : pow(10, Double(places))
    func units(_ text: String) throws -> Double {
      let value = try number(text)
      return unit == 1 ? value : (value * unit).rounded()
    }
    let (from, to, step) = (try units(ends[0]), try units(ends[1]), try units(ends[2]))
    guard step > 0 else { throw ValidationError("the step of --wtp must be positive; found '\(ends[2])'") }
    guard from <= to else { throw ValidationError("--wtp must rise; found '\(ends[0])' to '\(ends[1])'") }
    let steps = ((to - from) / step * (1 + 1e-12)).rounded(.down)
    guard steps < Double(most) else { throw ValidationError("--wtp has more than \(most) thresholds") }
    return (0...Int(steps)).map { (from + Double($0) * step) / unit }
  }

  private static func number(_ text: String) throws -> Double {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    let isDecimal = trimmed.allSatisfy { "0123456789.eE+-".contains($0) }
    guard isDecimal, let value = Double(trimmed), value.isFinite else {
      throw ValidationError(
        "--wtp takes a number, from:to:step or a list such as 1000,5000; found '\(trimmed)'")
    }
    guard value <= largest else {
      throw ValidationError("a threshold above \(largest) has no use; found '\(trimmed)'")
    }
    guard value >= 0 else { throw ValidationError("a threshold must not be negative; found '\(trimmed)'") }
    return value
  }
}
