// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
public import Studies
import Statistics

/// Whether the warm-up is long enough, for a terminal.
public struct WarmUpReport {
  private let check: WarmUpCheck

  public init(_ check: WarmUpCheck) { self.check = check }

  public var text: String {
    var table = TextTable([
      "", "MSER-5 cuts, years", "year after warm-up", "later", "drift, 99 % interval", "over time", "verdict",
    ])
    for series in check.series where !series.later.isNaN {
      let unit = series.measure.unit
      table.add([
        series.measure.label, cut(series), FigureText.text(series.afterWarmUp, unit),
        FigureText.text(series.later, unit),
        "\(FigureText.difference(series.drift.lower, unit)) to \(FigureText.difference(series.drift.upper, unit))",
        sparkline(series.movingAverage), series.verdict.rawValue,
      ])
    }
    let parts = [
      """
      Is a warm-up of \(FigureText.rounded(check.warmUpYears)) years enough?
      \(check.replications) replications watched month by month for \(FigureText.rounded(check.yearsWatched)) years from \
      their first day, without the trend of births
      """,
      table.text(lastColumnIsText: true), verdict, footnote,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func cut(_ series: WarmUpSeries) -> String {
    guard let cut = series.cut else { return "–" }
    return (cut.isAtLimit ? "≥ " : "") + FigureText.fixed(Double(cut.observations) / 12, 1)
  }

  private var verdict: String {
    let late = check.series.filter { $0.verdict == .notSettled }.map(\.measure.label)
    let open = check.series.filter { $0.verdict == .notKnown }.count
    let more = open > 0 ? " Of \(open) that is not known; more replications would tell." : ""
    return late.isEmpty
      ? "No measure was seen to drift after the warm-up.\(more)"
      : "Not settled after the warm-up: \(late.joined(separator: "; ")). Make warm_up_years longer.\(more)"
  }

  private var footnote: String {
    let missing = check.notFollowed.map(\.label)
    return """
      "over time": Welch's moving average of thirteen months, from the first month to the last, lowest to highest. \
      MSER-5: White 1997. A measure is settled when its drift is within 1 % of it for certain, or when no drift is \
      seen and MSER-5 cuts within the warm-up.
      """
        + (missing.isEmpty ? "" : " Not reported by month: \(missing.joined(separator: "; ")).")
  }

  /// Quarterly points of a series between its lowest and highest.
  private func sparkline(_ series: [Double]) -> String {
    let marks = Array("▁▂▃▄▅▆▇█")
    let points = stride(from: 0, to: series.count, by: 3).map { series[$0] }
    let known = points.filter { !$0.isNaN }
    guard let low = known.min(), let high = known.max() else { return "" }
    return String(
      points.map { value in
        guard !value.isNaN else { return " " }
        return high > low ? marks[Int(((value - low) / (high - low) * 7).rounded())] : marks[0]
      })
  }
}
