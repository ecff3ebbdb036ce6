// SPDX-License-Identifier: GPL-3.0-or-later

/// Works on pieces, so many at a time, and hands over each product as it is finished, in whatever order that is.
/// - Parameters:
///   - work: Called from several threads; what it gives must depend on its piece alone.
///   - deliver: Called from one task at a time.
/// - Throws: What `work` and `deliver` throw; `CancellationError` when the task is cancelled. Work in hand is then given
///   up.
public func concurrently<Piece: Sendable, Product: Sendable>(
  _ pieces: some Sequence<Piece>, jobs: Int, work: @escaping @Sendable (Piece) throws -> Product,
  deliver: (Piece, Product) throws -> Void
) async throws {
  try await withThrowingTaskGroup(of: (Piece, Product).self) { group in
    var next = pieces.makeIterator()
    func startNext() {
      guard let piece = next.next() else { return }
      group.addTask { (piece, try work(piece)) }
    }
    for _ in 0..<max(1, jobs) { startNext() }
    while let (piece, product) = try await group.next() {
      try deliver(piece, product)
      try Task.checkCancellation()
      startNext()
    }
  }
}

/// Products of independent pieces of work in the order of the pieces, whatever the number of cores.
public func inOrder<Piece: Sendable, Product: Sendable>(
  _ pieces: some Collection<Piece>, _ work: @escaping @Sendable (Piece) -> Product
) async -> [Product] {
  await withTaskGroup(of: (Int, Product).self) { tasks in
    for (position, piece) in pieces.enumerated() { tasks.addTask { (position, work(piece)) } }
    var products: [(Int, Product)] = []
    products.reserveCapacity(pieces.count)
    for await product in tasks { products.append(product) }
    return products.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
