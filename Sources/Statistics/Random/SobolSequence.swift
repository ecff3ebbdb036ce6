// SPDX-License-Identifier: GPL-3.0-or-later
// GSL's tables of generators are C globals, constant but not marked so.
@preconcurrency import CGSL

/// Points that fill the unit cube evenly: GSL's Sobol sequence (Antonov & Saleev 1979,
/// doi:10.1016/0041-5553(79)90085-5).
public enum SobolSequence {
  public static let mostDimensions = 40

  /// The first points, by dimension.
  public static func points(_ count: Int, dimensions: Int) -> [[Double]] {
    precondition((1...mostDimensions).contains(dimensions))
    let generator = gsl_qrng_alloc(gsl_qrng_sobol, UInt32(dimensions))
    defer { gsl_qrng_free(generator) }
    var points = [[Double]](repeating: [], count: dimensions)
    var point = [Double](repeating: 0, count: dimensions)
    for _ in 0..<count {
      gsl_qrng_get(generator, &point)
      for dimension in 0..<dimensions { points[dimension].append(point[dimension]) }
    }
    return points
  }
}
