// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of a file that has been checked against its shape; numbers stand in the table of parameters.
indirect enum CheckedValue: Sendable {
  case parameter(Int)
  /// Family of a variate and its parameters by name.
  case variate(String, [String: Int])
  case text(String)
  case flag(Bool)
  case list([CheckedValue])
  case map([(key: String, value: CheckedValue)])

  subscript(key: String) -> CheckedValue? {
    guard case .map(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  var entries: [(key: String, value: CheckedValue)] {
    if case .map(let entries) = self { return entries }
    return []
  }

  var items: [CheckedValue] {
    if case .list(let items) = self { return items }
    return []
  }

  var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  var flag: Bool? {
    if case .flag(let flag) = self { return flag }
    return nil
  }
}
