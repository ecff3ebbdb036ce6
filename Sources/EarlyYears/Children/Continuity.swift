// SPDX-License-Identifier: GPL-3.0-or-later

/// Who has seen a child, for continuity measures.
///
/// Up to eight practitioners are kept apart; contacts with further ones count as seen once each, which
/// understates continuity only for children passed between more than eight people.
struct Continuity {
  private var practitioners: [8 of Int32] = .init(repeating: -1)
  private var counts: [8 of UInt16] = .init(repeating: 0)
  private(set) var total: UInt16 = 0
  private(set) var last: Int32 = -1

  /// Earlier contacts with this practitioner.
  func contacts(with practitioner: Int32) -> Int {
    for slot in 0..<8 where practitioners[slot] == practitioner { return Int(counts[slot]) }
    return 0
  }

  mutating func add(_ practitioner: Int32) {
    total &+= 1
    last = practitioner
    for slot in 0..<8 where practitioners[slot] == practitioner || practitioners[slot] < 0 {
      practitioners[slot] = practitioner
      counts[slot] &+= 1
      return
    }
  }

  /// Contacts with the practitioner seen most often (usual provider of care).
  var modal: Int {
    var highest: UInt16 = 0
    for slot in 0..<8 { highest = max(highest, counts[slot]) }
    return Int(highest)
  }

  /// Bice–Boxerman index (Bice & Boxerman 1977): (Σ n² − n) / (n (n − 1)); nil below two contacts.
  var biceBoxerman: Double? {
    guard total > 1 else { return nil }
    var squares = 0.0, kept = 0.0
    for slot in 0..<8 {
      squares += Double(counts[slot]) * Double(counts[slot])
      kept += Double(counts[slot])
    }
    let n = Double(total)
    return (squares + (n - kept) - n) / (n * (n - 1))
  }
}

/// How far one child was seen by the same people.
struct ContinuityMeasures {
  let contacts: UInt16
  let modal: UInt16
  /// NaN below two contacts.
  let biceBoxerman: Float

  init(_ seen: Continuity) {
    contacts = seen.total
    modal = UInt16(truncatingIfNeeded: seen.modal)
    biceBoxerman = Float(seen.biceBoxerman ?? .nan)
  }
}
