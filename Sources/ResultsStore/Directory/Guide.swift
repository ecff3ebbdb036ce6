// SPDX-License-Identifier: GPL-3.0-or-later

/// The text of `README.txt`: what each file of the directory is and how to read it.
func directoryGuide(files: [String]) -> String {
  let known = guideEntries.filter { files.contains($0.file) }
  let width = (known.map(\.file.count).max() ?? 0) + 2
  let list = known.map { $0.file + String(repeating: " ", count: width - $0.file.count) + $0.meaning }
  return """
    Results of a SkillMix run
    =========================

    \(list.joined(separator: "\n"))
    manifest.json: what was run, with which files, seed and program. Without it, the directory is incomplete.

    Each CSV file has one row for one thing and its names in the first line (UTF-8). An empty cell is a value
    that is not defined, such as a share of nobody. A group is 'overall', a reporting 'year' (1 is the first),
    a deprivation 'quintile' (1 is the most deprived) or a 'team'. Intervals are at 95 %, Student's t corrected for
    skewness; they tell how well the simulation knows its own mean, not how well the parameters are known.
    results.sqlite holds the same tables under the same names, and keeps every number to its last bit.

    R
      outcomes <- read.csv("outcomes.csv")
      library(RSQLite)
      results <- dbConnect(SQLite(), "results.sqlite")
      outcomes <- dbReadTable(results, "outcomes")

    Python
      import pandas, sqlite3
      outcomes = pandas.read_csv("outcomes.csv")
      outcomes = pandas.read_sql("SELECT * FROM outcomes", sqlite3.connect("results.sqlite"))

    """
}

/// Every table that a folder may hold, in the order in which they are told.
let guideEntries: [(file: String, meaning: String)] = [
  ("outcomes.csv", "each strategy's results: mean, standard error, 95 % interval, standard deviation"),
  ("differences.csv", "each strategy less the baseline, paired replication by replication"),
  ("headlines.csv", "what every comparison reports, with a verdict that allows for the number of comparisons"),
  ("replications.csv", "the results of every single replication"),
  ("snapshots.csv", "children, staff in post and work waiting, at intervals through the reporting period"),
  ("snapshots_by_contact.csv", "work waiting and in hand at the same times, by kind of contact"),
  ("conservation.csv", "how every contact that fell due ended, by kind of contact"),
  ("parameters.csv", "every parameter: value, distribution, unit, source, provenance, place in the files"),
  ("published.csv", "published figures beside the simulated ones"),
  ("study.csv", "the study: draws, replications, how they were sampled"),
  ("study_outcomes.csv", "what counts as effect"),
  ("credible.csv", "results over the draws of uncertain parameters, with 95 % credible intervals"),
  ("icers.csv", "the efficiency frontier, for each effect and perspective"),
  ("net_benefit.csv", "net benefit and probability of being best, by value of a unit of effect"),
  ("perfect_information.csv", "expected value of perfect information"),
  ("partial_information.csv", "expected value of perfect information about single parameters and groups"),
  ("budget_impact.csv", "cost by year, and more than the baseline's"),
  ("distributional.csv", "total effect, equity and net benefit with equality counted"),
  ("distributional_gains.csv", "who gains, by deprivation quintile"),
  ("research.csv", "what research would be worth, by size, where the study names some"),
  ("horizon.csv", "the decision with what follows the simulated period, where the study has a horizon"),
  ("settlement.csv", "running estimates: whether there are draws enough"),
  ("psa_draws.csv", "cost and effect of every draw, with and without replication noise"),
  ("variance_components.csv", "variance between draws and between replications"),
  ("uncertain_parameters.csv", "every parameter that was drawn"),
  ("evidence.csv", "measured effects beside simulated ones"),
  ("scorecard_thresholds.csv", "from where an indicator is green, and from where red"),
  ("psa_parameters.csv", "values of the parameters, a row for each draw; psa_effects_* and psa_costs_* belong to it"),
  ("grid.csv", "the headline measures at every point of a grid; point 0 is the scenario as it is"),
  ("grid_parameters.csv", "what a grid moves, from where to where"),
  ("tornado.csv", "net benefit at both ends of every parameter's 95 % interval"),
  ("one_way.csv", "cost, effect and net benefit along a parameter"),
  ("two_way.csv", "the best strategy over two parameters"),
  ("switch_points.csv", "values at which the preferred strategy changes"),
  ("cea.csv", "every figure of the cost-effectiveness analysis, a row each"),
  ("evppi.csv", "expected value of perfect information about parameters"),
  ("ceac.csv", "probability of being best, by value of a unit of effect; a column for each strategy"),
  ("nmb.csv", "net monetary benefit, in the same form"),
  ("expected_loss.csv", "expected loss, in the same form"),
  ("ceaf_evpi.csv", "the best strategy, its probability, and the value of perfect information"),
  ("effects.csv", "effect of each pilot by method, with interval and p-values"),
  ("path.csv", "observed and synthetic outcome by period"),
  ("weights.csv", "weights of the donors"),
  ("balance.csv", "predictors of pilots, synthetic controls and donors"),
  ("effect-draws.csv", "draws of the effects, for a probabilistic sensitivity analysis"),
  ("target_fit.csv", "published figures beside the fitted simulation"),
  ("parameter_updates.csv", "parameters before and after"),
  ("correlations.csv", "correlations of the parameters in the posterior"),
  ("emulators.csv", "how well the emulators follow the simulator"),
  ("posterior.csv", "equally likely rows of the fitted parameters, as 'calibrated:' reads them"),
  ("results.sqlite", "all of these in one database"),
]
