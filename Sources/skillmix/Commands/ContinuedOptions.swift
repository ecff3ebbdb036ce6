// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser

/// The folder of long work, whose parts are kept there as they are finished.
struct ContinuedOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Folder for the results; what is finished is kept there meanwhile.", valueName: "folder"))
  var out: String?

  @Flag(help: "Replace the results that the folder already holds.")
  var overwrite = false

  @Flag(help: "Continue what was interrupted in the folder.")
  var resume = false

  func validate() throws {
    if resume, out == nil { throw ValidationError("--resume needs the folder of --out.") }
    if resume, overwrite { throw ValidationError("--resume and --overwrite exclude each other.") }
  }
}
