// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles

/// pairing REFERENCE STRATEGY [REPLICATIONS]: what common random numbers gain. For each measure the standard error of the
/// difference between two services, run with the same random numbers, and by how much its variance would be larger with
/// independent ones.
let arguments = CommandLine.arguments
guard arguments.count >= 3 else { fatalError("pairing REFERENCE STRATEGY [REPLICATIONS]") }
let models = try arguments[1...2].map { ServiceModel(try ScenarioDocument(path: $0).scenario()) }
let replications = arguments.count > 3 ? Int(arguments[3]) ?? 20 : 20
let measures = ["C2", "C8i", "C5", "C6i", "cost.commissioner", "needs.all.identified"]

/// By measure, a value for each replication.
func values(_ model: ServiceModel) -> [[Double]] {
  let columns = measures.map { model.catalogue.index(of: OutcomeKey($0)) }
  let outcomes = (0..<replications).map { model.replication($0, seed: 1).values }
  return columns.map { column in outcomes.map { values in column.map { values[$0] } ?? .nan } }
}

func variance(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
}

let reference = values(models[0]), strategy = values(models[1])
print("measure               difference   standard error   independent / paired")
for (index, measure) in measures.enumerated() {
  let difference = zip(strategy[index], reference[index]).map { $0 - $1 }
  let mean = difference.reduce(0, +) / Double(replications), paired = variance(difference)
  let independent = variance(reference[index]) + variance(strategy[index])
  print(
    measure.padding(toLength: 22, withPad: " ", startingAt: 0)
      + String(format: "%10.3f %16.4f %22.1f", mean, (paired / Double(replications)).squareRoot(), independent / paired)
  )
}
