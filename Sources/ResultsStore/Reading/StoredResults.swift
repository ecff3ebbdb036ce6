// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import GRDB

/// The results of a finished run, read from the folder it left: what reports are made from.
public struct StoredResults: Sendable {
  /// A row of a table, by column.
  public struct Row: Sendable {
    private let values: [String: DatabaseValue]

    fileprivate init(_ row: GRDB.Row) {
      values = Dictionary(row.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    /// Nil where the value is missing.
    public func text(_ column: String) -> String? { values[column].flatMap(String.fromDatabaseValue) }

    /// Nil where the value is missing or undefined.
    public func number(_ column: String) -> Double? { values[column].flatMap(Double.fromDatabaseValue) }
  }

  public let folder: String
  public let manifest: Manifest
  /// In the order of the run, the baseline first.
  public let strategies: [String]
  private let queue: DatabaseQueue
  private let tables: Set<String>

  /// - Throws: `cannotRead` when the folder holds no complete results.
  public init(folder: String) throws(ResultsError) {
    let path = "\(folder)/\(ResultsDirectory.databaseName)"
    guard let json = FileManager.default.contents(atPath: "\(folder)/\(ResultsDirectory.manifestName)"),
      FileManager.default.fileExists(atPath: path)
    else {
      throw .cannotRead(
        path: folder, reason: "no complete results; make them with --out, for instance 'skillmix psa STUDY --out DIR'")
    }
    guard let manifest = try? Manifest(json: json) else {
      throw .cannotRead(path: "\(folder)/\(ResultsDirectory.manifestName)", reason: "not a manifest")
    }
    self.folder = folder
    self.manifest = manifest
    do {
      var configuration = Configuration()
      configuration.readonly = true
      queue = try DatabaseQueue(path: path, configuration: configuration)
      (strategies, tables) = try queue.read { db in
        (
          try String.fetchAll(db, sql: "SELECT name FROM strategy ORDER BY strategy_id"),
          try Set(String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"))
        )
      }
    } catch {
      throw .cannotRead(path: path, reason: "\(error)")
    }
  }

  /// Where its outcomes are.
  public var databasePath: String { "\(folder)/\(ResultsDirectory.databaseName)" }

  public func has(_ table: String) -> Bool { tables.contains(table) }

  /// All rows of a table that meet the conditions, in the order of its key; none when there is no such table.
  public func rows(_ table: String, where conditions: [String: String] = [:]) throws(ResultsError) -> [Row] {
    guard has(table) else { return [] }
    let clause = conditions.keys.sorted().map { "\"\($0)\" = ?" }.joined(separator: " AND ")
    let arguments = conditions.sorted { $0.key < $1.key }.map(\.value)
    do {
      return try queue.read { db in
        try GRDB.Row.fetchAll(
          db, sql: "SELECT * FROM \"\(table)\"" + (clause.isEmpty ? "" : " WHERE \(clause)"),
          arguments: StatementArguments(arguments)
        ).map(Row.init)
      }
    } catch {
      throw .cannotRead(path: folder, reason: "\(error)")
    }
  }
}
