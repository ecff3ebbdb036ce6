// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles

/// service SCENARIO REPLICATIONS [THREADS]: speed and memory of the full service model.
let path = CommandLine.arguments.dropFirst().first ?? "../scenarios/england-2024-25.yaml"
let replications = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 6
let threads = CommandLine.arguments.dropFirst(3).first.flatMap { Int($0) } ?? 1

let scenario = try ScenarioDocument(path: path).scenario()
let model = ServiceModel(scenario)
let years = scenario.clock.warmUpYears + scenario.clock.reportingYears
let begin = Date()
let events: [UInt64] = await withTaskGroup(of: UInt64.self) { group in
  var counts: [UInt64] = []
  var next = 0
  for _ in 0..<min(threads, replications) {
    let index = next
    next += 1
    group.addTask { model.replication(index, seed: 1).events }
  }
  while let count = await group.next() {
    counts.append(count)
    if next < replications {
      let index = next
      next += 1
      group.addTask { model.replication(index, seed: 1).events }
    }
  }
  return counts
}
let wall = Date().timeIntervalSince(begin)
/// Highest resident memory so far in kB, as Linux tells it.
let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }?.split(separator: " ").dropLast().last
let peakKilobytes = peak.flatMap { Int($0) } ?? 0
let total = Double(events.reduce(0, +))
let perYear = wall / (Double(replications) * years)
let children = scenario.children.birthsPerYear * scenario.children.leaveAtAgeDays / 365.25
print("births a year        \(scenario.children.birthsPerYear)")
print("events a second      \(Int(total / wall))")
print("seconds a year       \(perYear)   (\(threads) thread\(threads == 1 ? "" : "s"))")
print("all England, a year  \(perYear * 567_500 / scenario.children.birthsPerYear) s")
print(
  "peak memory          \(peakKilobytes / 1024) MB, \(peakKilobytes * 1024 / Int(children)) bytes a child on the books")
