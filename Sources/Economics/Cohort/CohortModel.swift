// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A cohort state-transition model: what becomes of people over many years, by the state that they are in.
///
/// In cycles of equal length, with rates that may change as people age (Briggs & Sculpher 1998, doi:10.2165/00019053-199813040-00003;
/// Alarid-Escudero et al. 2023, doi:10.1177/0272989X221103163).
public struct CohortModel: Sendable {
  /// A state, and what a year in it brings.
  public struct State: Sendable, Equatable {
    public let name: String
    /// QALYs of a year.
    public let utility: Double
    /// Cost of a year by payer.
    public let costs: [Double]

    public init(_ name: String, utility: Double, costs: [Double]) {
      self.name = name
      self.utility = utility
      self.costs = costs
    }
  }

  /// How often people go from one state to another.
  public struct Transition: Sendable, Equatable {
    public let from, to: Int
    /// Events a year of someone in the state.
    public let ratePerYear: Double
    /// Years since the start during which it holds; a cycle takes the rates of its beginning.
    public let years: Range<Double>

    public init(from: Int, to: Int, ratePerYear: Double, years: Range<Double> = 0..<Double.infinity) {
      self.from = from
      self.to = to
      self.ratePerYear = ratePerYear
      self.years = years
    }
  }

  public let states: [State]
  public let transitions: [Transition]
  /// The state that nobody leaves, if there is one: its transitions are settled first in a cycle.
  public let dead: Int?
  public let cycles: Int
  public let cycleYears: Double
  public let discountCosts, discountEffects: Discounting
  public let correction: WithinCycleCorrection
  /// Probabilities of a cycle, by the state left and the state reached; one for each time at which rates change.
  private let matrices: [(fromYear: Double, values: [[Double]])]

  /// Why transitions make no model.
  public enum Flaw: Error, Equatable, Sendable, CustomStringConvertible {
    /// The probabilities of leaving a state add up to more than one.
    case leavesTooOften(state: String)

    public var description: String {
      switch self {
      case .leavesTooOften(let state): "more than everyone leaves '\(state)' in a cycle; take shorter cycles"
      }
    }
  }

  public init(
    states: [State], transitions: [Transition], dead: Int? = nil, cycles: Int, cycleYears: Double = 1,
    discountCosts: Discounting, discountEffects: Discounting, correction: WithinCycleCorrection = .halfCycle
  ) throws(Flaw) {
    precondition(cycles > 0 && cycleYears > 0)
    self.states = states
    self.transitions = transitions
    self.dead = dead
    self.cycles = cycles
    self.cycleYears = cycleYears
    self.discountCosts = discountCosts
    self.discountEffects = discountEffects
    self.correction = correction
    var matrices: [(fromYear: Double, values: [[Double]])] = []
    let changes = Set([0] + transitions.flatMap { [$0.years.lowerBound, $0.years.upperBound] }).filter(\.isFinite)
    for year in changes.sorted() where year < Double(cycles) * cycleYears {
      let own = transitions.filter { $0.years.contains(year) }
      matrices.append((year, try Self.probabilities(states, own, dead: dead, cycleYears: cycleYears)))
    }
    self.matrices = matrices
  }

  /// Probabilities of a cycle: death first, 1 − exp(−rate × cycle); other moves on condition of surviving it.
  private static func probabilities(
    _ states: [State], _ transitions: [Transition], dead: Int?, cycleYears: Double
  ) throws(Flaw) -> [[Double]] {
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: states.count), count: states.count)
    for s in states.indices {
      func probability(to isWanted: (Int) -> Bool) -> [(Int, Double)] {
        transitions.filter { $0.from == s && $0.to != s && isWanted($0.to) }
          .map { ($0.to, -expm1(-$0.ratePerYear * cycleYears)) }
      }
      let death = probability { $0 == dead }.reduce(0) { $0 + $1.1 }
      if let dead { matrix[s][dead] += death }
      for (to, probability) in probability(to: { $0 != dead }) { matrix[s][to] += (1 - death) * probability }
      let leaving = matrix[s].reduce(0, +)
      guard leaving <= 1 + 1e-12 else { throw .leavesTooOften(state: states[s].name) }
      matrix[s][s] += max(1 - leaving, 0)
    }
    return matrix
  }

  /// Shares of the cohort in each state at the start of each cycle and at the end of the last.
  public func trace(start: [Double]) -> [[Double]] {
    precondition(start.count == states.count)
    var trace = [start]
    for cycle in 0..<cycles {
      let now = trace[trace.count - 1], time = Double(cycle) * cycleYears * (1 + 1e-12)
      let matrix = (matrices.last { $0.fromYear <= time } ?? matrices[0]).values
      trace.append(
        states.indices.map { to in states.indices.reduce(0) { $0 + now[$1] * matrix[$1][to] } })
    }
    return trace
  }

  /// What a cohort brings over the horizon, discounted to its start.
  public struct Totals: Sendable, Equatable {
    public let qalys: Double
    /// By payer, in the order of the states' costs.
    public let costs: [Double]
  }

  public func totals(start: [Double]) -> Totals {
    let cycles = byCycle(start: start)
    return Totals(
      qalys: cycles.reduce(0) { $0 + $1.discountedQALYs },
      costs: (states.first?.costs ?? []).indices.map { payer in cycles.reduce(0) { $0 + $1.discountedCosts[payer] } })
  }

  /// What one cycle adds to the totals: people at its start, each counted for the cycle's weight.
  public struct CycleOutcome: Sendable, Equatable {
    /// Years since the start.
    public let year: Double
    /// By state.
    public let people: [Double]
    /// Of the within-cycle correction.
    public let weight: Double
    public let qalys, discountedQALYs: Double
    /// By payer, in the order of the states' costs.
    public let costs, discountedCosts: [Double]
  }

  /// The whole course, with a last row for those who are there at the end.
  public func byCycle(start: [Double]) -> [CycleOutcome] {
    let weights = correction.weights(cycles: cycles), payers = (states.first?.costs ?? []).indices
    return trace(start: start).enumerated().map { cycle, people in
      let year = Double(cycle) * cycleYears
      func total(_ amount: (State) -> Double) -> Double {
        weights[cycle] * cycleYears * zip(people, states).reduce(0) { $0 + $1.0 * amount($1.1) }
      }
      let qalys = total(\.utility), costs = payers.map { payer in total { $0.costs[payer] } }
      let ofCosts = discountCosts.factor(atYears: year)
      return CycleOutcome(
        year: year, people: people, weight: weights[cycle], qalys: qalys,
        discountedQALYs: qalys * discountEffects.factor(atYears: year), costs: costs,
        discountedCosts: costs.map { $0 * ofCosts })
    }
  }

  /// The totals of someone who starts in each state.
  public var totalsByStart: [Totals] {
    states.indices.map { s in totals(start: states.indices.map { $0 == s ? 1 : 0 }) }
  }
}
