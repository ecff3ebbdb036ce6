// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import Studies
import TableFiles

/// A directory that receives the results of one run: CSV files, one SQLite file, a guide and a manifest.
///
/// All files are first written in full beside their places; only then do they take their names, the manifest
/// last. A failure before that, such as a full disk, leaves whatever was there untouched. While one run has the
/// directory, others are refused.
public struct ResultsDirectory: Sendable {
  public let path: String
  /// Whether results of an earlier run are replaced instead of refused.
  public let overwrite: Bool
  /// Whose earlier results may be replaced without being asked.
  private let analysis: String?
  /// Held as long as the directory, from before the first draw until the results stand.
  private let lock: DirectoryLock

  static let manifestName = "manifest.json"
  static let databaseName = "results.sqlite"
  static let guideName = "README.txt"
  /// Every file that a run may write.
  static let fileNames =
    [
      "outcomes", "replications", "snapshots", "snapshots_by_contact", "conservation", "differences",
      "headlines",
      "parameters", "published", "study", "study_outcomes", "credible", "icers", "net_benefit",
      "perfect_information", "partial_information", "budget_impact", "distributional", "distributional_gains",
      "research", "horizon",
      "settlement", "psa_draws",
      "variance_components", "uncertain_parameters", "evidence", "scorecard_thresholds", "psa_parameters",
    ].map { "\($0).csv" } + [databaseName, guideName, manifestName]

  /// Makes the directory where needed and makes sure that results can be put there, so that a run is refused
  /// before it has simulated for an hour.
  /// - Parameter analysis: Results of an earlier run of this one are replaced as well.
  public init(path: String, overwrite: Bool = false, replacing analysis: String? = nil) throws(ResultsError) {
    self.analysis = analysis
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.overwrite = overwrite
    try Self.makeDirectory(self.path)
    lock = try DirectoryLock(self.path)
    try refuseWhatIsThere()
    if lock.isExclusive { StagingFolder.removeAbandoned(in: self.path) }
    _ = try StagingFolder(in: self.path)
  }

  /// Writes all results; afterwards the directory is complete, or as it was before.
  public func write(_ results: RunResults, study: StudyRecord? = nil) throws(ResultsError) {
    try results.checkNames()
    try refuseWhatIsThere()
    let staging = try StagingFolder(in: path)
    let names = try stage(results, study: study, in: staging)
    try publish(names, from: staging)
  }

  /// Writes what an analysis leaves; other files of the folder stay, save those that the record replaces.
  public func write(_ record: AnalysisRecord) throws(ResultsError) {
    try refuseWhatIsThere()
    let staging = try StagingFolder(in: path)
    try publish(try stage(record, in: staging), from: staging, removing: record.replaced)
  }

  /// Where the draws of a study are appended until the study is finished.
  public var drawsPath: String { path(of: "draws.sqlite") }

  /// Whether draws of a study stand here that has not been finished.
  public var hasDraws: Bool { FileManager.default.fileExists(atPath: drawsPath) }

  /// Whether a run has left all its results here.
  public var isComplete: Bool { FileManager.default.fileExists(atPath: path(of: Self.manifestName)) }

  /// Opens the database of draws.
  /// - Parameter resume: Whether one that is there is continued; otherwise it is refused, or replaced where results
  ///   may be.
  public func drawsDatabase(
    manifest: Manifest, strategies: [Strategy], resume: Bool
  ) throws(ResultsError) -> ResultsDatabase {
    if hasDraws, !resume {
      guard overwrite else { throw .holdsUnfinishedStudy(path) }
      try removeDraws()
    }
    return try .forDraws(atPath: drawsPath, manifest: manifest, strategies: strategies)
  }

  /// Removes the database of draws once everything in it stands in the results.
  public func removeDraws() throws(ResultsError) {
    for name in ["draws.sqlite", "draws.sqlite-journal"] { try remove(name) }
  }

  func path(of file: String) -> String { "\(path)/\(file)" }

  // MARK: Before

  private static func makeDirectory(_ path: String) throws(ResultsError) {
    guard !path.isEmpty else { throw .cannotWrite(path: "''", reason: "the directory has no name") }
    switch kind(path) {
    case .directory: return
    case .other: throw .notADirectory(path)
    case .nothing: break
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(path: path, reason: systemReason(error))
    }
  }

