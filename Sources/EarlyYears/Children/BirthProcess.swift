// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Births of one quintile as a non-homogeneous Poisson process, thinned from its highest rate (Lewis &
/// Shedler 1979, doi:10.1002/nav.3800260304).
struct BirthProcess: Sendable {
  let quintile: Int
  /// Candidates a day before thinning.
  let highestRate: Double
  private let baseRate: Double
  private let trend: Double
  private let reportStart: Double
  private let season: Season
  private let seasonOrigin: Double

  private enum Season: Sendable {
    case none
    case sinusoidal(amplitude: Double, peak: Double)
    case monthly([Double])
  }

  init(_ children: Children, quintile: Int, from start: Double, timeline: Timeline) {
    self.quintile = quintile
    let total = children.deprivationShares.reduce(0, +)
    baseRate = children.birthsPerYear / Timeline.year * children.deprivationShares[quintile] / total
    trend = log1p(children.birthsTrendPerYear) / Timeline.year
    reportStart = timeline.reportStart
    seasonOrigin = timeline.seasonOrigin
    let growth = max(exp(trend * (start - reportStart)), exp(trend * (timeline.end - reportStart)))
    switch children.seasonality {
    case .none:
      season = .none
      highestRate = baseRate * growth
    case .sinusoidal(let amplitude, let peak):
      season = .sinusoidal(amplitude: amplitude, peak: peak)
      highestRate = baseRate * growth * (1 + amplitude)
    case .monthly(let rates):
      let average = rates.reduce(0, +) / 12
      let relative = rates.map { $0 / average }
      season = .monthly(relative)
      highestRate = baseRate * growth * (relative.max() ?? 1)
    }
  }

  /// Births a day at a time.
  func rate(at time: Double) -> Double {
    let day = (time + seasonOrigin).truncatingRemainder(dividingBy: Timeline.year)
    let dayOfYear = day < 0 ? day + Timeline.year : day
    let factor: Double
    switch season {
    case .none: factor = 1
    case .sinusoidal(let amplitude, let peak):
      factor = 1 + amplitude * cos(2 * .pi * (dayOfYear - peak) / Timeline.year)
    case .monthly(let relative): factor = relative[min(11, Int(dayOfYear / Timeline.year * 12))]
    }
    return baseRate * factor * exp(trend * (time - reportStart))
  }
}
