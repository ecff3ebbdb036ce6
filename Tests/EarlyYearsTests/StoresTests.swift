// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics
import Testing

@testable import EarlyYears

/// The stores of a replication against the plainest way to answer the same questions.
@Suite struct StoresTests {
  private static func office(from opens: Double, hours: Double, days: Int) -> WorkingTime {
    WorkingTime(
      shiftStart: opens / 24, shiftLength: .init { $0 < 5 ? hours / 24 : 0 }, firstWeekday: 0, dayCount: days)
  }

  /// Whoever is in, has nothing in hand and works is found, in turn from the last one chosen.
  @Test func whoIsFreeIsFoundAsByLookingAtEveryPost() {
    let stream = RandomStream(seed: 11)
    stream.seek(entity: 1, purpose: 1)
    // 150 posts of one pool behind three of another, so that words of bits are crossed.
    let plans = (0..<153).map { index in
      PostPlan(role: index < 3 ? 0 : 1, team: 0, wte: 1, place: index, key: UInt64(index))
    }
    var posts = Establishment(plans, teams: 1, roles: 2)
    var times = [WorkingTime?](repeating: nil, count: plans.count)
    var isBusy = [Bool](repeating: false, count: plans.count), last = 3, found = 0
    for step in 0..<20_000 {
      let now = Double(step) * 0.01, post = stream.integer(below: plans.count)
      switch stream.integer(below: 6) {
      case 0:
        guard !isBusy[post] else { break }
        var time = Self.office(from: 8 + Double(stream.integer(below: 3)), hours: 6.5, days: 201)
        for _ in 0..<60 { time.takeOff(day: stream.integer(below: 201)) }
        times[post] = time
        posts.fill(post, workingTime: time)
      case 1:
        times[post] = nil
        posts.vacate(post)
      case 2:
        if isBusy[post] { _ = posts.end(post) } else { posts.begin(post, work: 7) }
        isBusy[post].toggle()
      default: break
      }
      let canStart = { (post: Int) in !isBusy[post] && (times[post]?.isWorking(at: now) ?? false) }
      let one = posts.canStart(post, at: now), all = posts.freeCount(in: 1, at: now)
      #expect(one == canStart(post) && all == (3..<153).filter(canStart).count)
      let expected = (last..<153).first(where: canStart) ?? (3..<last).first(where: canStart)
      let taken = posts.takeFree(in: 1, at: now)
      #expect(taken == expected)
      if let expected { (last, found) = (expected + 1, found + 1) }
    }
    #expect(found > 1000)
  }

  /// The first day with room and who has least booked on it, as by looking at every day of every diary.
  @Test func theFirstDayWithRoomIsFoundAsByLookingAtEveryPage() {
    let stream = RandomStream(seed: 12)
    stream.seek(entity: 2, purpose: 1)
    let days = 60, range = 2..<8
    var diaries = Diaries(posts: 8, pools: 2, days: days)
    var room = [[Double]](repeating: Array(repeating: 0, count: days), count: 8)
    var booked = [[Float]](repeating: Array(repeating: 0, count: days), count: 8)
    var appointments: [(post: Int, day: Int, minutes: Float)] = []
    for _ in 0..<5000 {
      let post = range.lowerBound + stream.integer(below: range.count), today = stream.integer(below: days)
      switch stream.integer(below: 40) {
      case 0:
        let time = Self.office(from: 9, hours: 4 + 4 * stream.uniform(), days: days)
        diaries.open(post, pool: 1, from: today, bookableShare: 0.75, time)
        for day in today..<days { room[post][day] = time.hours(onDay: day) * 60 * 0.75 }
      case 1:
        diaries.close(post, from: today)
        for day in today..<days { room[post][day] = 0 }
      case 2...14:
        guard !appointments.isEmpty else { break }
        let old = appointments.remove(at: stream.integer(below: appointments.count))
        diaries.release(post: old.post, pool: 1, day: old.day, minutes: old.minutes, isHomeVisit: true)
        booked[old.post][old.day] -= old.minutes
      default: break
      }
      let minutes = 20 + 100 * stream.uniform(), last = min(days - 1, today + 30)
      let hasRoom = { (post: Int, day: Int) in
        room[post][day] > 0 && Double(booked[post][day]) + minutes <= room[post][day]
      }
      let first = diaries.firstDay(post: post, minutes: minutes, from: today, to: last)
      #expect(first == (today...last).first { hasRoom(post, $0) })
      var expected: (post: Int, day: Int)?
      if let day = (today...last).first(where: { day in range.contains { hasRoom($0, day) } }) {
        let least = range.filter { hasRoom($0, day) }.min { booked[$0][day] < booked[$1][day] }
        expected = least.map { ($0, day) }
      }
      let found = diaries.firstDay(posts: range, pool: 1, minutes: minutes, from: today, to: last)
      #expect(found?.post == expected?.post && found?.day == expected?.day)
      guard let found else { continue }
      diaries.book(post: found.post, day: found.day, minutes: Float(minutes), isHomeVisit: true)
      booked[found.post][found.day] += Float(minutes)
      appointments.append((found.post, found.day, Float(minutes)))
    }
    #expect(appointments.count > 100)
  }

  @Test func listsOfChildrenHoldWhomTheyWereGiven() {
    let stream = RandomStream(seed: 13)
    stream.seek(entity: 3, purpose: 1)
    var children = ChildRecords(contacts: 3, needs: 2, lists: 4)
    var list: [Int: Int] = [:]
    for _ in 0..<20_000 {
      let child = stream.integer(below: 6000)
      if child >= children.count || stream.bernoulli(0.05) {
        let opened = children.open()
        let completed = children[opened, completed: 2]
        #expect(list[opened] == nil && completed == .infinity)
        children[opened].isHere = true
        list[opened] = -1
      } else if children[child].isHere {
        let target = stream.integer(below: 6) - 1
        children.move(child, toList: min(target, 3))
        list[child] = min(target, 3)
        if target == 4 {
          children.move(child, toList: -1)
          children.close(child)
          list[child] = nil
        }
      }
    }
    for number in 0..<4 {
      var held: [Int] = []
      children.add(list: number, to: &held)
      #expect(held.sorted() == list.filter { $0.value == number }.keys.sorted())
    }
    #expect(list.count > 1000)
  }

  /// A slot is used again, and what was meant for its earlier life can be told.
  @Test func aSlotOfWorkHasOneLifeAfterAnother() {
    var work = WorkInHand(), child = Child()
    var record = Work()
    record.contact = 4
    let first = work.open(record)
    work.link(first, to: &child)
    let second = work.open(record)
    work.link(second, to: &child)
    let next = Int(work[second].next)
    #expect(child.firstWork == Int32(second) && next == first)
    let life = work[first].life
    work.unlink(first, from: &child)
    work.close(first)
    let (after, state) = (work[second].next, work[first].state)
    #expect(after == -1 && state == .free)
    let again = work.open(record), later = work[again]
    #expect(again == first && later.life != life && later.contact == 4)
  }
}
