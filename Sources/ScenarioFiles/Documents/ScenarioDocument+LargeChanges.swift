// SPDX-License-Identifier: GPL-3.0-or-later

extension ScenarioDocument {
  /// Numbers that the file itself replaces by more than three times, or less than a third, of what it inherits: often a
  /// slip of the pen, or another unit. Each at its line; none where the file inherits nothing.
  public func largeChanges() -> [Flaw] {
    guard let parents = try? Inheritance.parents(path: path), !parents.isEmpty else { return [] }
    let inherited = parents.compactMap { try? ScenarioDocument(path: $0) }.flatMap(\.parameters)
    let before = Dictionary(inherited.map { ($0.path, $0.mean) }, uniquingKeysWith: { _, last in last })
    return parameters.compactMap { parameter in
      guard parameter.position.file == path, let old = before[parameter.path], old > 0, parameter.mean > 0,
        !parameter.path.hasPrefix("published["), !parameter.path.hasPrefix("service_check[")
      else { return nil }
      let times = parameter.mean / old
      guard times > 3 || times < 1 / 3.0 else { return nil }
      let words = times > 3 ? "\(rounded(times)) times" : "\(rounded(100 * times)) % of"
      return Flaw(
        parameter.position,
        "'\(parameter.path)' is \(shortest(parameter.mean)), \(words) the \(shortest(old)) that it replaces")
    }
  }

  private func rounded(_ value: Double) -> String {
    value >= 10 ? shortest(value.rounded()) : shortest((10 * value).rounded() / 10)
  }
}