  /// Files of an earlier study whose names depend on its outcomes.
  private func wideFiles() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
      ($0.hasPrefix("psa_effects_") || $0.hasPrefix("psa_costs_")) && $0.hasSuffix(".csv")
    }
  }

  /// What made the results that stand here.
  private var earlier: String? {
    FileManager.default.contents(atPath: path(of: Self.manifestName)).flatMap { try? Manifest(json: $0) }?.analysis
  }

  private func refuseWhatIsThere() throws(ResultsError) {
    let overwrite = overwrite || (analysis != nil && earlier == analysis)
    for name in Self.fileNames {
      switch kind(path(of: name)) {
      case .nothing: continue
      case .directory:
        throw .cannotWrite(path: path(of: name), reason: "a directory of that name is in the way")
      case .other: if !overwrite { throw .holdsResults(directory: path, file: name) }
      }
    }
  }

  // MARK: Writing

  /// - Returns: The names of the files written, the manifest last.
  private func stage(
    _ results: RunResults, study: StudyRecord?, in staging: borrowing StagingFolder
  ) throws(ResultsError) -> [String] {
    var names: [String] = []
    do {
      let tables = study.map { $0.tables + $0.wideTables } ?? []
      for table in results.summaryTables + [results.replicationsTable] + tables {
        names.append(table.fileName)
        try table.writeCSV(toFile: staging.path(of: table.fileName))
      }
      names.append(Self.databaseName)
      try ResultsDatabase.write(results, study: study, toFile: staging.path(of: Self.databaseName))
      try stageTexts([(Self.guideName, directoryGuide(files: names))], results.manifest, &names, in: staging)
    } catch {
      throw renamed(error, writing: names.last ?? "")
    }
    return names
  }

  /// - Returns: The names of the files written, the manifest last.
  private func stage(
    _ record: AnalysisRecord, in staging: borrowing StagingFolder
  ) throws(ResultsError) -> [String] {
    var names: [String] = []
    do {
      for table in record.tables + record.wideTables {
        names.append("\(table.name).csv")
        try ResultTable(table).writeCSV(toFile: staging.path(of: "\(table.name).csv"))
      }
      names.append(Self.databaseName)
      try ResultsDatabase.write(record, toFile: staging.path(of: Self.databaseName))
      let guide = directoryGuide(files: names + record.documents.map(\.name))
      try stageTexts(
        record.documents.map { ($0.name, $0.text) } + [(Self.guideName, guide)], record.manifest, &names, in: staging)
    } catch {
      throw renamed(error, writing: names.last ?? "")
    }
    return names
  }

  private func stageTexts(
    _ texts: [(String, String)], _ manifest: Manifest, _ names: inout [String], in staging: borrowing StagingFolder
  ) throws {
    for (name, text) in texts + [(Self.manifestName, manifest.json)] {
      names.append(name)
      var file = try OutputFile(path: staging.path(of: name))
      try file.write(text)
      try file.finish()
    }
  }

  /// An error about a temporary file, told about the file it was to become.
  private func renamed(_ error: any Error, writing name: String) -> ResultsError {
    switch error as? ResultsError {
    case .cannotWrite(_, let reason): .cannotWrite(path: path(of: name), reason: reason)
    case .database(_, let reason): .database(path: path(of: name), reason: reason)
    case let other?: other
    case nil: .cannotWrite(path: path(of: name), reason: "\(error)")
    }
  }

  private func publish(
    _ names: [String], from staging: borrowing StagingFolder, removing replaced: [String] = []
  ) throws(ResultsError) {
    // From here until the new manifest stands, the directory says that it is incomplete.
    try remove(Self.manifestName)
    for name in replaced { try remove(name) }
    if names.contains("outcomes.csv") {
      for name in Self.fileNames + wideFiles() where !names.contains(name) { try remove(name) }
    }
    for name in names {
      if name == Self.manifestName { try synchronise(path) }
      guard rename(staging.path(of: name), path(of: name)) == 0 else {
        throw .cannotWrite(path: path(of: name), reason: lastSystemError())
      }
    }
    try synchronise(path)
  }

  private func remove(_ name: String) throws(ResultsError) {
    guard unlink(path(of: name)) == 0 || errno == ENOENT else {
      throw .cannotWrite(path: path(of: name), reason: lastSystemError())
    }
  }
}

private enum Kind { case nothing, directory, other }

private func kind(_ path: String) -> Kind {
  var isDirectory: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return .nothing }
  return isDirectory.boolValue ? .directory : .other
}

/// The system's words behind a Foundation error, which alone says little more than "couldn't be saved".
private func systemReason(_ error: any Error) -> String {
  let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
  let code = underlying?.code ?? (error as NSError).code
  return underlying == nil ? error.localizedDescription : String(cString: strerror(Int32(code)))
}
