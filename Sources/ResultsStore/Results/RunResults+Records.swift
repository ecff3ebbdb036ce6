// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
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
        .text("strategy"), .text("target"), .text("metric"), .text("label"), .text("unit"), .real("published"),
        .real("accepted_lower"), .real("accepted_upper"), .real("simulated"), .real("standard_error"),
        .integer("met"), .text("source"), .text("provenance"),
      ], key: ["strategy", "metric"]
    ) { emit in
      try emit(
        published.map {
          [
            .text($0.strategy), .text($0.figure.target), .text($0.figure.metric), .text($0.figure.label),
            .text($0.figure.unit), .init($0.figure.value), .init($0.figure.accepted.lowerBound),
            .init($0.figure.accepted.upperBound), .init($0.simulated), .init($0.standardError),
            .integer($0.figure.isMet(by: $0.simulated) ? 1 : 0), .text($0.figure.source),
            .text($0.figure.provenance),
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
