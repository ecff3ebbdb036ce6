// SPDX-License-Identifier: GPL-3.0-or-later

/// The change pretended to have come earlier (Abadie, Diamond & Hainmueller 2015): an effect there is an error.
public struct PlaceboTime: Sendable {
  public let firstPost: Int
  public let fit: SyntheticFit

  /// - Parameter firstPost: Index of the pretended first period; nil for the middle of the periods before the change.
  public init(_ comparison: Comparison, estimator: Estimator, firstPost: Int? = nil) throws(EffectsError) {
    let pre = comparison.pre
    let position = firstPost.flatMap { pre.firstIndex(of: $0) } ?? (pre.count + 1) / 2
    guard position >= 2, position < pre.count else {
      throw EffectsError("too few periods before the change for a placebo in time")
    }
    var earlier = comparison
    earlier.pre = Array(pre[..<position])
    earlier.post = Array(pre[position...])
    self.firstPost = pre[position]
    fit = try estimator.fit(earlier)
  }
}
