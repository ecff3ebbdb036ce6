// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import Foundation
import ScenarioFiles
import Studies
import TableFiles

/// `skillmix new`: a strategy to fill in, or the files of an authority of one's own.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a scenario to be changed, or the files of your own authority.",
    discussion: """
      With a name alone: a short scenario that inherits another one. With anything that is known of an authority (or \
      --ask): a folder with its scenario, strategies of its size and a study that run as they are.

        skillmix new "More nursery nurses"
        skillmix new Barchester --births 2400 --staff health_visitor=31,community_nursery_nurse=6 \\
          --teams north,south --deprivation 0.3,0.2,0.2,0.2,0.1 --reviews C5=1890/2200 --template skill-mix-team
        skillmix new Barchester --like Warrington --peers authorities.csv --template all
        skillmix new --ask
      """)

  @Argument(help: "Name of the strategy or the authority.")
  var name: String?

  @Option(help: ArgumentHelp("Scenario to inherit.", valueName: "file"))
  var from: String = "scenarios/england-2024-25.yaml"

  @Option(
    help: ArgumentHelp(
      "File (of a strategy) or folder (of an authority) to write; by default named after it.", valueName: "path"))
  var out: String?

  @Option(help: ArgumentHelp("Official code of the authority's area, for maps.", valueName: "code"))
  var code: String?

  @Option(help: ArgumentHelp("Births a year.", valueName: "number"))
  var births: Double?

  @Option(
    help: ArgumentHelp(
      "Whole-time equivalents by role, such as health_visitor=31,community_nursery_nurse=6; roles left out follow births. May be repeated.",
      valueName: "role=wte"))
  var staff: [String] = []

  @Option(help: ArgumentHelp("Names of teams with commas between them, or none.", valueName: "names"))
  var teams: String?

  @Option(
    help: ArgumentHelp("Shares of births by deprivation fifth, most deprived first.", valueName: "a,b,c,d,e"))
  var deprivation: String?

  @Option(
    help: ArgumentHelp(
      "Reviews carried out of children due, by official metric, such as C5=1890/2200. May be repeated.",
      valueName: "metric=n/m"))
  var reviews: [String] = []

  @Option(
    help: ArgumentHelp(
      "A strategy beside --from to write for this authority, such as skill-mix-team, or all. May be repeated.",
      valueName: "strategy"))
  var template: [String] = []

  @Option(
    help: ArgumentHelp("An authority of --peers whose births, deprivation and staff stand in.", valueName: "name"))
  var like: String?

  @Option(
    help: ArgumentHelp(
      "Table of authorities: CSV with authority, area_code, births_per_year, deprivation_1 to deprivation_5 and a column a role.",
      valueName: "file"))
  var peers: String?

  @Flag(help: "Ask for everything on the terminal.")
  var ask = false

  func validate() throws {
    if let name, name.trimmingCharacters(in: .whitespaces).isEmpty { throw ValidationError("the name is empty") }
    if name == nil, !ask { throw ValidationError("Missing expected argument '<name>'; or use --ask") }
    guard (like == nil) == (peers == nil) else { throw ValidationError("--like and --peers go together.") }
    if ask, isatty(0) != 1 { throw ValidationError("--ask needs a terminal; give the options instead (--help)") }
  }

  private var isAuthority: Bool {
    ask || births != nil || code != nil || !staff.isEmpty || teams != nil || deprivation != nil || !reviews.isEmpty
      || !template.isEmpty || like != nil
  }

  func run() throws {
    let base = try ScenarioDocument(path: from)
    guard isAuthority else { return try writeStrategy(base, name: name ?? "") }
    var description = try described(base)
    var templates = try templatePaths()
    if ask {
      let answers = NewQuestions(base: base, strategies: shipped()).ask(description)
      description = answers.description
      templates = answers.templates
    }
    let flaws = description.flaws(base)
    guard flaws.isEmpty else { throw ValidationError(flaws.joined(separator: "\n       ")) }
    try write(description, base, templates)
  }

  // MARK: An authority

  private func described(_ base: ScenarioDocument) throws -> AuthorityDescription {
    var description = AuthorityDescription(name: name ?? "My authority")
    description.birthsPerYear = births
    description.code = code
    description.teams =
      teams.map { $0 == "none" ? [] : $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } } ?? []
    description.deprivationShares = try deprivation.map { text in
      try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        guard let share = Double(part.trimmingCharacters(in: .whitespaces)) else {
          throw ValidationError("--deprivation takes five shares with commas between them; found '\(text)'")
        }
        return share
      }
    }
    for entry in staff.flatMap({ $0.split(separator: ",") }) {
      let parts = entry.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
      guard parts.count == 2, let wte = Double(parts[1]) else {
        throw ValidationError("--staff takes role=wte, such as health_visitor=31; found '\(entry)'")
      }
      description.wte[parts[0]] = wte
    }
    description.reviews = try reviews.flatMap { $0.split(separator: ",") }.map { try Self.review(String($0)) }
    if let like, let peers {
      try description.take(
        from: DelimitedTable(contentsOfFile: peers), row: like, roles: base.scenario().workforce.map(\.name))
    }
    return description
  }

  static func review(_ text: String) throws -> AuthorityDescription.ReviewCount {
    guard let match = text.wholeMatch(of: /\s*([A-Za-z0-9]+)\s*=\s*([0-9.]+)\s*\/\s*([0-9.]+)\s*/),
      let done = Double(match.2), let due = Double(match.3)
    else { throw ValidationError("--reviews takes metric=carried out/due, such as C5=1890/2200; found '\(text)'") }
    return AuthorityDescription.ReviewCount(metric: String(match.1), carriedOut: done, due: due)
  }

  /// Scenarios beside the one inherited.
  private func shipped() -> [String] {
    let folder = (from as NSString).deletingLastPathComponent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") && $0 != (from as NSString).lastPathComponent }.sorted()
      .map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
  }

  private func templatePaths() throws -> [String] {
    let shipped = shipped()
    func name(_ path: String) -> String { ((path as NSString).lastPathComponent as NSString).deletingPathExtension }
    if template.contains("all") { return shipped.filter { FileKind(path: $0) == .scenario } }
    return try template.map { wanted in
      if let path = shipped.first(where: { name($0) == wanted || $0 == wanted }) { return path }
      if wanted.hasSuffix(".yaml") { return wanted }
      let near = didYouMean(
        wanted, in: shipped.map(name), orElse: "; there are \(shipped.map(name).joined(separator: ", "))")
      throw ValidationError(
        "there is no strategy '\(wanted)' beside \(from)\(near)")
    }
  }

  private func write(_ description: AuthorityDescription, _ base: ScenarioDocument, _ templates: [String]) throws {
    let folder = out ?? AuthorityFiles.fileName(description.name)
    guard !FileManager.default.fileExists(atPath: folder) else {
      complain("\(folder) exists already; choose another name or --out")
      throw Exit.badData
    }
    let files = AuthorityFiles(description, base: base, basePath: Self.relative(from, fromFolder: folder))
    try makeFolder(atPath: folder)
    do {
      try write(files, base, templates, folder)
    } catch {
      // Half an authority is none.
      try? FileManager.default.removeItem(atPath: folder)
      throw error
    }
  }

  private func write(
    _ files: AuthorityFiles, _ base: ScenarioDocument, _ templates: [String], _ folder: String
  ) throws {
    try writeFile(files.scenario, atPath: "\(folder)/authority.yaml")
    let authority = try ScenarioDocument(path: "\(folder)/authority.yaml")
    var strategies: [String] = []
    for path in templates { try writeTemplate(path, authority, base, folder, &strategies) }
    if let targets = files.targets {
      try writeFile(targets, atPath: "\(folder)/targets.csv")
      try writeFile(
        files.calibration(scenario: "authority.yaml", targets: "targets.csv"), atPath: "\(folder)/calibration.yaml")
      _ = try CalibrationDocument(path: "\(folder)/calibration.yaml")
    }
    print("wrote \(folder)/authority.yaml")
    strategies.forEach { print("wrote \(folder)/\($0)") }
    if files.targets != nil { print("wrote \(folder)/targets.csv and calibration.yaml") }
    authority.largeChanges().forEach(remark)
    guard !strategies.isEmpty else {
      print("next: ./skillmix run \(folder)/authority.yaml")
      return
    }
    let (together, apart) = try drawnTogether(authority, strategies, folder)
    try writeFile(files.study(["authority.yaml"] + together), atPath: "\(folder)/study.yaml")
    print("wrote \(folder)/study.yaml")
    if !apart.isEmpty {
      complain(
        "note: not in study.yaml, since rank correlations that differ cannot be drawn together: \(apart.joined(separator: ", "))"
      )
    }
    print("next: ./skillmix compare \(folder)/study.yaml")
  }

  /// Strategies in order, as long as their uncertain parameters can be drawn in one study.
  private func drawnTogether(
    _ authority: ScenarioDocument, _ files: [String], _ folder: String
  ) throws -> (together: [String], apart: [String]) {
    var documents = [authority], together: [String] = [], apart: [String] = []
    for file in files {
      let document = try ScenarioDocument(path: "\(folder)/\(file)")
      if (try? ParameterSpace(documents + [document])) != nil {
        documents.append(document)
        together.append(file)
      } else {
        apart.append(file)
      }
    }
    return (together, apart)
  }

  /// A strategy, after the one that it extends where that is another strategy.
  private func writeTemplate(
    _ path: String, _ authority: ScenarioDocument, _ base: ScenarioDocument, _ folder: String,
    _ written: inout [String]
  ) throws {
    let name = (path as NSString).lastPathComponent
    guard !written.contains(name) else { return }
    let template = try StrategyTemplate(path: path)
    var extended = "authority.yaml"
    if let parent = template.parent, parent != (from as NSString).lastPathComponent {
      try writeTemplate(
        ((path as NSString).deletingLastPathComponent as NSString).appendingPathComponent(parent), authority, base,
        folder, &written)
      extended = parent
    }
    try writeFile(template.text(for: authority, base: base, extending: extended), atPath: "\(folder)/\(name)")
    _ = try ScenarioDocument(path: "\(folder)/\(name)")
    written.append(name)
  }

  // MARK: A strategy

  private func writeStrategy(_ base: ScenarioDocument, name: String) throws {
    let file = AuthorityFiles.fileName(name) + ".yaml"
    let path = out ?? ((from as NSString).deletingLastPathComponent as NSString).appendingPathComponent(file)
    guard !FileManager.default.fileExists(atPath: path) else {
      complain("\(path) exists already; choose another name or --out")
      throw Exit.badData
    }
    try writeFile(strategy(base, name: name, path: path), atPath: path)
    print("wrote \(path)\nnext: skillmix compare \(from) \(path)")
  }

  private func strategy(_ base: ScenarioDocument, name: String, path: String) -> String {
    let roles = base.scenario().workforce.filter { $0.wte > 0 }.map { role in
      "  \(role.name): {wte: \(role.wte), provenance: assumption}   # \(role.label); inherited: \(role.wte)"
    }
    return """
      # \(name): what differs from \(base.name); everything else is inherited.
      skillmix: 1
      name: "\(name.replacingOccurrences(of: "\"", with: "'"))"
      description: Say in a sentence what changes and why.
      extends: \(Self.relative(from, fromFolder: (path as NSString).deletingLastPathComponent))
      workforce:
      \(roles.joined(separator: "\n"))
      # contacts:
      #   two_year_review:
      #     delivered_by: {universal: [community_nursery_nurse, health_visitor]}
      # A service that does not exist yet has no published figures of its own.
      published: []
      service_check: []

      """
  }

  /// A file as seen from a folder.
  static func relative(_ file: String, fromFolder folder: String) -> String {
    func parts(_ path: String) -> [String] { URL(fileURLWithPath: path).standardizedFileURL.pathComponents }
    let target = parts(file), start = parts(folder.isEmpty ? "." : folder)
    let shared = zip(target, start).prefix { $0 == $1 }.count
    // Nothing in common but the root: the full path says more.
    guard shared > 1 else { return target.dropFirst().reduce("") { "\($0)/\($1)" } }
    return (Array(repeating: "..", count: start.count - shared) + target.dropFirst(shared)).joined(separator: "/")
  }
}
