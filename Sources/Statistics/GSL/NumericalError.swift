// SPDX-License-Identifier: GPL-3.0-or-later
import CCounterRNG

/// A numerical routine of GSL that could not give an answer.
public struct NumericalError: Error, CustomStringConvertible, Equatable {
  /// GSL's error code, as in `gsl_errno.h`.
  public let code: Int
  public let operation: String
  public let reason: String

  public init(code: Int, operation: String, reason: String) {
    self.code = code
    self.operation = operation
    self.reason = reason
  }

  public var description: String { "\(operation): \(reason)" }
}

/// Runs a GSL routine and throws what GSL's error handler noted on this thread, if anything.
package func checkingGSL<Value>(_ operation: String, _ body: () -> Value) throws(NumericalError) -> Value {
  _ = takeGSLError()
  let value = body()
  let (code, reason) = takeGSLError()
  guard code == 0 else { throw NumericalError(code: code, operation: operation, reason: reason) }
  return value
}

private func takeGSLError() -> (Int, String) {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 160) { buffer in
    guard let start = buffer.baseAddress else { return (0, "") }
    let code = counter_rng_take_gsl_error(start, 160)
    return (Int(code), code == 0 ? "" : String(cString: start))
  }
}
