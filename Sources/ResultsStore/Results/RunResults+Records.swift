// SPDX-License-Identifier: GPL-3.0-or-later
import TableFiles

extension RunResults {
  var parametersTable: ResultTable {
    ResultTable(
      name: "parameters",
      columns: [
        .text("strategy"), .text("path"), .real("value"), .optional("text", .text),
        .optional("distribution", .text),
        .optional("unit", .text), .optional("source", .text), .optional("provenance", .text),
        .optional("file", .text), .optional("line", .integer),
      ], key: ["strategy", "path"]
    ) { emit in
      try emit(
        parameters.map {
          [
            .text($0.strategy), .text($0.path), $0.value.number, $0.value.text, .init($0.distribution),
            .init($0.unit),
            .init($0.source), .init($0.provenance), .init($0.file), .init($0.line),
          ]
        })
    }
  }

  var publishedTable: ResultTable {
    ResultTable(
      name: "published",
      columns: [
        .text("strategy"), .text("metric"), .text("label"), .text("unit"), .real("published"),
        .real("tolerance"), .real("simulated"), .real("standard_error"), .integer("within_tolerance"),
        .text("source"),
      ], key: ["strategy", "metric"]
    ) { emit in
      try emit(
        published.map {
          [
            .text($0.strategy), .text($0.metric), .text($0.label), .text($0.unit), .init($0.published),
            .init($0.tolerance), .init($0.simulated), .init($0.standardError),
            .integer($0.isWithinTolerance ? 1 : 0), .text($0.source),
          ]
        })
    }
  }
}

extension ParameterRecord.Value {
  // Two columns, because R's database reader turns a text below numbers into a zero.

  fileprivate var number: ResultTable.Cell {
    if case .number(let number) = self { .init(number) } else { .missing }
  }

  fileprivate var text: ResultTable.Cell {
    if case .text(let text) = self { .text(text) } else { .missing }
  }
}
