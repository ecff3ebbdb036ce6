// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Testing

@Suite struct WaitingListTests {
  struct Waiting {
    var order: WaitingOrder
    var item: UInt32
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func workComesInWaitingOrderWhateverTheOrderOfArrival(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var list = WaitingList(capacity: 1)
    var reference: [Waiting] = []
    var wrong = 0
    for item in 0..<UInt32(5000) {
      // Few distinct values, so that every level of the order decides often.
      let order = WaitingOrder(
        priority: Int.random(in: -2...2, using: &random),
        deadline: Double(Int.random(in: 0..<5, using: &random)),
        due: Double(Int.random(in: 0..<5, using: &random)), sequence: item)
      list.add(item, stamp: item &* 3, order: order)
      reference.append(Waiting(order: order, item: item))
      if Int.random(in: 0..<10, using: &random) < 4 { wrong += Self.takeFirst(&list, &reference) }
    }
    let left = list.count
    #expect(left == reference.count)
    for expected in reference.sorted(by: { $0.order.precedes($1.order) }) {
      if list.firstItem != expected.item || list.firstStamp != expected.item &* 3 { wrong += 1 }
      list.removeFirst()
    }
    let isEmpty = list.isEmpty
    #expect(wrong == 0 && isEmpty)
  }

  /// 1 when the list's first is not the most pressing of the reference.
  static func takeFirst(_ list: inout WaitingList, _ reference: inout [Waiting]) -> Int {
    guard let first = reference.indices.min(by: { reference[$0].order.precedes(reference[$1].order) }) else {
      return list.isEmpty ? 0 : 1
    }
    let wrong = list.firstItem != reference[first].item || list.firstOrder.sequence != reference[first].item
    reference.remove(at: first)
    list.removeFirst()
    return wrong ? 1 : 0
  }

  @Test func priorityDecidesBeforeDeadlineBeforeDueTimeBeforeArrival() {
    let ordered = [
      WaitingOrder(priority: 0, deadline: 9, due: 9, sequence: 9),
      WaitingOrder(priority: 1, deadline: 1, due: 9, sequence: 8),
      WaitingOrder(priority: 1, deadline: 2, due: 1, sequence: 7),
      WaitingOrder(priority: 1, deadline: 2, due: 2, sequence: 5),
      WaitingOrder(priority: 1, deadline: 2, due: 2, sequence: 6),
      WaitingOrder(priority: 1, deadline: .infinity, due: 0, sequence: 0),
    ]
    for i in ordered.indices {
      for j in ordered.indices { #expect(ordered[i].precedes(ordered[j]) == (i < j)) }
    }
  }

  @Test func aNewListIsEmptyAndCanBeEmptiedAgain() {
    var list = WaitingList()
    let before = (list.isEmpty, list.count)
    list.add(4, stamp: 2, order: WaitingOrder(priority: 0, deadline: 0, due: 0, sequence: 0))
    let during = (list.isEmpty, list.count)
    let item = list.firstItem, stamp = list.firstStamp
    list.removeFirst()
    let after = (list.isEmpty, list.count)
    #expect(before == (true, 0) && during == (false, 1) && after == (true, 0))
    #expect(item == 4 && stamp == 2)
  }
}
