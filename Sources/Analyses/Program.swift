// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// What runs: draws and points of different builds are never put together.
public enum Program {
  public static let version = "0.1.0"

  /// Digest of the sources that the program was built from.
  public static var build: String { sourceDigest }

  /// The version as `--version` and every manifest have it.
  public static var identity: String { "\(version) (build \(build))" }

  /// How much is done at a time unless told otherwise; results do not depend on it.
  public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }
}
