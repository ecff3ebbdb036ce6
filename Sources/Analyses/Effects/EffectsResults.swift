// SPDX-License-Identifier: GPL-3.0-or-later
public import ResultsStore
public import SyntheticControl

/// What the pilots changed, by method and site.
public struct EffectsResults: Sendable {
  /// One method's estimates.
  public struct MethodResults: Sendable {
    public let method: EffectsMethod
    public let sites: [SiteEstimate]
    public let pooled: PooledEstimate?
  }

  public let study: EffectsStudy
  public let methods: [MethodResults]
  /// What was dropped on the way, and methods that gave no answer.
  public private(set) var notes: [String]
  public private(set) var draws: EffectDraws?
  /// By method, where asked for.
  public private(set) var backtests: [Backtest] = []
  /// How far trends may depart from parallel ones.
  public let trendSensitivity: TrendSensitivity?
  public internal(set) var manifest: Manifest?

  init(
    study: EffectsStudy, results: [(method: EffectsMethod, sites: [Result<SiteEstimate, EffectsError>])],
    notes: [String]
  ) {
    self.study = study
    trendSensitivity = study.trendSensitivity
    var notes = notes, methods: [MethodResults] = []
    for (method, outcomes) in results {
      var sites: [SiteEstimate] = []
      for (site, outcome) in zip(study.sites, outcomes) {
        switch outcome {
        case .success(let estimate): sites.append(estimate)
        case .failure(let error):
          notes.append("\(method.rawValue) gives no estimate for \(site.treated.unit): \(error)")
        }
      }
      guard !sites.isEmpty else { continue }
      methods.append(MethodResults(method: method, sites: sites, pooled: study.pool(sites)))
    }
    self.methods = methods
    self.notes = notes
  }

  mutating func addDraws(_ count: Int, from method: EffectsMethod, removesCountingNoise: Bool) {
    guard let results = methods.first(where: { $0.method == method }) else {
      notes.append("no draws: \(method.rawValue) was not estimated")
      return
    }
    draws = EffectDraws(
      results.sites, pooled: results.pooled, design: study.design, count: count,
      removesCountingNoise: removesCountingNoise)
    notes +=
      draws?.notes ?? ["no draws: they need units that the change might have been given to, and there are too few"]
  }

  /// Each method tried on the panel's own donors.
  mutating func addBacktests(tasks: Int, _ stage: Stage) async {
    let study = study, methods = methods
    let found = await withTaskGroup(of: (Int, Backtest?).self) { group in
      var results: [(Int, Backtest?)] = []
      for (place, one) in methods.enumerated() where !Task.isCancelled {
        if place >= tasks, let done = await group.next() {
          results.append(done)
          stage.show(results.count, of: methods.count)
        }
        group.addTask { (place, study.backtest(one.method, one.sites, pooled: one.pooled)) }
      }
      for await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }
    }
    for (place, backtest) in found where backtest == nil {
      notes.append("no backtest of \(methods[place].method.rawValue): too few donors to be pilots in turn")
    }
    backtests = found.compactMap(\.1)
  }

  public var sites: [SiteEstimate] { methods.flatMap(\.sites) }
}
