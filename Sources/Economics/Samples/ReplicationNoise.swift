// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// How a simulation's outcomes vary between the replications of one draw: the "within" part of a one-way analysis of
/// variance (O'Hagan, Stevenson & Madan 2007, doi:10.1002/hec.1199), kept draw by draw because it may differ.
public struct ReplicationNoise: Sendable {
  /// Outcomes are the effects of all strategies, then their costs.
  public let outcomeCount: Int
  /// Products of the centred replications, draw by draw.
  private var products: [Matrix] = []
  public private(set) var degreesOfFreedom = 0
  private var freedomByDraw: [Int] = []

  public init(strategies: Int) { outcomeCount = 2 * strategies }

  /// Adds the replications of one draw.
  /// - Parameters: By strategy, then replication.
  public mutating func add(effects: [[Double]], costs: [[Double]]) {
    let outcomes = effects + costs
    precondition(outcomes.count == outcomeCount)
    let centred = outcomes.map { values in
      let center = mean(values)
      return values.map { $0 - center }
    }
    var product = Matrix(rows: outcomeCount, columns: outcomeCount)
    for j in 0..<outcomeCount {
      for i in 0...j {
        product[i, j] = zip(centred[i], centred[j]).reduce(0) { $0 + $1.0 * $1.1 }
        product[j, i] = product[i, j]
      }
    }
    products.append(product)
    freedomByDraw.append(outcomes[0].count - 1)
    degreesOfFreedom += outcomes[0].count - 1
  }

  public var drawCount: Int { products.count }

  /// Covariance between single replications, pooled over draws; needs at least one draw with two.
  public var covariance: Matrix { pooled(Array(products.indices)) }

  /// The same of some of the draws.
  func pooled(_ draws: [Int]) -> Matrix {
    let freedom = draws.reduce(0) { $0 + freedomByDraw[$1] }
    precondition(freedom > 0)
    var sum = Matrix(rows: outcomeCount, columns: outcomeCount)
    for draw in draws {
      for j in 0..<outcomeCount { for i in 0..<outcomeCount { sum[i, j] += products[draw][i, j] } }
    }
    for j in 0..<outcomeCount { for i in 0..<outcomeCount { sum[i, j] /= Double(freedom) } }
    return sum
  }

  /// The draw's own estimate, as uncertain as it is; nil when the draw has a single replication.
  func covariance(ofDraw draw: Int) -> Matrix? { freedomByDraw[draw] > 0 ? pooled([draw]) : nil }
}
