// SPDX-License-Identifier: GPL-3.0-or-later

/// Births of one quintile that a later birth may follow in its family, oldest first.
struct RecentBirths {
  struct Entry {
    let time: Double
    /// Slot of the child and its life in it.
    let child: UInt32
    let generation: UInt32
  }

  private(set) var entries: [Entry] = []
  /// Entries before this one are too old.
  private(set) var first = 0

  /// Adds the latest birth and forgets those before `oldest`. Space is given back in halves, so that a birth costs
  /// the same however many there are.
  mutating func add(_ entry: Entry, forgettingBefore oldest: Double) {
    while first < entries.count, entries[first].time < oldest { first += 1 }
    if first > 64, first > entries.count / 2 {
      entries.removeSubrange(0..<first)
      first = 0
    }
    entries.append(entry)
  }

  /// Position of the first birth at or after a time.
  func position(of time: Double) -> Int {
    var low = first, high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].time < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
