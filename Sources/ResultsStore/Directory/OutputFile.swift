// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// A new file that is written from its start and is on the disk when `finish` returns.
///
/// Foundation's writers do not say which write failed and why, and do not wait for the disk.
struct OutputFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private static let bufferSize = 1 << 18

  init(path: String) throws(ResultsError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: lastSystemError()) }
  }

  deinit { close(descriptor) }

  mutating func write(_ text: some StringProtocol) throws(ResultsError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Hands over what is left and waits until the disk has it.
  mutating func finish() throws(ResultsError) {
    try flush()
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .cannotWrite(path: path, reason: lastSystemError())
    }
  }

  private mutating func flush() throws(ResultsError) {
    var done = 0
    while done < buffer.count {
      let written = buffer.withUnsafeBytes { bytes in
        Foundation.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      }
      guard written >= 0 || errno == EINTR else {
        throw .cannotWrite(path: path, reason: lastSystemError())
      }
      done += max(0, written)
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// What the system says about the call that just failed, in its own words.
func lastSystemError() -> String { String(cString: strerror(errno)) }

/// Waits until the disk has a file that someone else wrote, or the names in a directory.
func synchronise(_ path: String) throws(ResultsError) {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: lastSystemError()) }
  defer { close(descriptor) }
  // Some file systems cannot synchronise a directory and say so with EINVAL.
  guard fsync(descriptor) == 0 || errno == EINVAL else {
    throw .cannotWrite(path: path, reason: lastSystemError())
  }
}
