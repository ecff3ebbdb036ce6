// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// An established post before anyone is in it.
struct PostPlan: Sendable {
  let role: Int
  /// Locality team, or the number of teams for a role that covers the authority.
  let team: Int
  let wte: Double
  /// Place among the posts of the role in the team.
  let place: Int
  /// Names the post's random numbers: its team and its place there, so that another post more or less, or another
  /// order of teams and roles, leaves its luck alone.
  let key: UInt64

  /// Individual posts of every role and team.
  ///
  /// A team has its share of a role's whole-time equivalents, to a twentieth; they are split into posts of the role's
  /// typical contract and a part-post.
  static func establishment(_ workforce: [Role], teams: [Team]) -> [PostPlan] {
    var posts: [PostPlan] = []
    for (index, role) in workforce.enumerated() {
      let byTeam =
        role.coversAuthority
        ? [(team: teams.count, name: "", wte: role.wte)]
        : zip(teams.indices, wteByTeam(role, teams)).map { (team: $0, name: teams[$0].name, wte: $1) }
      for (team, name, wte) in byTeam {
        for (place, contract) in contracts(wte, typical: role.typicalWTE).enumerated() {
          posts.append(
            PostPlan(role: index, team: team, wte: contract, place: place, key: stableKey(name) &+ UInt64(place)))
        }
      }
    }
    return posts
  }

  private static func wteByTeam(_ role: Role, _ teams: [Team]) -> [Double] {
    // Those who work always are whole servers; no part of one can be on duty.
    let unit = role.workingPattern == .always ? 1 : 0.05
    return allocate(role.wte, unit: unit, shares: teams.map(\.workforceShare))
  }

  /// Posts of the typical contract; what is left is a post of its own, or where that would be a small one is shared
  /// with the last.
  private static func contracts(_ wte: Double, typical: Double) -> [Double] {
    guard wte > 1e-9 else { return [] }
    let whole = Int((wte / typical + 1e-9).rounded(.down))
    let rest = wte - Double(whole) * typical
    let posts = Array(repeating: typical, count: whole)
    if rest < 1e-9 { return posts }
    if whole == 0 || rest >= typical / 2 { return posts + [rest] }
    let both = typical + rest
    return posts.dropLast() + (both <= 1 + 1e-9 ? [both] : [both / 2, both / 2])
  }

  /// A total in proportion to shares, in whole units by largest remainder (ties to the earlier share); what is less
  /// than a unit goes to the next in line.
  static func allocate(_ total: Double, unit: Double, shares: [Double]) -> [Double] {
    let sum = shares.reduce(0, +)
    let exact = shares.map { total * $0 / sum }
    var parts = exact.map { ($0 / unit + 1e-9).rounded(.down) * unit }
    let order = exact.indices.sorted {
      let (a, b) = (exact[$0] - parts[$0], exact[$1] - parts[$1])
      return a == b ? $0 < $1 : a > b
    }
    var left = total - parts.reduce(0, +)
    for index in order where left > 1e-9 {
      let more = min(unit, left)
      parts[index] += more
      left -= more
    }
    return parts
  }
}
