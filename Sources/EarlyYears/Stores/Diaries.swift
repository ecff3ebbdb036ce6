// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

/// What is booked in everybody's diary, by day and post.
///
/// A diary knows the working pattern, leave and what is booked already; it cannot know who will be sick.
struct Diaries: ~Copyable {
  private struct Page {
    /// Minutes that may be booked; zero on a day off and while the post is vacant.
    var room = 0.0
    var booked: Float = 0
    var homeVisits: UInt8 = 0
  }

  private let pages: UnsafeMutablePointer<Page>
  private let posts: Int
  private let days: Int
  /// For a team's posts of a role, by day: the shortest appointment for which nobody had room when it was last looked
  /// for. A day that is full is not looked through again until room is given back.
  private let tooLong: UnsafeMutablePointer<Double>

  /// Diaries of no days keep nothing.
  init(posts: Int, pools: Int, days: Int) {
    (self.posts, self.days) = (posts, days)
    pages = .allocate(capacity: max(1, posts * days))
    pages.initialize(repeating: Page(), count: posts * days)
    tooLong = .allocate(capacity: max(1, pools * days))
    tooLong.initialize(repeating: .infinity, count: pools * days)
  }

  deinit {
    pages.deallocate()
    tooLong.deallocate()
  }

  private func page(_ post: Int, _ day: Int) -> UnsafeMutablePointer<Page> { pages + (day * posts + post) }

  /// Someone starts in a post: their days from now on.
  mutating func open(_ post: Int, pool: Int, from day: Int, bookableShare: Double, _ time: borrowing WorkingTime) {
    for day in max(0, day)..<max(days, max(0, day)) {
      page(post, day).pointee.room = time.hours(onDay: day) * 60 * bookableShare
      tooLong[pool * days + day] = .infinity
    }
  }

  /// A post falls vacant: nothing more is booked.
  mutating func close(_ post: Int, from day: Int) {
    for day in max(0, day)..<max(days, max(0, day)) { page(post, day).pointee.room = 0 }
  }

  /// The first day on which a post has room for an appointment.
  func firstDay(post: Int, minutes: Double, from first: Int, to last: Int) -> Int? {
    guard first <= last else { return nil }
    for day in first...last where hasRoom(post, day, minutes) { return day }
    return nil
  }

  /// The first day on which anyone of a team's posts of a role has room, and who of those with room has least booked.
  mutating func firstDay(posts: Range<Int>, pool: Int, minutes: Double, from first: Int, to last: Int) -> (
    post: Int, day: Int
  )? {
    guard first <= last, !posts.isEmpty else { return nil }
    for day in first...last where minutes < tooLong[pool * days + day] {
      var best: Int?
      for post in posts where hasRoom(post, day, minutes) {
        if let other = best, page(other, day).pointee.booked <= page(post, day).pointee.booked { continue }
        best = post
      }
      if let best { return (best, day) }
      tooLong[pool * days + day] = minutes
    }
    return nil
  }

  private func hasRoom(_ post: Int, _ day: Int, _ minutes: Double) -> Bool {
    let page = page(post, day).pointee
    return page.room > 0 && Double(page.booked) + minutes <= page.room
  }

  mutating func book(post: Int, day: Int, minutes: Float, isHomeVisit: Bool) {
    page(post, day).pointee.booked += minutes
    if isHomeVisit { page(post, day).pointee.homeVisits += 1 }
  }

  /// The time is free again for somebody else.
  mutating func release(post: Int, pool: Int, day: Int, minutes: Float, isHomeVisit: Bool) {
    page(post, day).pointee.booked -= minutes
    if isHomeVisit { page(post, day).pointee.homeVisits -= 1 }
    tooLong[pool * days + day] = .infinity
  }

  func homeVisits(post: Int, day: Int) -> Int { Int(page(post, day).pointee.homeVisits) }
}
