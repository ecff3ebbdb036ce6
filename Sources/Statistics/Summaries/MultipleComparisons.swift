// SPDX-License-Identifier: GPL-3.0-or-later

/// p-values that allow for as many comparisons as there are, by the step-down procedure of Holm (1979, Scand. J.
/// Statist. 6:65–70): whichever hypotheses are true, the chance to reject any of them is at most the level.
///
/// It needs no independence, and rejects whatever Bonferroni's correction rejects.
public func holmAdjusted(_ pValues: [Double]) -> [Double] {
  let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
  var adjusted = pValues, largest = 0.0
  for (step, place) in order.enumerated() {
    largest = max(largest, min(1, Double(pValues.count - step) * pValues[place]))
    adjusted[place] = largest
  }
  return adjusted
}
