// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Economics
public import ScenarioFiles
import Studies

/// A cohort model run by itself, so that what a study's `horizon` adds can be checked.
public struct CohortRun: Sendable {
  public let document: CohortDocument
  /// People by state.
  public let start: [Double]
  /// A year.
  public let discountRateCosts, discountRateEffects: Double

  /// - Parameters:
  ///   - start: People by the name of their state; the file's own when nil.
  /// - Throws: `AnalysisError.request` for a state that the model lacks, or when nobody starts.
  public init(
    _ document: CohortDocument, start: [(state: String, people: Double)]? = nil, discountRateCosts: Double,
    discountRateEffects: Double
  ) throws(AnalysisError) {
    let names = document.horizon.states.map(\.name)
    var people = document.start ?? names.map { _ in 0 }
    if let start {
      people = names.map { _ in 0 }
      for (name, count) in start {
        guard let place = names.firstIndex(of: name) else {
          let near = didYouMean(name, in: names)
          throw .request("\(document.path): there is no state '\(name)'\(near)")
        }
        people[place] += count
      }
    }
    guard people.contains(where: { $0 > 0 }) else {
      throw .request(
        "\(document.path): nobody is there at the start; say who with --start STATE, or in the file with 'start: {STATE: 1}'"
      )
    }
    self.document = document
    self.start = people
    self.discountRateCosts = discountRateCosts
    self.discountRateEffects = discountRateEffects
  }

  /// - Throws: `AnalysisError.noAnswer` when the model's rates make no probabilities.
  public func run() throws(AnalysisError) -> CohortResults {
    do {
      let model = try document.model(discountCosts: discountRateCosts, discountEffects: discountRateEffects)
      return CohortResults(run: self, model: model, cycles: model.byCycle(start: start))
    } catch {
      throw .noAnswer("\(document.path): \(error)")
    }
  }
}

/// What becomes of a cohort, cycle by cycle.
public struct CohortResults: Sendable {
  public let run: CohortRun
  public let model: CohortModel
  /// The start of each cycle, and the end of the last.
  public let cycles: [CohortModel.CycleOutcome]

  /// A total over the whole course, as it falls due and discounted to the start.
  public struct Total: Sendable, Equatable {
    public let undiscounted, discounted: Double
  }

  public var qalys: Total {
    Total(
      undiscounted: cycles.reduce(0) { $0 + $1.qalys }, discounted: cycles.reduce(0) { $0 + $1.discountedQALYs })
  }

  /// By those who pay anything.
  public var costs: [(payer: Payer, total: Total)] {
    paying.map { place in
      (
        Payer.allCases[place],
        Total(
          undiscounted: cycles.reduce(0) { $0 + $1.costs[place] },
          discounted: cycles.reduce(0) { $0 + $1.discountedCosts[place] })
      )
    }
  }

  /// Of all payers together.
  public var cost: Total {
    let all = costs.map(\.total)
    return Total(
      undiscounted: all.reduce(0) { $0 + $1.undiscounted }, discounted: all.reduce(0) { $0 + $1.discounted })
  }

  /// Years lived by everyone, whatever their quality; nil where the model has no death.
  public var yearsAlive: Double? {
    guard let dead = model.dead else { return nil }
    return cycles.reduce(0) { sum, cycle in
      sum + cycle.weight * model.cycleYears * (cycle.people.reduce(0, +) - cycle.people[dead])
    }
  }

  /// Places of the payers that any state costs something.
  public var paying: [Int] {
    Payer.allCases.indices.filter { place in model.states.contains { $0.costs[place] != 0 } }
  }
}
