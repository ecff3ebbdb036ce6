// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation

/// The files of an authority of one's own: its scenario, strategies made for its size, and a study of them.
public struct AuthorityFiles: Sendable {
  public let description: AuthorityDescription
  let base: ScenarioDocument
  /// The base as a file in the new folder names it.
  let basePath: String
  let births: Double
  private let ratio: Double

  /// - Parameters:
  ///   - base: What the authority inherits.
  ///   - basePath: Its path as seen from the files to be written.
  public init(_ description: AuthorityDescription, base: ScenarioDocument, basePath: String) {
    self.description = description
    self.base = base
    self.basePath = basePath
    let baseBirths = base.scenario().children.birthsPerYear
    births = description.birthsPerYear ?? baseBirths
    ratio = births / baseBirths
  }

  /// Letters and digits of a name, for a file.
  public static func fileName(_ name: String) -> String {
    let plain = name.folding(options: .diacriticInsensitive, locale: Locale(identifier: "en")).lowercased()
    let words = plain.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined().split(
      separator: "-")
    return words.isEmpty ? "authority" : words.joined(separator: "-")
  }

  /// A text between quotation marks, whatever characters it has.
  static func quoted(_ text: String) -> String {
    let safe = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").filter { !$0.isNewline }
    return "\"\(safe)\""
  }

  private var tag: String { "source: \(Self.quoted(description.source)), provenance: \(description.provenance)" }

  // MARK: The scenario

  public var scenario: String {
    var text = """
      # SPDX-License-Identifier: GPL-3.0-or-later
      # The service as it is. Everything that is not said here is inherited from \(base.name).
      skillmix: 1
      name: \(Self.quoted(description.name))
      description: The service as it is, with what is known of it; the rest as in \(base.name).
      extends: \(Self.quoted(basePath))
      \(description.code.map { "area_code: \(Self.quoted($0))\n\n" } ?? "\n")children:
        births_per_year: {value: \(shortest(births.rounded())), \(description.birthsPerYear == nil ? Self.unknown : tag)}

      """
    if let shares = description.deprivationShares {
      text += "  deprivation_shares: {value: [\(shares.map(shortest).joined(separator: ", "))], \(tag)}\n"
    }
    text += "\n" + teams + "\nworkforce:\n"
    for role in base.scenario().workforce { text += workforceLine(role) }
    text += "\n" + published
    return text
  }

  private static let unknown = "note: as in the scenario that is inherited, provenance: assumption"

  private func workforceLine(_ role: Role) -> String {
    guard let posts = description.wte[role.name] else {
      let scaled = (10 * role.wte * ratio).rounded() / 10
      return
        "  \(role.name): {wte: {value: \(shortest(scaled)), note: in proportion to births, provenance: assumption}}\n"
    }
    return "  \(role.name): {wte: {value: \(shortest(posts)), \(tag)}}\n"
  }

  private var teams: String {
    guard !description.teams.isEmpty else { return "teams: {count: 1}\n" }
    return "teams:\n"
      + description.teams.map {
        "  \($0): {births_share: 1, workforce_share: 1, note: as large as the others, provenance: assumption}\n"
      }
      .joined()
  }

  /// England's figures are not the authority's: it is held against its own, where it has some.
  private var published: String {
    guard !description.reviews.isEmpty else { return "published: []\nservice_check: []\n" }
    let labels = Dictionary(
      base.published.map { ($0.metric, $0.label) }, uniquingKeysWith: { first, _ in first })
    return "published:\n"
      + description.reviews.map { review in
        let share = review.carriedOut / review.due
        // What counts of this size vary by from year to year, and at least a point.
        let chance = max(1, 196 * (share * (1 - share) / review.due).squareRoot())
        let label = labels[review.metric] ?? review.metric
        return
          "  - {target: own, metric: \(review.metric), label: \(Self.quoted(label)), value: {value: \(Self.points(100 * share)), \(tag)}, tolerance: \(Self.points(chance)), unit: percent}\n"
      }.joined() + "service_check: []\n"
  }

  private static func points(_ value: Double) -> String { shortest((10 * value).rounded() / 10) }

  // MARK: Calibration

  /// The counts of reviews as `calibrate` reads them; nil without any.
  public var targets: String? {
    guard !description.reviews.isEmpty else { return nil }
    return "metric,label,numerator,denominator,provenance,use\n"
      + description.reviews.map { review in
        "\(review.metric),\(review.metric),\(shortest(review.carriedOut)),\(shortest(review.due)),\(description.provenance),fitted\n"
      }.joined()
  }

  /// A calibration of attendance to those counts.
  public func calibration(scenario: String, targets: String) -> String {
    let metrics = Set(description.reviews.map(\.metric))
    let names = base.scenario().contacts.filter { $0.metrics.contains { metrics.contains($0.code) } }.map(\.name)
    let paths = base.parameters.filter { parameter in
      parameter.uncertainty != nil && names.contains { parameter.path.hasPrefix("contacts.\($0).attendance") }
    }.map(\.path)
    return """
      # SPDX-License-Identifier: GPL-3.0-or-later
      #   skillmix calibrate calibration.yaml --out calibrated
      calibrate: \(Self.quoted("\(description.name) to its own counts of reviews"))
      scenario: \(scenario)
      targets: \(targets)
      parameters: [\(paths.joined(separator: ", "))]

      """
  }

  // MARK: The study

  public func study(_ files: [String]) -> String {
    """
    # SPDX-License-Identifier: GPL-3.0-or-later
    #   skillmix psa study.yaml --out results
    study: \(Self.quoted("What would other ways to staff health visiting do in \(description.name)?"))
    strategies: [\(files.map(Self.quoted).joined(separator: ", "))]
    outcome: [needs_identified_and_seen, on_time_reviews]
    # Nobody has set what one more of these is worth: a range, in pounds.
    willingness_to_pay_gbp: 0..2000 by 100
    draws: 200

    """
  }
}
