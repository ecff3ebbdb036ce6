// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// caseload BIRTHS REPLICATIONS SEED [THREADS]: runs the reference caseload model and prints its counts.
let arguments = CommandLine.arguments.dropFirst().compactMap { Double($0) }
let births = arguments.first ?? 4000
let replications = Int(arguments.dropFirst().first ?? 1)
let seed = UInt64(arguments.dropFirst(2).first ?? 1)
let threads = Int(arguments.dropFirst(3).first ?? 1)

struct Totals {
  var events: UInt64 = 0
  var rows = Array(repeating: Array(repeating: 0.0, count: 6), count: 8)
  var busy = [0.0, 0.0, 0.0]
  var staff = [0, 0, 0]
}

func simulate(_ replication: Int) -> Totals {
  var model = CaseloadModel(births: births, seed: seed, replication: UInt64(replication))
  var totals = Totals()
  totals.events = model.run()
  for type in 0..<8 {
    let tally = model.tallies[type]
    totals.rows[type] = [
      Double(tally.started), tally.waits, Double(tally.completed), Double(tally.onTime), Double(tally.lostDeadline),
      Double(tally.lostNonAttendance),
    ]
  }
  for pool in 0..<3 {
    totals.busy[pool] = model.busy[pool]
    totals.staff[pool] = model.staff[pool]
  }
  return totals
}

func cpuSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

let begin = Date(), beginCPU = cpuSeconds()
var results: [Totals] = []
if threads <= 1 {
  results = (0..<replications).map(simulate)
} else {
  results = await withTaskGroup(of: (Int, Totals).self) { group in
    var done = [Totals?](repeating: nil, count: replications)
    var next = 0
    for _ in 0..<min(threads, replications) {
      let index = next
      next += 1
      group.addTask { (index, simulate(index)) }
    }
    while let (index, totals) = await group.next() {
      done[index] = totals
      if next < replications {
        let index = next
        next += 1
        group.addTask { (index, simulate(index)) }
      }
    }
    return done.compactMap { $0 }
  }
}
let wall = Date().timeIntervalSince(begin), cpu = cpuSeconds() - beginCPU
let events = results.reduce(0.0) { $0 + Double($1.events) }
for type in 0..<8 {
  let sums = (0..<6).map { column in results.reduce(0.0) { $0 + $1.rows[type][column] } / Double(replications) }
  print(
    "type \(type) started \(sums[0]) wait_h \(sums[1] / max(1, sums[0])) completed \(sums[2]) on_time \(sums[3]) "
      + "lost_deadline \(sums[4]) lost_dna \(sums[5])")
}
for pool in 0..<3 {
  let busy = results.reduce(0.0) { $0 + $1.busy[pool] } / Double(replications)
  print("pool \(pool) utilisation \(busy / (Double(results[0].staff[pool]) * 5 * CaseloadModel.year))")
}
print("events \(events / Double(replications)) cpu_s \(cpu) wall_s \(wall) ns_per_event \(cpu / events * 1e9)")
