// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Calibration
import Foundation
import ScenarioFiles
import Statistics
import TableFiles

/// What a calibration found, before it is written in one form or another.
struct CalibrationReport {
  static let posteriorName = "posterior.csv"

  /// A target beside the simulation.
  struct TargetFit {
    let target: CalibrationTarget
    /// Simulated with the parameters' best values, with its Monte Carlo error.
    let atBest, standardError: Double
    /// What the posterior says that the figure will be; nil for a point fit.
    let prediction: PosteriorPrediction?
    /// The central 95 % of it.
    var interval: ConfidenceInterval? { prediction?.interval(0.95) }

    /// A fitted figure is met when the best values give what is accepted; one held out, when it lies where it was
    /// predicted, with all that is not known of it.
    var isMet: Bool {
      if target.use == .heldOut, let prediction { return prediction.holds(target.value) }
      return target.accepted.contains(atBest)
    }
  }

  let document: CalibrationDocument
  let targets: [TargetFit]
  /// Best values: the posterior's means, or the fitted point.
  let best: [Double]
  /// Nil for a point fit.
  let calibration: Calibration?
  let fit: PointFit?

  /// Replications with which the best values are judged, and posterior points with which predictions are made.
  static let judgedReplications = 20
  static let checkedPoints = 40

  static func sampling(
    _ document: CalibrationDocument, runs: CalibrationRuns, effort: Calibration.Effort, seed: UInt64
  ) async throws -> CalibrationReport {
    let calibration: Calibration
    do {
      calibration = try await Calibration(
        prior: document.prior, fitted: document.fitted, children: runs.children, effort: effort, seed: seed
      ) { stage, scores in
        let results = try await runs.simulate(
          stage, scores, replications: document.replications, common: false)
        try checkDefined(results, document)
        return results.map { Array($0.prefix(document.fitted.count)) }
      }
    } catch is Calibration.TooFewPoints {
      complain("too few points for \(document.prior.count) parameters; give more with --points")
      throw Exit.badData
    }
    let values = calibration.posterior.scores.map(document.prior.values)
    let best = document.prior.names.indices.map { i in mean(values.map { $0[i] }) }
    let checked = try await runs.simulate(
      90, calibration.checkPoints(checkedPoints), replications: document.replications, common: false)
    return CalibrationReport(
      document: document,
      targets: try await judged(document, runs, best: best, checked: checked), best: best, calibration: calibration,
      fit: nil)
  }

  static func fitting(_ document: CalibrationDocument, runs: CalibrationRuns) async throws -> CalibrationReport {
    let fitted = document.fitted
    let middle = try await runs.simulate(
      80, [document.prior.names.map { _ in 0 }], replications: judgedReplications, common: true)
    try checkDefined(middle, document)
    let deviations = fitted.indices.map { t in
      fitted[t].variance(replicationVariance: RunningMoments(middle[0][t]).variance, children: runs.children)
        .squareRoot()
    }
    var stage = 80
    let fit = try await PointFit(fitted, deviations: deviations, prior: document.prior) { points in
      stage += 1
      let results = try await runs.simulate(stage, points, replications: 2 * document.replications, common: true)
      return results.map { point in fitted.indices.map { mean(point[$0]) } }
    }
    let best = document.prior.values(fit.scores)
    return CalibrationReport(
      document: document, targets: try await judged(document, runs, best: best, checked: []), best: best,
      calibration: nil, fit: fit)
  }

  private static func judged(
    _ document: CalibrationDocument, _ runs: CalibrationRuns, best: [Double], checked: [[[Double]]]
  ) async throws -> [TargetFit] {
    let scores = zip(document.prior.priors, best).map { prior, value in prior.score(of: value) }
    let atBest = try await runs.simulate(91, [scores], replications: judgedReplications, common: true)[0]
    return document.targets.enumerated().map { t, target in
      let moments = RunningMoments(atBest[t].filter(\.isFinite))
      let noises = checked.map { RunningMoments($0[t]).variance }.filter(\.isFinite)
      let noise = noises.isEmpty ? 0 : mean(noises)
      return TargetFit(
        target: target, atBest: moments.mean, standardError: moments.standardError,
        prediction: PosteriorPrediction(
          target, expectations: checked.map { mean($0[t]) }, excess: noise / Double(document.replications),
          replicationVariance: noise, children: runs.children))
    }
  }

  private static func checkDefined(_ results: [[[Double]]], _ document: CalibrationDocument) throws {
    for (t, target) in document.fitted.enumerated()
    where results.contains(where: { !$0[t].allSatisfy(\.isFinite) }) {
      complain(
        "'\(target.metric)' is not defined in every replication (nobody in its denominator), so it cannot be fitted")
      throw Exit.badData
    }
  }

  func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: posteriorCSV
    }
  }

  /// What a reader must know before using the posterior.
  var warnings: [String] {
    var warnings = targets.filter { $0.target.use == .fitted && !$0.isMet }.map {
      "'\($0.target.label)' is not met with the best values: \(readable($0.atBest)) against \(readable($0.target.value))"
    }
    if let calibration, !calibration.hasConverged {
      warnings.append(
        "the emulators' own uncertainty is still \(percent(calibration.emulatorShare)) of a target's variance; more points or waves would sharpen the posterior"
      )
    }
    if let calibration, calibration.posterior.acceptance < 0.1 || calibration.posterior.ancestors < 20 {
      warnings.append("the sampler moved poorly; take the posterior's tails with care")
    }
    warnings += document.unusedCorrelations.map {
      "the correlation of '\($0.first)' and '\($0.second)' is not used, since only one of them is calibrated"
    }
    if let fit, !fit.hasConverged { warnings.append("the fit had not settled after \(fit.iterations) iterations") }
    return warnings
  }
}
