// SPDX-License-Identifier: GPL-3.0-or-later
public import ResultsStore

/// The two pages for people who decide: what was asked, what each option delivers and costs, who gains, how sure we
/// are, and what would change the answer.
public struct DecisionPages: Sendable {
  let data: BriefingData
  /// Outcome by outcome; none without a study.
  let decisions: [DecisionSummary]
  let headlines: HeadlineFindings

  public init(_ data: BriefingData) throws(ResultsError) {
    self.data = data
    decisions = try DecisionSummary.all(data)
    headlines = HeadlineFindings(data: data)
  }

  /// Of the first outcome: what pictures show.
  var decision: DecisionSummary? { decisions.first }

  /// A heading with what stands under it.
  public struct Section: Sendable {
    public let id, title: String
    public let sentences: [Sentence]
    /// Whether the sentences are a list.
    public let isList: Bool
  }

  /// Review completion and what is found: what the table of options shows beside the headlines.
  static let indicators = [
    "C2", "C8i", "C5", "C6i", "joint.first_year_reviews", "needs.all.identified_and_seen",
    "development.at_expected_level", "caseload.median_children_per_wte", "cost.commissioner",
    "cost.per_completed_review",
  ]

  var shownIndicators: [String] {
    let extra = ["joint.first_year_reviews", "development.at_expected_level", "cost.per_completed_review"]
    let asked = headlines.measures
    return (asked.isEmpty ? Self.indicators : unique(asked + extra)).filter(data.has)
  }
  private var others: [String] { Array(data.strategies.dropFirst()) }

  public var sections: [Section] {
    [question, options, delivers, cost, inequality, certainty, change].filter { !$0.sentences.isEmpty }
  }

  /// The answer in a few sentences: what is best by each outcome, and what changes for families and staff.
  public var answer: [Sentence] {
    guard !others.isEmpty else {
      let reviews = ["C6i", "C5", "C8i", "C2"].first(where: data.has).flatMap { data.quantity($0, of: data.baseline) }
      guard let cost = data.quantity("cost.commissioner", of: data.baseline), let reviews,
        let measure = ["C6i", "C5", "C8i", "C2"].first(where: data.has)
      else { return [] }
      return [
        "\(data.baseline) costs the commissioner \(Phrases.yearlyCost(cost)) and reaches \(Phrases.shareWithInterval(reviews)) of children for \(data.label(measure))."
      ]
    }
    guard decisions.count > 1 else { return decisions.map(\.answer) + headlines.answer }
    let best = unique(decisions.flatMap { $0.optimalRanges.map(\.strategy) })
    let lead: Sentence =
      best.count == 1
      ? "\(best[0]) is best on average by each of the \(String(decisions.count)) outcomes of the study, if not always by a clear margin."
      : "No option is best by every outcome of the study and at every worth of it."
    return [lead]
      + decisions.map { decision in
        "By \(decision.outcomeLabel.prefix(1).lowercased() + decision.outcomeLabel.dropFirst()): " + decision.answer
      }
      + headlines.answer
  }

  // MARK: Sections

  private var question: Section {
    guard !others.isEmpty else {
      return Section(
        id: "question", title: "The question",
        sentences: ["What does \(data.baseline) deliver, and what does it cost?"], isList: false)
    }
    return Section(
      id: "question", title: "The question",
      sentences: [
        "\(data.title)\(data.title.hasSuffix("?") ? "" : ".") \(data.baseline) is the service as it is; it is compared with \(others.joined(separator: " and "))."
      ], isList: false)
  }

  private var options: Section {
    Section(
      id: "options", title: "The options",
      sentences: data.strategies.map { strategy in
        let staff = data.roles.compactMap { role -> String? in
          guard let wte = data.parameter("workforce.\(role).wte", of: strategy), wte > 0 else { return nil }
          return "\(Rounding.plain(wte)) \(role.replacing("_", with: " "))\(wte == 1 ? "" : "s")"
        }
        return "\(strategy): posts for \(staff.joined(separator: ", ")) (whole-time equivalents)."
      }, isList: true)
  }

