// SPDX-License-Identifier: GPL-3.0-or-later

/// Why an effect cannot be estimated from this panel, in the words of the field.
public struct EffectsError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

/// Something a careful reader must know before using an estimate.
public struct EffectsWarning: Sendable, Equatable, Hashable {
  public let code: String
  public let message: String
  public init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }
}
