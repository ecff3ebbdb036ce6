// SPDX-License-Identifier: GPL-3.0-or-later

/// Columns for a smooth function of several variables: a spline in each, and products of their smoothest parts.
///
/// A functional analysis of variance (Gu 2013, Smoothing Spline ANOVA Models, chapter 2) cut off at low order:
/// models of services add and multiply a few quantities, so main effects may bend while interactions are products
/// of straight and gently curved parts, up to four variables at a time. Each part is a penalty group of its own, so
/// that what the data do not support shrinks away or is dropped; that keeps ten variables affordable, where a full
/// tensor product needs millions of columns and a Gaussian process on all draws a matrix of n².
public struct InteractionBasis: Sendable {
  private let splines: [SplineBasis]
  /// Which of the given variables vary.
  private let variables: [Int]
  private let products: [Product]
  public let groups: [PenaltyGroup]
  public let columnCount: Int
  /// The columns that hold the variables themselves, standardised.
  public let straightColumns: [Int]

  /// Functions of some variables multiplied together.
  private struct Product: Sendable {
    /// Positions in `splines`, and the number of the function in each.
    let factors: [(spline: Int, function: Int)]
  }

  /// A basis for the columns of a table; nil when none of them varies.
  /// - Parameter isAdditive: Whether there are main effects only.
  public init?(_ columns: [[Double]], isAdditive: Bool = false) {
    let count = columns.count, rows = columns.first?.count ?? 0
    var size = Size(variables: count)
    if isAdditive { size.functionsByOrder = [:] }
    while size.columns(variables: count) > max(rows / 4, 4), size.reduce() {}
    let candidates = columns.indices.compactMap { index in
      SplineBasis(columns[index], knotCount: size.knots).map { (index, $0) }
    }
    guard !candidates.isEmpty else { return nil }
    let splines = candidates.map(\.1)
    var layout = Layout()
    for (index, spline) in splines.enumerated() { layout.addMainEffect(index, spline.curvatures) }
    for (order, functions) in size.functionsByOrder.sorted(by: { $0.key < $1.key }) where functions > 0 {
      for subset in combinations(of: splines.count, choose: order) {
        layout.addInteraction(subset.map { ($0, min(functions, splines[$0].functionCount)) })
      }
    }
    self.splines = splines
    variables = candidates.map(\.0)
    products = layout.products.map(Product.init)
    groups = layout.groups
    columnCount = layout.products.count
    straightColumns = layout.products.indices.filter {
      layout.products[$0].count == 1 && layout.products[$0][0].function == 0
    }
  }

  /// The columns at the rows of a table with the same variables.
  public func design(_ columns: [[Double]]) -> Matrix {
    let parts = zip(variables, splines).map { $1.evaluate(columns[$0]) }
    var design = Matrix(rows: columns[0].count, columns: columnCount)
    for (index, product) in products.enumerated() {
      let first = product.factors[0]
      var values = Array(parts[first.spline].column(first.function))
      for factor in product.factors.dropFirst() {
        for (i, value) in parts[factor.spline].column(factor.function).enumerated() { values[i] *= value }
      }
      design.setColumn(index, values)
    }
    return design
  }

  /// How rich the basis is, for a number of variables.
  private struct Size {
    var knots: Int
    /// Functions of each variable that enter products of two, three and four.
    var functionsByOrder: [Int: Int]

    init(variables: Int) {
      switch variables {
      case 1: (knots, functionsByOrder) = (20, [:])
      case 2: (knots, functionsByOrder) = (12, [2: 4])
      case 3: (knots, functionsByOrder) = (10, [2: 3, 3: 2])
      case 4: (knots, functionsByOrder) = (10, [2: 3, 3: 2, 4: 1])
      case 5...6: (knots, functionsByOrder) = (9, [2: 2, 3: 1, 4: 1])
      case 7...10: (knots, functionsByOrder) = (7, [2: 2, 3: 1])
      case 11...20: (knots, functionsByOrder) = (5, [2: 1])
      default: (knots, functionsByOrder) = (4, [:])
      }
    }

    func columns(variables: Int) -> Int {
      var total = variables * (knots - 1)
      for (order, functions) in functionsByOrder where functions > 0 {
        let each = (0..<order).reduce(1) { product, _ in product * functions }
        total += each * binomial(variables, order)
      }
      return total
    }

    /// Gives up the highest order first, then knots; false when there is nothing left to give up.
    mutating func reduce() -> Bool {
      if let highest = functionsByOrder.filter({ $0.value > 0 }).keys.max() {
        functionsByOrder[highest, default: 0] -= 1
        return true
      }
      guard knots > 3 else { return false }
      knots -= 1
      return true
    }

    private func binomial(_ n: Int, _ k: Int) -> Int {
      k > n ? 0 : (0..<k).reduce(1) { $0 * (n - $1) / ($1 + 1) }
    }
  }

  /// Columns and penalty groups as they are laid out one after another.
  private struct Layout {
    var products: [[(spline: Int, function: Int)]] = []
    var groups: [PenaltyGroup] = []

    mutating func addMainEffect(_ spline: Int, _ curvatures: [Double]) {
      groups.append(PenaltyGroup(columns: [products.count], weights: [1]))
      products.append([(spline, 0)])
      guard curvatures.count > 1 else { return }
      let columns = products.count..<(products.count + curvatures.count - 1)
      groups.append(PenaltyGroup(columns: Array(columns), weights: Array(curvatures.dropFirst())))
      for function in 1..<curvatures.count { products.append([(spline, function)]) }
    }

    /// The product of the straight parts, and the products with a curved part.
    mutating func addInteraction(_ variables: [(spline: Int, functions: Int)]) {
      var straight: [[(spline: Int, function: Int)]] = [[]]
      for variable in variables {
        straight = straight.flatMap { term in (0..<variable.functions).map { term + [(variable.spline, $0)] }
        }
      }
      groups.append(PenaltyGroup(columns: [products.count], weights: [1], isDroppedByChance: true))
      products.append(straight[0])
      let curved = straight.dropFirst()
      guard !curved.isEmpty else { return }
      let weights = curved.map { term in
        term.reduce(1.0) { $0 * Double(($1.function + 1) * ($1.function + 1)) }
      }
      let columns = Array(products.count..<(products.count + curved.count))
      groups.append(PenaltyGroup(columns: columns, weights: weights, isDroppedByChance: true))
      products += curved
    }
  }
}

/// All ways to choose from `0..<count`, in order.
private func combinations(of count: Int, choose size: Int) -> [[Int]] {
  guard size > 0 else { return [[]] }
  guard size <= count else { return [] }
  return (0..<count).flatMap { last in combinations(of: last, choose: size - 1).map { $0 + [last] } }
}
