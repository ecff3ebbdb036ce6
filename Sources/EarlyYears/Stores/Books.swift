// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

/// What is counted and watched: counters of the reporting period, queues and waits, and what became of each contact.
struct Books {
  private(set) var isReporting = false
  var counters: Counters
  var conservation: [Conservation]
  var observation: Observation
  private let timeline: Timeline

  init(layout: CounterLayout, timeline: Timeline, contacts: Int) {
    counters = Counters(layout: layout, years: timeline.years)
    conservation = Array(repeating: Conservation(), count: contacts)
    observation = Observation(contacts: contacts)
    self.timeline = timeline
  }

  /// The warm-up is over.
  mutating func startReporting(at time: Double) {
    isReporting = true
    observation.restart(at: time)
  }

  /// The row of counters of a quintile and team at a time; nil outside the reporting period.
  func row(quintile: Int, team: Int, at time: Double) -> Int? {
    timeline.year(of: time).map { counters.row(year: $0, quintile: quintile, team: team) }
  }

  /// Adds an amount for each day of a span to the reporting years that the span meets.
  mutating func spread(_ perDay: Double, _ counter: Int, from start: Double, to stop: Double, quintile: Int, team: Int)
  {
    for year in 0..<timeline.years {
      let opens = timeline.reportStart + Double(year) * timeline.period
      let closes = opens + timeline.length(ofYear: year)
      let days = min(stop, closes) - max(start, opens)
      guard days > 0 else { continue }
      counters.add(days * perDay, counter, row: counters.row(year: year, quintile: quintile, team: team))
    }
  }
}

/// What became of the contacts of one type over the whole run, warm-up included.
///
/// Every contact that fell due ends in exactly one way or is still open.
public struct Conservation: Sendable, Equatable {
  public var fellDue = 0
  public var completed = 0
  public var lapsed = 0
  public var writtenOff = 0
  public var movedAway = 0
  public var stillOpen = 0

  public var isBalanced: Bool { fellDue == completed + lapsed + writtenOff + movedAway + stillOpen }
}
