// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Levels, common courses and a matrix of low rank that minimise
/// (sum of squared misses over the observed entries) / (their number) + λ × (sum of the matrix's singular values)
/// (Athey, Bayati, Doudchenko, Imbens & Khosravi 2021, doi:10.1080/01621459.2021.1891924, eq. 4.3; levels and courses
/// have no price).
///
/// A matrix without gaps has a closed form: levels and courses are its means, and the singular values of the rest are
/// lessened by λ × (number of entries) / 2, down to nought. With gaps the closed form is repeated, each gap filled with what
/// was found before (soft imputation; Mazumder, Hastie & Tibshirani 2010). Only the gaps' values are carried from step
/// to step, and their course is extrapolated (Anderson 1965, doi:10.1145/321296.321305).
struct LowRankCompletion {
  /// What the gaps are filled with, in the order of `gaps`.
  private(set) var filled: [Double]
  /// Number of singular values that are left.
  private(set) var rank = 0
  /// Largest move of a gap in a further step, relative to the largest entry at the start less means.
  private(set) var remainder = 0.0
  private(set) var rounds = 0
  private let problem: CompletionProblem
  private let threshold: Double

  /// - Parameters:
  ///   - penalty: λ; infinite for levels and courses alone.
  ///   - start: Values of the gaps to start from.
  init(_ problem: CompletionProblem, penalty: Double, start: [Double], tolerance: Double = 1e-11) throws(EffectsError) {
    self.problem = problem
    threshold = penalty * Double(problem.observedCount) / 2
    filled = start
    var memory = Extrapolation(), least = Double.infinity, nearest = start, size = 0.0
    while true {
      let found = try problem.shrunk(filled, threshold: threshold)
      rank = found.rank
      rounds += 1
      if rounds == 1 { size = found.size }
      let moves = zip(found.atGaps, filled).map { $0 - $1 }
      let largest = moves.reduce(0) { max($0, $1.magnitude) }
      remainder = size > 0 ? largest / size : 0
      if remainder <= tolerance || rounds >= Self.mostRounds {
        filled = found.atGaps
        return
      }
      if largest > 2 * least {
        // A plain step never leads away from the optimum; an extrapolation may, and is then taken back.
        memory = Extrapolation()
        filled = nearest
        continue
      }
      if largest < least { (least, nearest) = (largest, found.atGaps) }
      filled = rounds > Self.mostExtrapolated ? found.atGaps : memory.next(found.atGaps, moves)
    }
  }

  private static let mostExtrapolated = 300
  private static let mostRounds = 20_000

  /// For each unit its share in the fitted values of the first one: at a gap of the first unit, what it is filled with
  /// is exactly these shares of all units' values there and a constant.
  func shares() throws(EffectsError) -> [Double] { try problem.shares(filled, threshold: threshold) }

  /// The low-rank part and the misses at the observed entries (0 at gaps), unit by unit.
  func parts() throws(EffectsError) -> (lowRank: [[Double]], misses: [[Double]]) {
    try problem.parts(filled, threshold: threshold)
  }
}

/// A matrix of outcomes, units by periods, with gaps.
struct CompletionProblem {
  let values: [[Double]]
  let gaps: [(unit: Int, time: Int)]
  var unitCount: Int { values.count }
  var periodCount: Int { values[0].count }
  var observedCount: Int { unitCount * periodCount - gaps.count }

  /// Where every gap starts: its unit's level and its period's course, roughly.
  var plainStart: [Double] {
    var open = [[Bool]](repeating: [Bool](repeating: false, count: periodCount), count: unitCount)
    for gap in gaps { open[gap.unit][gap.time] = true }
    let units = values.indices.map { i in mean(values[i].indices.filter { !open[i][$0] }.map { values[i][$0] }) }
    let periods = (0..<periodCount).map { t -> Double in
      let above = values.indices.filter { !open[$0][t] }.map { values[$0][t] - units[$0] }
      return above.isEmpty ? 0 : mean(above)
    }
    return gaps.map { units[$0.unit] + periods[$0.time] }
  }

  /// The filled matrix less unit and period means, and what the spectral part needs of it.
  private struct Rest {
    /// Unit by unit.
    let rows: [[Double]]
    let unitMeans, periodMeans: [Double]
    let all: Double
    /// Singular values above the threshold, from the largest, and how much of each is kept.
    let singular, kept: [Double]
    /// Unit vectors over units or over periods, whichever are fewer.
    let vectors: [[Double]]
    let isOverUnits: Bool
    /// Each unit's part in each vector over periods; each period's part in each vector over units.
    let scores: [[Double]]

    func lowRank(_ unit: Int, _ time: Int) -> Double {
      let (own, other) = isOverUnits ? (unit, time) : (time, unit)
      return vectors.indices.reduce(0) { $0 + kept[$1] * vectors[$1][own] * scores[$1][other] }
    }

    func fitted(_ unit: Int, _ time: Int) -> Double {
      lowRank(unit, time) + unitMeans[unit] + periodMeans[time] - all
    }
  }

