// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Economics

/// The thresholds of `--wtp`.
func readThresholds(_ text: String) throws -> ThresholdGrid {
  do {
    return try ThresholdGrid(text)
  } catch {
    throw ValidationError("--wtp: \(error)")
  }
}
