// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// How draws of the uncertain parameters cover their distributions.
public enum Sampling: String, Sendable, CaseIterable {
  /// Independent draws.
  case monteCarlo = "monte_carlo"
  /// One draw from each of as many equally likely strata as there are draws, parameter by parameter (McKay, Beckman
  /// & Conover 1979, doi:10.1080/00401706.1979.10489755).
  case latinHypercube = "latin_hypercube"
  /// GSL's Sobol sequence, moved by a random shift (Cranley & Patterson 1976). The sequence has 40 dimensions;
  /// parameters beyond take a Latin hypercube (Latin supercube sampling, Owen 1998, doi:10.1145/272991.273010).
  case sobol

  /// Whether each parameter by itself is covered stratum by stratum, so that sums of functions of single parameters have
  /// next to no Monte Carlo error. A shifted Sobol sequence is stratified exactly where the number of draws is a power
  /// of two and nearly so elsewhere.
  public var isStratified: Bool { self != .monteCarlo }
}

/// Points of the unit cube: a row for each draw, a column for each name.
///
/// A column depends on its name, the seed and the number of draws, not on the other columns, so a parameter that is
/// added leaves the draws of the others as they were (but for its place in a Sobol sequence).
func unitPoints(_ names: [String], draws: Int, sampling: Sampling, seed: UInt64) -> [[Double]] {
  let dimensions = min(names.count, SobolSequence.mostDimensions)
  let sobol =
    sampling == .sobol && dimensions > 0 ? SobolSequence.points(draws, dimensions: dimensions) : []
  let columns = names.enumerated().map { position, name -> [Double] in
    switch sampling {
    case .monteCarlo: independentColumn(name, draws: draws, seed: seed)
    case .sobol where position < sobol.count: shifted(sobol[position], name: name, seed: seed)
    case .latinHypercube, .sobol: stratifiedColumn(name, draws: draws, seed: seed)
    }
  }
  return (0..<draws).map { draw in columns.map { inside($0[draw]) } }
}

/// Domain of the generator that parameter draws have to themselves; replications use 0.
private let domain: UInt64 = 1

private enum Purpose {
  static let value: UInt64 = 1
  static let order: UInt64 = 2
  static let shift: UInt64 = 3
}

private func independentColumn(_ name: String, draws: Int, seed: UInt64) -> [Double] {
  let stream = RandomStream(seed: seed, domain: domain), key = stableKey(name)
  return (0..<draws).map { draw in
    stream.seek(entity: key, purpose: Purpose.value, index: UInt64(draw))
    return stream.uniform()
  }
}

private func stratifiedColumn(_ name: String, draws: Int, seed: UInt64) -> [Double] {
  let stream = RandomStream(seed: seed, domain: domain), key = stableKey(name)
  let within = independentColumn(name, draws: draws, seed: seed)
  stream.seek(entity: key, purpose: Purpose.order)
  return latinHypercubeColumn(draws, order: stream) { within[$0] }
}

private func shifted(_ column: [Double], name: String, seed: UInt64) -> [Double] {
  let stream = RandomStream(seed: seed, domain: domain)
  stream.seek(entity: stableKey(name), purpose: Purpose.shift)
  let shift = stream.uniform()
  return column.map { ($0 + shift).truncatingRemainder(dividingBy: 1) }
}

/// Quantiles at 0 and 1 may be infinite.
private func inside(_ u: Double) -> Double { min(max(u, 0x1p-54), 1 - 0x1p-53) }
