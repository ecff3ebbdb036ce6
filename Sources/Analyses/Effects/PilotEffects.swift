// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore
public import ScenarioFiles
public import SyntheticControl
import TableFiles

/// What did the pilots change? Synthetic control on a panel of published metrics.
public struct PilotEffects: Sendable {
  /// Draws of the effects for a probabilistic sensitivity analysis.
  public struct Draws: Sendable {
    public var count: Int
    /// Method that they come from; the first when nil.
    public var method: EffectsMethod?
    public var removesCountingNoise: Bool

    public init(count: Int, method: EffectsMethod? = nil, removesCountingNoise: Bool = false) {
      self.count = count
      self.method = method
      self.removesCountingNoise = removesCountingNoise
    }
  }

  private let path: String
  public var specification: EffectsSpecification
  public var draws: Draws?
  public var jobs = Program.processors

  /// Reads a specification.
  public init(path: String) throws {
    self.path = path
    specification = try readEffectsSpecification(at: path)
  }

  /// - Throws: `TableError` for a panel that cannot be used, `EffectsError` where no method has an answer.
  public func run(progress: @escaping AnalysisProgress.Handler = { _ in }) async throws -> EffectsResults {
    let started = Date(), design = specification.design
    let reading = try readPanel(at: specification.panelPath, layout: specification.layout)
    try specification.checkUnits(in: reading.panel, file: path)
    let study = try EffectsStudy(design, panel: reading.panel)
    let estimates = await Self.estimates(study, tasks: jobs, Stage("estimates", progress))
    if Task.isCancelled { throw AnalysisError.interrupted(kept: nil) }
    var results = EffectsResults(study: study, results: estimates, notes: reading.notes + study.failures)
    guard !results.methods.isEmpty else { throw EffectsError(results.notes.joined(separator: "; ")) }
    if design.inference.contains(.backtest) {
      await results.addBacktests(tasks: jobs, Stage("methods tried on donors", progress))
      if Task.isCancelled { throw AnalysisError.interrupted(kept: nil) }
    }
    if let draws {
      results.addDraws(
        draws.count, from: draws.method ?? results.methods[0].method, removesCountingNoise: draws.removesCountingNoise)
    }
    results.manifest = Manifest(
      of: "effects", files: [path, specification.panelPath], seed: design.settings.seed, draws: draws?.count ?? 0,
      jobs: jobs, started: started)
    return results
  }

  /// Each method on each treated unit is a task; results are put back in order, whatever the number of cores.
  private static func estimates(
    _ study: EffectsStudy, tasks limit: Int, _ stage: Stage
  ) async -> [(method: EffectsMethod, sites: [Result<SiteEstimate, EffectsError>])] {
    let methods = study.design.methods, count = study.sites.count
    let found = await withTaskGroup(of: (Int, Result<SiteEstimate, EffectsError>).self) { group in
      var results: [(Int, Result<SiteEstimate, EffectsError>)] = []
      for piece in 0..<(methods.count * count) where !Task.isCancelled {
        if piece >= limit, let done = await group.next() {
          results.append(done)
          stage.show(results.count, of: methods.count * count)
        }
        group.addTask {
          do throws(EffectsError) {
            return (piece, .success(try study.estimate(methods[piece / count], site: piece % count)))
          } catch {
            return (piece, .failure(error))
          }
        }
      }
      for await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
    guard found.count == methods.count * count else { return [] }
    return methods.indices.map { (methods[$0], Array(found[($0 * count)..<(($0 + 1) * count)])) }
  }
}
