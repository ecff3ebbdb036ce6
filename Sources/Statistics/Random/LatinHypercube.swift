// SPDX-License-Identifier: GPL-3.0-or-later

/// A column of a Latin hypercube over the unit interval: one point in each of as many equal strata as there are
/// points, the strata in random order (McKay, Beckman & Conover 1979, doi:10.1080/00401706.1979.10489755).
/// - Parameters:
///   - stream: Where the order is drawn, from where it stands.
///   - within: How far into its stratum a point lies, from 0 to 1; asked point by point once the order is drawn.
public func latinHypercubeColumn(
  _ points: Int, order stream: borrowing RandomStream, within: (Int) -> Double
) -> [Double] {
  var order = Array(0..<points)
  for last in stride(from: points - 1, to: 0, by: -1) { order.swapAt(last, stream.integer(below: last + 1)) }
  return order.indices.map { (Double(order[$0]) + within($0)) / Double(points) }
}
