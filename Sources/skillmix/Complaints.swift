// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Foundation
import ResultsStore
import ScenarioFiles
import SyntheticControl
import TableFiles

/// Exit codes of the command-line contract, as in sysexits.
enum Exit {
  static let badData = ExitCode(65)
  static let interrupted = ExitCode(75)
}

/// Says on standard error what went wrong, and turns it into an exit code; usage errors stay what they are.
func explained(_ error: any Error) -> any Error {
  switch error {
  case AnalysisError.request(let words): return ValidationError(words)
  case AnalysisError.interrupted, is CancellationError:
    complain("\(error as? AnalysisError ?? .interrupted(kept: nil))")
    return Exit.interrupted
  // These begin with the file and the line.
  case is ScenarioError, is TableError: complainPlainly("\(error)")
  case is EffectsError: complainPlainly("error: \(error)")
  case is AnalysisError, is ResultsError: complain("\(error)")
  default: return error
  }
  return Exit.badData
}

/// A line on standard error.
func complain(_ text: String) { FileHandle.standardError.write(Data("skillmix: \(text)\n".utf8)) }

/// Lines on standard error that carry their own file and line.
func complainPlainly(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

/// Something at a line of a file that is in order and may yet not be meant.
func remark(_ flaw: Flaw) { complainPlainly("\(flaw.position): note: \(flaw.message)") }
