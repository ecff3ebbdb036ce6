// SPDX-License-Identifier: GPL-3.0-or-later

/// One treated unit with donors and periods for which outcomes are complete, and what was done to get there.
public struct PreparedSite: Sendable {
  public let treated: TreatedUnit
  public let panel: Panel
  public let comparison: Comparison
  public let warnings: [EffectsWarning]

  /// Longest gap in a donor's outcomes, in periods, that is filled by a straight line.
  static let longestFilledGap = 2

  public init(_ treated: TreatedUnit, design: EffectsDesign, panel original: Panel) throws(EffectsError) {
    var panel = original, warnings: [EffectsWarning] = []
    guard let target = panel.index(of: treated.unit) else {
      throw EffectsError("the treated unit '\(treated.unit)' is not in the panel")
    }
    var (pre, post) = try Self.periods(treated, design, panel)
    let last = post.last.map { panel.times[$0].order } ?? treated.firstPost
    let later = design.usesNotYetTreated ? design.treated.filter { $0.firstPost - panel.slack > last } : []
    var donors = try Self.donors(design, panel, &warnings, isRequired: later.isEmpty)
    donors += later.compactMap { panel.index(of: $0.unit) }.filter { $0 != target && !donors.contains($0) }
    if let divided = panel.periodDivided(by: treated.firstPost) {
      pre.removeAll { $0 == divided }
      warnings.append(
        EffectsWarning(
          "divided_period",
          "the change in \(treated.unit) falls within \(panel.times[divided].label), which is neither before nor after it and is left out"
        ))
    }
    Self.dropPeriods(&pre, &post, target: target, donors: donors, panel: panel, &warnings)
    let kept = Self.completeDonors(donors, pre + post, &panel, &warnings)
    guard pre.count >= 2 else {
      throw EffectsError(
        "\(treated.unit) has \(pre.count) usable periods before the change; at least 2 are needed")
    }
    guard !post.isEmpty else { throw EffectsError("\(treated.unit) has no usable period after the change") }
    guard !kept.isEmpty else {
      throw EffectsError("no donor has complete outcomes in the periods of \(treated.unit)")
    }
    self.treated = treated
    self.panel = panel
    self.warnings = warnings
    comparison = Comparison(target: target, donors: kept, pre: pre, post: post)
  }

  private static func donors(
    _ design: EffectsDesign, _ panel: Panel, _ warnings: inout [EffectsWarning], isRequired: Bool
  ) throws(EffectsError) -> [Int] {
    let never = Set(design.treated.map(\.unit)), out = Set(design.excluded.map(\.unit))
    var names = (design.donors ?? panel.units).filter { !never.contains($0) && !out.contains($0) }
    // Who lists donors has chosen them; of all units of a panel, those that contain or divide others are no donors.
    let unlike = design.donors == nil ? names.filter { isAggregate($0) } : []
    if !unlike.isEmpty, unlike.count < names.count {
      names.removeAll { unlike.contains($0) }
      warnings.append(
        EffectsWarning(
          "national_aggregate",
          "left out of the donors because they contain or divide other units: \(unlike.joined(separator: ", "))"))
    }
    var donors: [Int] = []
    for name in names {
      guard let index = panel.index(of: name) else {
        throw EffectsError("the donor '\(name)' is not in the panel")
      }
      if !donors.contains(index) { donors.append(index) }
    }
    guard !donors.isEmpty || !isRequired else {
      throw EffectsError("there are no donors: every unit is treated or excluded")
    }
    return donors
  }

  private static func periods(
    _ treated: TreatedUnit, _ design: EffectsDesign, _ panel: Panel
  ) throws(EffectsError) -> ([Int], [Int]) {
    let pre = panel.times.indices.filter { time in
      let order = panel.times[time].order
      return !panel.isAfter(time, treated.firstPost)
        && (design.pre.map { order >= $0.lowerBound - 1e-9 && order <= $0.upperBound + 1e-9 } ?? true)
    }
    var post = panel.times.indices.filter { time in
      let order = panel.times[time].order
      return panel.isAfter(time, treated.firstPost)
        && (design.post.map { order >= $0.lowerBound - 1e-9 && order <= $0.upperBound + 1e-9 } ?? true)
    }
    guard !pre.isEmpty else {
      throw EffectsError("the panel has no period before the change in \(treated.unit)")
    }
    if let count = design.postPeriods { post = Array(post.prefix(count)) }
    guard !post.isEmpty else {
      throw EffectsError("the panel has no period after the change in \(treated.unit)")
    }
    return (pre, post)
  }

  /// The treated unit is never filled in: periods it lacks are left out, as are those most donors lack.
  private static func dropPeriods(
    _ pre: inout [Int], _ post: inout [Int], target: Int, donors: [Int], panel: Panel,
    _ warnings: inout [EffectsWarning]
  ) {
    func isUsable(_ time: Int) -> Bool {
      guard panel.outcome[target][time].isFinite else { return false }
      return donors.count { !panel.outcome[$0][time].isFinite } * 2 <= donors.count
    }
    let dropped = (pre + post).filter { !isUsable($0) }
    guard !dropped.isEmpty else { return }
    pre.removeAll { !isUsable($0) }
    post.removeAll { !isUsable($0) }
    let labels = dropped.map { panel.times[$0].label }.joined(separator: ", ")
    warnings.append(
      EffectsWarning(
        "missing_data",
        "periods left out because \(panel.units[target]) or most donors have no value: \(labels)"))
  }

  private static func completeDonors(
    _ donors: [Int], _ periods: [Int], _ panel: inout Panel, _ warnings: inout [EffectsWarning]
  ) -> [Int] {
    var kept: [Int] = [], filled: [String] = [], dropped: [String] = []
    for donor in donors {
      let row = periods.map { panel.outcome[donor][$0] }
      if row.allSatisfy(\.isFinite) {
        kept.append(donor)
      } else if let complete = fillingShortGaps(row) {
        for (time, value) in zip(periods, complete) { panel.outcome[donor][time] = value }
        kept.append(donor)
        filled.append("\(panel.units[donor]) (\(row.count { !$0.isFinite }))")
      } else {
        dropped.append(panel.units[donor])
      }
    }
    if !filled.isEmpty {
      warnings.append(
        EffectsWarning(
          "missing_data",
          "gaps of at most \(longestFilledGap) periods filled by a straight line in \(filled.count) donors (periods filled): \(filled.joined(separator: ", "))"
        ))
    }
    if !dropped.isEmpty {
      warnings.append(
        EffectsWarning(
          "missing_data",
          "\(dropped.count) donors left out because their outcomes are not complete: \(dropped.joined(separator: ", "))"
        ))
    }
    return kept
  }

  /// The row with short inner gaps bridged; nil when a gap is long or at an end.
  static func fillingShortGaps(_ row: [Double]) -> [Double]? {
    guard let first = row.first, let last = row.last, first.isFinite, last.isFinite else { return nil }
    var complete = row, start = 0
    for end in row.indices where row[end].isFinite {
      let gap = end - start - 1
      guard gap <= longestFilledGap else { return nil }
      for k in 0..<max(gap, 0) {
        complete[start + 1 + k] = row[start] + (row[end] - row[start]) * Double(k + 1) / Double(gap + 1)
      }
      start = end
    }
    return complete
  }
}
