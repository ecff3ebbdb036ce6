// SPDX-License-Identifier: GPL-3.0-or-later
// A study from a program of your own: run it, follow it, stop it, read its result.
import Analyses
import Reports
import ScenarioFiles

let scenario = try ScenarioDocument(path: CommandLine.arguments[1])
let mostSeconds = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 60 : 60

let work = Task {
  try await Run(scenario, length: .replications(4)).run { print($0.stage, $0.done, "of", $0.total) }.results
}
// Stopped in the middle of a replication when it takes too long.
let patience = Task {
  try await Task.sleep(for: .seconds(mostSeconds))
  work.cancel()
}
do {
  print(try await work.value.text(.table))
} catch {
  print(error)
}
patience.cancel()
