// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Pieces of a page.
enum HTML {
  static func heading(_ level: Int, _ text: String, id: String? = nil) -> String {
    "<h\(level)\(id.map { " id=\"\($0)\"" } ?? "")>\(escaped(text))</h\(level)>\n"
  }

  static func paragraph(_ sentence: Sentence) -> String { "<p>\(sentence.html)</p>\n" }

  static func list(_ items: [Sentence]) -> String {
    "<ul>\n" + items.map { "<li>\($0.html)</li>\n" }.joined() + "</ul>\n"
  }

  /// A table with its caption; the first column names the rows.
  static func table(_ caption: String, header: [String], rows: [[Sentence]], isWide: Bool = false) -> String {
    let head = header.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
    let body = rows.map { row in
      "<tr>"
        + row.enumerated().map { index, cell in
          index == 0
            ? "<th scope=\"row\">\(cell.html)</th>"
            : "<td\(isFigure(cell.plain) ? " class=\"figure\"" : "")>\(cell.html)</td>"
        }.joined() + "</tr>\n"
    }.joined()
    return
      "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"\(escaped(caption))\"><table\(isWide ? " class=\"wide\"" : "")>"
      + "<caption>\(escaped(caption))</caption>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody></table></div>\n"
  }

  /// A bare number must not break over lines.
  private static func isFigure(_ text: String) -> Bool {
    text.count <= 16 && text.first.map { "−£0123456789".contains($0) } == true
  }

  static func plainTable(_ caption: String, header: [String], rows: [[String]]) -> String {
    table(caption, header: header, rows: rows.map { $0.map { Sentence([.text($0)]) } }, isWide: true)
  }

  /// A picture with its title, its words and the table behind it.
  static func figure(_ chart: Chart, svg: String) -> String {
    let drawing =
      svg.isEmpty
      ? ""
      : "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Picture: \(escaped(chart.title))\"><div role=\"img\" aria-label=\"\(escaped(chart.altText))\">\(withoutProlog(svg, id: chart.id))</div></div>\n"
    return """
      <figure id="\(chart.id)">
      <figcaption>\(escaped(chart.title))</figcaption>
      \(drawing)<details\(svg.isEmpty ? " open" : "")><summary>The numbers behind this picture</summary>
      \(plainTable(chart.title, header: chart.header, rows: Array(chart.rows.prefix(400))))</details>
      </figure>

      """
  }

  /// SVG as it stands in a page: no prolog, and identifiers that no other picture has.
  private static func withoutProlog(_ svg: String, id: String) -> String {
    var text = svg
    if let start = text.range(of: "<svg") { text = String(text[start.lowerBound...]) }
    for name in ["clip", "gradient_"] {
      text = text.replacing("id=\"\(name)", with: "id=\"\(id)-\(name)")
        .replacing("url(#\(name)", with: "url(#\(id)-\(name)")
    }
    return text.replacing("<svg ", with: "<svg aria-hidden=\"true\" focusable=\"false\" ", maxReplacements: 1)
  }
}
