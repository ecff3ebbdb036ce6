// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import Simulation

/// Values that are neither numbers nor mappings of keys.
extension Checker {
  mutating func text(_ tree: YAMLTree, path: String) -> CheckedValue? {
    guard let text = scalar(tree), text.contains(where: { !$0.isWhitespace }) else {
      report(tree.position, "\(name(path)) must be text; found \(tree.kind)")
      return nil
    }
    guard ["name", "label"].contains(path.split(separator: ".").last) else { return .text(text) }
    // A block of text ends with a line end that is no part of a name.
    let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !name.contains(where: \.isNewline), !name.contains("\t") else {
      report(
        tree.position,
        "\(self.name(path)) must be text of one line, since it stands in tables; found more than one line")
      return nil
    }
    return .text(name)
  }

  mutating func flag(_ tree: YAMLTree, path: String) -> CheckedValue? {
    switch scalar(tree) {
    case "true", "yes": return .flag(true)
    case "false", "no": return .flag(false)
    default:
      report(tree.position, "\(name(path)) must be true or false; found \(tree.kind)")
      return nil
    }
  }

  mutating func choice(_ tree: YAMLTree, _ choices: [String], path: String) -> CheckedValue? {
    guard let text = scalar(tree), choices.contains(text) else {
      let near = scalar(tree).flatMap { nearest($0, in: choices) }
      report(tree.position, "\(name(path)) must be \(words(choices)); found \(tree.kind)\(didYouMean(near))")
      return nil
    }
    return .text(text)
  }

  mutating func date(_ tree: YAMLTree, path: String) -> CheckedValue? {
    guard let text = scalar(tree), !text.contains("+"), let date = CalendarDate(iso8601: text),
      (1900...2200).contains(date.year)
    else {
      report(tree.position, "\(name(path)) must be a date such as 2025-04-01; found \(tree.kind)")
      return nil
    }
    return .text(text)
  }

  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  mutating func workingPattern(_ tree: YAMLTree, path: String) -> CheckedValue? {
    if scalar(tree) == "always" { return .text("always") }
    guard tree.entries != nil else {
      report(
        tree.position, "\(name(path)) must be always, or a mapping of days, start and hours_per_day; found \(tree.kind)"
      )
      return nil
    }
    let fields = [
      Field("days", .list(.choice(Self.weekdays)), required: true, "weekdays of a full-timer, such as [mon, tue]"),
      Field("start", .text, required: true, "start of the day, such as \"09:00\""),
      Field("hours_per_day", .number(.hours, 0.25...24), required: true, "hours of a full-timer's day"),
    ]
    guard let value = object(tree, fields, path: path) else { return nil }
    if let start = value["start"]?.text, Self.hour(start) == nil {
      report(
        positions["\(path).start"] ?? tree.position,
        "'\(path).start' must be a time such as \"09:00\"; found '\(start)'")
      return nil
    }
    if let days = value["days"]?.items, days.isEmpty {
      report(tree.position, "'\(path).days' names no day")
      return nil
    }
    let days = (value["days"]?.items ?? []).compactMap(\.text)
    if Set(days).count < days.count { report(tree.position, "'\(path).days' names a day twice") }
    return value
  }

  /// Hours since midnight; YAML 1.1 reads an unquoted 09:30 as text here, so both forms do.
  static func hour(_ text: String) -> Double? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let hours = Int(parts[0]), let minutes = Int(parts[1]), (0...23).contains(hours),
      (0...59).contains(minutes)
    else { return nil }
    return Double(hours) + Double(minutes) / 60
  }

  static func weekday(_ name: String) -> Int? { weekdays.firstIndex(of: name) }

  mutating func seasonality(_ tree: YAMLTree, path: String) -> CheckedValue? {
    let fields = [
      Field(
        "sinusoidal",
        .object([
          Field("amplitude", .number(.share, 0...1), required: true, "share by which the peak exceeds the mean"),
          Field("peak_day_of_year", .number(.days, 0...366), required: true, "day of the year of the peak"),
        ]), "rate × (1 + amplitude × cos(2π (day − peak) / 365.25))"),
      Field("monthly", .numbers(12...12, 0...1e6), "twelve relative rates, January first"),
    ]
    guard let value = object(tree, fields, path: path) else { return nil }
    guard value.entries.count == 1 else {
      report(tree.position, "\(name(path)) must be sinusoidal or monthly, one of them")
      return nil
    }
    return value
  }

  mutating func teams(_ tree: YAMLTree, path: String) -> CheckedValue? {
    guard let entries = tree.entries else {
      report(tree.position, "\(name(path)) must be {count: n} or a mapping of team names; found \(tree.kind)")
      return nil
    }
    if entries.contains(where: { $0.key == "count" && $0.value.entries == nil }) {
      return object(
        tree, [Field("count", .number(.number, 1...1000, isWhole: true), "number of equal teams")], path: path)
    }
    return check(tree, .map(.object(ScenarioFormat.team)), path: path)
  }

  mutating func byPlace(_ tree: YAMLTree, _ inner: Shape, path: String) -> CheckedValue? {
    let places = Place.allCases.map(\.name)
    guard let entries = tree.entries, entries.contains(where: { places.contains($0.key) }) else {
      return check(tree, inner, path: path)
    }
    return object(tree, places.map { Field($0, inner, "") }, path: path)
  }

  mutating func placeShares(_ tree: YAMLTree, path: String) -> CheckedValue? {
    let places = Place.allCases.map(\.name)
    if let entries = tree.entries, let dirichlet = entries.first(where: { $0.key == "dirichlet" }) {
      return dirichletMap(dirichlet.value, keys: places, path: path, tree: tree)
    }
    let fields = places.map { Field($0, .number(.share, 0...1), "share of contacts") }
    guard let value = object(tree, fields, path: path) else { return nil }
    checkSum(value.entries.map(\.value), of: "the shares in \(name(path))", at: tree.position)
    return value
  }

  mutating func checkSum(_ values: [CheckedValue], of what: String, at position: SourcePosition) {
    let sum = values.reduce(0.0) { total, value in
      if case .parameter(let index) = value { return total + parameters[index].mean }
      return total
    }
    if abs(sum - 1) > 1e-6 { report(position, "\(what) must add up to 1; they add up to \(shortest(sum))") }
  }

  mutating func numberOrByRole(_ tree: YAMLTree, _ range: ClosedRange<Double>, path: String) -> CheckedValue? {
    if let entries = tree.entries,
      !entries.contains(where: { $0.key == "value" || DistributionNames.all.contains($0.key) })
    {
      return check(tree, .map(.number(.share, range)), path: path)
    }
    return check(tree, .number(.share, range), path: path)
  }

  mutating func rolesByLevel(_ tree: YAMLTree, path: String) -> CheckedValue? {
    if tree.entries != nil {
      let fields = ScenarioFormat.levels.map { Field($0, .list(.text), "") }
      guard let value = object(tree, fields, path: path) else { return nil }
      if value.entries.isEmpty { report(tree.position, "\(name(path)) names no service level") }
      return value
    }
    return check(tree, .list(.text), path: path)
  }
}

/// A number without needless digits.
func shortest(_ value: Double) -> String {
  let text = value.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
