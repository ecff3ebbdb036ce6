// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// What a page of the documentation tells its reader to type.
///
/// A comment on the line before a block of commands says what is to be known before they are typed, and what the tests
/// do instead of waiting: `<!-- long: WHY -->` begins the commands and interrupts them, `<!-- not run: WHY -->` only
/// reads their options. A block of YAML whose first line is `# PATH.yaml` is that file.
struct DocumentedPage {
  enum Step: Equatable {
    case command(String, Care, line: Int)
    case file(path: String, text: String)
  }

  enum Care: Equatable { case run, begin, read }

  let path: String
  let steps: [Step]
  /// Code in running text, with its line.
  let inlineCode: [(text: String, line: Int)]

  init(path: String, text: String) {
    self.path = path
    var steps: [Step] = [], inlineCode: [(String, Int)] = []
    var remark = "", block: (info: String, lines: [String], remark: String, line: Int)?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```") {
        if let open = block {
          steps += Self.steps(open.info, open.lines, open.remark, line: open.line)
          block = nil
        } else {
          block = (String(line.dropFirst(3)), [], remark, index + 2)
        }
        remark = ""
      } else if block != nil {
        block?.lines.append(String(line))
      } else if line.hasPrefix("<!--") {
        remark = String(line)
      } else if !line.isEmpty {
        remark = ""
        inlineCode += line.matches(of: /`([^`]+)`/).map { (String($0.output.1), index + 1) }
      }
    }
    self.steps = steps
    self.inlineCode = inlineCode
  }

  private static func steps(_ info: String, _ lines: [String], _ remark: String, line: Int) -> [Step] {
    if info == "yaml", let path = lines.first?.wholeMatch(of: /# (\S+\.yaml)/)?.output.1 {
      return [.file(path: String(path), text: lines.joined(separator: "\n") + "\n")]
    }
    guard ["", "sh", "bash", "console"].contains(info) else { return [] }
    let care: Care = remark.hasPrefix("<!-- long: ") ? .begin : remark.hasPrefix("<!-- not run: ") ? .read : .run
    var steps: [Step] = [], started: (text: String, line: Int)?
    for (offset, text) in lines.enumerated() {
      let whole = (started?.text ?? "") + text
      guard !whole.hasSuffix("\\") else {
        started = (String(whole.dropLast()), started?.line ?? line + offset)
        continue
      }
      if whole.wholeMatch(of: /(\.\/)?skillmix( .*)?/) != nil {
        steps.append(.command(whole, care, line: started?.line ?? line + offset))
      }
      started = nil
    }
    return steps
  }

  /// All pages that a user reads.
  static func all(in package: URL) throws -> [DocumentedPage] {
    let files = FileManager.default
    func markdown(_ folder: String) throws -> [String] {
      try files.contentsOfDirectory(atPath: package.appendingPathComponent(folder).path).sorted()
        .filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
    }
    let calibrations = try files.contentsOfDirectory(atPath: package.appendingPathComponent("calibration").path)
      .sorted().filter { files.fileExists(atPath: package.appendingPathComponent("calibration/\($0)/README.md").path) }
      .map { "calibration/\($0)/README.md" }
    return try (["README.md"] + markdown("docs") + markdown("scenarios") + calibrations).map { path in
      DocumentedPage(
        path: path, text: try String(contentsOf: package.appendingPathComponent(path), encoding: .utf8))
    }
  }
}
