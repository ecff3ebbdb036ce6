// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SyntheticControl

/// Charts of an estimate as SVG, legible without colour, with a title and a description for those who do not see them.
enum EffectsChart {
  private static let width = 720.0, height = 400.0, left = 70.0, right = 20.0, top = 50.0, bottom = 60.0

  /// Treated minus synthetic over time, the placebos in grey behind it, a line at the change.
  static func gap(_ site: SiteEstimate) -> String {
    let fit = site.fit, panel = site.site.panel
    let placebos = site.placeboSpace?.placebos.map(\.gap) ?? []
    let own = fit.gap.map(\.magnitude).max() ?? 1
    let reach = max(own, min(3 * own, placebos.joined().map(\.magnitude).max() ?? own), 1e-9) * 1.05
    let count = Double(max(fit.gap.count - 1, 1))
    func x(_ position: Int) -> Double { left + (width - left - right) * Double(position) / count }
    func y(_ value: Double) -> Double {
      let held = min(max(value, -reach), reach)
      return top + (height - top - bottom) * (reach - held) / (2 * reach)
    }
    func line(_ values: [Double], _ style: String) -> String {
      let points = values.indices.map { "\(short(x($0))),\(short(y(values[$0])))" }.joined(separator: " ")
      return "<polyline fill=\"none\" \(style) points=\"\(points)\"/>\n"
    }
    var body = calendar(fit, panel, x)
    body += placebos.map { line($0, "stroke=\"#bbb\" stroke-width=\"0.7\"") }.joined()
    body += rule(left, y(0), width - right, y(0), "stroke=\"#000\" stroke-width=\"0.8\"")
    let change = (x(fit.comparison.pre.count - 1) + x(fit.comparison.pre.count)) / 2
    body += rule(change, top, change, height - bottom, "stroke=\"#000\" stroke-dasharray=\"4 3\"")
    body += text(change + 4, top + 12, "change", anchor: "start")
    body += line(fit.gap, "stroke=\"#000\" stroke-width=\"2.4\"")
    for tick in ticks(reach) {
      body +=
        text(left - 8, y(tick) + 4, readable(tick), anchor: "end")
        + rule(left - 4, y(tick), left, y(tick), "stroke=\"#000\"")
    }
    let times = fit.comparison.periods
    for position in stride(from: 0, to: times.count, by: max(1, times.count / 8)) {
      body += text(x(position), height - bottom + 18, panel.times[times[position]].label, anchor: "middle")
    }
    body += text((left + width - right) / 2, height - 14, "Period", anchor: "middle")
    body +=
      "<text transform=\"translate(18,\(short((top + height - bottom) / 2))) rotate(-90)\" text-anchor=\"middle\">Observed minus synthetic</text>\n"
    return page(
      title: "Gap in \(panel.outcomeName), \(site.unit) (\(site.method.rawValue))",
      description:
        "Observed minus synthetic \(panel.outcomeName) of \(site.unit) by period. Before the change the gap is \(readable(fit.preMSPE.squareRoot())) on average (root mean square); after it the mean is \(readable(fit.averageEffect)). Thin grey lines are \(placebos.count) donors treated as placebos; those beyond the axis are cut at its ends.",
      body: body, height: height)
  }

  /// COVID-19 (April 2020 to March 2022) as a band and the change of guidance (from April 2025) as a line, where time
  /// is in years.
  private static func calendar(_ fit: SyntheticFit, _ panel: Panel, _ x: (Int) -> Double) -> String {
    let orders = fit.comparison.periods.map { panel.times[$0].order }
    guard orders.allSatisfy({ (1900..<2100).contains($0) }) else { return "" }
    var body = ""
    let covid = orders.indices.filter { (2020.25..<2022.25).contains(orders[$0]) }
    if let first = covid.first, let last = covid.last {
      body += """
        <rect x="\(short(x(first)))" y="\(short(top))" width="\(short(max(x(last) - x(first), 2)))" \
        height="\(short(height - top - bottom))" fill="#eee"/>

        """
      body += text((x(first) + x(last)) / 2, height - bottom - 6, "COVID-19", anchor: "middle")
    }
    if let guidance = orders.firstIndex(where: { $0 >= 2025.25 }) {
      body += rule(x(guidance), top, x(guidance), height - bottom, "stroke=\"#000\" stroke-dasharray=\"1 3\"")
      body += text(x(guidance) - 4, height - bottom - 6, "guidance", anchor: "end")
    }
    return body
  }

  /// The donors with most weight as bars.
  static func weights(_ site: SiteEstimate) -> String {
    let panel = site.site.panel
    let bars = zip(site.fit.comparison.donors, site.fit.weights).map { (panel.units[$0], $1) }
      .sorted { $0.1.magnitude > $1.1.magnitude }.prefix(15).filter { $0.1.magnitude > 1e-4 }
    let labels = 190.0, step = 22.0
    let longest = bars.map(\.1.magnitude).max() ?? 1
    let tall = top + step * Double(bars.count) + bottom
    var body = ""
    for (index, bar) in bars.enumerated() {
      let y = top + step * Double(index), length = (width - labels - 90) * bar.1.magnitude / longest
      let fill = bar.1 >= 0 ? "fill=\"#444\"" : "fill=\"#fff\" stroke=\"#000\""
      body += text(labels - 8, y + 14, bar.0, anchor: "end")
      body +=
        "<rect x=\"\(short(labels))\" y=\"\(short(y + 3))\" width=\"\(short(length))\" height=\"14\" \(fill)/>\n"
      body += text(labels + length + 6, y + 14, readable(bar.1), anchor: "start")
    }
    body += text((labels + width) / 2, tall - 20, "Donor weight (white bars are negative)", anchor: "middle")
    let listed = bars.prefix(5).map { "\($0.0) \(readable($0.1))" }.joined(separator: ", ")
    return page(
      title: "Donor weights, \(site.unit) (\(site.method.rawValue))",
      description:
        "The donors that make up synthetic \(site.unit): \(listed). Effective number of donors \(readable(site.fit.effectiveDonors)).",
      body: body, height: tall)
  }

  // MARK: Parts

  private static func page(title: String, description: String, body: String, height: Double) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(short(width)) \(short(height))" role="img" \
    aria-labelledby="title desc" font-family="sans-serif" font-size="12">
    <title id="title">\(escaped(title))</title>
    <desc id="desc">\(escaped(description))</desc>
    <rect width="100%" height="100%" fill="#fff"/>
    <text x="\(short(left))" y="26" font-size="15" font-weight="bold">\(escaped(title))</text>
    \(body)</svg>

    """
  }

  private static func text(_ x: Double, _ y: Double, _ value: String, anchor: String) -> String {
    "<text x=\"\(short(x))\" y=\"\(short(y))\" text-anchor=\"\(anchor)\">\(escaped(value))</text>\n"
  }

  private static func rule(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> String {
    "<line x1=\"\(short(x1))\" y1=\"\(short(y1))\" x2=\"\(short(x2))\" y2=\"\(short(y2))\" \(style)/>\n"
  }

  /// Round values on both sides of zero.
  private static func ticks(_ reach: Double) -> [Double] {
    let rough = reach / 3, unit = pow(10, floor(log10(rough)))
    let step = [1.0, 2, 5, 10].map { $0 * unit }.first { $0 >= rough } ?? rough
    return (-3...3).map { Double($0) * step }.filter { $0.magnitude <= reach }
  }

  private static func short(_ value: Double) -> String { String(format: "%.1f", value) }

  private static func escaped(_ value: String) -> String {
    value.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;")
  }
}
