// SPDX-License-Identifier: GPL-3.0-or-later
public import ResultsStore

/// What other analyses left in folders of their own.
public struct BriefingExtras: Sendable {
  /// A row of the table `tornado`.
  public struct TornadoBar: Sendable {
    public let strategy, parameter, provenance: String
    public let low, high, base: Double
    /// What the bar shows.
    public let quantity: String

    public init(
      strategy: String, parameter: String, provenance: String, low: Double, high: Double, base: Double,
      quantity: String = "net_benefit"
    ) {
      self.quantity = quantity
      self.strategy = strategy
      self.parameter = parameter
      self.provenance = provenance
      self.low = low
      self.high = high
      self.base = base
    }
  }

  /// A point of a synthetic control's path.
  public struct GapPoint: Sendable {
    public let unit: String
    public let time, gap: Double
    /// What the period is called, where time is only its place in the order; nil where time is a number.
    public let label: String?

    public init(unit: String, time: Double, gap: Double, label: String? = nil) {
      self.unit = unit
      self.label = label
      self.time = time
      self.gap = gap
    }
  }

  public var tornado: [TornadoBar]
  public var gaps: [GapPoint]
  /// The same comparison at other levels of staffing.
  public var levels: [BriefingData] = []

  public init(tornado: [TornadoBar] = [], gaps: [GapPoint] = []) {
    self.tornado = tornado
    self.gaps = gaps
  }

  /// Adds what the results of an analysis have for a briefing.
  public mutating func add(_ store: StoredResults) throws(ResultsError) {
    tornado += try store.rows("tornado").map { row in
      TornadoBar(
        strategy: row.text("strategy") ?? "", parameter: row.text("parameter") ?? "",
        provenance: row.text("provenance") ?? "", low: row.number("quantity_low") ?? .nan,
        high: row.number("quantity_high") ?? .nan, base: row.number("quantity_base") ?? .nan,
        quantity: row.text("quantity") ?? "net_benefit")
    }
    gaps += try paths(of: store)
  }

  /// The first method's gap path of every unit.
  private func paths(of store: StoredResults) throws(ResultsError) -> [GapPoint] {
    let rows = try store.rows("path")
    let order = rows.reduce(into: [String]()) { times, row in
      if let time = row.text("time"), !times.contains(time) { times.append(time) }
    }
    let isNumbered = order.allSatisfy { Double($0) != nil }
    return rows.compactMap { row in
      guard let unit = row.text("unit"), unit != "pooled", let time = row.text("time"), let gap = row.number("gap"),
        row.text("method") == rows.first?.text("method")
      else { return nil }
      let number = isNumbered ? Double(time) : nil
      return GapPoint(
        unit: unit, time: number ?? Double(order.firstIndex(of: time) ?? 0), gap: gap, label: isNumbered ? nil : time)
    }
  }
}
