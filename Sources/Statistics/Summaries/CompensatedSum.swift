// SPDX-License-Identifier: GPL-3.0-or-later

/// A sum whose rounding error does not grow with the number of terms (Neumaier 1974, doi:10.1002/zamm.19740540106).
public struct CompensatedSum: Sendable, Equatable {
  private var sum = 0.0
  private var compensation = 0.0

  public init() {}

  public mutating func add(_ value: Double) {
    let total = sum + value
    compensation += sum.magnitude >= value.magnitude ? (sum - total) + value : (value - total) + sum
    sum = total
  }

  public var value: Double { sum + compensation }
}

/// The mean of at least one value, correct to the last digits even where large values nearly cancel.
public func mean(_ values: some Collection<Double>) -> Double {
  var sum = CompensatedSum()
  for value in values { sum.add(value) }
  return sum.value / Double(values.count)
}

/// The sample covariance, with n − 1; the variance when a column meets itself.
public func covariance(_ x: [Double], _ y: [Double]) -> Double {
  precondition(x.count == y.count && x.count > 1)
  let xMean = mean(x), yMean = mean(y)
  var sum = 0.0
  for i in x.indices { sum += (x[i] - xMean) * (y[i] - yMean) }
  return sum / Double(x.count - 1)
}