  private var delivers: Section {
    var sentences: [Sentence] = headlines.sentences
    let hasHeadlines = !sentences.isEmpty
    if hasHeadlines { sentences.append(headlines.allowance) }
    for measure in ["C5", "C6i", "joint.first_year_reviews"] where data.has(measure) && !hasHeadlines {
      guard let base = data.quantity(measure, of: data.baseline) else { continue }
      var sentence: Sentence =
        "\(data.label(measure)): in \(data.baseline), \(Phrases.shareWithInterval(base)) of children"
      for strategy in others {
        if let difference = data.difference(measure, of: strategy) {
          sentence = sentence + "; \(strategy): \(Phrases.difference(difference))"
        }
      }
      sentences.append(sentence + ".")
    }
    let found = "needs.all.identified_and_seen"
    if let base = data.quantity(found, of: data.baseline), headlines.measures.contains(found) || !hasHeadlines {
      var sentence: Sentence = "Needs found and helped: \(Phrases.figure(base)) a year in \(data.baseline)"
      for strategy in others {
        if let difference = data.difference(found, of: strategy) {
          sentence = sentence + "; \(strategy): \(Phrases.difference(difference))"
        }
      }
      sentences.append(
        Phrases.marked(sentence, isAssumption: true)
          + ". How much of what a health visitor finds a nursery nurse would find has not been measured.")
    }
    return Section(id: "delivers", title: "What each option delivers", sentences: sentences, isList: true)
  }

  private var cost: Section {
    guard let base = data.quantity("cost.commissioner", of: data.baseline) else {
      return Section(id: "cost", title: "", sentences: [], isList: true)
    }
    var sentences: [Sentence] = [
      "\(data.baseline) costs the commissioner \(Phrases.yearlyCost(base)), in \(data.priceYear) prices."
    ]
    for strategy in others {
      guard let own = data.difference("cost.commissioner", of: strategy) else { continue }
      var sentence: Sentence = "\(strategy): \(Phrases.costDifference(own)) to the commissioner"
      if let wide = data.difference("cost.nhs_and_social_services", of: strategy) {
        sentence = sentence + "; counting the NHS and social services too, \(Phrases.costDifference(wide))"
      }
      sentences.append(sentence + ".")
    }
    return Section(id: "cost", title: "What it costs", sentences: sentences, isList: true)
  }

  private var inequality: Section {
    let measure = ["joint.first_year_reviews", "C6i", "C5"].first(where: data.has) ?? ""
    var sentences: [Sentence] = []
    if let most = data.quantity(measure, of: data.baseline, kind: "quintile", group: "1"),
      let least = data.quantity(measure, of: data.baseline, kind: "quintile", group: "5")
    {
      sentences.append(
        "\(data.label(measure)) in \(data.baseline): \(Phrases.shareWithInterval(most)) of children in the most deprived fifth of neighbourhoods, \(Phrases.shareWithInterval(least)) in the least deprived."
      )
    }
    for strategy in others {
      guard let most = data.difference(measure, of: strategy, kind: "quintile", group: "1"),
        let least = data.difference(measure, of: strategy, kind: "quintile", group: "5")
      else { continue }
      sentences.append(
        "\(strategy): \(Phrases.difference(most)) in the most deprived fifth; \(Phrases.difference(least)) in the least deprived."
      )
    }
    return Section(id: "inequality", title: "Who gains and who loses", sentences: sentences, isList: true)
  }

  private var certainty: Section {
    var sentences = DecisionSummary.thresholdsInUse(decisions) + decisions.flatMap(\.certainty)
    if !data.isStudy {
      sentences.append(
        "The intervals here are those of the simulation at fixed parameter values. What is not known about the parameters has not been propagated; 'skillmix psa' does that, and the intervals will be wider."
      )
    }
    let assumed = data.parameters.filter { $0.text("strategy") == data.baseline }
    let counted = assumed.count { $0.text("provenance") == "assumption" }
    sentences.append(
      "Of \(number: String(assumed.count), source: "parameters:count") numbers that describe \(data.baseline), \(number: String(counted), source: "parameters:provenance=assumption") are assumptions; the annex names every one."
    )
    if data.isStudy {
      let held = assumed.count { $0.text("provenance") == "assumption" && $0.text("distribution") == nil }
      sentences.append(
        "\(number: String(held), source: "parameters:provenance=assumption,distribution=") of these assumptions are held fixed: the chances and intervals here do not allow for them."
      )
    }
    return Section(id: "certainty", title: "How sure are we?", sentences: sentences, isList: true)
  }

  private var change: Section {
    Section(
      id: "change", title: "What would change the answer?",
      sentences: (decision?.whatWouldChange ?? []) + [decision?.shareOnAssumptions].compactMap(\.self), isList: true)
  }
}
