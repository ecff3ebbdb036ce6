// SPDX-License-Identifier: GPL-3.0-or-later

/// A strategy's expected cost and effect.
public struct StrategyOutcome: Sendable, Equatable {
  public let strategy: String
  public let cost, effect: Double

  public init(strategy: String, cost: Double, effect: Double) {
    self.strategy = strategy
    self.cost = cost
    self.effect = effect
  }
}

/// The full incremental analysis: the efficiency frontier and, for the strategies off it, who keeps them off.
///
/// Sorted by cost, then by effect from high to low. A strategy is dominated when another costs no more and is at
/// least as effective, one of them strictly; extended dominated when it lies strictly above the line that joins two
/// others that are not dominated; points on the line stay (Johannesson & Weinstein 1993,
/// doi:10.1016/0167-6296(93)90003-8; Drummond et al. 2015, chapter 4). Comparisons are exact in the decimals that
/// the outcomes are written in.
public struct IncrementalAnalysis: Sendable, Equatable {
  public enum Status: String, Sendable {
    /// The cheapest strategy of the frontier.
    case reference
    case efficient
    case dominated
    case extendedDominated = "extended_dominated"
  }

  public struct Row: Sendable, Equatable {
    public let strategy: String
    public let cost, effect: Double
    public let status: Status
    /// The strategy before this one on the frontier.
    public let versus: String?
    /// Against `versus`.
    public let incrementalCost, incrementalEffect: Double?
    /// Incremental cost per unit of incremental effect; nil for the reference, for strategies off the frontier, and
    /// for one whose outcomes equal those of the strategy before it.
    public let icer: Double?
    /// Efficient strategies that dominate this one, or the two whose mixture does.
    public let dominatedBy: [String]
  }

  /// The frontier by cost, then extended dominated strategies, then dominated ones, each by cost.
  public let rows: [Row]

  public var frontier: [Row] { rows.filter { $0.status == .reference || $0.status == .efficient } }

  public init(_ outcomes: [StrategyOutcome]) {
    let sorted = outcomes.enumerated().sorted { a, b in
      (a.element.cost, -a.element.effect, a.offset) < (b.element.cost, -b.element.effect, b.offset)
    }.map(\.element)
    let isDominated = sorted.map { candidate in sorted.contains { $0.dominates(candidate) } }
    let undominated = zip(sorted, isDominated).filter { !$0.1 }.map(\.0)
    let frontier = Self.frontier(of: undominated)

    var rows = Self.frontierRows(frontier)
    let extended = undominated.filter { !frontier.contains($0) }
    rows += extended.map { point in
      Row(point, .extendedDominated, by: Self.neighbours(of: point, on: frontier))
    }
    rows += zip(sorted, isDominated).filter(\.1).map { point, _ in
      let efficient = frontier.filter { $0.dominates(point) }
      // Where only extended dominated strategies dominate it, they are the reason.
      let reasons = efficient.isEmpty ? undominated.filter { $0.dominates(point) } : efficient
      return Row(point, .dominated, by: reasons.map(\.strategy))
    }
    self.rows = rows
  }

  /// The lower convex hull, by cost; points on an edge stay, and so do strategies with the outcomes of another.
  private static func frontier(of points: [StrategyOutcome]) -> [StrategyOutcome] {
    var hull: [StrategyOutcome] = []
    for point in points where hull.last.map({ !$0.hasOutcomes(of: point) }) ?? true {
      while hull.count > 1, isAbove(hull[hull.count - 1], from: hull[hull.count - 2], to: point) {
        hull.removeLast()
      }
      hull.append(point)
    }
    return points.filter { point in hull.contains { $0.hasOutcomes(of: point) } }
  }

  /// Whether a point lies strictly above the line from one strategy to another.
  private static func isAbove(_ point: StrategyOutcome, from a: StrategyOutcome, to b: StrategyOutcome)
    -> Bool
  {
    if let toPoint = Step(from: a, to: point), let toEnd = Step(from: a, to: b),
      let left = toPoint.cost * toEnd.effect, let right = toEnd.cost * toPoint.effect,
      let cross = left - right
    {
      return cross.sign > 0
    }
    let left = (point.cost - a.cost) * (b.effect - a.effect)
    return left > (b.cost - a.cost) * (point.effect - a.effect)
  }

  /// The step from one strategy to the next, in decimals.
  private struct Step {
    let cost, effect: ExactDecimal

    init?(from a: StrategyOutcome, to b: StrategyOutcome) {
      guard let bCost = ExactDecimal(b.cost), let aCost = ExactDecimal(a.cost), let cost = bCost - aCost,
        let bEffect = ExactDecimal(b.effect), let aEffect = ExactDecimal(a.effect),
        let effect = bEffect - aEffect
      else { return nil }
      self.cost = cost
      self.effect = effect
    }
  }

  private static func frontierRows(_ frontier: [StrategyOutcome]) -> [Row] {
    frontier.indices.map { i in
      guard i > 0 else { return Row(frontier[0], .reference, by: []) }
      let point = frontier[i], before = frontier[i - 1]
      let cost = decimalDifference(point.cost, before.cost)
      let effect = decimalDifference(point.effect, before.effect)
      return Row(
        strategy: point.strategy, cost: point.cost, effect: point.effect, status: .efficient,
        versus: before.strategy,
        incrementalCost: cost, incrementalEffect: effect, icer: effect == 0 ? nil : cost / effect,
        dominatedBy: [])
    }
  }

  /// The efficient strategies on either side of a point, whose mixture has its effect at less cost.
  private static func neighbours(of point: StrategyOutcome, on frontier: [StrategyOutcome]) -> [String] {
    [frontier.last { $0.effect <= point.effect }, frontier.first { $0.effect >= point.effect }]
      .compactMap { $0?.strategy }
  }
}

extension IncrementalAnalysis.Row {
  fileprivate init(_ point: StrategyOutcome, _ status: IncrementalAnalysis.Status, by reasons: [String]) {
    self.init(
      strategy: point.strategy, cost: point.cost, effect: point.effect, status: status, versus: nil,
      incrementalCost: nil, incrementalEffect: nil, icer: nil, dominatedBy: reasons)
  }
}

extension StrategyOutcome {
  /// Costs no more and is at least as effective, and is better in one of the two.
  func dominates(_ other: StrategyOutcome) -> Bool {
    cost <= other.cost && effect >= other.effect && (cost < other.cost || effect > other.effect)
  }

  func hasOutcomes(of other: StrategyOutcome) -> Bool { cost == other.cost && effect == other.effect }
}
