// SPDX-License-Identifier: GPL-3.0-or-later

/// What may stand at a place in a scenario file.
///
/// One description gives the checks, the JSON Schema, the documentation and the list of parameters.
indirect enum Shape: Sendable {
  /// A parameter: a number, or a distribution of what is not known about it.
  case number(Dimension, ClosedRange<Double>, isWhole: Bool = false)
  /// A quantity that differs between individuals; only ages may be below zero.
  case variate(Dimension, isAge: Bool = false)
  /// So many parameters in a row, or as a mapping q1, q2 …
  case numbers(ClosedRange<Int>, ClosedRange<Double>, areWhole: Bool = false)
  /// The shape itself, or a mapping of places to it.
  case byPlace(Shape)
  /// Shares of places.
  case placeShares
  /// A number, or a mapping of roles to numbers.
  case numberOrByRole(ClosedRange<Double>)
  /// Roles in order of preference, or a mapping of service levels to them.
  case rolesByLevel
  case text
  case flag
  /// `true` or `false`, or a mapping of names to the shape.
  case flagOrMap(Shape)
  case choice([String])
  case date
  /// `always`, or days, start and hours.
  case workingPattern
  case seasonality
  case teams
  /// An age window `[from, to]`.
  case window
  case list(Shape)
  case object([Field])
  case map(Shape)
  /// Anything; checked by the part of the program that uses it.
  case anything
}

/// A key of a mapping.
struct Field: Sendable {
  let key: String
  let shape: Shape
  let isRequired: Bool
  let help: String

  init(_ key: String, _ shape: Shape, required: Bool = false, _ help: String) {
    self.key = key
    self.shape = shape
    isRequired = required
    self.help = help
  }
}

/// What a number measures, and the units in which it may be written.
enum Dimension: String, Sendable {
  case number, share, days, weeks, months, years, minutes, hours, pounds, perYear

  /// How many of this dimension's own unit one of the written unit is.
  var units: [String: Double] {
    switch self {
    case .days: Self.inDays
    case .weeks: Self.inDays.mapValues { $0 / 7 }
    case .months: Self.inDays.mapValues { $0 / 30.4375 }
    case .years: Self.inDays.mapValues { $0 / 365.25 }
    case .minutes: ["min": 1, "mins": 1, "minute": 1, "minutes": 1, "h": 60, "hour": 60, "hours": 60, "s": 1.0 / 60]
    case .hours: ["min": 1.0 / 60, "minutes": 1.0 / 60, "h": 1, "hour": 1, "hours": 1]
    case .share: ["%": 0.01]
    case .pounds: ["£": 1, "GBP": 1, "gbp": 1]
    case .perYear: ["%": 0.01, "per year": 1]
    case .number: [:]
    }
  }

  private static let inDays: [String: Double] = [
    "d": 1, "day": 1, "days": 1, "week": 7, "weeks": 7, "wk": 7, "month": 30.4375, "months": 30.4375, "year": 365.25,
    "years": 365.25, "y": 365.25,
  ]

  /// Unit as printed in tables.
  var unit: String {
    switch self {
    case .number: ""
    case .share: "share"
    case .pounds: "£"
    case .perYear: "per year"
    default: rawValue
    }
  }
}
