// SPDX-License-Identifier: GPL-3.0-or-later

extension ReportingStandard {
  /// Twenty items in six sections (Monks, Currie, Onggo, Robinson, Kunc & Taylor 2019).
  public static let stressDES = ReportingStandard(
    name: "STRESS-DES", purpose: "Reporting standard for discrete-event simulations",
    reference: "Monks et al. (2019), Journal of Simulation 13(1), doi:10.1080/17477778.2018.1442155",
    page: "docs/model.md",
    items: [
      Item("1.1", "Purpose of the model"), Item("1.2", "Model outputs"), Item("1.3", "Experimentation aims"),
      Item("2.1", "Base model overview diagram"), Item("2.2", "Base model logic"), Item("2.3", "Scenario logic"),
      Item("2.4", "Algorithms"),
      Item("2.5", "Components: entities, activities, resources, queues, entry and exit points"),
      Item("3.1", "Data sources"), Item("3.2", "Pre-processing"), Item("3.3", "Input parameters"),
      Item("3.4", "Assumptions"),
      Item("4.1", "Initialisation"), Item("4.2", "Run length"), Item("4.3", "Estimation approach"),
      Item("5.1", "Software or programming language"), Item("5.2", "Random sampling"), Item("5.3", "Model execution"),
      Item("5.4", "System specification"), Item("6.1", "Computer model sharing statement"),
    ])
}

extension ReportFacts {
  /// STRESS-DES for this study.
  var stressDES: [StandardAnswer] {
    [
      StandardAnswer("1.1", "To answer: \(title)", "page 1"),
      StandardAnswer(
        "1.2",
        "\(isStudy ? "\(outcomes.joined(separator: "; ")); beside them " : "")reviews in time, waits, needs, caseloads, staff time, cost by payer; with 95 % intervals, by deprivation quintile.",
        "A2"),
      StandardAnswer(
        "1.3",
        "\(strategies.count == 1 ? "To describe \(strategies[0])" : "To compare \(strategies.joined(separator: ", ")) on the same children with the same luck").",
        "page 1"),
      StandardAnswer("2.1", "The diagram is in docs/model.md, In one picture; no strategy changes it."),
      StandardAnswer(
        "2.2",
        "Births and moves bring children; contacts fall due by the schedule and by need; work waits for an eligible member of staff in working time, safeguarding first, then by deadline and due date; what nobody has begun by its closing age lapses and is counted.",
        "A1"),
      StandardAnswer("2.3", "What each strategy changes, parameter by parameter.", "A8"),
      StandardAnswer(
        "2.4",
        "Non-homogeneous Poisson births; Gaussian copula of attendance and of needs within a family; renewal equation of safeguarding; dispatch as in 2.2."
      ),
      StandardAnswer(
        "2.5",
        "Children in families; contacts, packages, referrals, safeguarding work, supervision; staff: \(staff); lists by practitioner, role and team; in by birth or move, out at the leaving age or by moving.",
        "A8"),
      StandardAnswer("3.1", "Named with every parameter: \(provenance).", "A8"),
      StandardAnswer(
        "3.2",
        "\(isCalibrated ? "Parameters were calibrated to published figures before this study" : "No calibration; values are those of the sources and assumptions named")\(agreement).",
        "A6"),
      StandardAnswer(
        "3.3",
        "\(String(parameters)) numbers of \(baseline), \(String(uncertain)) of them uncertain, with distributions.",
        "A8"),
      StandardAnswer(
        "3.4", "\(String(assumptions)) numbers are labelled as assumptions; the model's own are in docs/model.md.", "A8"
      ),
      StandardAnswer(
        "4.1",
        "Starts \(warmUp) before the reporting period with children of all ages on the books; no shorter than the oldest age of anything reported, which is checked.",
        "A8"),
      StandardAnswer("4.2", "\(period) reported after the warm-up.", "A8"),
      StandardAnswer(
        "4.3",
        isStudy
          ? "\(String(baseReplications)) replications of the base case; \(String(draws)) draws (\(sampling)) of \(String(replications)) replications each, their noise removed."
          : "\(String(baseReplications)) replications; Student's t intervals corrected for skewness, differences paired by replication.",
        "A7"),
      StandardAnswer("5.1", "SkillMix \(version), Swift, GNU Scientific Library \(gsl).", "A11"),
      StandardAnswer(
        "5.2",
        "Threefry 4×64-20, seed \(seed); a variate is addressed by replication, child or post, and decision, so that strategies share their luck.",
        "A11"),
      StandardAnswer(
        "5.3",
        "Event by event, ordered by time and then by order of scheduling; up to \(String(jobs)) replications at a time, on which no result depends.",
        "A11"),
      StandardAnswer("5.4", "\(platform); \(duration) from start to finish.", "A11"),
      StandardAnswer(
        "6.1",
        "Open source, GPL-3.0-or-later; build \(build); the files that were run, with digests, are in the manifest: \(files.prefix(3).joined(separator: ", "))\(files.count > 3 ? " …" : "").",
        "A11"),
    ]
  }
}
