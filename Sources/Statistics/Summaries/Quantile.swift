// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// A quantile of sorted data by linear interpolation (type 7 of Hyndman & Fan 1996), as in R and NumPy.
/// - Parameter sorted: Values in increasing order, at least one.
public func quantile(sorted: [Double], _ probability: Double) -> Double {
  gsl_stats_quantile_from_sorted_data(sorted, 1, sorted.count, probability)
}

/// A quantile of unsorted data; see `quantile(sorted:_:)`.
public func quantile(_ values: [Double], _ probability: Double) -> Double {
  quantile(sorted: values.sorted(), probability)
}
