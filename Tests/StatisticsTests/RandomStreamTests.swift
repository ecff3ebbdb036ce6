// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Testing

@Suite struct RandomStreamTests {
  @Test func theSameAddressGivesTheSameDraws() {
    let a = RandomStream(seed: 1), b = RandomStream(seed: 1)
    b.seek(entity: 9, purpose: 9)
    _ = b.gamma(shape: 2, scale: 1)
    a.seek(entity: 5, purpose: 2)
    b.seek(entity: 5, purpose: 2)
    #expect(a.bits() == b.bits())
  }
}
