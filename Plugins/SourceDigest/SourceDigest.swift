// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import PackagePlugin

/// Writes a source file with the digest of all sources, which tells builds apart.
@main
struct SourceDigest: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let package = context.package.directoryURL
    let sources = ["Package.swift"] + files(in: "Sources", of: package)
    let output = context.pluginWorkDirectoryURL.appending(path: "SourceDigest.swift")
    let script = """
      cd "$0" && digest=$(printf '%s\\0' \(sources.map { "'\($0)'" }.joined(separator: " ")) \
      | xargs -0 cat | { sha256sum 2>/dev/null || shasum -a 256; } | cut -c1-16) \
      && printf 'let sourceDigest = "%s"\\n' "$digest" >"$1"
      """
    return [
      .buildCommand(
        displayName: "Digest of the sources", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: ["-c", script, package.path, output.path], inputFiles: sources.map { package.appending(path: $0) },
        outputFiles: [output])
    ]
  }

  private func files(in folder: String, of package: URL) -> [String] {
    let all =
      FileManager.default.enumerator(atPath: package.appending(path: folder).path)?.allObjects as? [String] ?? []
    return all.filter { ["swift", "c", "h"].contains(($0 as NSString).pathExtension) }.sorted().map {
      "\(folder)/\($0)"
    }
  }
}
