// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// The values of predictors for all units of a panel, each worked out once for the periods that may be looked at: the
/// thousands of comparisons of a study ask for the same.
final class PredictorValues: Sendable {
  struct Entry: Sendable {
    /// One for each unit, NaN where there is none; nil where the panel has no such column.
    let values: [Double]?
    /// Periods with or after the change that are asked for and not used.
    let beyond: String?
  }

  private struct Key: Hashable {
    let predictor: Predictor
    let available: [Int]
  }

  private let known = Mutex<[Key: Entry]>([:])

  func entry(_ predictor: Predictor, in panel: Panel, available: [Int]) -> Entry {
    let key = Key(predictor: predictor, available: available)
    if let entry = known.withLock({ $0[key] }) { return entry }
    let values = predictor.values(in: panel, available: available)
    let entry = Entry(
      values: values.isEmpty ? nil : values, beyond: available.last.flatMap { predictor.periodsBeyond($0, in: panel) })
    known.withLock { $0[key] = entry }
    return entry
  }
}
