// SPDX-License-Identifier: GPL-3.0-or-later
import TableFiles

/// The tables in which outcomes of draws and replications are kept.
///
/// `docs/results-schema.md` explains them.
/// Names stand once, in `strategy`, `measure` and `outcome_group`; `outcome`, by far the largest, has numbers
/// only and is its own index. A row of `draw` is written in the transaction of its outcomes: where it stands,
/// the draw is finished; its digest tells whether its outcomes are still what was written.
let outcomeSchema = """
  CREATE TABLE run (
    run INTEGER PRIMARY KEY CHECK (run = 1),
    results_version INTEGER NOT NULL,
    program_version TEXT NOT NULL,
    seed TEXT NOT NULL,
    identity TEXT NOT NULL,
    manifest TEXT
  );
  CREATE TABLE strategy (
    strategy_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    digest TEXT NOT NULL
  );
  CREATE TABLE measure (
    measure_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    unit TEXT NOT NULL,
    section TEXT NOT NULL,
    is_headline INTEGER NOT NULL
  );
  CREATE TABLE outcome_group (
    group_id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (kind, name)
  );
  CREATE TABLE draw (
    strategy_id INTEGER NOT NULL REFERENCES strategy,
    draw INTEGER NOT NULL,
    replications INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (strategy_id, draw)
  ) WITHOUT ROWID;
  CREATE TABLE outcome (
    strategy_id INTEGER NOT NULL REFERENCES strategy,
    draw INTEGER NOT NULL,
    replication INTEGER NOT NULL,
    measure_id INTEGER NOT NULL REFERENCES measure,
    group_id INTEGER NOT NULL REFERENCES outcome_group,
    value REAL,
    PRIMARY KEY (strategy_id, draw, replication, measure_id, group_id)
  ) WITHOUT ROWID;
  CREATE VIEW replications AS
    SELECT strategy.name AS strategy, replication, measure.name AS measure, kind AS group_kind,
      outcome_group.name AS "group", value
    FROM outcome JOIN strategy USING (strategy_id) JOIN measure USING (measure_id)
      JOIN outcome_group USING (group_id)
    WHERE draw = 0;
  """

extension ResultTable {
  /// The statement that makes the table in the database.
  var createStatement: String {
    let definitions = columns.map { column in
      "\(quoted(column.name)) \(column.kind.rawValue)\(column.isRequired ? " NOT NULL" : "")"
    }
    let columns = definitions.joined(separator: ",\n  ")
    guard !key.isEmpty else { return "CREATE TABLE \(name) (\n  \(columns)\n)" }
    return "CREATE TABLE \(name) (\n  \(columns),\n  PRIMARY KEY (\(key.map(quoted).joined(separator: ", ")))\n)"
      + " WITHOUT ROWID"
  }

  var insertStatement: String {
    "INSERT INTO \(name) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
  }

  /// Some names, such as `group` and `between`, are words of SQL.
  private func quoted(_ column: String) -> String { "\"\(column)\"" }
}
