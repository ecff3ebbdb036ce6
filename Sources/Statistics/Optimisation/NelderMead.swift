// SPDX-License-Identifier: GPL-3.0-or-later

/// A local minimum of a function without derivatives (Nelder & Mead 1965, doi:10.1093/comjnl/7.4.308).
public struct NelderMead: Sendable {
  public let point: [Double]
  public let value: Double
  public let evaluations: Int

  /// - Parameters:
  ///   - size: Length of the edges of the first simplex.
  ///   - tolerance: Stops when the simplex's values differ by less than this share of the best.
  public init(
    from start: [Double], size: Double = 1, tolerance: Double = 1e-10, maximumEvaluations: Int,
    _ function: ([Double]) -> Double
  ) {
    var simplex = NelderMeadSimplex(start: start, size: size, function)
    while simplex.evaluations < maximumEvaluations {
      let spread = simplex.vertices[start.count].value - simplex.vertices[0].value
      if spread <= tolerance * simplex.vertices[0].value.magnitude { break }
      simplex.advance(function)
    }
    point = simplex.vertices[0].point
    value = simplex.vertices[0].value
    evaluations = simplex.evaluations
  }
}

private struct NelderMeadSimplex {
  typealias Vertex = (point: [Double], value: Double)
  /// From the best to the worst.
  var vertices: [Vertex] = []
  var evaluations: Int

  init(start: [Double], size: Double, _ function: ([Double]) -> Double) {
    vertices = [(start, function(start))]
    for i in start.indices {
      var point = start
      point[i] += size
      vertices.append((point, function(point)))
    }
    evaluations = vertices.count
    order()
  }

  mutating func advance(_ function: ([Double]) -> Double) {
    let n = vertices.count - 1, worst = vertices[n]
    var centre = [Double](repeating: 0, count: n)
    for vertex in vertices.dropLast() { for i in 0..<n { centre[i] += vertex.point[i] / Double(n) } }
    func along(_ t: Double) -> Vertex {
      let point = (0..<n).map { centre[$0] + t * (worst.point[$0] - centre[$0]) }
      return (point, function(point))
    }
    let reflected = along(-1)
    evaluations += 1
    if reflected.value < vertices[0].value {
      let expanded = along(-2)
      evaluations += 1
      replaceWorst(expanded.value < reflected.value ? expanded : reflected)
    } else if reflected.value < vertices[n - 1].value {
      replaceWorst(reflected)
    } else {
      let contracted = along(reflected.value < worst.value ? -0.5 : 0.5)
      evaluations += 1
      if contracted.value < min(reflected.value, worst.value) {
        replaceWorst(contracted)
      } else {
        shrink(function)
      }
    }
  }

  private mutating func replaceWorst(_ vertex: Vertex) {
    vertices[vertices.count - 1] = vertex
    order()
  }

  private mutating func shrink(_ function: ([Double]) -> Double) {
    let best = vertices[0].point
    for k in 1..<vertices.count {
      let point = best.indices.map { best[$0] + 0.5 * (vertices[k].point[$0] - best[$0]) }
      vertices[k] = (point, function(point))
    }
    evaluations += vertices.count - 1
    order()
  }

  private mutating func order() { vertices.sort { $0.value < $1.value } }
}
