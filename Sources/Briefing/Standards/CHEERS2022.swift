// SPDX-License-Identifier: GPL-3.0-or-later

/// The 28 items of CHEERS 2022 (Husereau et al. 2022, doi:10.1016/j.jval.2021.11.1351), filled from the run. What a run
/// cannot know is said to be missing, for its author to add.
enum CHEERS2022 {
  static func items(_ f: ReportFacts) -> [ChecklistItem] {
    let uncertainty =
      f.isStudy
      ? "\(f.draws) draws of \(f.uncertain) uncertain parameters (\(f.sampling)), \(f.replications) replications each; replication noise removed."
      : "Not reported: only the simulation's own error; run ‘skillmix psa’ for parameter uncertainty."
    return [
      ChecklistItem(
        "1", "Title",
        "\(f.title): an economic evaluation by simulation, comparing \(f.strategies.joined(separator: ", ")).", "page 1"
      ),
      ChecklistItem("2", "Abstract", "The answer at the head of page 1 stands for a structured summary.", "page 1"),
      ChecklistItem("3", "Background and objectives", "\(f.title)", "page 1, The question"),
      ChecklistItem(
        "4", "Health economic analysis plan",
        "Not reported: the study file (see manifest) fixes strategies, outcomes and thresholds before the run; no protocol is registered by the program.",
        "A11"),
      ChecklistItem(
        "5", "Study population",
        "Children from pregnancy to five in one authority, by deprivation quintile, with latent needs; see parameters under children and needs.",
        "A8"),
      ChecklistItem(
        "6", "Setting and location",
        "A local authority's health visiting service in England (Wales where the scenario says so).", "page 1, A8"),
      ChecklistItem(
        "7", "Comparators", "\(f.strategies.joined(separator: "; ")); the first is the service as it is.",
        "page 1, The options"),
      ChecklistItem(
        "8", "Perspective", "The \(f.perspective)'s first; NHS and social services, and public sector beside it.",
        "A1, A3"),
      ChecklistItem(
        "9", "Time horizon",
        "\(f.periodYears) year(s) reported after \(f.warmUpYears) years of warm-up; consequences beyond it are left out.",
        "A1"),
      ChecklistItem("10", "Discount rate", "\(f.discounting).", "A1"),
      ChecklistItem("11", "Selection of outcomes", "\(f.outcomes.joined(separator: "; ")).", "page 1, A3"),
      ChecklistItem(
        "12", "Measurement of outcomes", "Counted from simulated events by the official definitions of the metrics.",
        "A1"),
      ChecklistItem(
        "13", "Valuation of outcomes", "A range of values of a unit of effect; no single one is put forward.", "A3"),
      ChecklistItem(
        "14", "Measurement and valuation of resources and costs",
        "Staff time, agency, training, travel, contacts and downstream services at unit costs with sources.", "A8"),
      ChecklistItem(
        "15", "Currency, price date and conversion", "Pounds sterling, \(f.priceYear) prices; no conversion.", "A1"),
      ChecklistItem(
        "16", "Rationale and description of model",
        "Discrete-event simulation, since waiting, staff calendars and missed appointments decide what is delivered.",
        "A1, A10"),
      ChecklistItem(
        "17", "Analytics and assumptions",
        "\(f.assumptions) of \(f.parameters) numbers are assumptions, each labelled.", "A8"),
      ChecklistItem("18", "Characterising heterogeneity", "Deprivation quintiles; teams in the scorecard.", "page 2"),
      ChecklistItem(
        "19", "Characterising distributional effects",
        f.isStudy ? "Effects by quintile; equity–efficiency and equity-weighted net benefit." : "Effects by quintile.",
        "page 2, A3"),
      ChecklistItem("20", "Characterising uncertainty", uncertainty, "A3, A4, A7"),
      ChecklistItem(
        "21", "Engagement with patients and others affected", "Not reported: to be added by the author.", "–"),
      ChecklistItem("22", "Study parameters", "Every parameter with value, distribution, source and provenance.", "A8"),
      ChecklistItem(
        "23", "Summary of main results", "Means with 95 % intervals, incremental results, frontier.", "page 1, A2, A3"),
      ChecklistItem(
        "24", "Effect of uncertainty",
        f.isStudy
          ? "Probability of being best, EVPI, EVPPI, and tornado where given." : "Intervals of the simulation only.",
        "A3, A4, A5"),
      ChecklistItem("25", "Effect of engagement", "Not reported: to be added by the author.", "–"),
      ChecklistItem(
        "26", "Findings, limitations, generalisability",
        "Departures from guidance, assumptions and published figures missed are shown; interpretation is the author's.",
        "page 2, A6"),
      ChecklistItem("27", "Source of funding", "Not reported: to be added by the author.", "–"),
      ChecklistItem("28", "Conflicts of interest", "Not reported: to be added by the author.", "–"),
    ]
  }
}
