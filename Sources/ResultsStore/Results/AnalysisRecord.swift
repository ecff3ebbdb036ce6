// SPDX-License-Identifier: GPL-3.0-or-later
public import TableFiles

/// What an analysis leaves behind that is not a run of strategies.
public struct AnalysisRecord: Sendable {
  /// A file that is text of its own kind.
  public struct Document: Sendable {
    public let name, text: String

    public init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  public let manifest: Manifest
  /// A CSV file and a database table each.
  public let tables: [NamedTable]
  /// CSV files whose columns are names of strategies or parameters, for programs that want them wide.
  public let wideTables: [NamedTable]
  public let documents: [Document]
  /// Files of an earlier record that would not belong to this one and are removed with it.
  public let replaced: [String]

  public init(
    manifest: Manifest, tables: [NamedTable], wideTables: [NamedTable] = [], documents: [Document] = [],
    replaced: [String] = []
  ) {
    self.manifest = manifest
    self.tables = tables
    self.wideTables = wideTables
    self.documents = documents
    self.replaced = replaced
  }
}
