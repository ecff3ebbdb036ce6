// SPDX-License-Identifier: GPL-3.0-or-later
// How often intervals of effects hold the truth, on simulated panels of known effects: the table in docs/effects.md.
//
//   coverage [--panels N] [--donors 6,20,60] [--pilots 1,5] [--methods demeaned,…] [--effect 0] [--between 0]
//            [--counted] [--cross-fit] [--first-seed N] [--sets 199]
//
// A row for each cell: shares in per cent of the panels in which something could be said, their number beside where it
// was not said in all. Sets are the assignments drawn where they are too many to list: the test holds its level with
// any number, and is the faster for few.
import Foundation
import Statistics
import SyntheticControl

func option(_ name: String) -> String? {
  let all = CommandLine.arguments
  guard let place = all.firstIndex(of: name), place + 1 < all.count else { return nil }
  return all[place + 1]
}
func numbers(_ name: String, _ standard: [Int]) -> [Int] {
  option(name).map { $0.split(separator: ",").compactMap { Int($0) } } ?? standard
}

let sets = numbers("--sets", [199])[0]
let panels = numbers("--panels", [200])[0], first = numbers("--first-seed", [1])[0]
let methods =
  option("--methods").map { $0.split(separator: ",").compactMap { EffectsMethod(rawValue: String($0)) } }
  ?? EffectsMethod.allCases
var truth = PanelDesign()
truth.effect = option("--effect").flatMap(Double.init) ?? 0
truth.between = option("--between").flatMap(Double.init) ?? 0
truth.isCounted = CommandLine.arguments.contains("--counted")
let crossFits = CommandLine.arguments.contains("--cross-fit")

/// How often something held, among the panels on which it could be said.
struct Share {
  var held = 0, said = 0
  mutating func add(_ value: Bool?) {
    guard let value else { return }
    said += 1
    if value { held += 1 }
  }
  func text(of all: Int) -> String {
    guard said > 0 else { return "–" }
    let percent = String(format: "%.1f", 100 * Double(held) / Double(said))
    return said == all ? percent : "\(percent) (of \(said))"
  }
}

print(
  """
  | method | donors | pilots | panels | site held | false positives of a site | cross-fitted t held | pooled held | false \
  positives | further site held | draws held | half-width | CPU s a panel |
  |---|---|---|---|---|---|---|---|---|---|---|---|---|
  """)
for pilots in numbers("--pilots", [5]) {
  for donors in numbers("--donors", [60]) {
    for method in methods {
      (truth.pilots, truth.donors) = (pilots, donors)
      var site = Share(), siteRejects = Share(), crossFit = Share(), pooled = Share(), rejects = Share()
      var further = Share(), draws = Share(), width = RunningMoments()
      let start = clock()
      for index in 0..<panels {
        // Panels of their own for each cell, so that one run of luck is not read as many.
        let example = SimulatedPanel(truth, seed: UInt64(first + index + 10_000 * (1000 * pilots + donors)))
        var design = example.design
        if crossFits { design.inference.insert(.crossFitT) }
        design.methods = [method]
        design.placeboSets = sets
        guard let study = try? EffectsStudy(design, panel: example.panel) else { continue }
        let sites = (0..<pilots).compactMap { try? study.estimate(method, site: $0) }
        guard sites.count == pilots else { continue }
        for (one, effect) in zip(sites, example.effects) {
          site.add(one.interval.map { $0.contains(effect) })
          crossFit.add(one.crossFit.map { $0.interval(level: 0.95).contains(effect) })
        }
        siteRejects.add(sites[0].interval.map { !$0.contains(0) })
        guard let together = study.pool(sites) else { continue }
        let mean = example.effects.reduce(0, +) / Double(pilots)
        pooled.add(together.interval.map { $0.contains(mean) })
        if let interval = together.interval { width.add(interval.halfWidth) }
        rejects.add(together.interval == nil ? nil : together.pValue <= 0.05)
        further.add(together.newSiteInterval.map { $0.contains(example.furtherEffect) })
        if let drawn = EffectDraws(sites, pooled: together, design: design, count: 1000) {
          let column = drawn.rows.map { $0[pilots] }.sorted()
          draws.add(quantile(sorted: column, 0.025) <= mean && mean <= quantile(sorted: column, 0.975))
        }
      }
      let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC) / Double(panels)
      let cells = [
        method.rawValue, "\(donors)", "\(pilots)", "\(panels)", site.text(of: panels * pilots),
        siteRejects.text(of: panels), crossFit.text(of: panels * pilots), pooled.text(of: panels),
        rejects.text(of: panels), further.text(of: panels), draws.text(of: panels),
        String(format: "%.2f", width.mean), String(format: "%.3f", seconds),
      ]
      print("| \(cells.joined(separator: " | ")) |")
      fflush(nil)
    }
  }
}