  private func rest(_ filled: [Double], threshold: Double) throws(EffectsError) -> Rest {
    var rows = values
    for (gap, value) in zip(gaps, filled) { rows[gap.unit][gap.time] = value }
    let unitMeans = rows.map { $0.reduce(0, +) / Double(periodCount) }
    var periodMeans = [Double](repeating: 0, count: periodCount)
    for row in rows { for t in row.indices { periodMeans[t] += row[t] } }
    for t in periodMeans.indices { periodMeans[t] /= Double(unitCount) }
    let all = unitMeans.reduce(0, +) / Double(unitCount)
    for i in rows.indices { for t in 0..<periodCount { rows[i][t] -= unitMeans[i] + periodMeans[t] - all } }
    let isOverUnits = unitCount <= periodCount
    guard threshold.isFinite else {
      return Rest(
        rows: rows, unitMeans: unitMeans, periodMeans: periodMeans, all: all, singular: [], kept: [], vectors: [],
        isOverUnits: isOverUnits, scores: [])
    }
    let columns = isOverUnits ? rows : (0..<periodCount).map { t in rows.map { $0[t] } }
    let spectrum: SymmetricEigenvalues
    do { spectrum = try SymmetricEigenvalues(Matrix(columns: columns).gramMatrix()) } catch {
      throw EffectsError("\(error)")
    }
    let used = spectrum.values.indices.reversed().prefix { spectrum.values[$0] > threshold * threshold }
    let singular = used.map { spectrum.values[$0].squareRoot() }
    let vectors = used.map { Array(spectrum.vectors.column($0)) }
    let scores = vectors.map { vector -> [Double] in
      var sums = [Double](repeating: 0, count: columns[0].count)
      for (share, column) in zip(vector, columns) { for k in sums.indices { sums[k] += share * column[k] } }
      return sums
    }
    return Rest(
      rows: rows, unitMeans: unitMeans, periodMeans: periodMeans, all: all, singular: singular,
      kept: singular.map { 1 - threshold / $0 }, vectors: vectors, isOverUnits: isOverUnits, scores: scores)
  }

  /// One step: the closed form's values at the gaps, its rank and the largest entry of the rest.
  func shrunk(
    _ filled: [Double], threshold: Double
  ) throws(EffectsError) -> (atGaps: [Double], rank: Int, size: Double) {
    let rest = try rest(filled, threshold: threshold)
    let size = rest.rows.reduce(0) { $1.reduce($0) { max($0, $1.magnitude) } }
    return (gaps.map { rest.fitted($0.unit, $0.time) }, rest.singular.count, size)
  }

  func shares(_ filled: [Double], threshold: Double) throws(EffectsError) -> [Double] {
    let rest = try rest(filled, threshold: threshold)
    return (0..<unitCount).map { unit in
      rest.vectors.indices.reduce(1 / Double(unitCount)) { sum, k in
        let square = rest.singular[k] * rest.singular[k]
        return sum + rest.kept[k]
          * (rest.isOverUnits
            ? rest.vectors[k][0] * rest.vectors[k][unit] : rest.scores[k][0] * rest.scores[k][unit] / square)
      }
    }
  }

  func parts(_ filled: [Double], threshold: Double) throws(EffectsError) -> (lowRank: [[Double]], misses: [[Double]]) {
    let rest = try rest(filled, threshold: threshold)
    var misses = values.indices.map { i in (0..<periodCount).map { values[i][$0] - rest.fitted(i, $0) } }
    for gap in gaps { misses[gap.unit][gap.time] = 0 }
    return (values.indices.map { i in (0..<periodCount).map { rest.lowRank(i, $0) } }, misses)
  }

  /// The least penalty at which nothing of low rank is left.
  func largestPenalty() throws(EffectsError) -> Double {
    let plain = try LowRankCompletion(self, penalty: .infinity, start: plainStart)
    let rest = try rest(plain.filled, threshold: 0)
    let size = values.reduce(0) { $1.reduce($0) { max($0, $1.magnitude) } }
    let largest = rest.singular.first ?? 0
    return largest > 1e-10 * size ? 2 * largest / Double(observedCount) : 0
  }
}

/// The next point of a repeated map from its last points and moves: the combination of them whose moves cancel most.
private struct Extrapolation {
  private var points: [[Double]] = []
  private var moves: [[Double]] = []

  mutating func next(_ point: [Double], _ move: [Double]) -> [Double] {
    points.append(point)
    moves.append(move)
    if points.count > 6 {
      points.removeFirst()
      moves.removeFirst()
    }
    let earlier = moves.dropLast().map { old in zip(move, old).map { $0 - $1 } }
    guard !earlier.isEmpty else { return point }
    var gram = Matrix(columns: earlier).gramMatrix()
    let size = (0..<earlier.count).reduce(0) { max($0, gram[$1, $1]) }
    for k in earlier.indices { gram[k, k] += 1e-12 * size }
    guard size > 0, let factor = CholeskyFactor(gram) else { return point }
    let shares = factor.solve(Matrix(columns: earlier).transposedTimes(move))
    var result = point
    for (share, old) in zip(shares, points.dropLast()) {
      for k in result.indices { result[k] -= share * (point[k] - old[k]) }
    }
    return result
  }
}
