// SPDX-License-Identifier: GPL-3.0-or-later
public import ResultsStore
public import TableFiles

/// Values by the official code of an area, with their intervals: what a mapping program joins to its boundaries.
public struct MapTable: Sendable {
  private let areas: [BriefingData]

  public init(_ areas: [BriefingData]) { self.areas = areas }

  /// A row for each area, strategy and measure of the briefing's tables.
  /// - Throws: `cannotRead` where a scenario names no area.
  public func table() throws(ResultsError) -> NamedTable {
    var table = NamedTable(
      "map",
      header: [
        "area_code", "strategy", "measure", "label", "unit", "value", "lower95", "upper95", "difference",
        "difference_lower95", "difference_upper95",
      ])
    for data in areas {
      let measures = try DecisionPages(data).shownIndicators
      for strategy in data.strategies {
        guard let code = data.areaCode(of: strategy) else {
          throw .cannotRead(
            path: data.store.folder,
            reason: "'\(strategy)' has no area_code; write 'area_code: E06000007' in its scenario, or 'new … --code'")
        }
        for measure in measures {
          guard let value = data.quantity(measure, of: strategy) else { continue }
          let difference = strategy == data.baseline ? nil : data.difference(measure, of: strategy)
          table.append([
            .text(code), .text(strategy), .text(measure), .text(data.label(measure)), .text(value.unit),
            .init(finite: value.value), .init(finite: value.lower), .init(finite: value.upper),
            .init(finite: difference?.value), .init(finite: difference?.lower), .init(finite: difference?.upper),
          ])
        }
      }
    }
    return table
  }
}
