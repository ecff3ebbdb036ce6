// SPDX-License-Identifier: GPL-3.0-or-later

/// STRESS-DES (Monks et al. 2019, doi:10.1080/17477778.2018.1442155), filled from the run.
enum StressDES {
  static func items(_ f: ReportFacts) -> [ChecklistItem] {
    [
      ChecklistItem("1.1", "Purpose of the model", "\(f.title)", "page 1"),
      ChecklistItem(
        "1.2", "Model outputs",
        "\(f.outcomes.joined(separator: "; ")); review completion, waits, workload, cost; 95 % intervals.", "A2"),
      ChecklistItem(
        "1.3", "Experimentation aims", "Compare \(f.strategies.joined(separator: ", ")) on common random numbers.",
        "page 1"),
      ChecklistItem(
        "2.1", "Base model overview",
        "Births and moves bring children; contacts fall due by the schedule; work waits for an eligible member of staff in working time; needs are found, missed, helped, referred.",
        "A1"),
      ChecklistItem(
        "2.2", "Base model logic",
        "Order of work: safeguarding, then metric deadline, then due date; continuity where caseloads are named; work not done by its closing age lapses and is counted.",
        "A1"),
      ChecklistItem("2.3", "Scenario logic", "What each strategy changes is listed parameter by parameter.", "A8"),
      ChecklistItem(
        "2.4", "Algorithms",
        "Non-homogeneous Poisson births; Gaussian copula of attendance and of needs within a family; dispatch as in 2.2.",
        "A1"),
      ChecklistItem(
        "2.5", "Components: entities, activities, resources, queues, entry and exit",
        "Children; contacts, packages, referrals, safeguarding work; staff with calendars by team and role; lists by practitioner, role and team; entry at booking, exit at five years or on moving.",
        "A8"),
      ChecklistItem("3.1", "Data sources", "Named with every parameter.", "A8"),
      ChecklistItem("3.2", "Pre-processing", "Calibration to published figures where the scenario uses it.", "A6"),
      ChecklistItem(
        "3.3", "Input parameters", "\(f.parameters) numbers, \(f.uncertain) of them uncertain, with distributions.",
        "A8"),
      ChecklistItem("3.4", "Assumptions", "\(f.assumptions) numbers are labelled as assumptions.", "A8"),
      ChecklistItem(
        "4.1", "Initialisation",
        "Starts \(f.warmUpYears) years before the reporting period, long enough for the schedule (checked); children of all ages are there at the start.",
        "A1"),
      ChecklistItem("4.2", "Run length", "\(f.periodYears) year(s) reported.", "A1"),
      ChecklistItem(
        "4.3", "Estimation approach",
        f.isStudy
          ? "\(f.baseReplications) replications of the base case; \(f.draws) draws of \(f.replications) replications."
          : "\(f.baseReplications) replications; Student's t intervals, differences paired.", "A7"),
      ChecklistItem(
        "5.1", "Software or programming language", "SkillMix \(f.version), Swift, GNU Scientific Library.", "A11"),
      ChecklistItem(
        "5.2", "Random sampling",
        "Counter-based generator (Threefry), seed \(f.seed); a variate is addressed by child and decision.", "A11"),
      ChecklistItem("5.3", "Model execution", "Event-driven; results do not depend on the number of threads.", "A11"),
      ChecklistItem("5.4", "System specification", "See the manifest.", "A11"),
      ChecklistItem(
        "6.1", "Computer model sharing",
        "Open source, GPL-3.0-or-later; the files that were run and their digests are in the manifest: \(f.files.prefix(3).joined(separator: ", "))\(f.files.count > 3 ? " …" : "").",
        "A11"),
    ]
  }
}
