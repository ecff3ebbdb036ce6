// SPDX-License-Identifier: GPL-3.0-or-later

/// Spearman's rank correlation between two uncertain parameters.
public struct RankCorrelation: Sendable, Equatable {
  public let first: String
  public let second: String
  public let rank: Double

  /// - Parameter file: The scenario's own file. An entry of a file that it extends holds for what is left of its
  ///   parameters: a child may make one certain, or do without it.
  static func read(
    _ value: CheckedValue?, parameters: [Parameter], positions: [String: SourcePosition], of file: String
  ) throws(ScenarioError) -> [RankCorrelation] {
    try read(
      value, among: parameters.filter { $0.uncertainty != nil }.map(\.path),
      decoder: ScenarioDecoder(values: parameters.map(\.mean)), positions: positions, of: file)
  }

  /// An entry that names more than two parameters correlates each with each; a `*` stands for any one part of a path.
  static func read(
    _ value: CheckedValue?, among uncertain: [String], decoder: ScenarioDecoder, positions: [String: SourcePosition],
    of file: String
  ) throws(ScenarioError) -> [RankCorrelation] {
    var flaws: [Flaw] = []
    var result: [RankCorrelation] = []
    for (index, item) in (value?.items ?? []).enumerated() {
      let position = positions["correlations[\(index)]"] ?? SourcePosition(file: file, line: 1, column: 1)
      let isInherited = position.file != file
      let written = decoder.texts(item["parameters"])
      guard written.count >= 2 || written.contains(where: isPattern), Set(written).count == written.count else {
        flaws.append(Flaw(position, "a correlation names two or more different parameters"))
        continue
      }
      var names: [String] = []
      for text in written {
        let meant = isPattern(text) ? uncertain.filter { matches($0, text) } : uncertain.filter { $0 == text }
        names += meant.filter { !names.contains($0) }
        guard meant.isEmpty, !isInherited else { continue }
        let near = didYouMean(text, in: uncertain)
        flaws.append(Flaw(position, "there is no uncertain parameter '\(text)'\(near)"))
      }
      let rank = decoder.number(item["rank"]) ?? 0
      for (place, first) in names.enumerated() {
        result += names[(place + 1)...].map { RankCorrelation(first: first, second: $0, rank: rank) }
      }
    }
    guard flaws.isEmpty else { throw ScenarioError(flaws) }
    return result
  }

  private static func isPattern(_ text: String) -> Bool { text.split(separator: ".").contains("*") }

  private static func matches(_ path: String, _ pattern: String) -> Bool {
    let parts = path.split(separator: "."), wanted = pattern.split(separator: ".")
    return parts.count == wanted.count && zip(parts, wanted).allSatisfy { $1 == "*" || $0 == $1 }
  }
}
