// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Statistics
import Studies
import TableFiles

extension RunResults {
  /// Every table of the run but the replications themselves, which the database keeps in a shorter form.
  var summaryTables: [ResultTable] {
    var tables = [outcomesTable, snapshotsTable, snapshotsByContactTable, conservationTable]
    if strategies.count > 1 { tables.append(differencesTable) }
    if let headlines { tables.append(ResultTable(headlines)) }
    return tables + [parametersTable, publishedTable]
  }

  private static let group: [ResultTable.Column] = [.text("group_kind"), .text("group")]
  private static let interval: [ResultTable.Column] = [
    .real("standard_error"), .real("ci95_lower"), .real("ci95_upper"),
  ]

  private var outcomesTable: ResultTable {
    ResultTable(
      name: "outcomes",
      columns: [.text("strategy"), .text("measure"), .text("label"), .text("unit"), .text("section")]
        + Self.group + [.real("mean")] + Self.interval + [.real("sd"), .integer("replications")],
      key: ["strategy", "measure", "group_kind", "group"]
    ) { emit in
      for results in strategies {
        try emit(
          results.summaries().map { summary in
            [.text(results.strategy.name)] + results.catalogue.description(of: summary.key)
              + cells(summary.key.group)
              + [.init(summary.mean)] + cells(summary.standardError, summary.interval)
              + [.init(summary.standardDeviation), .integer(summary.count)]
          })
      }
    }
  }

  private var differencesTable: ResultTable {
    ResultTable(
      name: "differences",
      columns: [
        .text("strategy"), .text("baseline"), .text("measure"), .text("label"), .text("unit"),
        .text("section"),
      ] + Self.group + [.real("baseline_mean"), .real("strategy_mean"), .real("difference")] + Self.interval
        + [.real("replications_saved"), .integer("replications")],
      key: ["strategy", "baseline", "measure", "group_kind", "group"]
    ) { emit in
      let reference = strategies[baseline]
      for (index, results) in strategies.enumerated() where index != baseline {
        try emit(
          pairedDifferences(results, from: reference).map { pair in
            [.text(results.strategy.name), .text(reference.strategy.name)]
              + reference.catalogue.description(of: pair.key) + cells(pair.key.group)
              + [.init(pair.baseline), .init(pair.strategy), .init(pair.difference)]
              + cells(pair.standardError, pair.interval)
              + [.init(pair.replicationsSaved), .integer(pair.count)]
          })
      }
    }
  }

  /// A row for each value of each replication.
  var replicationsTable: ResultTable {
    ResultTable(
      name: "replications",
      columns: [.text("strategy"), .integer("replication"), .text("measure")] + Self.group + [.real("value")],
      key: ["strategy", "replication", "measure", "group_kind", "group"]
    ) { emit in
      for results in strategies {
        let keys = results.catalogue.keys.map { [.text($0.measure)] + cells($0.group) }
        for (replication, outcome) in results.outcomes.enumerated() {
          let start: [ResultTable.Cell] = [.text(results.strategy.name), .integer(replication)]
          try emit(zip(keys, outcome.values).map { start + $0 + [.init($1)] })
        }
      }
    }
  }

  private var snapshotsTable: ResultTable {
    ResultTable(
      name: "snapshots",
      columns: [
        .text("strategy"), .integer("replication"), Self.day, .integer("children"), .real("wte_in_post"),
        .integer("waiting"), .integer("in_hand"),
      ], key: ["strategy", "replication", "day"]
    ) { emit in
      try forEachReplication { start, _, outcome in
        try emit(
          outcome.snapshots.map {
            start + [
              .init($0.day), .integer($0.children), .init($0.wteInPost), .integer($0.waiting),
              .integer($0.inHand),
            ]
          })
      }
    }
  }

  private var snapshotsByContactTable: ResultTable {
    ResultTable(
      name: "snapshots_by_contact",
      columns: [
        .text("strategy"), .integer("replication"), Self.day, .text("contact"), .integer("waiting"),
        .integer("in_hand"),
      ], key: ["strategy", "replication", "day", "contact"]
    ) { emit in
      try forEachReplication { start, contacts, outcome in
        for snapshot in outcome.snapshots {
          try emit(
            contacts.enumerated().map { index, contact in
              start + [
                .init(snapshot.day), contact, .integer(snapshot.waitingByContact[index]),
                .integer(snapshot.inHandByContact[index]),
              ]
            })
        }
      }
    }
  }

  private var conservationTable: ResultTable {
    let counts = ["fell_due", "completed", "lapsed", "written_off", "moved_away", "still_open"]
    return ResultTable(
      name: "conservation",
      columns: [.text("strategy"), .integer("replication"), .text("contact")]
        + counts.map(ResultTable.Column.integer),
      key: ["strategy", "replication", "contact"]
    ) { emit in
      try forEachReplication { start, contacts, outcome in
        try emit(
          zip(contacts, outcome.conservation).map { contact, count in
            start + [contact]
              + [
                count.fellDue, count.completed, count.lapsed, count.writtenOff, count.movedAway,
                count.stillOpen,
              ].map(ResultTable.Cell.integer)
          })
      }
    }
  }

  private static let day = ResultTable.Column(name: "day", kind: .real, isRequired: true)

  private func forEachReplication(
    _ body: (_ start: [ResultTable.Cell], _ contacts: [ResultTable.Cell], ReplicationOutcome) throws -> Void
  ) throws {
    for results in strategies {
      let contacts = results.strategy.model.scenario.contacts.map { ResultTable.Cell.text($0.name) }
      for (replication, outcome) in results.outcomes.enumerated() {
        try body([.text(results.strategy.name), .integer(replication)], contacts, outcome)
      }
    }
  }
}

private func cells(_ group: Group) -> [ResultTable.Cell] {
  [.text(group.names.kind), .text(group.names.name)]
}

private func cells(_ standardError: Double, _ interval: ConfidenceInterval) -> [ResultTable.Cell] {
  [.init(standardError), .init(interval.lower), .init(interval.upper)]
}

extension OutcomeCatalogue {
  /// Identifier, label, unit and section of a result's measure.
  fileprivate func description(of key: OutcomeKey) -> [ResultTable.Cell] {
    let measure = measure(key.measure)
    return [key.measure, measure?.label ?? "", measure?.unit.rawValue ?? "", measure?.section.rawValue ?? ""]
      .map(ResultTable.Cell.text)
  }
}
