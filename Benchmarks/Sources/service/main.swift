// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles

/// service SCENARIO REPLICATIONS [THREADS] [SIZE]: speed and memory of the full service model, and a digest of all results, which
/// is the same for every build that leaves them alone to the bit. SIZE multiplies births and staff.
let path = CommandLine.arguments.dropFirst().first ?? "../scenarios/england-2024-25.yaml"
let replications = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 6
let threads = CommandLine.arguments.dropFirst(3).first.flatMap { Int($0) } ?? 1
let size = CommandLine.arguments.dropFirst(4).first.flatMap { Double($0) } ?? 1

var scenario = try ScenarioDocument(path: path).scenario()
scenario.children.birthsPerYear *= size
for role in scenario.workforce.indices { scenario.workforce[role].wte *= size }
let model = ServiceModel(scenario)
let years = scenario.clock.warmUpYears + scenario.clock.reportingYears

/// FNV-1a over the bits of every value; replications are added, so that their order does not matter.
@Sendable func run(_ index: Int) -> (events: UInt64, digest: UInt64) {
  let outcome = model.replication(index, seed: 1)
  let digest = outcome.values.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ $1.bitPattern) &* 0x100_0000_01b3 }
  return (outcome.events, digest)
}

func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

let begin = Date(), cpu = processorSeconds()
let runs: [(events: UInt64, digest: UInt64)] = await withTaskGroup(of: (events: UInt64, digest: UInt64).self) { group in
  var counts: [(events: UInt64, digest: UInt64)] = []
  var next = 0
  for _ in 0..<min(threads, replications) {
    let index = next
    next += 1
    group.addTask { run(index) }
  }
  while let count = await group.next() {
    counts.append(count)
    if next < replications {
      let index = next
      next += 1
      group.addTask { run(index) }
    }
  }
  return counts
}
let cpuSpent = processorSeconds() - cpu
let wall = Date().timeIntervalSince(begin)
/// Highest resident memory so far in kB, as Linux tells it.
let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }?.split(separator: " ").dropLast().last
let peakKilobytes = peak.flatMap { Int($0) } ?? 0
let total = Double(runs.reduce(0) { $0 + $1.events })
let perYear = wall / (Double(replications) * years)
let children = scenario.children.birthsPerYear * scenario.children.leaveAtAgeDays / 365.25
print("births a year        \(scenario.children.birthsPerYear)")
print("events a second      \(Int(total / wall))")
print("CPU ns an event      \(cpuSpent / total * 1e9)")
print(
  "England, 8 years     \(cpuSpent / (Double(replications) * years) * 567_500 / scenario.children.birthsPerYear * 8) CPU s"
)
print("digest               \(String(runs.reduce(0) { $0 &+ $1.digest }, radix: 16))")
print("seconds a year       \(perYear)   (\(threads) thread\(threads == 1 ? "" : "s"))")
print("all England, a year  \(perYear * 567_500 / scenario.children.birthsPerYear) s")
print(
  "peak memory          \(peakKilobytes / 1024) MB, \(peakKilobytes * 1024 / Int(children)) bytes a child on the books")
