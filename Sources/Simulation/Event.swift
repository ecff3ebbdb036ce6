// SPDX-License-Identifier: GPL-3.0-or-later

/// Something that will happen: a time, and a few small values that the model alone understands.
///
/// Events are ordered by time, then by order of scheduling, so a run repeats exactly and ties are never
/// broken by chance.
@frozen
public struct Event: Sendable {
  /// When it happens, in the model's unit of time.
  public var time: Double
  /// Order of scheduling; set by the queue.
  @usableFromInline var sequence: UInt64 = 0
  /// What kind of event, in the model's own numbering.
  public var kind: UInt16
  /// A small argument.
  public var detail: UInt16
  /// Whom it concerns.
  public var subject: UInt32
  /// A further argument.
  public var item: UInt32
  /// Which life of the subject's slot it was meant for; a model that reuses slots compares it.
  public var generation: UInt32

  @inlinable
  public init(
    at time: Double, kind: UInt16, subject: UInt32 = 0, item: UInt32 = 0, detail: UInt16 = 0,
    generation: UInt32 = 0
  ) {
    self.time = time
    self.kind = kind
    self.detail = detail
    self.subject = subject
    self.item = item
    self.generation = generation
  }

  @inlinable
  static func precedes(_ a: Event, _ b: Event) -> Bool {
    a.time < b.time || (a.time == b.time && a.sequence < b.sequence)
  }
}
