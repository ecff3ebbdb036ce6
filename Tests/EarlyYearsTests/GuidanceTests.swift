// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Statistics
import Testing

/// All five reviews by named health visitors at home: nothing to say against it.
private func followingScenario() -> Scenario {
  var scenario = SmallService.scenario()
  var newBirth = scenario.contacts[0], twoYear = scenario.contacts[1]
  newBirth.places = [PlaceShare(.home, 1)]
  func review(_ name: String, due: Double) -> ContactType {
    var review = newBirth
    review.name = name
    review.label = name
    review.metrics = []
    review.dueAgeDays = .constant(due)
    return review
  }
  twoYear.deliveredBy = newBirth.deliveredBy
  twoYear.places = [PlaceShare(.clinic, 1)]
  scenario.contacts =
    [review("antenatal", due: -50), newBirth, review("six_weeks", due: 48), review("twelve_months", due: 335), twoYear]
    + scenario.contacts[2...]
  return scenario
}

@Test func aScenarioThatFollowsTheGuidanceIsNotFlagged() {
  #expect(followingScenario().departuresFrom2026Guidance() == [])
}

/// What departs, and what the one sentence about it must say.
private let departures: [(name: String, change: @Sendable (inout Scenario) -> Void, says: [String])] = [
  (
    "new birth visit by telephone", { $0.contacts[1].places = [PlaceShare(.home, 0.9), PlaceShare(.telephone, 0.1)] },
    ["new_birth_visit takes place by telephone (10 %)", "face to face", "S26"]
  ),
  (
    "antenatal by video", { $0.contacts[0].places = [PlaceShare(.home, 0.985), PlaceShare(.video, 0.015)] },
    ["antenatal takes place by video (1.5 %)", "face to face", "S26"]
  ),
  ("no named health visitor", { $0.caseload.model = .corporate }, ["nobody is named", "S24"]),
  (
    "nursery nurses hold the families",
    {
      $0.workforce[0].holdsCaseload = false; $0.workforce[1].holdsCaseload = true
    },
    ["held by community_nursery_nurse", "S24"]
  ),
  (
    "nursery nurse second for a new birth visit",
    { $0.contacts[1].deliveredBy[0] = ["health_visitor", "community_nursery_nurse"] },
    ["new_birth_visit may be delivered by community_nursery_nurse", "S24"]
  ),
  (
    "nursery nurse first for the two-year review",
    { $0.contacts[4].deliveredBy[0] = ["community_nursery_nurse", "health_visitor"] },
    ["two_year_review is delivered first by community_nursery_nurse", "certain circumstances"]
  ),
  (
    "a nursery nurse nobody supervises",
    {
      $0.workforce[1].supervision = nil; $0.contacts[4].deliveredBy[0] = ["health_visitor", "community_nursery_nurse"]
    },
    ["two_year_review is delegated without a supervising health visitor"]
  ),
  (
    "family support worker last in a list",
    {
      $0.workforce.append(Role(name: "family_support_worker", wte: 1))
      $0.workforce[2].supervision = .init(by: "health_visitor", minutesPerDelegatedContact: 5)
      $0.contacts[3].deliveredBy[0] = ["health_visitor", "family_support_worker"]
    }, ["twelve_months may be delivered by family_support_worker", "never"]
  ),
  (
    "a role that is not known to be qualified",
    {
      $0.workforce.append(Role(name: "play_worker", wte: 1))
      $0.workforce[2].supervision = .init(by: "health_visitor", minutesPerDelegatedContact: 5)
      $0.contacts[3].deliveredBy[0] = ["health_visitor", "play_worker"]
    }, ["twelve_months may be delegated to play_worker", "suitably qualified"]
  ),
  (
    "antenatal contact in the home for nine in ten",
    { $0.contacts[0].places = [PlaceShare(.home, 0.9), PlaceShare(.clinic, 0.1)] },
    ["antenatal takes place in the home for 90 % of families", "98 %"]
  ),
  (
    "most six-week reviews in a clinic",
    { $0.contacts[2].places = [PlaceShare(.home, 0.4), PlaceShare(.clinic, 0.6)] },
    ["six_weeks takes place in the home for 40 %", "best in the home"]
  ),
  ("antenatal review for seven in ten", { $0.contacts[0].offeredTo.share = 0.7 }, ["offered to 70 % of families"]),
  ("no twelve-month review", { $0.contacts.remove(at: 3) }, ["there is no 12-month review"]),
]

@Test(arguments: departures.indices) func eachDepartureHasItsOwnSentence(index: Int) {
  let departure = departures[index]
  var scenario = followingScenario()
  departure.change(&scenario)
  let sentences = scenario.departuresFrom2026Guidance()
  #expect(sentences.count == 1, "\(departure.name): \(sentences)")
  for words in departure.says {
    #expect(sentences.first?.contains(words) == true, "\(departure.name): \(sentences)")
  }
}

@Test func delegationUnderSupervisionAndAdditionalContactsAreNotFlagged() {
  var scenario = followingScenario()
  // Second in the list for the two later reviews, supervised; additional contacts by anybody and by telephone.
  for review in [3, 4] { scenario.contacts[review].deliveredBy[0] = ["health_visitor", "community_nursery_nurse"] }
  scenario.contacts[5].places = [PlaceShare(.telephone, 1)]
  #expect(scenario.departuresFrom2026Guidance() == [])
}

@Test func anotherCountrysProgrammeIsNotFlagged() {
  var scenario = followingScenario()
  scenario.caseload.model = .corporate
  scenario.programmeOf = .wales
  #expect(scenario.departuresFrom2026Guidance() == [])
}
