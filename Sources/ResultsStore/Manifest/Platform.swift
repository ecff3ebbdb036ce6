// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// What a result's last bits may depend on: the same binary gives the same bits on the same kind of machine.
public struct Platform: Decodable, Sendable, Equatable {
  /// Name and version of the operating system.
  public var operatingSystem: String
  /// What the program was compiled for: `x86_64`, `arm64` or other.
  public var architecture: String
  /// Whether the processor multiplies and adds in one rounding, which the C library's log and exp use where
  /// they can; nil where this cannot be read.
  public var hasFusedMultiplyAdd: Bool?
  /// Version of the GNU C library; nil where there is another.
  public var glibc: String?

  public init(operatingSystem: String, architecture: String, hasFusedMultiplyAdd: Bool?, glibc: String?) {
    self.operatingSystem = operatingSystem
    self.architecture = architecture
    self.hasFusedMultiplyAdd = hasFusedMultiplyAdd
    self.glibc = glibc
  }

  /// The machine on which the program runs.
  public static func current() -> Platform {
    Platform(
      operatingSystem: ProcessInfo.processInfo.operatingSystemVersionString, architecture: compiledFor,
      hasFusedMultiplyAdd: fusedMultiplyAdd(), glibc: glibcVersion())
  }

  enum CodingKeys: String, CodingKey {
    case operatingSystem = "operating_system"
    case architecture
    case hasFusedMultiplyAdd = "fused_multiply_add"
    case glibc
  }

  private static var compiledFor: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }

  private static func fusedMultiplyAdd() -> Bool? {
    #if arch(arm64)
      // Part of the architecture.
      return true
    #else
      guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
      return hasFMA(cpuinfo: text)
    #endif
  }

  /// Whether the first processor's flags name FMA; nil when no flags are listed.
  static func hasFMA(cpuinfo: String) -> Bool? {
    for line in cpuinfo.split(separator: "\n") where line.hasPrefix("flags") {
      return line.split { $0 == " " || $0 == "\t" }.contains("fma")
    }
    return nil
  }

  private static func glibcVersion() -> String? {
    #if canImport(Glibc)
      var buffer = [CChar](repeating: 0, count: 64)
      guard confstr(Int32(_CS_GNU_LIBC_VERSION), &buffer, buffer.count) > 0 else { return nil }
      // "glibc 2.36"
      return buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }?
        .split(separator: " ").last.map(String.init)
    #else
      return nil
    #endif
  }
}
