// SPDX-License-Identifier: GPL-3.0-or-later

/// Measures that the replication computes itself: queues, waits, the spread of caseloads, inequality.
enum DirectMeasures {
  /// Caseload sizes whose share is reported.
  static let caseloadThresholds = [250, 400, 500, 750]

  /// Measures whose differences between quintiles are reported.
  static func unequal(_ scenario: Scenario) -> [String] {
    scenario.contacts.flatMap(\.metrics).map(\.code) + scenario.jointCompletions.map { "joint.\($0.name)" }
      + (scenario.needs.isEmpty ? [] : ["needs.all.identified_by_30_months"])
      + ["first_year.additional_per_child"]
  }

  static func all(_ scenario: Scenario) -> [Measure] {
    var list: [Measure] = []
    func add(_ id: String, _ label: String, _ unit: Measure.Unit, _ section: Measure.Section, headline: Bool = false) {
      list.append(
        Measure(id: id, label: label, unit: unit, section: section, breakdowns: [], isHeadline: headline) { _, _ in .nan
        })
    }
    for id in unequal(scenario) {
      add("disparity.\(id).gap", "\(id): least less most deprived", .percentagePoints, .disparities)
      add("disparity.\(id).ratio", "\(id): most to least deprived", .ratio, .disparities)
      add("disparity.\(id).slope_index", "\(id): slope index of inequality", .percentagePoints, .disparities)
    }
    add(
      "caseload.median_children_per_wte", "Children per WTE: median over staff and time", .ratio, .caseload,
      headline: true)
    for threshold in caseloadThresholds {
      add(
        "caseload.share_above_\(threshold)", "Staff time with more than \(threshold) children per WTE", .percent,
        .caseload,
        headline: threshold > 250)
    }
    add("cost.commissioner_discounted", "Commissioner's cost over the period, discounted", .gbp, .cost)
    add("backlog.mean", "Pieces of work waiting, on average", .count, .queue, headline: true)
    add("queue.number_in_system", "Work waiting or in hand: mean", .count, .queue)
    add("queue.number_in_system_variance", "Work waiting or in hand: variance", .ratio, .queue)
    add("queue.empty_share", "Share of time with no work waiting or in hand", .percent, .queue)
    add("queue.mean_in_hand", "Work in hand: mean", .count, .queue)
    add("queue.mean_busy_period_days", "Mean length of periods with work", .days, .queue)
    for contact in scenario.contacts {
      let id = "queue.\(contact.name)", label = contact.label
      add("\(id).mean_waiting", "\(label): mean number waiting", .count, .queue)
      add("\(id).mean_in_hand", "\(label): mean number in hand", .count, .queue)
      add("\(id).waited_share", "\(label): share that waited", .percent, .queue)
      for (key, words) in waitStatistics { add("\(id).wait_days.\(key)", "\(label): wait, \(words)", .days, .queue) }
      for (key, words) in waitStatistics {
        add("\(id).time_in_system_days.\(key)", "\(label): from ready to done, \(words)", .days, .queue)
      }
      for threshold in scenario.clock.waitThresholdsDays {
        add(
          "\(id).waited_over_\(whole(threshold))_days", "\(label): waited over \(whole(threshold)) days", .percent,
          .queue)
      }
    }
    return list
  }

  static let waitStatistics = [
    ("mean", "mean"), ("sd", "standard deviation"), ("median", "median"), ("p90", "9 in 10 within"),
    ("p95", "19 in 20 within"),
  ]
}
