// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Statistics
import SyntheticControl
import TableFiles

/// What is asked of an estimate beyond its interval: periods one by one, the past held out, trends that depart.
extension EffectsResults {
  // MARK: JSON

  static func json(_ path: FactorPath) -> JSONValue {
    .object([
      ("chosen", .integer(path.chosen)),
      (
        "path",
        .array(
          path.steps.map { step in
            .object([
              ("factors", .integer(step.factors)), ("left_out_mspe", .number(step.error)),
              ("att", .number(step.averageEffect)),
            ])
          })
      ),
    ])
  }

  static func json(_ path: CompletionPath) -> JSONValue {
    .object([
      ("rank", .integer(path.rank)),
      (
        "path",
        .array(
          path.steps.map { step in
            .object([
              ("lambda", .number(step.penalty)), ("left_out_mspe", .number(step.error)), ("rank", .integer(step.rank)),
              ("att", .number(step.averageEffect)),
            ])
          })
      ),
    ])
  }

  static func json(_ intervals: PredictionIntervals, _ panel: Panel) -> JSONValue {
    func ends(_ one: ConfidenceInterval) -> JSONValue { .numbers([one.lower, one.upper]) }
    return .object([
      ("draws", .integer(intervals.draws)), ("error_sd", .number(intervals.errorDeviation)),
      (
        "periods",
        .array(
          intervals.periods.map { one in
            .object([
              ("time", time(panel.times[one.time])), ("synthetic", ends(one.untreated)), ("effect", ends(one.effect)),
              ("synthetic_in_sample", ends(one.inSample)),
            ])
          })
      ),
    ])
  }

  static func json(_ test: PreTrendEquivalence, _ panel: Panel) -> JSONValue {
    .object([
      ("periods", .array(test.periods.map { time(panel.times[$0]) })), ("att", .number(test.estimate)),
      ("interval", test.interval.map { .numbers([$0.lower, $0.upper]) } ?? .null), ("interval_level", .number(0.9)),
      ("range", .number(test.range)), ("equivalent", test.isEquivalent.map { .bool($0) } ?? .null),
    ])
  }

  var trendJSON: JSONValue {
    guard let trends = trendSensitivity else { return .null }
    func bounds(_ all: [TrendSensitivity.Bound]) -> JSONValue {
      .array(
        all.map { one in
          .object([
            ("departure", .number(one.departure)), ("att", .number(one.estimate)),
            ("interval", .numbers([one.interval.lower, one.interval.upper])),
          ])
        })
    }
    return .object([
      ("att_against_last_period", .number(trends.estimate)),
      ("relative_magnitudes", bounds(trends.relativeMagnitudes)),
      ("relative_magnitudes_breakdown", .optional(trends.relativeBreakdown)),
      ("smoothness", bounds(trends.smoothness)), ("smoothness_breakdown", .optional(trends.smoothnessBreakdown)),
    ])
  }

  // MARK: Tables of the terminal

  var periodTable: String? {
    let told = sites.filter { $0.predictionIntervals != nil }
    guard !told.isEmpty else { return nil }
    let level = readable(100 * study.design.level, digits: 0)
    var table = TextTable(["Period by period", "Method", "Period", "Effect", "\(level) % prediction interval"])
    for site in told {
      let gaps = Array(site.fit.postGap)
      for (gap, one) in zip(gaps, site.predictionIntervals?.periods ?? []) {
        table.add([
          site.unit, site.method.rawValue, site.site.panel.times[one.time].label, readable(gap), Self.range(one.effect),
        ])
      }
    }
    return table.text()
  }

  var equivalenceTable: String? {
    let told = sites.filter { $0.preTrendEquivalence != nil }
    guard !told.isEmpty else { return nil }
    var table = TextTable(["Last periods held out", "Method", "Gap", "90 % interval", "Matters beyond", "No trend"])
    for site in told {
      guard let test = site.preTrendEquivalence else { continue }
      table.add([
        site.unit, site.method.rawValue, readable(test.estimate), Self.range(test.interval), readable(test.range),
        test.isEquivalent.map { $0 ? "shown" : "not shown" } ?? "cannot be said",
      ])
    }
    return table.text()
  }

  var factorTable: String? {
    let told = sites.filter { !($0.fit.factors?.steps ?? []).isEmpty }
    guard !told.isEmpty else { return nil }
    var table = TextTable(["Common factors", "Number", "Left-out miss", "Average", "Chosen"])
    for site in told {
      for step in site.fit.factors?.steps ?? [] {
        table.add([
          site.unit, "\(step.factors)", readable(step.error.squareRoot()), readable(step.averageEffect),
          step.factors == site.fit.factors?.chosen ? "yes" : "",
        ])
      }
    }
    return table.text()
  }

  var completionTable: String? {
    let told = sites.filter { !($0.fit.completion?.steps ?? []).isEmpty }
    guard !told.isEmpty else { return nil }
    var table = TextTable(["Matrix completion", "Penalty", "Rank", "Left-out miss", "Average", "Chosen"])
    for site in told {
      for step in site.fit.completion?.steps ?? [] {
        table.add([
          site.unit, readable(step.penalty), "\(step.rank)", readable(step.error.squareRoot()),
          readable(step.averageEffect), step.penalty == site.fit.lambda ? "yes" : "",
        ])
      }
    }
    return table.text()
  }

  var trendTable: String? {
    guard let trends = trendSensitivity else { return nil }
    let level = readable(100 * study.design.level, digits: 0)
    var table = TextTable([
      "If trends depart (difference in differences)", "By", "Average", "\(level) % interval",
    ])
    for one in trends.relativeMagnitudes {
      table.add([
        "times the largest step before", readable(one.departure), readable(one.estimate), Self.range(one.interval),
      ])
    }
    for one in trends.smoothness {
      table.add([
        "change of slope a period", readable(one.departure), readable(one.estimate), Self.range(one.interval),
      ])
    }
    func said(_ value: Double?) -> String { value.map { readable($0) } ?? "nowhere" }
    return table.text()
      + "\nNo effect is rejected up to \(said(trends.relativeBreakdown)) times the largest step before, and up to a change of slope of \(said(trends.smoothnessBreakdown))."
  }

  // MARK: CSV

  var predictionTable: NamedTable? {
    let told = sites.filter { $0.predictionIntervals != nil }
    guard !told.isEmpty else { return nil }
    var csv = NamedTable(
      "prediction_intervals",
      header: ["method", "unit", "time", "effect", "lower", "upper", "synthetic_lower", "synthetic_upper"])
    for site in told {
      for (gap, one) in zip(Array(site.fit.postGap), site.predictionIntervals?.periods ?? []) {
        csv.append([
          .text(site.method.rawValue), .text(site.unit), .text(site.site.panel.times[one.time].label), .number(gap),
          .number(one.effect.lower), .number(one.effect.upper), .number(one.untreated.lower),
          .number(one.untreated.upper),
        ])
      }
    }
    return csv
  }

  var trendsTable: NamedTable? {
    guard let trends = trendSensitivity else { return nil }
    var csv = NamedTable("parallel_trends", header: ["restriction", "departure", "att", "lower", "upper"])
    for (name, bounds) in [
      ("relative_magnitudes", trends.relativeMagnitudes), ("smoothness", trends.smoothness),
    ] {
      for one in bounds {
        csv.append([
          .text(name), .number(one.departure), .number(one.estimate), .number(one.interval.lower),
          .number(one.interval.upper),
        ])
      }
    }
    return csv
  }
}
