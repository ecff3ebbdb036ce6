// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Statistics

/// Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788): many authorities whose parameters are drawn from
/// the prior are simulated, each is calibrated to its own simulated figures, and what is found is held against what is
/// known of it.
///
/// One design serves all authorities: only the figures differ.
public struct CalibrationCheck: Sendable {
  public static let level = 0.9

  /// How often the central 90 % of the posterior holds the truth.
  public struct Parameter: Sendable {
    public let name: String
    public let coverage: Double
    /// Chi-square of the truth's rank among posterior draws, ten bins.
    public let rankChiSquare: Double
  }

  /// Predictions of one figure.
  public struct Figure: Sendable {
    public let target: CalibrationTarget
    /// How often the 90 % prediction holds the figure, and half its width.
    public let coverage, halfWidth: Double
    /// Mean absolute error of the posterior's prediction.
    public let meanError: Double
    /// The same of a logit shift: the figure at the prior's middle, moved on the logit scale by as much as the fitted
    /// percentages are moved on average; nil where it is no percentage.
    public let logitShiftError: Double?
  }

  public let parameters: [Parameter]
  public let figures: [Figure]
  public let truths: Int
  /// Over all parameters and truths.
  public let coverage: Double
  /// Its standard error, the truths being independent of each other and a truth's parameters not.
  public let coverageError: Double

  /// What is done for each truth, before it is summed up.
  private struct Found: Sendable {
    var isHeld: [Bool] = []
    var ranks: [Int] = []
    var errors: [Double] = []
    var shiftErrors: [Double?] = []
    var halfWidths: [Double] = []
    var isPredicted: [Bool] = []
  }

  /// - Parameters:
  ///   - targets: Fitted ones first. Values are not used: each truth has its own.
  ///   - children: Simulated children behind a replication's figures.
  ///   - points: Of the design.
  ///   - truths: The authorities' parameters, as normal scores: drawn from the prior when they are to be found as often
  ///     as said, or from elsewhere to see what a wrong prior does.
  ///   - replications: Of each point of the design; a truth has one.
  ///   - simulate: What is simulated at points given as normal scores; by point, target and replication.
  public init(
    prior: PriorSpace, targets: [CalibrationTarget], children: Double, points: Int, replications: Int,
    truths scores: [[Double]],
    particles: Int = 1000, seed: UInt64,
    simulate: (_ stage: Int, _ scores: [[Double]], _ replications: Int) async throws -> [[[Double]]]
  ) async throws {
    var simulated = SimulatedPoints()
    let design = prior.latinHypercube(points, seed: seed, stage: 1)
    for (score, result) in zip(design, try await simulate(1, design, replications)) { simulated.add(score, result) }
    guard let emulators = TargetEmulators(targets, points: simulated, children: children)
    else { throw Calibration.TooFewPoints() }
    let truths = scores.count
    let results = try await simulate(2, scores, 1)
    nonisolated(unsafe) var found = [Found](repeating: Found(), count: truths)
    found.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let places = buffer
      DispatchQueue.concurrentPerform(iterations: truths) { i in
        places[i] = Self.calibrated(
          scores[i], results[i].map { $0[0] }, targets, emulators, prior, children, particles, seed, i)
      }
    }
    self.truths = truths
    let count = Double(truths)
    parameters = prior.names.indices.map { p in
      var bins = [Double](repeating: 0, count: 10)
      for truth in found { bins[truth.ranks[p] / 10] += 1 }
      return Parameter(
        name: prior.names[p], coverage: Double(found.count { $0.isHeld[p] }) / count,
        rankChiSquare: bins.reduce(0) { $0 + ($1 - count / 10) * ($1 - count / 10) / (count / 10) })
    }
    let held = RunningMoments(found.map { truth in Double(truth.isHeld.count { $0 }) / Double(prior.count) })
    coverage = held.mean
    coverageError = held.standardError
    figures = targets.indices.map { t in
      let shifts = found.compactMap { $0.shiftErrors[t] }
      return Figure(
        target: targets[t], coverage: Double(found.count { $0.isPredicted[t] }) / count,
        halfWidth: mean(found.map { $0.halfWidths[t] }), meanError: mean(found.map { $0.errors[t].magnitude }),
        logitShiftError: shifts.isEmpty ? nil : mean(shifts.map(\.magnitude)))
    }
  }

  private static func calibrated(
    _ truth: [Double], _ simulated: [Double], _ targets: [CalibrationTarget], _ emulators: TargetEmulators,
    _ prior: PriorSpace, _ children: Double, _ particles: Int, _ seed: UInt64, _ number: Int
  ) -> Found {
    let stream = RandomStream(seed: seed, domain: 5)
    stream.seek(entity: UInt64(number), purpose: 2)
    let figures = zip(targets, simulated).map { target, value in
      target.observed(disturbed(value, target, stream), among: children)
    }
    let fitted = targets.indices.filter { targets[$0].use == .fitted }
    let posterior = PosteriorSampler(
      emulators.observing(figures, children: children, positions: fitted), prior: prior, particles: particles,
      seed: seed &+ 1000 &+ UInt64(number))
    var found = Found()
    for p in prior.names.indices {
      let column = posterior.scores.map { $0[p] }, sorted = column.sorted()
      let lower = quantile(sorted: sorted, (1 - level) / 2), upper = quantile(sorted: sorted, (1 + level) / 2)
      found.isHeld.append(lower <= truth[p] && truth[p] <= upper)
      found.ranks.append((0..<99).count { column[$0 * column.count / 99] < truth[p] })
    }
    let middle = prior.names.map { _ in 0.0 }
    let shift = mean(
      fitted.filter { figures[$0].isPercentage }.map { t in
        logit(figures[t].value) - logit(emulators.emulators[t].mean(at: middle))
      })
    for t in targets.indices {
      let prediction = PosteriorPrediction(
        figures[t], expectations: posterior.scores.map(emulators.emulators[t].mean),
        excess: -emulators.emulatorVariance(ofTarget: t), replicationVariance: emulators.replicationVariances[t],
        children: children)
      let interval = prediction?.interval(level) ?? ConfidenceInterval(lower: .nan, upper: .nan)
      found.errors.append((prediction?.mean ?? .nan) - figures[t].value)
      found.halfWidths.append((interval.upper - interval.lower) / 2)
      found.isPredicted.append(interval.lower <= figures[t].value && figures[t].value <= interval.upper)
      found.shiftErrors.append(
        targets[t].isPercentage && shift.isFinite
          ? percentage(logit(emulators.emulators[t].mean(at: middle)) + shift) - figures[t].value : nil)
    }
    return found
  }

  /// A simulated figure with the error of measurement and the place's own deviation that a published one has.
  private static func disturbed(
    _ value: Double, _ target: CalibrationTarget, _ stream: borrowing RandomStream
  ) -> Double {
    let measured = value + target.tolerance * stream.standardNormal(), own = stream.standardNormal()
    guard target.isPercentage, target.overdispersion > 0 || target.tolerance > 0 else { return measured }
    return percentage(logit(measured) + target.overdispersion * own)
  }

  private static func logit(_ percentage: Double) -> Double {
    let share = min(max(percentage / 100, 1e-4), 1 - 1e-4)
    return log(share / (1 - share))
  }

  private static func percentage(_ logit: Double) -> Double { 100 / (1 + exp(-logit)) }
}
