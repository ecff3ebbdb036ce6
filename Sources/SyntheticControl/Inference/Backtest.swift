// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// The whole procedure tried on the user's own panel: donors are drawn to be pilots, as many and with the same dates as
/// the real ones, an effect that is known is added to them, and everything is estimated again from the donors that are
/// left. Real pilots stay out.
///
/// Where pilots differ from donors, a trial on donors says nothing of that.
public struct Backtest: Sendable {
  public let method: EffectsMethod
  /// Mean effect that is added; the sites of a trial differ around it where the estimated ones do.
  public let addedEffect: Double
  public let addedDeviation: Double
  public let trials: Int
  /// Of the sites' effects.
  public let bias: Double
  public let rootMeanSquareError: Double
  /// How often an interval held the effect that was added, and in how many cases there was an interval.
  public let coverage: [Coverage]
  /// How often no effect at all was rejected, by the same procedures, where none was added.
  public let falsePositives: [Coverage]

  /// A share of the cases in which something could be said.
  public struct Coverage: Sendable {
    public let method: String
    public let held: Int
    /// Cases with an interval.
    public let said: Int
    public let cases: Int
    public var share: Double { Double(held) / Double(said) }
    /// Monte Carlo standard error; sites of one trial share donors, so that trials are counted and not sites.
    public let error: Double
  }

  /// Tallies of one procedure.
  private struct Tally {
    var held = 0, said = 0, cases = 0

    mutating func add(_ value: Bool?) {
      cases += 1
      guard let value else { return }
      said += 1
      if value { held += 1 }
    }
  }

  /// - Parameters:
  ///   - study: The real study; its pilots are kept out.
  ///   - between: Standard deviation between the sites' effects that is added.
  init?(
    _ method: EffectsMethod, of study: EffectsStudy, panel: Panel, added: Double, between: Double
  ) {
    let sites = study.sites, count = sites.count
    let common = sites.dropFirst().reduce(Set(sites[0].comparison.donors)) { $0.intersection($1.comparison.donors) }
      .sorted()
    // At least as many donors must be left as are drawn.
    guard common.count >= 2 * count, common.count > 2 else { return nil }
    var design = study.design
    design.methods = [method]
    let isConformal = design.inference.contains(.conformal)
    design.inference = design.inference.intersection([.crossFitT]).union([.placeboSpace])
    design.placeboSets = min(design.placeboSets, 199)
    let trials = min(design.backtestTrials, count == 1 ? common.count : design.backtestTrials)
    var tallies: [String: Tally] = [:], rejections: [String: Tally] = [:], errors: [Double] = []
    let stream = RandomStream(seed: design.settings.seed, domain: 44)
    for trial in 0..<trials {
      stream.seek(entity: UInt64(trial), purpose: 1)
      var pilots: [Int] = count == 1 ? [common[trial]] : []
      while pilots.count < count {
        let unit = common[stream.integer(below: common.count)]
        if !pilots.contains(unit) { pilots.append(unit) }
      }
      let effects = pilots.map { _ in added + between * stream.standardNormal() }
      design.treated = zip(pilots, sites).map {
        TreatedUnit(unit: panel.units[$0], firstPost: $1.treated.firstPost)
      }
      design.donors = common.filter { !pilots.contains($0) }.map { panel.units[$0] }
      design.settings.seed = study.design.settings.seed &+ UInt64(trial) &+ 1
      for (truth, isNull) in [(effects, false), (effects.map { _ in 0 }, true)] {
        var changed = panel
        for (unit, one) in zip(pilots, zip(design.treated, truth)) {
          for time in panel.times.indices where panel.isAfter(time, one.0.firstPost) {
            changed.outcome[unit][time] += one.1
          }
        }
        guard let again = try? EffectsStudy(design, panel: changed), again.sites.count == count else { continue }
        let found = (0..<count).compactMap { try? again.estimate(method, site: $0) }
        guard found.count == count else { continue }
        func noteHeld(_ name: String, _ isHeld: Bool?) {
          if isNull {
            rejections[name, default: Tally()].add(isHeld.map { !$0 })
          } else {
            tallies[name, default: Tally()].add(isHeld)
          }
        }
        func note(_ name: String, _ interval: ConfidenceInterval?, _ effect: Double) {
          noteHeld(name, interval.map { $0.contains(effect) })
        }
        // Whether the truth is kept says whether the interval would hold it, without a search for its ends.
        func noteConformal(_ site: SiteEstimate, _ effect: Double) {
          let estimator = Estimator(method, on: site.site.panel, settings: design.settings)
          let p = Conformal(site.fit, estimator: estimator).pValue(effect: effect)
          let isKept: Bool? =
            p.isFinite && 1 / Double(site.fit.comparison.periods.count) <= 1 - design.level + 1e-9
            ? p > 1 - design.level + 1e-9 : nil
          noteHeld("conformal", isKept)
        }
        for (site, effect) in zip(found, truth) {
          if !isNull { errors.append(site.fit.averageEffect - effect) }
          note("site", site.interval, effect)
          if let test = site.crossFit { note("cross_fit_t", test.interval(level: design.level), effect) }
          if isConformal { noteConformal(site, effect) }
        }
        if count > 1 {
          let pooled = again.pool(found)
          note("pooled", pooled?.interval, truth.reduce(0, +) / Double(count))
          if count > 2 {
            let further = isNull ? 0 : added + between * stream.standardNormal()
            noteHeld("further_site", pooled?.expectsOfNewSite(further))
          }
        }
      }
    }
    guard !errors.isEmpty else { return nil }
    self.method = method
    self.trials = trials
    addedEffect = added
    addedDeviation = between
    let moments = RunningMoments(errors)
    bias = moments.mean
    rootMeanSquareError = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    func shares(_ all: [String: Tally]) -> [Coverage] {
      all.sorted { $0.key < $1.key }.map { name, tally in
        let share = Double(tally.held) / Double(max(tally.said, 1))
        let independent = min(tally.said, trials)
        return Coverage(
          method: name, held: tally.held, said: tally.said, cases: tally.cases,
          error: (share * (1 - share) / Double(max(independent, 1))).squareRoot())
      }
    }
    coverage = shares(tallies)
    falsePositives = shares(rejections)
  }
}

extension EffectsStudy {
  /// The backtest of one method; nil where donors are too few to be pilots.
  public func backtest(_ method: EffectsMethod, _ estimates: [SiteEstimate], pooled: PooledEstimate?) -> Backtest? {
    let detectable = pooled?.minimumDetectableEffect ?? estimates.compactMap(\.minimumDetectableEffect).min()
    return Backtest(
      method, of: self, panel: panel, added: design.backtestEffect ?? detectable ?? 1,
      between: pooled?.between?.quantile(0.5) ?? 0)
  }
}
