// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import Reports
import Synchronization

/// Progress and time remaining on standard error, when it is a terminal.
final class TerminalProgress: Sendable {
  private let isQuiet, isShown: Bool
  private let lastShown = Mutex(Date.distantPast)

  init(quiet: Bool) {
    isQuiet = quiet
    isShown = !quiet && isatty(2) == 1
  }

  deinit { clear() }

  func show(_ progress: AnalysisProgress) {
    // What a study says so far stays in a log as well.
    if !isQuiet, let line = progress.settlement?.line {
      clear()
      write("  \(line)\n")
    }
    guard isShown else { return }
    let isDue = lastShown.withLock { last in
      guard Date().timeIntervalSince(last) > 0.1 || progress.done == progress.total else { return false }
      last = Date()
      return true
    }
    guard isDue else { return }
    write(
      "\r\u{1B}[K  \(progress.done) of \(progress.total) \(progress.stage), \(Self.words(progress.secondsLeft)) left\(progress.hasMoreStages ? " of this step" : "")"
    )
    if progress.done == progress.total { clear() }
  }

  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private static func words(_ seconds: TimeInterval) -> String {
    seconds < 90 ? "\(Int(seconds.rounded(.up))) s" : "\(Int((seconds / 60).rounded(.up))) min"
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
