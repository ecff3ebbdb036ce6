// SPDX-License-Identifier: GPL-3.0-or-later
/// Quality-adjusted life expectancy at birth by deprivation quintile, most deprived first, on top of which a
/// distributional cost-effectiveness analysis sets what strategies gain.
public struct BaselineHealth: Sendable, Equatable {
  /// QALYs a child can expect.
  public let byQuintile: [Double]
  public let source: String

  public init(byQuintile: [Double], source: String) {
    precondition(byQuintile.count == 5)
    self.byQuintile = byQuintile
    self.source = source
  }

  /// What a study has that gives none of its own.
  ///
  /// Published for England is the gap between the least and the most deprived fifth, 11.1 QALYs in 2017-18 (Love-Koh
  /// et al. 2023, doi:10.1007/s40273-023-01264-9). The level is not; a mean of 68 QALYs and a straight line between the
  /// fifths are assumptions.
  public static let england = BaselineHealth(
    byQuintile: (0..<5).map { 68 + 11.1 * (Double($0) / 4 - 0.5) },
    source: "gap of 11.1 QALYs: Love-Koh et al. 2023; mean of 68 and straight line between the fifths: assumptions")
}
