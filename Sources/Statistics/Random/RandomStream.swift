// SPDX-License-Identifier: GPL-3.0-or-later
import CCounterRNG
import CGSL

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A stream of random variates whose place in the sequence is an address, not a history.
///
/// The key is (seed, draw, replication, domain) and the address (entity, purpose, index): a child's luck
/// belongs to the child and to the decision, so two strategies meet the same children, and results do not
/// depend on the order of events, threads or shards. Every variate comes from GSL, except that normal
/// variates use GSL's ziggurat and lognormal ones are its exponential.
///
/// The stream owns its generator and is not shared between threads.
public struct RandomStream: ~Copyable {
  private let rng: UnsafeMutablePointer<gsl_rng>

  /// A stream for one replication.
  /// - Parameters:
  ///   - seed: The seed of the whole run.
  ///   - draw: Which draw of the uncertain parameters; 0 for a run at the means.
  ///   - replication: Which replication within the draw.
  ///   - domain: Keeps apart uses that share the other three (0 simulation, 1 parameter draws, …).
  public init(seed: UInt64, draw: UInt64 = 0, replication: UInt64 = 0, domain: UInt64 = 0) {
    rng = counter_rng_alloc()
    counter_rng_key(rng, seed, draw, replication, domain)
  }

  deinit { gsl_rng_free(rng) }

  /// Moves to the first variate of an address.
  public func seek(entity: UInt64, purpose: UInt64, index: UInt64 = 0) {
    counter_rng_seek(rng, entity, purpose, index)
  }

  /// Sixty-four random bits.
  public func bits() -> UInt64 { counter_rng_next(counter_rng_state_of(rng)) }

  /// Uniform on [0, 1) with 53 bits.
  public func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }

  /// True with the given probability; always uses one uniform, so that streams stay aligned.
  public func bernoulli(_ probability: Double) -> Bool { uniform() < probability }

  /// Exponential with the given mean.
  public func exponential(mean: Double) -> Double { gsl_ran_exponential(rng, mean) }

  /// Standard normal, by GSL's ziggurat (Marsaglia & Tsang 2000).
  public func standardNormal() -> Double { gsl_ran_gaussian_ziggurat(rng, 1) }

  /// Normal.
  public func normal(mean: Double, sd: Double) -> Double { mean + sd * standardNormal() }

  /// Lognormal with the given mean and standard deviation of the logarithm.
  public func lognormal(mu: Double, sigma: Double) -> Double { exp(mu + sigma * standardNormal()) }

  /// Gamma with mean `shape * scale`.
  public func gamma(shape: Double, scale: Double) -> Double { gsl_ran_gamma(rng, shape, scale) }

  /// Beta.
  public func beta(_ a: Double, _ b: Double) -> Double { gsl_ran_beta(rng, a, b) }

  /// Weibull with the given scale and shape.
  public func weibull(scale: Double, shape: Double) -> Double { gsl_ran_weibull(rng, scale, shape) }

  /// Poisson.
  public func poisson(mean: Double) -> Int { Int(gsl_ran_poisson(rng, mean)) }

  /// Binomial.
  public func binomial(probability: Double, trials: Int) -> Int {
    Int(gsl_ran_binomial(rng, probability, UInt32(trials)))
  }

  /// A whole number in `0..<bound`, each equally likely (rejection, so without bias).
  public func integer(below bound: Int) -> Int {
    precondition(bound > 0)
    let n = UInt64(bound)
    let limit = UInt64.max - UInt64.max % n
    var word = bits()
    while word >= limit { word = bits() }
    return Int(word % n)
  }
}
