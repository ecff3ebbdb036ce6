// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Statistics
public import Studies

extension ParameterSpace {
  /// Everything uncertain in some scenarios.
  ///
  /// What two of them inherit from the same line of the same file is one parameter. Two that say different things
  /// under one path are two, told apart by the scenario's name.
  public init(_ documents: [ScenarioDocument]) throws(ScenarioError) {
    try self.init(documents, variants: StructuralVariants())
  }

  /// The same with what else the scenarios may be; behind the strategies' own, `paths` has those of the variants.
  init(_ strategies: [ScenarioDocument], variants: StructuralVariants) throws(ScenarioError) {
    let documents = strategies + variants.documents.map(\.document)
    for document in documents { try document.posterior?.checkItIsADistribution() }
    var builder = ParameterSpaceBuilder()
    for document in strategies { builder.add(document, owner: document.name) }
    for variant in variants.documents { builder.add(variant.document, owner: variant.name) }
    self = builder.space()
    for document in documents where !document.correlations.isEmpty {
      guard (try? ParameterSampler(self, draws: 1, sampling: .monteCarlo, seed: 1)) != nil else {
        throw ScenarioError([
          Flaw(
            SourcePosition(file: document.path, line: 1, column: 1),
            "'correlations': no parameters can have these rank correlations at once")
        ])
      }
    }
  }
}

private struct ParameterSpaceBuilder {
  private var parameters: [(parameter: Parameter, owner: String)] = []
  private var places: [String: Int] = [:]
  private var correlations: [ParameterSpace.Correlation] = []
  /// Of each posterior, the place of each column that is a parameter of any strategy.
  private var columns: [String: (posterior: PosteriorDraws, places: [Int: Int])] = [:]
  private var paths: [[String: Int]] = []
  /// Of each Dirichlet, the places of its shares and their weights.
  private var shares: [String: [Int: Double]] = [:]

  mutating func add(_ document: ScenarioDocument, owner: String) {
    var own: [String: Int] = [:]
    for parameter in document.parameters where parameter.uncertainty != nil {
      let identity = Self.identity(parameter, document)
      if let place = places[identity] {
        own[parameter.path] = place
      } else {
        places[identity] = parameters.count
        own[parameter.path] = parameters.count
        parameters.append((parameter, owner))
        if let share = parameter.share, !document.isCalibrated(parameter.path) {
          shares["\(Self.place(of: parameter)):\(share.whole)", default: [:]][parameters.count - 1] = share.weight
        }
      }
    }
    for correlation in document.correlations {
      guard let first = own[correlation.first], let second = own[correlation.second] else { continue }
      let pair = ParameterSpace.Correlation(first: first, second: second, rank: correlation.rank)
      if !correlations.contains(where: { $0.first == first && $0.second == second }) { correlations.append(pair) }
    }
    if let posterior = document.posterior {
      var entry = columns[posterior.file] ?? (posterior, [:])
      for (column, path) in posterior.columns.enumerated() where document.isCalibrated(path) {
        entry.places[column] = own[path]
      }
      columns[posterior.file] = entry
    }
    paths.append(own)
  }

  /// A line of a file however the file was named, so that strategies in different folders share what they inherit.
  private static func identity(_ parameter: Parameter, _ document: ScenarioDocument) -> String {
    let posterior = document.isCalibrated(parameter.path) ? document.posterior?.file ?? "" : ""
    return "\(place(of: parameter)):\(parameter.path):\(posterior)"
  }

  private static func place(of parameter: Parameter) -> String {
    "\(URL(fileURLWithPath: parameter.position.file).standardizedFileURL.path):\(parameter.position.line)"
  }

  func space() -> ParameterSpace {
    let count = parameters.reduce(into: [String: Int]()) { $0[$1.parameter.path, default: 0] += 1 }
    let uncertain = parameters.map { entry in
      let parameter = entry.parameter
      return UncertainParameter(
        name: count[parameter.path] == 1 ? parameter.path : "\(parameter.path) [\(entry.owner)]", path: parameter.path,
        uncertainty: parameter.uncertainty ?? .uniform(parameter.mean, parameter.mean), mean: parameter.mean,
        unit: parameter.unit, source: parameter.source, provenance: parameter.provenance)
    }
    return ParameterSpace(
      parameters: uncertain, correlations: correlations,
      joint: columns.sorted { $0.key < $1.key }.map(\.value).map(rows),
      shares: shares.sorted { $0.key < $1.key }.map { _, weights in
        let places = weights.keys.sorted()
        return ParameterSpace.Shares(columns: places, weights: places.compactMap { weights[$0] })
      }, paths: paths)
  }

  private func rows(of posterior: PosteriorDraws, places: [Int: Int]) -> JointDraws {
    let used = places.sorted { $0.key < $1.key }
    return JointDraws(
      name: (posterior.file as NSString).lastPathComponent, columns: used.map(\.value),
      rows: posterior.rows.map { row in used.map { row[$0.key] } })
  }
}
