// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation

/// A strategy that ships with the program, written anew for an authority of another size.
public struct StrategyTemplate: Sendable {
  public let document: ScenarioDocument
  private let lines: [String]

  /// - Throws: `ScenarioError` when the file is not in order.
  public init(path: String) throws(ScenarioError) {
    document = try ScenarioDocument(path: path)
    lines = try YAMLTree.text(ofFile: path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The file that the template extends, as it names it.
  public var parent: String? {
    lines.first { $0.hasPrefix("extends:") }.map {
      $0.dropFirst("extends:".count).trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))
    }
  }

  /// What says how large the place is: it is the authority's own.
  private static let ofThePlace = ["births_per_year:", "deprivation_shares:"]

  /// The template's own lines, with posts for the authority.
  ///
  /// Posts are the authority's, moved as the template moves those of the base; a role that the base has not goes by
  /// births. Where the template costs what the base does, health visitors make up the same money.
  /// - Parameters:
  ///   - authority: The service as it is, with its size.
  ///   - base: What the template was written for.
  ///   - file: What the strategy extends: the authority, or another strategy of it.
  public func text(for authority: ScenarioDocument, base: ScenarioDocument, extending file: String) -> String {
    let own = Set(document.parameters.filter { $0.position.file == document.path }.map(\.path))
    let posts = posts(authority, base)
    var replaced: [Int: String] = [:], dropped: Set<Int> = []
    for parameter in document.parameters where parameter.position.file == document.path {
      let place = parameter.position.line - 1
      if let role = Self.role(parameter.path), own.contains(parameter.path), let wte = posts[role] {
        replaced[place] = Self.with(wte, in: lines[place])
      }
    }
    for (place, line) in lines.enumerated()
    where line.hasPrefix("  ") && Self.ofThePlace.contains(where: line.dropFirst(2).hasPrefix) {
      dropped.formUnion(block(from: place))
    }
    if let teams = lines.firstIndex(where: { $0.hasPrefix("teams:") }) { dropped.formUnion(block(from: teams)) }
    // A note above the posts says what they cost in the base.
    if let workforce = lines.firstIndex(where: { $0.hasPrefix("workforce:") }) {
      for place in stride(from: workforce - 1, through: 0, by: -1) {
        guard lines[place].hasPrefix("#") else { break }
        dropped.insert(place)
      }
    }
    let kept = lines.enumerated().compactMap { place, line -> String? in
      if dropped.contains(place) { return nil }
      if line.hasPrefix("extends:") { return "extends: \(AuthorityFiles.quoted(file))" }
      if line.hasPrefix("name:") {
        return "name: \(AuthorityFiles.quoted("\(document.name), \(authority.name)"))"
      }
      return (replaced[place] ?? line)
        .replacing("the budget of england-2024-25", with: "the same money")
        .replacing(base.name, with: authority.name)
    }
    return Self.withoutEmptyChapters(kept).joined(separator: "\n")
  }

  /// Posts by role for the authority.
  private func posts(_ authority: ScenarioDocument, _ base: ScenarioDocument) -> [String: Double] {
    let own = authority.scenario(), usual = base.scenario(), template = document.scenario()
    let births = own.children.birthsPerYear / usual.children.birthsPerYear
    var posts: [String: Double] = [:]
    for role in template.workforce {
      let before = usual.workforce.first { $0.name == role.name }?.wte ?? 0
      let now = own.workforce.first { $0.name == role.name }?.wte ?? 0
      let wte = before > 0 ? now * role.wte / before : role.wte * births
      posts[role.name] = (10 * wte).rounded() / 10
    }
    let change = template.plannedEstablishmentCost / usual.plannedEstablishmentCost - 1
    if abs(change) < 0.005, let visitor = template.workforce.first(where: { $0.name == "health_visitor" }) {
      let others = template.workforce.filter { $0.name != visitor.name }.reduce(0) {
        $0 + (posts[$1.name] ?? 0) * $1.hoursPerYear * $1.costPerHour
      }
      let left = own.plannedEstablishmentCost - others
      posts[visitor.name] = max(0, (10 * left / (visitor.hoursPerYear * visitor.costPerHour)).rounded() / 10)
    }
    return posts
  }

  private static func role(_ path: String) -> String? {
    let parts = path.split(separator: ".")
    return parts.count == 3 && parts[0] == "workforce" && parts[2] == "wte" ? String(parts[1]) : nil
  }

  /// The line with another number of posts.
  private static func with(_ wte: Double, in line: String) -> String {
    let words = shortest(wte)
    if let match = line.firstMatch(of: /wte:\s*\{\s*value:\s*[0-9.]+/) {
      return line.replacingCharacters(in: match.range, with: "wte: {value: \(words)")
    }
    if let match = line.firstMatch(of: /wte:\s*[0-9.]+/) {
      return line.replacingCharacters(in: match.range, with: "wte: \(words)")
    }
    if let match = line.firstMatch(of: /^(\s*)value:\s*[0-9.]+/) {
      return line.replacingCharacters(in: match.range, with: "\(match.1)value: \(words)")
    }
    return line
  }

  /// A key's line and those indented beneath it.
  private func block(from place: Int) -> Range<Int> {
    func depth(_ line: String) -> Int { line.prefix { $0 == " " }.count }
    var end = place + 1
    while end < lines.count, !lines[end].isEmpty, depth(lines[end]) > depth(lines[place]) { end += 1 }
    return place..<end
  }

  /// A chapter that has lost all that stood in it would remove what is inherited.
  private static func withoutEmptyChapters(_ lines: [String]) -> [String] {
    lines.enumerated().filter { place, line in
      guard line.wholeMatch(of: /[a-z_]+:\s*/) != nil else { return true }
      let next = lines[(place + 1)...].first { !$0.isEmpty && !$0.trimmingCharacters(in: .whitespaces).hasPrefix("#") }
      return next?.hasPrefix(" ") == true || next?.hasPrefix("-") == true
    }.map(\.element)
  }
}
