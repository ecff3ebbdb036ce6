// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

/// The established posts: who is in them, and who of them is free and at work.
///
/// Who is free is a bit for each post, kept when someone starts or ends a piece of work or a post falls vacant or is
/// filled; who works today is another, set for a team's posts of a role when they are first asked for on a day. A search
/// looks at the words of both and so at nobody who could not take the work.
struct Establishment: ~Copyable {
  private var posts: GrowingBuffer<Post>
  /// Posts of a team and role.
  let ranges: [Range<Int>]
  private var nextSearch: [Int]
  private var free: [UInt64]
  private var today: [UInt64]
  /// Today's shift of each post.
  private var shifts: [Shift]
  /// The day for which the shifts of a team's posts of a role are known, and between which hours any of them works.
  private var days: [(day: Int, opens: Double, closes: Double)]

  private struct Shift {
    var day = -1
    var opens = 0.0
    var closes = 0.0
  }

  init(_ plans: [PostPlan], teams: Int, roles: Int) {
    posts = GrowingBuffer(capacity: plans.count)
    for plan in plans {
      posts.append(
        Post(
          role: plan.role, team: plan.team, wte: plan.wte, place: plan.place, key: plan.key,
          pool: plan.team * roles + plan.role,
          workingTime: .always))
    }
    var ranges = Array(repeating: 0..<0, count: teams * roles)
    for (index, post) in plans.enumerated() {
      let pool = post.team * roles + post.role
      ranges[pool] = ranges[pool].isEmpty ? index..<index + 1 : ranges[pool].lowerBound..<index + 1
    }
    self.ranges = ranges
    nextSearch = ranges.map(\.lowerBound)
    free = Array(repeating: 0, count: plans.count / 64 + 1)
    today = free
    shifts = Array(repeating: Shift(), count: plans.count)
    days = Array(repeating: (-1, .infinity, -.infinity), count: ranges.count)
  }

  var count: Int { posts.count }

  subscript(post: Int) -> Post {
    @inline(__always) get { posts[post] }
    @inline(__always) _modify { yield &posts[post] }
  }

  // MARK: Who is in

  /// Someone starts in a post.
  mutating func fill(_ post: Int, workingTime: WorkingTime) {
    posts[post].isFilled = true
    posts[post].workingTime = workingTime
    shifts[post].day = -1
    days[posts[post].pool].day = -1
    noteFree(post)
  }

  mutating func vacate(_ post: Int) {
    posts[post].isFilled = false
    noteFree(post)
  }

  /// Someone begins a piece of work.
  mutating func begin(_ post: Int, work item: Int) {
    posts[post].isBusy = true
    posts[post].work = Int32(item)
    noteFree(post)
  }

  /// The piece of work that someone has ended.
  mutating func end(_ post: Int) -> Int {
    let item = Int(posts[post].work)
    posts[post].isBusy = false
    posts[post].work = -1
    noteFree(post)
    return item
  }

  private mutating func noteFree(_ post: Int) {
    let bit: UInt64 = 1 << UInt64(post & 63)
    if posts[post].isFilled && !posts[post].isBusy { free[post >> 6] |= bit } else { free[post >> 6] &= ~bit }
  }

  // MARK: Who is free and at work

  /// Whether someone is in the post, has nothing in hand and is at work now.
  mutating func canStart(_ post: Int, at now: Double) -> Bool {
    guard free[post >> 6] & (1 << UInt64(post & 63)) != 0 else { return false }
    let day = Int(now.rounded(.down)), clock = now - Double(day)
    if shifts[post].day != day { setShift(of: post, day: day) }
    return clock >= shifts[post].opens && clock < shifts[post].closes
  }

  /// Someone free of a team's posts of a role. The search starts after the last one chosen, so that work is shared out.
  mutating func takeFree(in pool: Int, at now: Double) -> Int? {
    let range = ranges[pool]
    guard !range.isEmpty else { return nil }
    let day = Int(now.rounded(.down)), clock = now - Double(day)
    if days[pool].day != day { setShifts(of: pool, day: day) }
    guard clock >= days[pool].opens, clock < days[pool].closes else { return nil }
    let start = nextSearch[pool]
    let found =
      firstFree(from: start, to: range.upperBound, clock: clock)
      ?? firstFree(
        from: range.lowerBound, to: min(start, range.upperBound), clock: clock)
    if let found { nextSearch[pool] = found + 1 }
    return found
  }

  /// How many of a team's posts of a role could start now.
  mutating func freeCount(in pool: Int, at now: Double) -> Int {
    let range = ranges[pool]
    guard !range.isEmpty else { return 0 }
    let day = Int(now.rounded(.down)), clock = now - Double(day)
    if days[pool].day != day { setShifts(of: pool, day: day) }
    var count = 0, from = range.lowerBound
    while let post = firstFree(from: from, to: range.upperBound, clock: clock) {
      count += 1
      from = post + 1
    }
    return count
  }

  private func firstFree(from start: Int, to end: Int, clock: Double) -> Int? {
    guard start < end else { return nil }
    var index = start >> 6
    let last = (end - 1) >> 6
    var word = free[index] & today[index] & (~0 << UInt64(start & 63))
    while true {
      while word != 0 {
        let post = index << 6 + word.trailingZeroBitCount
        guard post < end else { return nil }
        if clock >= shifts[post].opens && clock < shifts[post].closes { return post }
        word &= word - 1
      }
      index += 1
      guard index <= last else { return nil }
      word = free[index] & today[index]
    }
  }

  private mutating func setShifts(of pool: Int, day: Int) {
    var opens = Double.infinity, closes = -Double.infinity
    for post in ranges[pool] {
      if shifts[post].day != day { setShift(of: post, day: day) }
      guard today[post >> 6] & (1 << UInt64(post & 63)) != 0 else { continue }
      opens = min(opens, shifts[post].opens)
      closes = max(closes, shifts[post].closes)
    }
    days[pool] = (day, opens, closes)
  }

  private mutating func setShift(of post: Int, day: Int) {
    let shift = posts[post].workingTime.shift(onDay: day)
    // Without a shift it closes before it opens.
    shifts[post] = Shift(day: day, opens: shift?.opens ?? .infinity, closes: shift?.closes ?? -.infinity)
    let bit: UInt64 = 1 << UInt64(post & 63)
    if shift != nil { today[post >> 6] |= bit } else { today[post >> 6] &= ~bit }
  }
}
