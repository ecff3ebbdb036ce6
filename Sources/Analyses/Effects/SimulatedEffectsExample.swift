// SPDX-License-Identifier: GPL-3.0-or-later
import SyntheticControl
public import TableFiles

/// Writes the simulated panel, its truth and a specification: an example that runs offline.
public func writeSimulatedExample(inFolder folder: String, seed: UInt64) throws(TableError) {
  let example = SimulatedPilots(seed: seed)
  let panel = example.panel
  try makeFolder(atPath: folder)
  var csv = CSVText(header: [
    "local_authority", "quarter", "two_year_review_percent", "turned_30_months", "deprivation",
  ])
  for unit in panel.units.indices {
    for time in panel.times.indices {
      csv.append([
        .text(panel.units[unit]), .text(panel.times[time].label), .number(panel.outcome[unit][time]),
        .number(panel.denominator?[unit][time] ?? .nan),
        .number(panel.covariates["deprivation"]?[unit][time] ?? .nan),
      ])
    }
  }
  try writeFile(csv.text, atPath: folder + "/panel-simulated.csv")
  var truth = CSVText(header: ["unit", "true_effect"])
  for (pilot, effect) in zip(example.pilots, example.trueEffects) {
    truth.append([.text(pilot.unit), .number(effect)])
  }
  try writeFile(truth.text, atPath: folder + "/truth-simulated.csv")
  try writeFile(specification(example, seed: seed), atPath: folder + "/spec.yaml")
}

private func specification(_ example: SimulatedPilots, seed: UInt64) -> String {
  let start = example.panel.times.first { $0.order == example.pilots[0].firstPost }?.label ?? ""
  let last = example.panel.times.last { $0.order < example.pilots[0].firstPost }?.label ?? ""
  return """
    # SIMULATED: five pilots and sixty donors that do not exist, made by
    #   skillmix effects --simulate-example FOLDER --seed \(seed)
    # The national level follows the percentage of 2–2½ year reviews by financial year (interim reporting, OHID):
    # 75.7 (2017/18), 79 (2019/20), 73.2 (2022/23), 78.4 (2023/24) and 80.8 (2024/25) are found in published
    # statistics; 78 (2018/19), 71.5 (2020/21) and 74 (2021/22) are from memory. The spread between authorities is an
    # assumption derived from the published range of 33 to 98 in 2018–20. truth-simulated.csv has the true effects.
    panel: panel-simulated.csv
    unit: local_authority
    time: quarter
    outcome: two_year_review_percent
    denominator: turned_30_months
    treated: [\(example.pilots.map(\.unit).joined(separator: ", "))]
    first_post_period: \(start)
    predictors:
      - {column: deprivation}
      - {column: two_year_review_percent, window: [2017Q2, 2019Q1]}
      - {column: two_year_review_percent, window: [2019Q2, 2021Q1]}
      - {column: two_year_review_percent, window: [2021Q2, \(last)]}
    method: [outcome_only, demeaned, classic, ridge_augmented, synthetic_did, partially_pooled]
    predictor_weights: regression
    inference: [placebo_space, placebo_time, leave_one_out, conformal, cross_fit_t]  # and backtest: a minute or two

    """
}
