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

  /// A closer look at a finding that asked for this contact.
  public struct Confirmation: Sendable, Equatable {
    public var need: String
    public var tool: String
    /// Probability of keeping a finding whose need is there, by a health visitor.
    public var keepsTrue: Double
    /// The same for roles for which it is given outright instead of through `relativeDetection`.
    public var keepsTrueByRole: [String: Double]
    /// Probability of dismissing a finding whose need is not there.
    public var dismissesFalse: Double

    public init(
      need: String, tool: String = "", keepsTrue: Double = 1, keepsTrueByRole: [String: Double] = [:],
      dismissesFalse: Double
    ) {
      self.need = need
      self.tool = tool
      self.keepsTrue = keepsTrue
      self.keepsTrueByRole = keepsTrueByRole
      self.dismissesFalse = dismissesFalse
    }
  }

  /// An official figure that is a number of contacts, by the date of the contact (C1).
  public struct Count: Sendable, Equatable {
    public var code: String
    /// Counts from this age on; below zero is before birth.
    public var fromAgeDays: Double
    public var isFaceToFaceOnly: Bool
    /// Roles whose contacts count; empty when all do.
    public var roles: [String]

    public init(code: String, fromAgeDays: Double = -.infinity, isFaceToFaceOnly: Bool = false, roles: [String] = []) {
      self.code = code
      self.fromAgeDays = fromAgeDays
      self.isFaceToFaceOnly = isFaceToFaceOnly
      self.roles = roles
    }
  }

  /// Sessions held by one member of staff for each team, whether they fill or not.
  public struct Sessions: Sendable, Equatable {
    /// Of the contact's places, those that are sessions.
    public var places: [Place]
    public var everyDays: Double
    /// Families for whom there is a place.
    public var capacity: Int
    /// Minutes of staff for the whole session, preparing, travel and records included.
    public var minutes: Double

    public init(places: [Place], everyDays: Double, capacity: Int, minutes: Double) {
      self.places = places
      self.everyDays = everyDays
      self.capacity = capacity
      self.minutes = minutes
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
  /// Notice that a family gets of an appointment, where the scenario has appointments; nil when the contact is not booked.
  public var bookingDays: Double?
  /// Sessions for many families (a clinic, a group) in which the contact takes place where `places` says so.
  public var sessions: Sessions?
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
  /// Needs whose earlier finding, when it asked for this contact, is kept or dismissed here; nothing else is looked for
  /// unless `screens` says so.
  public var confirms: [Confirmation]
  public var metrics: [Metric]
  public var counts: [Count]
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
    bookingDays = nil
    sessions = nil
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
    confirms = []
    metrics = []
    counts = []
    costPerContact = 0
    paidBy = .commissioner
  }
}
