// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers from one to another, as people write them: `36..48 by 3`, or `36..48` where the reader chooses the step.
public struct SteppedRange: Equatable, Sendable {
  public let from, to: Double
  /// Nil where the text names no step.
  public let values: [Double]?

  /// What is wrong with the text.
  public struct Flaw: Error, CustomStringConvertible {
    public let description: String
  }

  private static let most = 100_000

  /// Nil when the text is not of this form at all.
  public init?(_ text: String) throws(Flaw) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 1 || (words.count == 3 && words[1] == "by") else { return nil }
    guard let dots = words[0].firstRange(of: "..") else { return nil }
    let first = String(words[0][..<dots.lowerBound]), second = String(words[0][dots.upperBound...])
    guard words.count == 3 else {
      try self.init(from: first, to: second)
      return
    }
    try self.init(from: first, to: second, by: words[2])
  }

  private init(from first: String, to second: String) throws(Flaw) {
    from = try Self.number(first)
    to = try Self.number(second)
    values = nil
    try checkItRises(first, second)
  }

  /// Counted in units of the last decimal, so that `0..1 by 0.1` has 0.3 in it and not 0.30000000000000004.
  public init(from first: String, to second: String, by third: String) throws(Flaw) {
    let places = [first, second, third].map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0
    let isPowerOfTen = [first, second, third].contains { $0.lowercased().contains("e") }
    let unit = isPowerOfTen ? 1 : pow(10, Double(places))
    func units(_ text: String) throws(Flaw) -> Double {
      let value = try Self.number(text)
      return unit == 1 ? value : (value * unit).rounded()
    }
    let start = try units(first), end = try units(second), step = try units(third)
    guard step > 0 else { throw Flaw(description: "the step must be positive; found '\(third)'") }
    let steps = ((end - start) / step * (1 + 1e-12)).rounded(.down)
    guard steps < Double(Self.most) else { throw Flaw(description: "more than \(Self.most) values") }
    from = start / unit
    to = end / unit
    values = start <= end ? (0...Int(steps)).map { (start + Double($0) * step) / unit } : nil
    try checkItRises(first, second)
  }

  private func checkItRises(_ first: String, _ second: String) throws(Flaw) {
    guard from <= to else { throw Flaw(description: "the range must rise; found '\(first)' to '\(second)'") }
  }

  private static func number(_ text: String) throws(Flaw) -> Double {
    let isDecimal = text.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) }
    guard isDecimal, let value = Double(text), value.isFinite, abs(value) <= 1e30 else {
      throw Flaw(description: "a range is written from..to by step, such as 36..48 by 3; found '\(text)'")
    }
    return value
  }
}
