// SPDX-License-Identifier: GPL-3.0-or-later

/// A number that changes at events (waiting, in service, in the system) and its average over time.
@frozen
public struct TimeWeightedTally: Sendable {
  @usableFromInline var count = 0
  @inlinable public var value: Int { count }
  @usableFromInline var area = 0.0
  @usableFromInline var areaOfSquares = 0.0
  @usableFromInline var timeAtZero = 0.0
  @usableFromInline var since: Double
  @usableFromInline var started: Double
  /// How often the number rose from zero.
  @usableFromInline var rises = 0
  @inlinable public var risesFromZero: Int { rises }

  public init(from start: Double) {
    since = start
    started = start
  }

  /// Brings the integrals up to `time`.
  @inlinable
  public mutating func advance(to time: Double) {
    guard time > since else { return }
    let span = time - since
    let level = Double(count)
    area += level * span
    areaOfSquares += level * level * span
    if count == 0 { timeAtZero += span }
    since = time
  }

  @inlinable
  public mutating func add(_ change: Int, at time: Double) {
    advance(to: time)
    if count == 0, change > 0 { rises += 1 }
    count += change
  }

  /// Forgets the past (end of warm-up) and keeps the present value.
  public mutating func restart(at time: Double) {
    since = time
    started = time
    area = 0
    areaOfSquares = 0
    timeAtZero = 0
    rises = 0
  }

  private var elapsed: Double { since - started }
  public var mean: Double { area / elapsed }
  public var variance: Double { areaOfSquares / elapsed - mean * mean }
  public var shareOfTimeAtZero: Double { timeAtZero / elapsed }
  /// Mean length of the periods in which the number was above zero.
  public var meanPeriodAboveZero: Double { (elapsed - timeAtZero) / Double(risesFromZero) }
}
