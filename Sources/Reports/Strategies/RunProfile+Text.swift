// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses

extension RunProfile {
  /// For a terminal.
  public var text: String {
    var table = TextTable(["What the simulation took", ""])
    table.add(["replications", readable(Double(replications))])
    table.add(["years simulated, warm-up included", readable(simulatedYears, digits: 1)])
    table.add(["children on the books", readable(children, digits: 0)])
    table.add(["events", readable(events, digits: 0)])
    table.add(["processor time", "\(readable(processorSeconds, digits: 2)) s"])
    table.add(["time on the clock", "\(readable(wallSeconds, digits: 2)) s"])
    table.add(["processor time an event", "\(readable(nanosecondsAnEvent, digits: 0)) ns"])
    table.add(["processor time a simulated year", "\(readable(processorSecondsAYear, digits: 3)) s"])
    table.add(["most memory at a time", "\(readable(peakMemory / 1e6, digits: 0)) MB"])
    return table.text()
  }
}
