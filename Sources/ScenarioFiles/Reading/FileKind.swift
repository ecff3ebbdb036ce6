// SPDX-License-Identifier: GPL-3.0-or-later

/// What a YAML file of this program is, told by the keys at its head.
public enum FileKind: String, Sendable, CaseIterable {
  case scenario, study, calibration, plan, effects, horizon

  /// Keys by which a file is known; the first of each kind is never in another's.
  private var keys: [String] {
    switch self {
    case .scenario: ["skillmix", "extends", "workforce", "children"]
    case .study: ["study", "strategies"]
    case .calibration: ["calibrate", "targets"]
    case .plan: ["plan", "subject_to"]
    case .effects: ["panel", "treated"]
    case .horizon: ["horizon", "transitions"]
    }
  }

  /// What it is, and what takes it.
  private func words(_ path: String) -> String {
    switch self {
    case .scenario: "a scenario: 'skillmix run \(path)', or a study names it under 'strategies'"
    case .study: "a study: 'skillmix psa \(path)', 'skillmix compare \(path)' or 'skillmix sensitivity \(path)'"
    case .calibration: "a calibration: 'skillmix calibrate \(path)'"
    case .plan: "a plan: 'skillmix plan \(path)'"
    case .effects: "a specification of pilots and donors: 'skillmix effects \(path)'"
    case .horizon: "a cohort model: 'skillmix cohort \(path)', or a study names it under 'horizon'"
    }
  }

  /// The kind of a file; nil where it is of none, or cannot be read.
  public init?(path: String) {
    guard let tree = try? YAMLTree.read(path: path) else { return nil }
    self.init(tree)
  }

  init?(_ tree: YAMLTree) {
    // A study has an 'effects' key and a calibration a 'scenario'; what a file cannot do without decides.
    let kinds = FileKind.allCases.filter { kind in tree[kind.keys[0]] != nil }
    let other = FileKind.allCases.first { kind in kind.keys.contains { tree[$0] != nil } }
    guard let kind = kinds.first ?? other else { return nil }
    self = kind
  }

  /// Refuses a file that is plainly of another kind, in one sentence.
  func expect(_ tree: YAMLTree, path: String) throws(ScenarioError) {
    guard tree.entries != nil, !keys.contains(where: { tree[$0] != nil }), let found = FileKind(tree), found != self
    else {
      return
    }
    throw ScenarioError([Flaw(tree.position, "this is \(found.words(path))")])
  }
}
