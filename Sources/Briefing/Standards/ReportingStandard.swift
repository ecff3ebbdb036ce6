// SPDX-License-Identifier: GPL-3.0-or-later

/// What a report should contain by a standard of the field: the one list of its items.
///
/// The annex of a briefing answers them for its study; a page of the documentation answers them for the model.
public struct ReportingStandard: Sendable {
  public struct Item: Sendable, Equatable {
    public let number, topic: String

    init(_ number: String, _ topic: String) {
      self.number = number
      self.topic = topic
    }
  }

  public let name: String
  /// What it is for, in a few words.
  public let purpose: String
  /// Where it was published.
  public let reference: String
  /// The page of the documentation that answers its items for the model as a whole.
  public let page: String
  public let items: [Item]

  public static let all = [cheers2022, stressDES]
}

/// What a study has to say to one item of a standard.
struct StandardAnswer: Sendable, Equatable {
  let number: String
  let reported: Sentence
  /// Where in the briefing; empty where nowhere.
  let here: String
  /// False where no program can know it and the author has to add it.
  let isReported: Bool

  init(_ number: String, _ reported: Sentence, _ here: String = "") {
    self.number = number
    self.reported = reported
    self.here = here
    isReported = true
  }

  private init(missing number: String, _ reported: Sentence) {
    self.number = number
    self.reported = reported
    here = ""
    isReported = false
  }

  /// What the author has to add.
  static func missing(_ number: String, _ what: Sentence) -> StandardAnswer {
    StandardAnswer(missing: number, "NOT REPORTED; the author's to add: \(what)")
  }
}
