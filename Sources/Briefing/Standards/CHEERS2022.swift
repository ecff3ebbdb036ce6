// SPDX-License-Identifier: GPL-3.0-or-later

extension ReportingStandard {
  /// Twenty-eight items (Husereau et al. 2022).
  public static let cheers2022 = ReportingStandard(
    name: "CHEERS 2022", purpose: "Reporting standard for economic evaluations",
    reference: "Husereau et al. (2022), Value in Health 25(1), doi:10.1016/j.jval.2021.11.1351",
    page: "docs/economics.md",
    items: [
      "Title", "Abstract", "Background and objectives", "Health economic analysis plan", "Study population",
      "Setting and location", "Comparators", "Perspective", "Time horizon", "Discount rate", "Selection of outcomes",
      "Measurement of outcomes", "Valuation of outcomes", "Measurement and valuation of resources and costs",
      "Currency, price date, and conversion", "Rationale and description of model", "Analytics and assumptions",
      "Characterising heterogeneity", "Characterising distributional effects", "Characterising uncertainty",
      "Approach to engagement with patients and others affected by the study", "Study parameters",
      "Summary of main results", "Effect of uncertainty",
      "Effect of engagement with patients and others affected by the study",
      "Study findings, limitations, generalisability, and current knowledge", "Source of funding",
      "Conflicts of interest",
    ].enumerated().map { Item(String($0.offset + 1), $0.element) })
}

extension ReportFacts {
  /// CHEERS 2022 for this study.
  var cheers2022: [StandardAnswer] {
    [
      StandardAnswer(
        "1",
        "\(title): an economic evaluation by simulation\(strategies.count > 1 ? ", comparing \(strategies.joined(separator: ", "))" : "").",
        "page 1"),
      StandardAnswer("2", "The answer at the head of page 1 stands for a structured summary.", "page 1"),
      StandardAnswer("3", "The question: \(title)", "page 1, The question"),
      isStudy
        ? StandardAnswer(
          "4",
          "The study file fixed strategies, outcomes and thresholds before the run; its digest is in the manifest. Whether it was registered is the author's to say.",
          "A11")
        : .missing("4", "whether there was a plan; no study file fixed the outcomes before the run."),
      StandardAnswer(
        "5",
        "All children of one authority from pregnancy to \(leavingAge), by deprivation quintile: \(children)\(births).",
        "A2, A8"),
      StandardAnswer("6", "\(setting); staff: \(staff).", "page 1, A8"),
      StandardAnswer(
        "7",
        "\(strategies.joined(separator: "; ")); \(strategies.count > 1 ? "the first is the service that the others are compared with" : "nothing is compared").",
        "page 1, The options"),
      StandardAnswer(
        "8",
        "The \(perspective)'s first. \(baseline) costs \(costs). Who pays what: docs/economics.md.",
        isStudy ? "A2, A3" : "A2"),
      StandardAnswer("9", "\(period), after \(warmUp) of warm-up; \(horizon).", "A8"),
      StandardAnswer("10", "\(discounting).", "A8"),
      StandardAnswer("11", "\(outcomes.joined(separator: "; ")).", isStudy ? "page 1, A3" : "page 1"),
      StandardAnswer("12", "Counted from simulated events, reviews by the official definitions of the metrics.", "A2"),
      StandardAnswer("13", valuation, isStudy ? "A3" : ""),
      StandardAnswer(
        "14",
        "Staff in post at the hourly cost of their role, agency premium, training, travel, contacts and downstream services, at unit costs with sources.",
        "A8"),
      StandardAnswer("15", "Pounds sterling, \(priceYear) prices; no conversion.", "A8"),
      StandardAnswer(
        "16",
        "Discrete-event simulation, since waiting, staff calendars and missed appointments decide what is delivered.",
        "A1, A10"),
      StandardAnswer(
        "17",
        "\(String(assumptions)) of \(String(parameters)) numbers are assumptions, each labelled; methods in A1.",
        "A1, A8"
      ),
      StandardAnswer("18", "By deprivation quintile, year and team.", "page 2, A2"),
      StandardAnswer(
        "19",
        isStudy
          ? "Effects by quintile; efficiency and equity, and equity-weighted net benefit." : "Effects by quintile.",
        isStudy ? "page 2, A3" : "page 2"),
      StandardAnswer(
        "20",
        isStudy
          ? "\(String(draws)) draws of \(String(uncertain)) uncertain parameters (\(sampling)), \(String(replications)) replications each; replication noise removed."
          : "Only the simulation's own error, over \(String(baseReplications)) replications; ‘skillmix psa’ propagates what is not known about the parameters.",
        isStudy ? "A3, A4, A7" : "A7"),
      .missing("21", "whether and how families, staff and commissioners had a say."),
      StandardAnswer("22", "Every parameter with value, distribution, source and provenance.", "A8"),
      StandardAnswer(
        "23", "Means with 95 % intervals\(isStudy ? ", incremental results, frontier" : ", paired differences").",
        isStudy ? "page 1, A2, A3" : "page 1, A2"),
      StandardAnswer(
        "24",
        isStudy
          ? "Probability of being best, EVPI, EVPPI, and the tornado where one was given."
          : "Intervals of the simulation only.",
        isStudy ? "A3, A4, A5" : "A7"),
      .missing("25", "what their say changed."),
      StandardAnswer(
        "26",
        "Departures from guidance, assumptions and published figures missed are shown\(agreement); how far it holds elsewhere is the author's judgement.",
        "page 2, A6"),
      .missing("27", "who paid for the study, and their part in it."), .missing("28", "the authors' interests."),
    ]
  }
}
