// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import TableFiles

/// How a strategy's increments lie on the cost-effectiveness plane.
struct PlaneCloud {
  let strategy: String
  /// Means, and the lower triangle of the covariance's root.
  private let effect, cost: Double
  private let root: (ee: Double, ec: Double, cc: Double)
  /// Shares of the draws: dearer and better, dearer and worse, cheaper and worse, cheaper and better. What lies on an axis
  /// is split between its neighbours.
  let quadrants: [Double]

  static let quadrantNames = ["dearer, better", "dearer, worse", "cheaper, worse", "cheaper, better"]

  init(_ increments: [Chart.Increment], strategy: String) {
    self.strategy = strategy
    let own = increments.filter { $0.strategy == strategy }, count = Double(max(own.count, 1))
    let effect = own.reduce(0) { $0 + $1.effect } / count, cost = own.reduce(0) { $0 + $1.cost } / count
    func product(_ a: (Chart.Increment) -> Double, _ b: (Chart.Increment) -> Double) -> Double {
      own.reduce(0) { $0 + a($1) * b($1) } / max(count - 1, 1)
    }
    let ee = product({ $0.effect - effect }, { $0.effect - effect })
    let ec = product({ $0.effect - effect }, { $0.cost - cost })
    let cc = product({ $0.cost - cost }, { $0.cost - cost })
    let spread = ee.squareRoot(), slope = spread > 0 ? ec / spread : 0
    self.effect = effect
    self.cost = cost
    root = (spread, slope, max(cc - slope * slope, 0).squareRoot())
    var shares = [0.0, 0, 0, 0]
    for one in own {
      let better = one.effect > 0 ? 1 : one.effect < 0 ? 0 : 0.5, dearer = one.cost > 0 ? 1 : one.cost < 0 ? 0 : 0.5
      shares[0] += dearer * better / count
      shares[1] += dearer * (1 - better) / count
      shares[2] += (1 - dearer) * (1 - better) / count
      shares[3] += (1 - dearer) * better / count
    }
    quadrants = shares
  }

  /// The ellipse that holds a share of a bivariate normal distribution with the draws' means and covariance.
  func ellipse(holding share: Double, points: Int = 72) -> [(effect: Double, cost: Double)] {
    let radius = (-2 * log1p(-share)).squareRoot()
    return (0...points).map { place in
      let angle = 2 * Double.pi * Double(place) / Double(points), x = radius * cos(angle), y = radius * sin(angle)
      return (effect + root.ee * x, cost + root.ec * x + root.cc * y)
    }
  }
}

extension Chart {
  /// Layers that show where half and 95 % of each strategy's draws lie.
  static func ellipses(_ clouds: [PlaneCloud], axes: [(String, JSONValue)], colour: (String, JSONValue)) -> JSONValue {
    let points = clouds.flatMap { cloud in
      [0.5, 0.95].flatMap { share in
        cloud.ellipse(holding: share).enumerated().map { place, point -> [(String, JSONValue)] in
          [
            ("strategy", .text(cloud.strategy)), ("ring", .text("\(cloud.strategy) \(share)")),
            ("place", .integer(place)), ("effect", .number(point.effect)), ("cost", .number(point.cost)),
          ]
        }
      }
    }
    return .object([
      ("data", ChartStyle.values(points)),
      ("mark", .object([("type", .text("line")), ("strokeWidth", .number(1.4)), ("opacity", .number(0.9))])),
      (
        "encoding",
        .object(
          axes + [
            colour, ("detail", .object([("field", .text("ring")), ("type", .text("nominal"))])),
            ("order", .object([("field", .text("place")), ("type", .text("quantitative"))])),
          ])
      ),
    ])
  }

  /// The shares of the quadrants, at the corners of the picture.
  static func quadrantShares(_ clouds: [PlaneCloud], width: Double, height: Double, colours: [String: String])
    -> [JSONValue]
  {
    let corners: [(x: Double, align: String, isTop: Bool)] = [
      (width - 4, "right", true), (4, "left", true), (4, "left", false), (width - 4, "right", false),
    ]
    return clouds.enumerated().flatMap { row, cloud in
      zip(corners, cloud.quadrants).map { corner, share in
        let offset = 10 + 14 * Double(row)
        return .object([
          ("data", ChartStyle.values([[("share", .text("\(Rounding.fixed(100 * share, places: 0)) %"))]])),
          (
            "mark",
            .object([
              ("type", .text("text")), ("align", .text(corner.align)), ("fontSize", .integer(12)),
              ("fontWeight", .text("bold")), ("color", .text(colours[cloud.strategy] ?? "#222222")),
            ])
          ),
          (
            "encoding",
            .object([
              ("text", .object([("field", .text("share")), ("type", .text("nominal"))])),
              ("x", .object([("value", .number(corner.x))])),
              ("y", .object([("value", .number(corner.isTop ? offset : height - offset))])),
            ])
          ),
        ])
      }
    }
  }
}
