// SPDX-License-Identifier: GPL-3.0-or-later
import CCounterRNG

/// One block of Threefry 4x64-20: four words from a counter and a key of four words each.
package func counterBlock(counter: [UInt64], key: [UInt64]) -> [UInt64] {
  precondition(counter.count == 4 && key.count == 4)
  var block = [UInt64](repeating: 0, count: 4)
  counter_rng_block(counter, key, &block)
  return block
}
