// SPDX-License-Identifier: GPL-3.0-or-later

/// A number that changes at events (waiting, in service, in the system) and its average over time.
@frozen
public struct TimeWeightedTally: Sendable {
  public private(set) var value = 0
  private var area = 0.0
  private var areaOfSquares = 0.0
  private var timeAtZero = 0.0
  private var since: Double
  private var started: Double
  /// How often the number rose from zero.
  public private(set) var risesFromZero = 0

  public init(from start: Double) {
    since = start
    started = start
  }

  /// Brings the integrals up to `time`.
  public mutating func advance(to time: Double) {
    guard time > since else { return }
    let span = time - since
    let level = Double(value)
    area += level * span
    areaOfSquares += level * level * span
    if value == 0 { timeAtZero += span }
    since = time
  }

  public mutating func add(_ change: Int, at time: Double) {
    advance(to: time)
    if value == 0, change > 0 { risesFromZero += 1 }
    value += change
  }

  /// Forgets the past (end of warm-up) and keeps the present value.
  public mutating func restart(at time: Double) {
    since = time
    started = time
    area = 0
    areaOfSquares = 0
    timeAtZero = 0
    risesFromZero = 0
  }

  private var elapsed: Double { since - started }
  public var mean: Double { area / elapsed }
  public var variance: Double { areaOfSquares / elapsed - mean * mean }
  public var shareOfTimeAtZero: Double { timeAtZero / elapsed }
  /// Mean length of the periods in which the number was above zero.
  public var meanPeriodAboveZero: Double { (elapsed - timeAtZero) / Double(risesFromZero) }
}
