// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Economics

/// What follows after the simulated period: a cohort model that people enter with what the simulator found of them.
public struct Horizon: Sendable, Equatable {
  /// A number of the model: certain, or one of the study's parameters.
  public enum Quantity: Sendable, Equatable {
    case known(Double)
    /// Position in the study's space.
    case uncertain(Int)

    func value(_ draw: [Double]) -> Double {
      switch self {
      case .known(let value): value
      case .uncertain(let place): draw[place]
      }
    }
  }

  public struct State: Sendable, Equatable {
    public let name: String
    public let utility: Quantity
    /// Cost of a year by payer; none where a payer pays nothing.
    public let costs: [Payer: Quantity]

    public init(name: String, utility: Quantity, costs: [Payer: Quantity]) {
      self.name = name
      self.utility = utility
      self.costs = costs
    }
  }

  public struct Transition: Sendable, Equatable {
    public let from, to: Int
    public let ratePerYear: Quantity
    /// Years since someone entered during which it holds.
    public let years: Range<Double>

    public init(from: Int, to: Int, ratePerYear: Quantity, years: Range<Double> = 0..<Double.infinity) {
      self.from = from
      self.to = to
      self.ratePerYear = ratePerYear
      self.years = years
    }
  }

  /// People who start in a state: a measure of the simulator, or one less another.
  public struct Entry: Sendable, Equatable {
    public let measure: String
    public let less: String?
    public let state: Int

    public init(measure: String, less: String?, state: Int) {
      self.measure = measure
      self.less = less
      self.state = state
    }
  }

  public let title: String
  public let years, cycleYears: Double
  public let correction: WithinCycleCorrection
  public let states: [State]
  public let transitions: [Transition]
  public let dead: Int?
  public let entries: [Entry]
  /// What a QALY may cost; nil takes the study's.
  public let thresholds: [Double]?

  public init(
    title: String, years: Double, cycleYears: Double, correction: WithinCycleCorrection, states: [State],
    transitions: [Transition], dead: Int?, entries: [Entry], thresholds: [Double]? = nil
  ) {
    self.thresholds = thresholds
    self.title = title
    self.years = years
    self.cycleYears = cycleYears
    self.correction = correction
    self.states = states
    self.transitions = transitions
    self.dead = dead
    self.entries = entries
  }

  /// The cohort model with the values of a draw.
  public func model(_ draw: [Double], costs rates: Costs) throws(CohortModel.Flaw) -> CohortModel {
    try CohortModel(
      states: states.map { state in
        CohortModel.State(
          state.name, utility: state.utility.value(draw),
          costs: Payer.allCases.map { state.costs[$0]?.value(draw) ?? 0 })
      },
      transitions: transitions.map {
        CohortModel.Transition(
          from: $0.from, to: $0.to, ratePerYear: $0.ratePerYear.value(draw), years: $0.years)
      }, dead: dead, cycles: max(1, Int((years / cycleYears).rounded())), cycleYears: cycleYears,
      discountCosts: Discounting(ratePerYear: rates.discountRateCosts),
      discountEffects: Discounting(ratePerYear: rates.discountRateEffects), correction: correction)
  }

  /// Measures of the simulator that people enter by.
  var measures: [String] { entries.flatMap { [$0.measure] + ($0.less.map { [$0] } ?? []) } }
}

extension Perspective {
  /// Whose costs it counts.
  var payers: [Payer] {
    switch self {
    case .commissioner: [.commissioner]
    case .nhsAndSocialServices: [.commissioner, .nhs, .socialCare]
    case .publicSector: Payer.allCases
    }
  }
}

/// The decision over the years beyond the simulation, beside that over the simulated period, from one perspective.
public struct HorizonResult: Sendable {
  public let perspective: Perspective
  /// In QALYs: of the simulated period alone, and with what follows.
  public let within, beyond: DecisionAnalysis
}

extension ProbabilisticAnalysis {
  /// The decision on QALYs with and without the years beyond; none without a horizon.
  ///
  /// People of each reporting year enter the cohort model when that year begins, and everything is discounted to the
  /// first. What a need costs in health during the simulated period is the simulator's; what follows is the model's.
  /// - Throws: `Flaw` when a draw makes no model, or a strategy lacks a measure that people enter by.
  public func horizonResults() throws(Flaw) -> [HorizonResult] {
    guard let horizon = plan.horizon else { return [] }
    let effect = plan.effects.first { $0.name == EffectMeasure.qalys.name } ?? .qalys
    let thresholds = horizon.thresholds ?? plan.thresholds(for: effect)
    let draws = (0..<results[0].drawCount).map { d in parameters.values.map { $0[d] } }
    let rates = results[0].strategy.model.scenario.costs
    var values: [[CohortModel.Totals]] = []
    for draw in draws {
      let model: CohortModel
      do throws(CohortModel.Flaw) {
        model = try horizon.model(draw, costs: rates)
      } catch {
        throw Flaw(description: "horizon: \(error) in some draw")
      }
      values.append(model.totalsByStart)
    }
    let own = try Self.effects(effect, results)
    let more = try entered(horizon, discounted: rates.discountRateEffects) { draw, state in values[draw][state].qalys }
    var found: [HorizonResult] = []
    for perspective in plan.perspectives {
      let payers = Set(perspective.payers)
      let places = Payer.allCases.indices.filter { payers.contains(Payer.allCases[$0]) }
      let ownCosts = try Self.costs(perspective, results)
      let moreCosts = try entered(horizon, discounted: rates.discountRateCosts) { draw, state in
        places.reduce(0) { $0 + values[draw][state].costs[$1] }
      }
      func decision(_ effects: [[[Double]]], _ costs: [[[Double]]], _ label: String) -> DecisionAnalysis {
        DecisionAnalysis(
          effect: effect, label: label, unit: "QALY", perspective: perspective,
          strategies: results.map(\.strategy.name),
          effects: effects, costs: costs, thresholds: thresholds, parameters: parameters,
          areStratified: plan.sampling.isStratified, errorFactor: errorFactor)
      }
      found.append(
        HorizonResult(
          perspective: perspective,
          within: decision(own, ownCosts, effect.label(in: results[0].strategy.model.catalogue, over: periodYears)),
          beyond: decision(sum(own, more), sum(ownCosts, moreCosts), "QALYs over \(horizon.title)")))
    }
    return found
  }

  /// What those who enter bring: by strategy, draw and replication.
  private func entered(
    _ horizon: Horizon, discounted rate: Double, _ value: (_ draw: Int, _ state: Int) -> Double
  ) throws(Flaw) -> [[[Double]]] {
    var total = results.map { result in
      (0..<result.drawCount).map { _ in [Double](repeating: 0, count: result.replications) }
    }
    for entry in horizon.entries {
      let amounts = (0..<results[0].drawCount).map { value($0, entry.state) }
      for (measure, sign) in [(entry.measure, 1.0)] + (entry.less.map { [($0, -1.0)] } ?? []) {
        let counts = try Self.totals(measure, results, sign: sign) { _ in rate }
        for s in total.indices {
          for d in total[s].indices {
            for r in total[s][d].indices { total[s][d][r] += counts[s][d][r] * amounts[d] }
          }
        }
      }
    }
    return total
  }

  private func sum(_ a: [[[Double]]], _ b: [[[Double]]]) -> [[[Double]]] {
    zip(a, b).map { zip($0, $1).map { zip($0, $1).map { $0 + $1 } } }
  }
}
