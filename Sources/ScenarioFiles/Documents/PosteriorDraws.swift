// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Statistics
import TableFiles

/// Rows of parameter values that belong together, as a calibration leaves them: equally likely.
public struct PosteriorDraws: Sendable, Equatable {
  public let file: String
  /// Paths of the parameters.
  public let columns: [String]
  /// By row, then column.
  public let rows: [[Double]]
  private let position: SourcePosition
  /// Scenario files that say what a child of the calibrated scenario changes: their parameters stay as written.
  private let overriding: Set<String>

  /// - Parameters:
  ///   - name: As written, relative to the file that writes it.
  ///   - files: The scenario's files, each before those that it extends.
  init(named name: String, at position: SourcePosition, files: [String]) throws(ScenarioError) {
    let folder = (position.file as NSString).deletingLastPathComponent
    file = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
    self.position = position
    overriding = Set(files.prefix { $0 != position.file })
    let table: DelimitedTable, values: [[Double]]
    do {
      guard FileManager.default.fileExists(atPath: file) else {
        throw ScenarioError([Flaw(position, "no such file: '\(file)'")])
      }
      table = try DelimitedTable(contentsOfFile: file)
      values = try table.allNumbers()
    } catch let error as TableError {
      throw ScenarioError([Flaw(position, "'calibrated': \(error)")])
    } catch {
      throw error as? ScenarioError ?? ScenarioError([Flaw(position, "'\(file)' cannot be read")])
    }
    guard table.rowCount > 0 else { throw ScenarioError([Flaw(position, "'\(file)' has no rows")]) }
    columns = table.header
    rows = (0..<table.rowCount).map { row in values.map { $0[row] } }
  }

  /// A single row says which values are best and not how far they are known.
  func checkItIsADistribution() throws(ScenarioError) {
    guard rows.count > 1 else {
      throw ScenarioError([
        Flaw(
          position,
          "'\(file)' has one row, a point fit, which a study would take as exactly known; calibrate with --method posterior"
        )
      ])
    }
  }

  /// Whether the parameter's value is the calibration's.
  func decides(_ parameter: Parameter) -> Bool {
    columns.contains(parameter.path) && !overriding.contains(parameter.position.file)
  }

  /// Parameters with the posterior's mean and distribution in place of what the file says.
  func applied(to parameters: [Parameter]) throws(ScenarioError) -> [Parameter] {
    let paths = parameters.map(\.path)
    // A scenario that extends a calibrated one may have left something out; one that is calibrated itself has all.
    let flaws = (overriding.isEmpty ? columns.filter { !paths.contains($0) } : []).map { column in
      let near = didYouMean(column, in: paths)
      return Flaw(position, "'\(file)' has a column '\(column)', which is no parameter of the scenario\(near)")
    }
    guard flaws.isEmpty else { throw ScenarioError(flaws) }
    for parameter in parameters where decides(parameter) {
      guard let column = columns.firstIndex(of: parameter.path),
        let row = rows.firstIndex(where: { !parameter.allowed.contains($0[column]) })
      else { continue }
      throw ScenarioError([
        Flaw(
          position,
          "'\(file)', row \(row + 1): '\(parameter.path)' must be between \(shortest(parameter.allowed.lowerBound)) and \(shortest(parameter.allowed.upperBound)); found \(shortest(rows[row][column]))"
        )
      ])
    }
    return parameters.map { parameter in
      guard decides(parameter), let column = columns.firstIndex(of: parameter.path) else { return parameter }
      let values = rows.map { $0[column] }
      return Parameter(
        path: parameter.path, mean: mean(values), uncertainty: .empirical(values.sorted()), unit: parameter.unit,
        source: "calibrated: \(file); before: \(parameter.source)", provenance: "derived", note: parameter.note,
        position: parameter.position, allowed: parameter.allowed)
    }
  }
}
