// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Synchronization

/// What an interrupt (Ctrl-C) or a termination request does: the work is cancelled and says what it keeps; if it does
/// not end within a second, the process does. A second signal ends it at once.
enum Interruption {
  /// Set by commands that keep what is finished while they go on.
  static let keepsWork = Atomic(false)

  static var hasCome: Bool { signalCount > 0 }

  /// Called once, before anything is done.
  static func watch(_ work: Task<Void, any Error>) {
    // A file-size limit then shows as an ordinary error of writing instead of ending the process.
    signal(SIGXFSZ, SIG_IGN)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    signalPipe = ends[1]
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let arrivals = ends[0]
    // A thread of its own, since those of the work may all be busy.
    Thread.detachNewThread {
      var byte: UInt8 = 0
      guard read(arrivals, &byte, 1) == 1 else { return }
      work.cancel()
      Thread.sleep(forTimeInterval: 0.7)
      complain(
        "interrupted; "
          + (keepsWork.load(ordering: .relaxed)
            ? "what was finished is kept; --resume continues" : "what was not finished is gone"))
      _exit(75)
    }
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        signalCount += 1
        if signalCount > 1 { _exit(75) }
        var byte: UInt8 = 1
        _ = write(signalPipe, &byte, 1)
      }
    }
  }
}

// Written by the signal handler, which may touch nothing that needs setting up.
nonisolated(unsafe) private var signalPipe: Int32 = -1
nonisolated(unsafe) private var signalCount: Int32 = 0
