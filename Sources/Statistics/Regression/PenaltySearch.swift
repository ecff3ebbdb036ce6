// SPDX-License-Identifier: GPL-3.0-or-later

/// The fixed point that chooses the penalties of a `PenalisedRegression`.
struct PenaltySearch {
  struct Solution: Sendable {
    var active: [Int]
    var coefficients: [[Double]]
    var residualSquares: [Double]
    var effectiveParameters: Double
    var factor: CholeskyFactor?
    /// Diagonal of the inverse of the penalised products.
    var inverseDiagonal: [Double] = []
    /// What the penalties add to the diagonal of the products.
    var penalties: [Double] = []
  }

  private struct Group {
    let definition: PenaltyGroup
    var penalty: Double
    var isActive = true
  }

  private let products: CrossProducts
  private var groups: [Group]
  private let n: Double
  /// Outcomes that vary; a constant one has nothing to explain.
  private let informative: [Int]

  /// A penalty this many times the information of the data is the same as leaving the group out.
  private let dropAbove = 1e5
  private let maximumRounds = 40

  init(products: CrossProducts, groups: [PenaltyGroup]) {
    self.products = products
    n = Double(products.rowCount)
    informative = products.totalSquares.indices.filter { products.totalSquares[$0] > 0 }
    let start = 0.01 * Double(products.rowCount)
    self.groups = groups.map { group in
      // Start where the group's typical coefficient is lightly shrunk, whatever the scale of the weights.
      let typical = group.weights.reduce(0) { $0 + 1 / $1 } / Double(group.weights.count)
      return Group(definition: group, penalty: start * typical)
    }
  }

  mutating func run() -> Solution {
    var solution = solve()
    guard !informative.isEmpty else { return solution }
    for round in 1...maximumRounds {
      let change = updatePenalties(solution)
      let hasDropped = round == 4 || change < 0.01 ? dropChance(solution) : false
      solution = solve()
      if change < 0.01, !hasDropped { break }
    }
    return solution
  }

  /// The groups that the search has not dropped as chance, however strongly they are shrunk.
  var supportedGroups: [PenaltyGroup] {
    groups.filter { $0.isActive || !$0.definition.isDroppedByChance }.map(\.definition)
  }

  // MARK: One fit

  private var activeColumns: [Int] { groups.filter(\.isActive).flatMap(\.definition.columns) }

  private func solve() -> Solution {
    let active = activeColumns
    let outcomes = products.moments.count
    guard !active.isEmpty, let factor = penalisedFactor(active) else {
      return Solution(
        active: [], coefficients: Array(repeating: [], count: outcomes),
        residualSquares: products.totalSquares,
        effectiveParameters: 0, factor: nil)
    }
    let gram = products.gram.principalSubmatrix(active)
    let beta = products.moments.map { moments in factor.solve(active.map { moments[$0] }) }
    let residuals = beta.indices.map { a in
      products.residualSquares(a, beta[a], columns: active, fittedGram: gram * beta[a])
    }
    var solution = Solution(
      active: active, coefficients: beta, residualSquares: residuals, effectiveParameters: 0, factor: factor,
      inverseDiagonal: factor.inverseDiagonal())
    solution.effectiveParameters = groupSummaries(solution).reduce(0) { $0 + $1.effective }
    solution.penalties = activePenalties
    return solution
  }

  private func penalisedFactor(_ active: [Int]) -> CholeskyFactor? {
    let gram = products.gram.principalSubmatrix(active)
    var jitter = 1e-9 * n
    while jitter < n {
      var penalised = gram
      var i = 0
      for group in groups where group.isActive {
        for weight in group.definition.weights {
          penalised[i, i] += group.penalty * weight + jitter
          i += 1
        }
      }
      if let factor = CholeskyFactor(penalised) { return factor }
      jitter *= 100
    }
    return nil
  }

  private var activePenalties: [Double] {
    groups.filter(\.isActive).flatMap { group in group.definition.weights.map { group.penalty * $0 } }
  }

  // MARK: Penalties

  /// What the update needs of a group: effective coefficients and weighted squares of the coefficients, averaged
  /// over outcomes on the scale of each one's residual variance.
  private struct Summary {
    var effective = 0.0
    var standardisedSquares = 0.0
    /// Wald statistic of the group, summed over outcomes, with a diagonal covariance.
    var wald = 0.0
  }

