// SPDX-License-Identifier: GPL-3.0-or-later

/// Results that could not be written, with the path it was about.
public enum ResultsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The directory already holds results; `file` is the first one found.
  case holdsResults(directory: String, file: String)
  /// Something other than a directory stands where the results should go.
  case notADirectory(String)
  /// The system refused to make or write this path.
  case cannotWrite(path: String, reason: String)
  /// SQLite refused.
  case database(path: String, reason: String)
  /// Two strategies of one run have the same name, so that their rows could not be told apart.
  case strategyNamedTwice(String)
  /// The database belongs to another run, so that its draws cannot be continued.
  case anotherRun(path: String)

  /// The same draw stands in two databases that are to be merged.
  case drawTwice(path: String, draw: Int)
  /// A study was interrupted here, and neither continuing nor replacing it was asked for.
  case holdsUnfinishedStudy(String)

  /// The outcomes of a draw are not what was written.
  case damagedDraw(path: String, strategy: String, draw: Int)
  /// Another run is writing into this directory.
  case inUse(String)

  /// Results that a report was to be made from.
  case cannotRead(path: String, reason: String)

  public var description: String {
    switch self {
    case .holdsResults(let directory, let file):
      "\(directory): holds results already (\(file)); choose another directory or ask to overwrite them"
    case .notADirectory(let path): "\(path): not a directory"
    case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
    case .database(let path, let reason): "\(path): the database cannot be used: \(reason)"
    case .strategyNamedTwice(let name): "two strategies are named '\(name)'; results need different names"
    case .anotherRun(let path):
      "\(path): holds another run (other seed, scenarios, number of draws, program version or build)"
    case .drawTwice(let path, let draw): "\(path): draw \(draw) was there already; is a shard listed twice?"
    case .cannotRead(let path, let reason): "\(path): \(reason)"
    case .damagedDraw(let path, let strategy, let draw):
      "\(path): draw \(draw) of '\(strategy)' was changed since it was written; run it anew with --overwrite"
    case .inUse(let path): "\(path): another run is writing here; choose another directory, or wait until it has ended"
    case .holdsUnfinishedStudy(let path):
      "\(path): holds an interrupted study; --resume continues it, --overwrite begins anew"
    }
  }
}
