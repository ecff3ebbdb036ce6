// SPDX-License-Identifier: GPL-3.0-or-later

/// A low point of a function without derivatives by steps along single coordinates, halved where none leads down
/// (Kolda, Lewis & Torczon 2003, doi:10.1137/S003614450242889); it walks over kinks that stop a gradient.
public struct CompassSearch: Sendable {
  public let point: [Double]
  public let value: Double

  /// - Parameters:
  ///   - longest: Length of the first steps.
  ///   - shortest: Steps are not halved below this.
  public init(from start: [Double], longest: Double, shortest: Double, _ function: ([Double]) -> Double) {
    var x = start, value = function(start), step = longest
    while step >= shortest {
      var hasMoved = false
      for k in x.indices {
        let here = x[k]
        for sign in [step, -step] {
          x[k] = here + sign
          let next = function(x)
          if next < value - 1e-9 * value.magnitude {
            value = next
            hasMoved = true
            break
          }
          x[k] = here
        }
      }
      if !hasMoved { step /= 2 }
    }
    point = x
    self.value = value
  }
}
