// SPDX-License-Identifier: GPL-3.0-or-later

/// The candidate most like a misspelt name, if one is near enough to be meant.
///
/// Edit distance (Levenshtein 1966) of at most a third of the name's length.
public func nearest(_ name: String, in candidates: some Sequence<String>) -> String? {
  let limit = max(1, name.count / 3)
  return candidates.map { ($0, editDistance(name.lowercased(), $0.lowercased())) }
    .filter { $0.1 <= limit }
    .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
}

/// What a message adds where a name is near one that was meant.
/// - Parameter other: What it adds where none is near.
public func didYouMean(
  _ name: String, in candidates: some Sequence<String>, orElse other: @autoclosure () -> String = ""
) -> String {
  didYouMean(nearest(name, in: candidates), orElse: other())
}

func didYouMean(_ near: String?, orElse other: @autoclosure () -> String = "") -> String {
  near.map { "; did you mean '\($0)'?" } ?? other()
}

private func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b.prefix(200))
  var row = Array(0...b.count)
  for (i, x) in a.prefix(200).enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let substituted = diagonal + (x == y ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