  private func groupSummaries(_ solution: Solution) -> [Summary] {
    guard solution.factor != nil else { return groups.map { _ in Summary() } }
    let inverse = solution.inverseDiagonal
    let scale = residualVariances(solution)
    // A group may have been dropped since the solution, whose columns keep their places.
    let places = Dictionary(uniqueKeysWithValues: solution.active.enumerated().map { ($1, $0) })
    var summaries: [Summary] = []
    for group in groups {
      var summary = Summary()
      if group.isActive {
        for (column, weight) in zip(group.definition.columns, group.definition.weights) {
          guard let i = places[column] else { continue }
          let shrinkage = group.penalty * weight * inverse[i]
          summary.effective += max(1 - shrinkage, 0)
          for a in informative {
            let square = solution.coefficients[a][i] * solution.coefficients[a][i] / scale[a]
            summary.standardisedSquares += weight * square / Double(informative.count)
            summary.wald += square / max(inverse[i] * max(1 - shrinkage, 1e-6), .leastNormalMagnitude)
          }
        }
      }
      summaries.append(summary)
    }
    return summaries
  }

  private func residualVariances(_ solution: Solution) -> [Double] {
    let freedom = max(n - 1 - solution.effectiveParameters, 1)
    // A deterministic outcome leaves no residual; the floor keeps the ratio of variances finite.
    return products.totalSquares.indices.map { a in
      max(solution.residualSquares[a] / freedom, 1e-13 * products.totalSquares[a] / n)
    }
  }

  /// One step of the fixed point; returns the largest change of a group's best-determined coefficient.
  ///
  /// Wood & Fasiolo (2017), equation 6.
  private mutating func updatePenalties(_ solution: Solution) -> Double {
    var change = 0.0
    for (g, summary) in groupSummaries(solution).enumerated() where groups[g].isActive {
      let old = groups[g].penalty
      let new = summary.effective / max(summary.standardisedSquares, 1e-300)
      let typical = groups[g].definition.weights.min() ?? 1
      groups[g].penalty = max(new, 1e-9 * n / (groups[g].definition.weights.max() ?? 1))
      if groups[g].penalty * typical > dropAbove * n { groups[g].isActive = false }
      // How far the best-determined coefficient moves.
      change = max(change, abs(n / (n + old * typical) - n / (n + groups[g].penalty * typical)))
    }
    return change
  }

  /// Drops optional groups whose Wald statistic is within two standard deviations of what chance gives.
  private mutating func dropChance(_ solution: Solution) -> Bool {
    var hasDropped = false
    for (g, summary) in groupSummaries(solution).enumerated()
    where groups[g].isActive && groups[g].definition.isDroppedByChance {
      let freedom = Double(groups[g].definition.columns.count * informative.count)
      guard summary.wald < freedom + 2 * (2 * freedom).squareRoot() else { continue }
      groups[g].isActive = false
      hasDropped = true
    }
    return hasDropped
  }
}

extension PenaltySearch.Solution {
  /// The same columns and penalties with other data.
  func refitted(_ products: CrossProducts, outcome: Int) -> PenaltySearch.Solution {
    guard !active.isEmpty else {
      var copy = self
      copy.residualSquares = [products.totalSquares[outcome]]
      return copy
    }
    let gram = products.gram.principalSubmatrix(active)
    var penalised = gram, jitter = 1e-9 * Double(products.rowCount)
    while jitter < Double(products.rowCount) {
      for i in active.indices { penalised[i, i] = gram[i, i] + penalties[i] + jitter }
      if let factor = CholeskyFactor(penalised) {
        let beta = factor.solve(active.map { products.moments[outcome][$0] })
        return PenaltySearch.Solution(
          active: active, coefficients: [beta],
          residualSquares: [products.residualSquares(outcome, beta, columns: active, fittedGram: gram * beta)],
          effectiveParameters: effectiveParameters, factor: factor, penalties: penalties)
      }
      jitter *= 100
    }
    return PenaltySearch.Solution(
      active: [], coefficients: [[]], residualSquares: [products.totalSquares[outcome]], effectiveParameters: 0)
  }
}
