// SPDX-License-Identifier: GPL-3.0-or-later
public import Economics
import Statistics

/// A question about the model itself, answered by alternatives that are believed to some degree: each draw takes one of
/// them with its weight (model averaging; Jackson et al. 2011, doi:10.1177/0272989X11406986).
///
/// What it would be worth to know the answer is the EVPPI of its parameter, as for any other.
public struct StructuralQuestion: Sendable, Equatable {
  public struct Alternative: Sendable, Equatable {
    public let name: String
    /// How far it is believed; the alternatives' add up to 1.
    public let weight: Double

    public init(name: String, weight: Double) {
      self.name = name
      self.weight = weight
    }
  }

  public let name: String
  /// The first is the scenarios as they stand, which is also the base case.
  public let alternatives: [Alternative]

  public init(name: String, alternatives: [Alternative]) {
    self.name = name
    self.alternatives = alternatives
  }

  /// Name of the parameter that says which alternative a draw takes, counted from 0.
  public var parameterName: String { "structure.\(name)" }

  /// So finely are weights kept.
  private static let places = 10_000

  /// The draw of an alternative's number.
  public var parameter: UncertainParameter {
    var upTo = 0.0, values: [Double] = []
    for (index, alternative) in alternatives.enumerated() {
      upTo += alternative.weight
      let end = index == alternatives.count - 1 ? Self.places : Int((upTo * Double(Self.places)).rounded())
      values += [Double](repeating: Double(index), count: max(end - values.count, 0))
    }
    let words = alternatives.enumerated().map { "\($0) \($1.name) (weight \($1.weight))" }
    return UncertainParameter(
      name: parameterName, path: parameterName, uncertainty: .empirical(values), mean: 0, unit: "alternative",
      source: words.joined(separator: "; "), provenance: "assumption")
  }

  /// The alternative that a draw takes.
  public static func alternative(ofValue value: Double) -> Int { Int(value.rounded()) }
}

/// What a decision would be if one alternative were known to be right.
public struct StructuralResult: Sendable {
  public let question: StructuralQuestion
  public let alternative: Int
  /// Position of the decision.
  public let decision: Int
  /// How many draws took the alternative.
  public let draws: Int
  /// Of those draws alone, with replication noise; nil when fewer than two took it.
  public let uncertainty: DecisionUncertainty?
  /// By strategy, over those draws.
  public let expectedCosts, expectedEffects: [Double]
}

extension ProbabilisticAnalysis {
  /// Every decision under each alternative of each question.
  func structuralResults() -> [StructuralResult] {
    plan.structure.flatMap { question -> [StructuralResult] in
      guard let place = parameters.index(of: question.parameterName) else { return [] }
      let taken = parameters.values[place].map(StructuralQuestion.alternative(ofValue:))
      return decisions.indices.flatMap { index in
        question.alternatives.indices.map { alternative in
          let draws = taken.indices.filter { taken[$0] == alternative }
          let samples = decisions[index].raw.samples
          guard draws.count > 1 else {
            let unknown = samples.strategies.map { _ in Double.nan }
            return StructuralResult(
              question: question, alternative: alternative, decision: index, draws: draws.count, uncertainty: nil,
              expectedCosts: unknown, expectedEffects: unknown)
          }
          let own = samples.selecting(draws: draws)
          return StructuralResult(
            question: question, alternative: alternative, decision: index, draws: draws.count,
            uncertainty: DecisionUncertainty(own, thresholds: decisions[index].raw.uncertainty.thresholds),
            expectedCosts: own.expectedCosts, expectedEffects: own.expectedEffects)
        }
      }
    }
  }
}
