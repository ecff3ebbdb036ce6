// SPDX-License-Identifier: GPL-3.0-or-later
public import Foundation

/// The Python of the program's own set-up, `.cache/venv`: what draws charts and reads and writes Excel's files is
/// published for it.
public struct OwnPython: Sendable {
  public let path: String

  /// It is not there, or what it was asked for failed.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Where it may be: what the environment says, which the wrapper `./skillmix` sets, or the checkout that the running
  /// program was built in. Never the current folder, which may be anybody's.
  public static func places(environment: [String: String], executable: URL?) -> [String] {
    var places: [String] = []
    if let own = environment["SKILLMIX_PYTHON"], own.hasPrefix("/") { places.append(own) }
    var folder = executable?.resolvingSymlinksInPath().deletingLastPathComponent()
    // checkout/.build/triple/configuration/skillmix
    while let place = folder, place.path != "/", place.lastPathComponent != ".build" {
      folder = place.deletingLastPathComponent()
    }
    if let folder, folder.lastPathComponent == ".build" {
      places.append(folder.deletingLastPathComponent().appendingPathComponent(".cache/venv/bin/python").path)
    }
    return places
  }

  /// The one of this process.
  public static var ownPlaces: [String] {
    places(environment: ProcessInfo.processInfo.environment, executable: Bundle.main.executableURL)
  }

  /// - Parameters:
  ///   - candidates: Places where it may be; the first that is there is taken.
  ///   - purpose: What needs it, with the package, such as "charts need vl-convert".
  public init(candidates: [String], purpose: String) throws(Failure) {
    guard let path = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      throw Failure(
        description:
          "\(purpose), which is not installed; './setup charts' installs it (or set SKILLMIX_PYTHON to a Python that has it)"
      )
    }
    self.path = path
  }

  /// Runs a program and hands back what it prints.
  /// - Throws: `Failure` with the last line of what it complains of.
  @discardableResult
  public func run(_ program: String, _ arguments: [String], input text: String = "") throws(Failure) -> Data {
    let process = Process(), input = Pipe(), output = Pipe(), errors = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    // Isolated: Python would otherwise look for modules in the current folder first, whoever's it is.
    process.arguments = ["-I", "-c", program] + arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    do { try process.run() } catch { throw Failure(description: "\(path) cannot be run") }
    DispatchQueue.global().async {
      try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try? input.fileHandleForWriting.close()
    }
    // Both pipes are emptied, so that neither can fill while the other is waited for.
    let complaints = Reading(errors.fileHandleForReading)
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let words = String(decoding: complaints.wait(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: words.split(separator: "\n").last.map(String.init) ?? "it ended with an error")
    }
    return printed
  }
}

/// A pipe that is read to its end on another thread.
private final class Reading: @unchecked Sendable {
  // Written once before the semaphore is signalled, read once after it.
  private var data = Data()
  private let done = DispatchSemaphore(value: 0)

  init(_ handle: FileHandle) {
    DispatchQueue.global().async { [self] in
      data = handle.readDataToEndOfFile()
      done.signal()
    }
  }

  func wait() -> Data {
    done.wait()
    return data
  }
}
