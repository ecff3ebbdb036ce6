// SPDX-License-Identifier: GPL-3.0-or-later

/// Identifies the content of a scenario file: FNV-1a with 128 bits (Fowler, Noll & Vo 1991; RFC 9923).
///
/// It answers whether two runs read the same text, for which an accidental clash (about n² / 2¹²⁹ among n files)
/// does not matter. It is no protection against someone who forges a file. A cryptographic digest would need
/// either a library many times the size of this module or a cipher of our own, and neither earns its place.
public struct ContentDigest: Sendable, Hashable, CustomStringConvertible {
  private var value: UInt128
  private static let basis: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
  private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013b

  public init(of bytes: some Sequence<UInt8>) {
    value = bytes.reduce(Self.basis) { state, byte in (state ^ UInt128(byte)) &* Self.prime }
  }

  /// Of numbers, 64 bits at a step; a change of one of them always changes it.
  init(of words: [UInt64]) {
    value = words.reduce(Self.basis) { state, word in (state ^ UInt128(word)) &* Self.prime }
  }

  /// Of rows whose order does not count: begun with none.
  init() { value = 0 }

  mutating func add(row: ContentDigest) { value &+= row.value }

  public init(of text: String) { self.init(of: text.utf8) }

  /// `fnv1a128:` and 32 hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return "fnv1a128:" + String(repeating: "0", count: 32 - digits.count) + digits
  }
}
