// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Dispatch
import Foundation

/// Exit codes of the command-line contract, as in sysexits.
enum Exit {
  static let badData = ExitCode(65)
  static let failure = ExitCode(70)
  static let interrupted = ExitCode(75)
}

/// Runs work that Ctrl-C (or a termination request) stops cleanly between replications.
/// - Parameter consolation: What is left of the work when it is stopped.
func interruptible<Value: Sendable>(
  consolation: @Sendable () -> String = { "nothing was written" },
  _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let task = Task { try await work() }
  let sources = [SIGINT, SIGTERM].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { task.cancel() }
    source.resume()
    return source
  }
  defer {
    for source in sources { source.cancel() }
    signal(SIGINT, SIG_DFL)
    signal(SIGTERM, SIG_DFL)
  }
  do {
    return try await task.value
  } catch is CancellationError {
    complain("interrupted; \(consolation())")
    throw Exit.interrupted
  }
}

/// A line on standard error.
func complain(_ text: String) { FileHandle.standardError.write(Data("skillmix: \(text)\n".utf8)) }

/// Lines on standard error that carry their own file and line.
func complainPlainly(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
