// SPDX-License-Identifier: GPL-3.0-or-later

/// The draws of the uncertain parameters that a PSA's rows came from.
public struct ParameterSamples: Sendable, Equatable {
  public let names: [String]
  /// By parameter, then draw.
  public let values: [[Double]]

  /// - Precondition: As many values of each parameter.
  public init(names: [String], values: [[Double]]) {
    precondition(names.count == values.count && values.allSatisfy { $0.count == values[0].count })
    self.names = names
    self.values = values
  }

  public var drawCount: Int { values.first?.count ?? 0 }

  public func index(of name: String) -> Int? { names.firstIndex(of: name) }
}
