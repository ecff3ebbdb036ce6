// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// The level of service a child receives.
public enum ServiceLevel: Int, Sendable, CaseIterable, Comparable {
  case universal, targeted, specialist

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  public var name: String { ["universal", "targeted", "specialist"][rawValue] }
}

/// Where, or by what medium, a contact takes place.
public enum Place: Int, Sendable, CaseIterable {
  case home, clinic, hub, group, video, telephone

  public var name: String { ["home", "clinic", "hub", "group", "video", "telephone"][rawValue] }
  /// Whether practitioner and family meet.
  public var isFaceToFace: Bool { self != .video && self != .telephone }
}

/// Share of a contact type's contacts at a place.
public struct PlaceShare: Sendable, Equatable {
  public var place: Place
  public var share: Double

  public init(_ place: Place, _ share: Double) {
    self.place = place
    self.share = share
  }
}

/// A value that may differ by place; `everywhere` applies where a place has none of its own.
public struct ByPlace<Value: Sendable & Equatable>: Sendable, Equatable {
  public var everywhere: Value
  public var places: [Place: Value]

  public init(_ everywhere: Value, places: [Place: Value] = [:]) {
    self.everywhere = everywhere
    self.places = places
  }

  public subscript(place: Place) -> Value { places[place] ?? everywhere }
}

/// A kind of contact in the schedule: the schedule is data, not code.
public struct ContactType: Sendable, Equatable {
  /// What a contact counts as.
  public enum Kind: String, Sendable, CaseIterable {
    /// A mandated review of the Healthy Child Programme.
    case statutoryReview = "statutory_review"
    /// A universal contact that is offered but not mandated.
    case universalContact = "universal_contact"
    /// Needs-led: asked for by the family or offered by the practitioner.
    case additional
    /// A visit of a package of care.
    case package
    /// The health visitor completes what a delegated contact found.
    case followUp = "follow_up"
    case safeguardingVisit = "safeguarding_visit"
    /// A meeting about the child without a contact with the family (conference, core group).
    case meeting
    /// First contact with a family that moved in.
    case transferIn = "transfer_in"

    /// Whether the family is seen; a meeting is work, not a contact.
    public var isContactWithFamily: Bool { self != .meeting }
    /// Whether it counts as an additional contact in official and published figures.
    public var countsAsAdditional: Bool {
      switch self {
      case .statutoryReview, .meeting: false
      default: true
      }
    }
    public var isSafeguarding: Bool { self == .safeguardingVisit || self == .meeting }
  }

  /// How well the contact finds a need.
  public struct Screening: Sendable, Equatable {
    public var need: String
    public var tool: String
    /// Probability of identifying a need that is present, by a health visitor.
    public var sensitivity: Double
    /// Sensitivity of roles for which it is given outright instead of through `relativeDetection`.
    public var sensitivityByRole: [String: Double]
    public var specificity: Double

    public init(
      need: String, tool: String = "", sensitivity: Double, sensitivityByRole: [String: Double] = [:],
      specificity: Double = 1
    ) {
      self.need = need
      self.tool = tool
      self.sensitivity = sensitivity
      self.sensitivityByRole = sensitivityByRole
      self.specificity = specificity
    }
  }

  /// To whom the contact is offered.
  public struct Offer: Sendable, Equatable {
    /// Share of children to whom it is offered.
    public var share: Double
    /// Deprivation quintiles (1–5) to which it is offered.
    public var quintiles: [Int]
    /// Only children of this programme, or everyone when nil.
    public var programme: String?
    /// Children of these programmes get something else instead.
    public var exceptProgrammes: [String]
    /// Least service level at the due age.
    public var fromServiceLevel: ServiceLevel

    public init(
      share: Double = 1, quintiles: [Int] = [1, 2, 3, 4, 5], programme: String? = nil,
      exceptProgrammes: [String] = [], fromServiceLevel: ServiceLevel = .universal
    ) {
      self.share = share
      self.quintiles = quintiles
      self.programme = programme
      self.exceptProgrammes = exceptProgrammes
      self.fromServiceLevel = fromServiceLevel
    }
  }

  public var name: String
  public var label: String
  public var kind: Kind
  /// Order among work that waits, lowest first: 0 safeguarding, 1 reviews, 2 the rest, unless the file says otherwise.
  public var priority: Int
  /// Age at which the family is invited; nil when the contact is started by something other than age.
  public var dueAgeDays: Variate?
  /// Age window: not before the first, lapsed at the second.
  public var opensAgeDays: Double
  public var closesAgeDays: Double
  /// Age limit of the official metric; orders the queue.
  public var deadlineAgeDays: Double?
  /// For work not started by age: due, deadline and lapse counted from its request.
  public var dueAfterDays: Double
  public var deadlineAfterDays: Double?
  public var closesAfterDays: Double
  public var offeredTo: Offer
  /// Eligible roles by service level (universal, targeted, specialist), in order of preference.
  public var deliveredBy: [[String]]
  /// Shares of places; they sum to one.
  public var places: [PlaceShare]
  /// Probability that an appointment is kept.
  public var attendance: ByPlace<Double>
  /// Odds ratio of keeping it, most against least deprived quintile, log-linear between.
  public var attendanceOddsRatioMostDeprived: Double
  public var rebookAfterDays: Variate
  /// Appointments offered before the contact is written off.
  public var attempts: Int
  public var durationMinutes: ByPlace<Variate>
  /// Time of a role relative to `durationMinutes`.
  public var durationMultiplier: [String: Double]
  public var travelMinutes: ByPlace<Variate>
  public var recordMinutes: Double
  /// Minutes lost in the place when the family is not there (in addition to travel).
  public var nonAttendanceMinutes: Double
  /// Families seen together; a family bears its share of the time.
  public var groupSize: Double
  public var screens: [Screening]
  /// Whether a positive finding of an earlier contact is confirmed or dismissed here.
  public var confirms: Bool
  public var metrics: [Metric]
  /// Cost per completed contact beside staff time, and who pays it.
  public var costPerContact: Double
  public var paidBy: Payer

  public init(name: String, kind: Kind, deliveredBy: [[String]], durationMinutes: Variate) {
    self.name = name
    label = name
    self.kind = kind
    priority = kind.isSafeguarding ? 0 : kind == .statutoryReview ? 1 : 2
    dueAgeDays = nil
    opensAgeDays = -.infinity
    closesAgeDays = .infinity
    deadlineAgeDays = nil
    dueAfterDays = 0
    deadlineAfterDays = nil
    closesAfterDays = .infinity
    offeredTo = Offer()
    self.deliveredBy = deliveredBy
    places = [PlaceShare(.home, 1)]
    attendance = ByPlace(1)
    attendanceOddsRatioMostDeprived = 1
    rebookAfterDays = .constant(7)
    attempts = 1
    self.durationMinutes = ByPlace(durationMinutes)
    durationMultiplier = [:]
    travelMinutes = ByPlace(.constant(0))
    recordMinutes = 0
    nonAttendanceMinutes = 0
    groupSize = 1
    screens = []
    confirms = false
    metrics = []
    costPerContact = 0
    paidBy = .commissioner
  }
}
