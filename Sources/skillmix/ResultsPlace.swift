// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import ResultsStore
import TableFiles

/// What `--out` names: a folder, or one file of Excel (`results.xlsx`) that is made of such a folder.
struct ResultsPlace {
  let directory: ResultsDirectory
  private let workbook: String?
  /// Holds the folder that the file is made of.
  private let scratch: ScratchFolder?

  /// Refused before anything is simulated when it cannot take the results.
  init(_ out: String, overwrite: Bool = false, replacing analysis: String? = nil) throws {
    guard Spreadsheet.isNamed(out) else {
      directory = try ResultsDirectory(path: out, overwrite: overwrite, replacing: analysis)
      (workbook, scratch) = (nil, nil)
      return
    }
    guard overwrite || !FileManager.default.fileExists(atPath: out) else {
      throw ResultsError.cannotWrite(path: out, reason: "it exists already")
    }
    // Told now rather than after an hour of simulation.
    do { _ = try OwnPython(candidates: OwnPython.ownPlaces, purpose: "files of Excel need openpyxl") } catch {
      throw ResultsError.cannotWrite(path: out, reason: "\(error)")
    }
    let scratch = try ScratchFolder()
    directory = try ResultsDirectory(path: "\(scratch.path)/results", overwrite: true)
    self.scratch = scratch
    workbook = out
  }

  /// Makes the file of what stands in the folder; nothing where the folder was asked for.
  func finish() throws {
    if let workbook { try ResultsWorkbook.write(folder: directory.path, to: workbook) }
  }
}
