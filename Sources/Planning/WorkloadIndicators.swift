// SPDX-License-Identifier: GPL-3.0-or-later

/// Workload Indicators of Staffing Need, the World Health Organization's rule (User's manual, 2010): how many people the
/// work would fill if it came evenly, waited for nobody and no post were vacant.
public struct WorkloadIndicators: Sendable, Equatable {
  /// One kind of work with families.
  public struct Workload: Sendable, Equatable {
    /// How often a year, and the hours of each.
    public let volume, standardHours: Double

    public init(volume: Double, standardHours: Double) {
      self.volume = volume
      self.standardHours = standardHours
    }
  }

  public let workloads: [Workload]
  /// Hours a year that one person works, leave, sickness and holidays taken off.
  public let availableHours: Double
  /// Share of them that everyone of the category spends on support: meetings, records of the team, training.
  public let categoryAllowance: Double
  /// Hours a year that some spend on other duties, over all of them.
  public let individualAllowanceHours: Double

  public init(
    workloads: [Workload], availableHours: Double, categoryAllowance: Double = 0, individualAllowanceHours: Double = 0
  ) {
    self.workloads = workloads
    self.availableHours = availableHours
    self.categoryAllowance = categoryAllowance
    self.individualAllowanceHours = individualAllowanceHours
  }

  /// Volume over standard workload, summed: what one person could do of it in a year.
  public var basicNeed: Double {
    workloads.reduce(0) { $0 + $1.volume / (availableHours / $1.standardHours) }
  }

  /// CAF = 1 / (1 − share).
  public var categoryAllowanceFactor: Double { 1 / (1 - categoryAllowance) }

  /// IAF, in people.
  public var individualAllowanceFactor: Double { individualAllowanceHours / availableHours }

  /// Basic need × CAF + IAF, in whole-time equivalents.
  public var need: Double { basicNeed * categoryAllowanceFactor + individualAllowanceFactor }
}
