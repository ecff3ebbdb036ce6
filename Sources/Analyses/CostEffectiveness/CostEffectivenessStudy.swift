// SPDX-License-Identifier: GPL-3.0-or-later
public import Economics
import Foundation
import ResultsStore
import Studies
import TableFiles

/// Cost-effectiveness, decision uncertainty and value of information from the draws of any PSA, or the frontier of
/// expected outcomes.
public struct CostEffectivenessStudy: Sendable {
  /// Where the numbers are.
  public enum Source: Sendable {
    /// Tables with a column for each strategy and a row for each draw; parameters row for row with them.
    case draws(effects: String, costs: String, parameters: String? = nil)
    /// One table with everything, long or wide, as other tools write them.
    case table(String)
    /// A table with the columns strategy, cost and effect.
    case expected(String)
  }

  private let source: Source
  public var thresholds: [Double] = []
  /// Strategy that increments are taken against; the first column when nil.
  public var reference: String?
  /// Parameters whose value of information is wanted: a name, several with commas between, or `all` for each alone.
  public var partialInformation: [String] = []
  /// Studies whose value is wanted (`p:binomial`, `n:poisson`, `x:normal:SD`), and their sizes (`50,100`).
  public var sampleInformation: [String] = []
  public var studySizes: String?
  public var studyCosts = StudyCosts(fixed: 0, perParticipant: 0)
  public var population: AffectedPopulation?
  public var seed: UInt64 = 1
  /// The sign of the money in the tables, for reports.
  public var currency = "£"

  public init(_ source: Source) { self.source = source }

  /// - Throws: `TableError` for files that cannot be used, `AnalysisError.request` for names that they do not have.
  public func run() async throws -> CostEffectivenessResults {
    let started = Date()
    var results: CostEffectivenessResults, files: [String]
    switch source {
    case .expected(let path):
      results = CostEffectivenessResults(frontierOf: try readStrategyOutcomes(at: path))
      files = [path]
    case .draws(let effects, let costs, let parameters):
      let samples = try readDecisionSamples(effects: effects, costs: costs)
      let known = try parameters.map { try readParameterSamples(at: $0, drawsOf: samples, in: effects) }
      results = try await decision(samples, known, file: parameters ?? "")
      files = [effects, costs] + (parameters.map { [$0] } ?? [])
    case .table(let path):
      let table = try OneTableSamples(contentsOfFile: path)
      results = try await decision(table.samples, table.parameters, file: path)
      files = [path]
    }
    results.currency = currency
    results.manifest = Manifest(
      of: "cea", files: files, seed: seed, draws: results.analysis?.samples.drawCount ?? 0, jobs: 1, started: started)
    return results
  }

  /// - Parameter file: Where the parameters are.
  private func decision(
    _ samples: DecisionSamples, _ known: ParameterSamples?, file: String
  ) async throws -> CostEffectivenessResults {
    guard known != nil || partialInformation.isEmpty && sampleInformation.isEmpty else {
      throw AnalysisError.request("\(file): the table has no parameters, so that nothing can be known about them")
    }
    let analysis = CostEffectiveness(
      samples, thresholds: thresholds, reference: try referenceIndex(in: samples))
    let groups =
      try known.map { try parameterGroups(partialInformation, in: $0, file: file) } ?? []
    let studies = try known.map { try studyDesigns(sampleInformation, in: $0, file: file) } ?? []
    return CostEffectivenessResults(
      analysis: analysis,
      partial: await Self.valuesOfKnowing(groups, in: known, analysis),
      studies: await valuesOfStudying(studies, sizes: try readStudySizes(studySizes), in: known, analysis),
      studyCosts: studyCosts,
      alignment: known.map { RowAlignment($0, samples, reference: analysis.reference, seed: seed) },
      population: population)
  }

  private func referenceIndex(in samples: DecisionSamples) throws -> Int {
    guard let reference else { return 0 }
    guard let index = samples.strategies.firstIndex(of: reference) else {
      throw AnalysisError.request(
        "--reference '\(reference)' is not a strategy; found \(samples.strategies.map { "'\($0)'" }.joined(separator: ", "))"
      )
    }
    return index
  }

  /// Worked side by side and put back in order, so the result does not depend on the number of cores.
  private static func valuesOfKnowing(
    _ groups: [[Int]], in parameters: ParameterSamples?, _ analysis: CostEffectiveness
  ) async -> [PartialPerfectInformation] {
    guard let parameters else { return [] }
    return await inOrder(groups) { analysis.valueOfKnowing($0, in: parameters) }
  }

  private func valuesOfStudying(
    _ studies: [StudyDesign], sizes: [Int], in parameters: ParameterSamples?, _ analysis: CostEffectiveness
  ) async -> [SampleInformation] {
    guard let parameters else { return [] }
    let pairs = studies.flatMap { study in sizes.map { (study, $0) } }
    return await inOrder(pairs) { [seed] study, size in
      analysis.valueOfStudying(study, size: size, in: parameters, seed: seed)
    }
  }
}
