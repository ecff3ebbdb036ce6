// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// A study that would be made to learn about some parameters: what is measured, on how many.
public struct StudyDesign: Sendable, Equatable {
  /// What one participant tells about a parameter.
  public enum Measurement: Sendable, Equatable {
    /// A quantity whose mean is the parameter, with a known standard deviation between participants.
    case normal(standardDeviation: Double)
    /// Yes or no; the parameter is the probability of yes.
    case binomial
    /// A count; the parameter is the mean for each participant.
    case poisson
  }

  /// One parameter's part of the study.
  public struct Arm: Sendable, Equatable {
    /// Column of the parameter table.
    public let parameter: Int
    public let measurement: Measurement
    /// Participants of this arm for each unit of the sample size.
    public let share: Double

    public init(parameter: Int, measurement: Measurement, share: Double = 1) {
      self.parameter = parameter
      self.measurement = measurement
      self.share = share
    }
  }

  public let arms: [Arm]

  public init(arms: [Arm]) { self.arms = arms }

  /// What cannot be studied so, in words; nil when everything can.
  public func flaw(in parameters: ParameterSamples) -> String? {
    for arm in arms {
      let values = parameters.values[arm.parameter], name = parameters.names[arm.parameter]
      switch arm.measurement {
      case .normal(let deviation):
        guard deviation > 0, deviation.isFinite else {
          return "the standard deviation for '\(name)' must be positive"
        }
      case .binomial:
        guard values.allSatisfy({ (0...1).contains($0) }) else {
          return "'\(name)' is not a probability in every draw"
        }
      case .poisson:
        guard values.allSatisfy({ $0 >= 0 }) else {
          return "'\(name)' is negative in some draws; a mean count cannot be"
        }
      }
    }
    return nil
  }

  /// The study's estimate of each parameter, were the draw the truth: one column for each arm.
  ///
  /// The draw and the arm address the random numbers, so studies of different sizes share their luck and a larger
  /// study does not look worse by chance.
  func simulatedEstimates(size: Int, parameters: ParameterSamples, seed: UInt64) -> [[Double]] {
    let stream = RandomStream(seed: seed, domain: Self.randomDomain)
    return arms.enumerated().map { position, arm in
      let participants = max((Double(size) * arm.share).rounded(), 1)
      return parameters.values[arm.parameter].enumerated().map { draw, truth in
        stream.seek(entity: UInt64(draw), purpose: UInt64(position))
        return arm.measurement.simulatedEstimate(of: truth, participants: participants, stream)
      }
    }
  }

  /// Keeps studies apart from the simulation's random numbers.
  private static let randomDomain: UInt64 = 0x7374_7564_79  // "study"
}

extension StudyDesign.Measurement {
  fileprivate func simulatedEstimate(
    of truth: Double, participants: Double, _ stream: borrowing RandomStream
  ) -> Double {
    switch self {
    case .normal(let deviation): truth + deviation / participants.squareRoot() * stream.standardNormal()
    case .binomial: Double(stream.binomial(probability: truth, trials: Int(participants))) / participants
    case .poisson: Double(stream.poisson(mean: truth * participants)) / participants
    }
  }
}
