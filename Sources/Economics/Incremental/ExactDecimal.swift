// SPDX-License-Identifier: GPL-3.0-or-later

/// A number as it is written, significand × 10^exponent, with arithmetic that is exact or says that it cannot be.
///
/// Tables are written in decimals, which binary numbers only come near: 0.3 − 0.2 is not 0.1. Whether three
/// strategies lie on one line, or two tie at a threshold, is a question about what the table says, so the sign of
/// such differences is taken in decimals.
struct ExactDecimal: Sendable, Equatable {
  private(set) var significand: Int128
  private(set) var exponent: Int

  /// The shortest decimal that reads back as this number, which is the one that was written.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    significand = 0
    exponent = 0
    var isNegative = false, isFraction = false
    var scanner = value.description.utf8[...]
    while let byte = scanner.popFirst() {
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"):
        exponent += Int(String(decoding: scanner, as: UTF8.self)) ?? 0
        scanner = scanner.suffix(0)
      default:
        significand = significand * 10 + Int128(byte - UInt8(ascii: "0"))
        if isFraction { exponent -= 1 }
      }
    }
    if isNegative { significand = -significand }
    while significand != 0, significand % 10 == 0 {
      significand /= 10
      exponent += 1
    }
    if significand == 0 { exponent = 0 }
  }

  private init(_ significand: Int128, _ exponent: Int) {
    self.significand = significand
    self.exponent = exponent
  }

  var sign: Int { Int(significand.signum()) }

  /// The nearest binary number, to about an ulp.
  var doubleValue: Double {
    Double("\(significand)e\(exponent)") ?? .nan
  }

  /// Nil when the answer does not fit.
  static func - (a: ExactDecimal, b: ExactDecimal) -> ExactDecimal? {
    let common = min(a.exponent, b.exponent)
    guard let left = a.scaled(to: common), let right = b.scaled(to: common) else { return nil }
    let (difference, overflow) = left.subtractingReportingOverflow(right)
    return overflow ? nil : ExactDecimal(difference, difference == 0 ? 0 : common)
  }

  /// Nil when the answer does not fit.
  static func * (a: ExactDecimal, b: ExactDecimal) -> ExactDecimal? {
    let (product, overflow) = a.significand.multipliedReportingOverflow(by: b.significand)
    return overflow ? nil : ExactDecimal(product, product == 0 ? 0 : a.exponent + b.exponent)
  }

  private func scaled(to target: Int) -> Int128? {
    guard significand != 0 else { return 0 }
    guard exponent - target <= 38 else { return nil }
    var result = significand
    for _ in 0..<(exponent - target) {
      let (next, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = next
    }
    return result
  }
}

/// a − b, without the rounding of binary numbers where the decimals allow.
func decimalDifference(_ a: Double, _ b: Double) -> Double {
  guard let left = ExactDecimal(a), let right = ExactDecimal(b), let difference = left - right else {
    return a - b
  }
  return difference.doubleValue
}

/// The sign of a·(b − c) − (d − e): in decimals, else in binary with the products' rounding errors.
func exactSign(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double) -> Int {
  if b == c, d == e { return 0 }
  if let a = ExactDecimal(a), let b = ExactDecimal(b), let c = ExactDecimal(c), let d = ExactDecimal(d),
    let e = ExactDecimal(e), let slope = b - c, let product = a * slope, let constant = d - e,
    let difference = product - constant
  {
    return difference.sign
  }
  let product = a * (b - c)
  let rounding = (-product).addingProduct(a, b - c)
  let difference = (product - (d - e)) + rounding
  return difference > 0 ? 1 : (difference < 0 ? -1 : 0)
}
