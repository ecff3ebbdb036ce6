// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

/// What is watched while the simulation runs: queues, waits, and the state of the service at intervals.
struct Observation {
  /// Waiting and in hand, by contact type; supervision last.
  var waiting: [TimeWeightedTally]
  var inHand: [TimeWeightedTally]
  var allWaiting = TimeWeightedTally(from: 0)
  var allInHand = TimeWeightedTally(from: 0)
  var inSystem = TimeWeightedTally(from: 0)
  var waits: [DurationHistogram]
  var timesInSystem: [DurationHistogram]
  var snapshots: [Snapshot] = []
  /// Children per WTE of each team at the last month.
  private var teamRatios: [Double] = []
  var caseloads = CaseloadDistribution()

  init(contacts: Int) {
    waiting = Array(repeating: TimeWeightedTally(from: 0), count: contacts + 1)
    inHand = waiting
    waits = Array(repeating: DurationHistogram(), count: contacts)
    timesInSystem = waits
  }

  func childrenPerWTE(team: Int) -> Double { team < teamRatios.count ? teamRatios[team] : 0 }

  mutating func noteTeams(_ ratios: [Double]) { teamRatios = ratios }

  /// Forgets the warm-up.
  mutating func restart(at time: Double) {
    for k in waiting.indices {
      waiting[k].advance(to: time)
      waiting[k].restart(at: time)
      inHand[k].advance(to: time)
      inHand[k].restart(at: time)
    }
    allWaiting.restart(at: time)
    allInHand.restart(at: time)
    inSystem.restart(at: time)
  }

  mutating func advance(to time: Double) {
    for k in waiting.indices {
      waiting[k].advance(to: time)
      inHand[k].advance(to: time)
    }
    allWaiting.advance(to: time)
    allInHand.advance(to: time)
    inSystem.advance(to: time)
  }
}

/// The state of the service at one time in the reporting period.
public struct Snapshot: Sendable, Equatable {
  /// Days since the start of the reporting period.
  public let day: Double
  /// Children under five on the books.
  public let children: Int
  public let wteInPost: Double
  public let waiting: Int
  public let inHand: Int
  /// By contact type, in the order of the scenario.
  public let waitingByContact: [Int]
  public let inHandByContact: [Int]
}

extension Replication {
  private func place(of item: Int) -> Int {
    work[item].contact == Work.supervision ? contactCount : Int(work[item].contact)
  }

  mutating func observeReady(_ item: Int) {
    books.observation.waiting[place(of: item)].add(1, at: now)
    books.observation.allWaiting.add(1, at: now)
    books.observation.inSystem.add(1, at: now)
  }

  /// The wait ends without anyone having come.
  mutating func observeEndOfWait(_ item: Int) {
    books.observation.waiting[place(of: item)].add(-1, at: now)
    books.observation.allWaiting.add(-1, at: now)
    books.observation.inSystem.add(-1, at: now)
  }

  mutating func observeStart(_ item: Int) {
    let place = place(of: item)
    books.observation.waiting[place].add(-1, at: now)
    books.observation.allWaiting.add(-1, at: now)
    books.observation.inHand[place].add(1, at: now)
    books.observation.allInHand.add(1, at: now)
    if books.isReporting, work[item].hasChild { books.observation.waits[place].add(now - work[item].ready) }
  }

  mutating func observeEnd(_ item: Int) {
    let place = place(of: item)
    books.observation.inHand[place].add(-1, at: now)
    books.observation.allInHand.add(-1, at: now)
    books.observation.inSystem.add(-1, at: now)
    if books.isReporting, work[item].hasChild { books.observation.timesInSystem[place].add(now - work[item].ready) }
  }

  mutating func startReporting() {
    books.startReporting(at: now)
  }

  /// Notes the state of the service, and how many children each member of staff carries.
  mutating func takeSnapshot() {
    schedule(.snapshot, at: now + model.scenario.clock.snapshotEveryDays)
    let byTeam = childrenByTeam()
    noteCaseloads(byTeam: byTeam, wte: caseloadWTEByTeam())
    noteServiceLevels()
    var inPost = 0.0
    for post in 0..<posts.count where posts[post].isFilled { inPost += posts[post].wte }
    books.observation.snapshots.append(
      Snapshot(
        day: now - model.timeline.reportStart, children: byTeam.reduce(0, +), wteInPost: inPost,
        waiting: books.observation.allWaiting.value, inHand: books.observation.allInHand.value,
        waitingByContact: model.contactOrder.map { books.observation.waiting[$0].value },
        inHandByContact: model.contactOrder.map { books.observation.inHand[$0].value }))
  }

  /// How many children there are to a WTE in each team, on which it depends who leaves.
  mutating func noteTeamRatios() {
    books.observation.noteTeams(zip(childrenByTeam(), caseloadWTEByTeam()).map { $1 > 0 ? Double($0) / $1 : .infinity })
  }

  private mutating func noteServiceLevels() {
    let counters: [3 of CounterLayout.Population] = [.atUniversal, .atTargeted, .atSpecialist]
    for child in 0..<children.count where children[child].isHere && children[child].birth <= now {
      guard let row = row(child, at: now) else { return }
      books.counters.add(1, model.layout.population(counters[serviceLevel(child).rawValue]), row: row)
    }
  }

  private func childrenByTeam() -> [Int] {
    var counts = Array(repeating: 0, count: teamCount)
    for child in 0..<children.count where children[child].isHere && children[child].birth <= now {
      counts[Int(children[child].team)] += 1
    }
    return counts
  }

  /// WTE in post that holds caseloads; roles that cover the authority are shared out over the teams.
  private func caseloadWTEByTeam() -> [Double] {
    var wte = Array(repeating: 0.0, count: teamCount)
    for post in 0..<posts.count where posts[post].isFilled && model.roles[posts[post].role].role.holdsCaseload {
      if posts[post].team < teamCount {
        wte[posts[post].team] += posts[post].wte
      } else {
        for team in 0..<teamCount { wte[team] += posts[post].wte / Double(teamCount) }
      }
    }
    return wte
  }

  private mutating func noteCaseloads(byTeam: [Int], wte: [Double]) {
    let isNamed = model.scenario.caseload.model == .named
    var born = Array(repeating: 0, count: posts.count)
    if isNamed {
      for child in 0..<children.count
      where children[child].isHere && children[child].birth <= now && children[child].named >= 0 {
        born[Int(children[child].named)] += 1
      }
    }
    for post in 0..<posts.count where posts[post].isFilled && model.roles[posts[post].role].role.holdsCaseload {
      let team = min(posts[post].team, teamCount - 1)
      let ratio = isNamed ? Double(born[post]) / posts[post].wte : Double(byTeam[team]) / wte[team]
      books.observation.caseloads.note(childrenPerWTE: ratio, weight: posts[post].wte)
    }
  }
}
