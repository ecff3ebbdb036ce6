// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles

/// The questions of `skillmix new --ask`: one at a time, each with what stands in when nothing is typed.
struct NewQuestions {
  let base: ScenarioDocument
  /// Paths of strategies that can be made for the authority.
  let strategies: [String]
  /// Where answers come from; the terminal.
  var answer: () -> String? = { readLine() }
  var say: (String) -> Void = { print($0, terminator: "") }

  func ask(_ start: AuthorityDescription) -> (description: AuthorityDescription, templates: [String]) {
    var description = start
    let scenario = base.scenario()
    description.name = text("Name of the authority", usual: start.name)
    let births = number("Births a year", usual: start.birthsPerYear ?? scenario.children.birthsPerYear)
    description.birthsPerYear = births
    say("Whole-time equivalents in the establishment (posts, filled or not):\n")
    for role in scenario.workforce where role.wte > 0 {
      let usual = start.wte[role.name] ?? (10 * role.wte * births / scenario.children.birthsPerYear).rounded() / 10
      if let posts = optionalNumber("  \(role.label)", usual: usual) { description.wte[role.name] = posts }
    }
    description.teams = list("Teams, with commas between them (none: one team)", usual: start.teams)
    description.deprivationShares = shares(usual: start.deprivationShares)
    description.reviews = reviews(usual: start.reviews)
    return (description, templates())
  }

  private func reply(_ question: String, _ usual: String) -> String {
    say("\(question) [\(usual)]: ")
    return answer()?.trimmingCharacters(in: .whitespaces) ?? ""
  }

  private func text(_ question: String, usual: String) -> String {
    let reply = reply(question, usual)
    return reply.isEmpty ? usual : reply
  }

  private func number(_ question: String, usual: Double) -> Double { optionalNumber(question, usual: usual) ?? usual }

  /// Nil when nothing is typed, so that what stands in is not taken for the authority's own figure.
  private func optionalNumber(_ question: String, usual: Double) -> Double? {
    while true {
      let reply = reply(question, usual == usual.rounded() ? String(Int(usual)) : String(usual))
      if reply.isEmpty { return nil }
      if let value = Double(reply.replacing(",", with: "")), value >= 0 { return value }
      say("  a number is needed; found '\(reply)'\n")
    }
  }

  private func list(_ question: String, usual: [String]) -> [String] {
    while true {
      let reply = reply(question, usual.isEmpty ? "none" : usual.joined(separator: ","))
      if reply.isEmpty { return usual }
      if reply == "none" { return [] }
      let names = reply.split(separator: ",").map {
        $0.trimmingCharacters(in: .whitespaces).replacing(" ", with: "_")
      }
      if names.allSatisfy({ $0.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil }) { return names }
      say("  names have letters, digits, _ and - only\n")
    }
  }

  private func shares(usual: [Double]?) -> [Double]? {
    while true {
      let reply = reply(
        "Shares of births by deprivation fifth, most deprived first",
        usual.map { $0.map { String($0) }.joined(separator: ",") } ?? "as in \(base.name)")
      if reply.isEmpty { return usual }
      let shares = reply.split(separator: ",").compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
      if shares.count == 5, abs(shares.reduce(0, +) - 1) < 1e-6 { return shares }
      say("  five shares that add up to 1 are needed, such as 0.3,0.2,0.2,0.2,0.1\n")
    }
  }

  private func reviews(usual: [AuthorityDescription.ReviewCount]) -> [AuthorityDescription.ReviewCount] {
    while true {
      let reply = reply("Reviews carried out of children due, such as C2=2100/2400,C5=1890/2200", "not known")
      if reply.isEmpty { return usual }
      if let counts = try? reply.split(separator: ",").map({ try NewCommand.review(String($0)) }) { return counts }
      say("  metric=carried out/due is needed\n")
    }
  }

  private func templates() -> [String] {
    say("Strategies to compare with it:\n")
    for (number, path) in strategies.enumerated() {
      say("  \(number + 1) \(((path as NSString).lastPathComponent as NSString).deletingPathExtension)\n")
    }
    while true {
      let reply = reply("Numbers, with commas between them", "none")
      if reply.isEmpty || reply == "none" { return [] }
      let numbers = reply.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
      if !numbers.isEmpty, numbers.allSatisfy({ (1...strategies.count).contains($0) }) {
        return numbers.map { strategies[$0 - 1] }
      }
      say("  numbers of the list are needed\n")
    }
  }
}
