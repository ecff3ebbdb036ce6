// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Keeps other runs out of a directory while it lives; a process that is killed lets go of it.
///
/// The lock is on the directory itself, so that nothing is left behind. It keeps out processes that see the directory
/// through the same kernel; a file system that cannot lock a directory, as some over the network, goes without.
final class DirectoryLock: Sendable {
  private let descriptor: Int32
  /// Whether nobody else can be writing here.
  let isExclusive: Bool

  init(_ path: String) throws(ResultsError) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: lastSystemError()) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
      isExclusive = true
    } else if errno == EWOULDBLOCK {
      close(descriptor)
      throw .inUse(path)
    } else {
      isExclusive = false
    }
  }

  deinit { close(descriptor) }
}
