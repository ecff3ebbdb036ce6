// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Progress and time remaining on standard error, when it is a terminal.
final class Progress {
  private let isShown: Bool
  private let start = Date()
  private var lastShown = Date.distantPast

  private let what: String

  init(quiet: Bool, of what: String = "replications") {
    isShown = !quiet && isatty(2) == 1
    self.what = what
  }

  func show(_ done: Int, of total: Int) {
    guard isShown, Date().timeIntervalSince(lastShown) > 0.1 || done == total else { return }
    lastShown = Date()
    let elapsed = Date().timeIntervalSince(start)
    let remaining = elapsed / Double(max(1, done)) * Double(total - done)
    write("\r\u{1B}[K  \(done) of \(total) \(what), \(Self.words(remaining)) left")
    if done == total { clear() }
  }

  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private static func words(_ seconds: TimeInterval) -> String {
    seconds < 90 ? "\(Int(seconds.rounded(.up))) s" : "\(Int((seconds / 60).rounded(.up))) min"
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
