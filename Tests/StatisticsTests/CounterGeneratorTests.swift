// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Testing

@Suite struct CounterGeneratorTests {
  struct KnownAnswer: CustomTestStringConvertible {
    let testDescription: String
    let counter, key, block: [UInt64]
  }

  /// `threefry4x64 20` in Random123's tests/kat_vectors.
  static let knownAnswers = [
    KnownAnswer(
      testDescription: "zeros", counter: [0, 0, 0, 0], key: [0, 0, 0, 0],
      block: [0x0921_8ebd_e6c8_5537, 0x5594_1f52_66d8_6105, 0x4bd2_5e16_2824_34dc, 0xee29_ec84_6bd2_e40b]),
    KnownAnswer(
      testDescription: "ones", counter: [.max, .max, .max, .max], key: [.max, .max, .max, .max],
      block: [0x29c2_4097_942b_ba1b, 0x0371_bbfb_0f6f_4e11, 0x3c23_1ffa_33f8_3a1c, 0xcd29_113f_de32_d168]),
    KnownAnswer(
      testDescription: "digits of pi",
      counter: [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89],
      key: [0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c, 0xbe54_66cf_34e9_0c6c, 0xc0ac_29b7_c97c_50dd],
      block: [0xa7e8_fde5_9165_1bd9, 0xbaaf_d0c3_0138_319b, 0x84a5_c1a7_29e6_85b9, 0x901d_406c_cebc_1ba4]),
  ]

  @Test(arguments: knownAnswers)
  func blocksAreThePublishedOnes(answer: KnownAnswer) {
    #expect(counterBlock(counter: answer.counter, key: answer.key) == answer.block)
  }

  @Test func aStreamGivesTheWordsOfItsAddressBlockAfterBlock() {
    let stream = RandomStream(seed: 11, draw: 12, replication: 13, domain: 14)
    stream.seek(entity: 5, purpose: 6, index: 7)
    let words = (0..<12).map { _ in stream.bits() }
    let blocks = (0..<3).map { counterBlock(counter: [$0, 5, 6, 7], key: [11, 12, 13, 14]) }
    #expect(words == Array(blocks.joined()))
  }

  @Test func aUniformIsTheTopFiftyThreeBitsOfAWord() {
    let words = RandomStream(seed: 3), uniforms = RandomStream(seed: 3)
    for entity in 0..<UInt64(1000) {
      words.seek(entity: entity, purpose: 1)
      uniforms.seek(entity: entity, purpose: 1)
      let uniform = uniforms.uniform()
      #expect(uniform == Double(words.bits() >> 11) / 0x1p53)
      #expect(uniform >= 0 && uniform < 1)
    }
  }

  @Test func theSameAddressGivesTheSameDrawsWhateverWasDrawnBefore() {
    func draws(_ stream: borrowing RandomStream) -> [Double] {
      stream.seek(entity: 8, purpose: 2, index: 1)
      return [
        stream.uniform(), stream.gamma(shape: 0.4, scale: 2), stream.standardNormal(),
        stream.exponential(mean: 3),
        Double(stream.poisson(mean: 40)), Double(stream.integer(below: 7)), stream.uniform(),
      ]
    }
    let fresh = RandomStream(seed: 5, replication: 2), used = RandomStream(seed: 5, replication: 2)
    for purpose in 0..<UInt64(50) {
      used.seek(entity: 8, purpose: purpose)
      for _ in 0...purpose { _ = used.beta(2, 3) }
    }
    #expect(draws(fresh) == draws(used))
    #expect(draws(fresh) == draws(fresh))
  }

  /// A part of an address or of a key, one of which differs between two columns of draws.
  enum Part: CaseIterable {
    case seed, draw, replication, domain, entity, purpose, index
  }

  static func uniforms(_ part: Part?, count: Int) -> [Double] {
    func other(_ candidate: Part) -> UInt64 { part == candidate ? 1 : 0 }
    let stream = RandomStream(
      seed: 42 + other(.seed), draw: other(.draw), replication: other(.replication), domain: other(.domain))
    return (0..<UInt64(count)).map {
      stream.seek(entity: $0 + other(.entity), purpose: other(.purpose), index: other(.index))
      return stream.uniform()
    }
  }

  /// The correlation of independent columns has standard error 1/√n: at 4/√n one of these seven
  /// comparisons fails by chance once in 2,000 seeds.
  @Test(arguments: Part.allCases)
  func drawsThatDifferInOnePartOfTheAddressDifferAndAreUncorrelated(part: Part) {
    let count = 20_000
    let first = Self.uniforms(nil, count: count), second = Self.uniforms(part, count: count)
    #expect(zip(first, second).allSatisfy { $0 != $1 })
    let correlation =
      covariance(first, second) / (covariance(first, first) * covariance(second, second)).squareRoot()
    #expect(abs(correlation) < 4 / Double(count).squareRoot())
  }

  @Test func successiveDrawsOfAnAddressAreUncorrelated() {
    let stream = RandomStream(seed: 42)
    stream.seek(entity: 1, purpose: 1)
    let count = 20_000
    let draws = (0...count).map { _ in stream.uniform() }
    let first = Array(draws.dropLast()), second = Array(draws.dropFirst())
    // Standard error 1/√n, as above; 1/12 is the variance of a uniform.
    #expect(abs(covariance(first, second) * 12) < 4 / Double(count).squareRoot())
  }
}
