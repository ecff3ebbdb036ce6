// SPDX-License-Identifier: GPL-3.0-or-later

/// What is true of one need of one child, and what the service believes of it. Ages in days.
struct NeedState {
  /// Infinity when the child never has it.
  var onset: Float = .infinity
  /// When it is over, by itself or by help.
  var end: Float = .infinity
  /// Age at which the need was found while it was there; infinity when it is not known.
  var found: Float = .infinity
  /// Age at which it was thought to be there when it was not, while nobody has noticed; infinity otherwise.
  var falselyFound: Float = .infinity
  /// True and false findings so far. Their sum tells the findings apart, so that what a finding of the past had
  /// started can be recognised; each is the occasion of its own luck.
  var trueFindings: UInt8 = 0
  var falseFindings: UInt8 = 0
  var wasFoundElsewhere = false
  var isReferred = false
  var isHelped = false
  var isResolvedByHelp = false
  /// Days from referral to being seen by the specialist service.
  var specialistWait: Float = 0

  func isPresent(atAge age: Double) -> Bool { Double(onset) <= age && age < Double(end) }
  var isFound: Bool { found < .infinity }
  var isFalselyFound: Bool { falselyFound < .infinity }
  /// Whether the service believes at this age that the need is there: it found it and it is, or it is mistaken.
  func isOpen(atAge age: Double) -> Bool { isFalselyFound || isFound && isPresent(atAge: age) }

  /// Number of the latest finding.
  var finding: UInt8 { trueFindings &+ falseFindings }
  /// Addresses the luck of what follows the latest finding: a true finding's luck is the same in every strategy,
  /// however many false ones came before.
  var occasion: UInt64 { isFalselyFound ? 1 << 16 | UInt64(falseFindings) : UInt64(trueFindings) }

  mutating func beginFinding(isTrue: Bool, age: Double) {
    if isTrue {
      found = Float(age)
      falselyFound = .infinity
      trueFindings &+= 1
    } else {
      falselyFound = Float(age)
      falseFindings &+= 1
    }
    isReferred = false
  }
}
