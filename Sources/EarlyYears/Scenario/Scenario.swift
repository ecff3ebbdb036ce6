// SPDX-License-Identifier: GPL-3.0-or-later
public import Simulation

/// One strategy for one authority, every parameter at a definite value.
///
/// A scenario is plain data in the words of the scenario file; `ServiceModel` compiles it for simulation.
/// Lists keep the order of the file, and members refer to one another by name.
public struct Scenario: Sendable, Equatable {
  public var name: String
  public var description: String
  /// Whose child health programme the reviews are those of.
  public var programmeOf: Country
  public var clock: Clock
  public var children: Children
  /// Nil when every child is a family of its own.
  public var families: Families?
  public var teams: [Team]
  public var workforce: [Role]
  public var caseload: Caseload
  public var appointments: Appointments?
  public var needs: [Need]
  public var contacts: [ContactType]
  public var additionalContacts: AdditionalContacts?
  public var pathways: [Pathway]
  public var safeguarding: [SafeguardingStatus]
  public var programmes: [Programme]
  public var jointCompletions: [JointCompletion]
  public var costs: Costs

  public init(
    name: String, description: String = "", clock: Clock, children: Children, teams: [Team], workforce: [Role],
    caseload: Caseload = Caseload(), needs: [Need] = [], contacts: [ContactType],
    additionalContacts: AdditionalContacts? = nil, pathways: [Pathway] = [],
    safeguarding: [SafeguardingStatus] = [], programmes: [Programme] = [],
    jointCompletions: [JointCompletion] = [], costs: Costs = Costs(), programmeOf: Country = .england
  ) {
    self.name = name
    self.description = description
    self.programmeOf = programmeOf
    self.clock = clock
    self.children = children
    self.teams = teams
    self.workforce = workforce
    self.caseload = caseload
    appointments = nil
    self.needs = needs
    self.contacts = contacts
    self.additionalContacts = additionalContacts
    self.pathways = pathways
    self.safeguarding = safeguarding
    self.programmes = programmes
    self.jointCompletions = jointCompletions
    self.costs = costs
  }
}

/// A country with a child health programme of its own.
public enum Country: String, Sendable, CaseIterable, Equatable { case england, wales }

/// When the simulation starts, and what part of it is reported.
public struct Clock: Sendable, Equatable {
  /// First day of the reporting period; the warm-up comes before it.
  public var start: CalendarDate
  /// Years simulated before the reporting period, so that two-year-olds with a history exist at its start.
  public var warmUpYears: Double
  /// Length of the reporting period in years of 365.25 days.
  public var reportingYears: Double
  /// Interval at which caseload, backlog and work in hand are noted.
  public var snapshotEveryDays: Double
  /// Thresholds for which the share of waits above them is reported, in days.
  public var waitThresholdsDays: [Double]
  /// Whether children already born are there when the clock starts; a textbook queue starts empty.
  public var startsEmpty: Bool

  public init(
    start: CalendarDate, warmUpYears: Double, reportingYears: Double, snapshotEveryDays: Double = 30.4375,
    waitThresholdsDays: [Double] = [], startsEmpty: Bool = false
  ) {
    self.start = start
    self.warmUpYears = warmUpYears
    self.reportingYears = reportingYears
    self.snapshotEveryDays = snapshotEveryDays
    self.waitThresholdsDays = waitThresholdsDays
    self.startsEmpty = startsEmpty
  }
}

/// Births, moves and what families have in common.
public struct Children: Sendable, Equatable {
  /// How births vary over the year.
  public enum Seasonality: Sendable, Equatable {
    case none
    /// rate × (1 + amplitude × cos(2π (day − peak) / 365.25)), day counted so that the reporting period starts on its day of the year.
    case sinusoidal(amplitude: Double, peakDayOfYear: Double)
    /// Twelve relative rates, January first; only their ratios matter.
    case monthly([Double])
  }

  /// Shares of births in England by national deprivation quintile, most deprived first. An assumption: births lean
  /// towards deprived areas.
  public static let englandShares = [0.25, 0.22, 0.20, 0.18, 0.15]

  /// Births a year at the start of the reporting period.
  public var birthsPerYear: Double
  /// Proportional change of births a year.
  public var birthsTrendPerYear: Double
  public var seasonality: Seasonality
  /// Shares of births by deprivation quintile, most deprived first; they sum to one.
  public var deprivationShares: [Double]
  /// The shares of the place in which prevalences and rates were measured: averages are stated for this mix.
  public var referenceShares: [Double]
  /// How long before birth a pregnancy is known.
  public var knownBeforeBirthDays: Double
  /// Age at which children leave the service.
  public var leaveAtAgeDays: Double
  /// Share of under-fives who move out in a year, and who move in, relative to those resident.
  public var movesOutPerYear: Double
  public var movesInPerYear: Double
  /// Correlation between a family's attendances at two contacts on the latent normal scale.
  public var attendanceCorrelation: Double
  /// Correlation between two needs of a child on the latent normal scale (shared adversity).
  public var needCorrelation: Double
  /// Correlation between adversity and the propensity to attend; negative when families in adversity attend less.
  public var adversityAttendanceCorrelation: Double

  public init(
    birthsPerYear: Double, birthsTrendPerYear: Double = 0, seasonality: Seasonality = .none,
    deprivationShares: [Double] = [0.2, 0.2, 0.2, 0.2, 0.2], referenceShares: [Double] = Children.englandShares,
    knownBeforeBirthDays: Double = 0,
    leaveAtAgeDays: Double = 1826, movesOutPerYear: Double = 0, movesInPerYear: Double = 0,
    attendanceCorrelation: Double = 0, needCorrelation: Double = 0, adversityAttendanceCorrelation: Double = 0
  ) {
    self.birthsPerYear = birthsPerYear
    self.birthsTrendPerYear = birthsTrendPerYear
    self.seasonality = seasonality
    self.deprivationShares = deprivationShares
    self.referenceShares = referenceShares
    self.knownBeforeBirthDays = knownBeforeBirthDays
    self.leaveAtAgeDays = leaveAtAgeDays
    self.movesOutPerYear = movesOutPerYear
    self.movesInPerYear = movesInPerYear
    self.attendanceCorrelation = attendanceCorrelation
    self.needCorrelation = needCorrelation
    self.adversityAttendanceCorrelation = adversityAttendanceCorrelation
  }
}

/// A locality team.
public struct Team: Sendable, Equatable {
  public var name: String
  /// Relative share of the authority's births.
  public var birthsShare: Double
  /// Relative share of the authority's posts.
  public var workforceShare: Double
  /// Relative weight of each quintile among the team's births, most deprived first.
  public var quintileWeights: [Double]

  public init(
    name: String, birthsShare: Double = 1, workforceShare: Double = 1, quintileWeights: [Double] = [1, 1, 1, 1, 1]
  ) {
    self.name = name
    self.birthsShare = birthsShare
    self.workforceShare = workforceShare
    self.quintileWeights = quintileWeights
  }
}
