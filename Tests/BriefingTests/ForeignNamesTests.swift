// SPDX-License-Identifier: GPL-3.0-or-later
@testable import Briefing
import Foundation
import TableFiles
import Testing

@Suite("Names of others are words, and folders of others are not searched for programs")
struct ForeignNamesTests {
  @Test(
    "No character of a name makes markup",
    arguments: [
      ("![x](http://host/a.png)", #"!\[x\](http://host/a.png)"#),
      ("<img src=/etc/passwd>", #"\<img src=/etc/passwd\>"#),
      ("`a`{=html}", #"\`a\`\{=html\}"#), ("$x$ a_b_ *c* ~d~ ^e^", #"\$x\$ a\_b\_ \*c\* \~d\~ \^e\^"#),
      ("# head", "\\# head"), ("- item", #"\- item"#), ("1. item", #"1\. item"#), ("a) item", #"a\) item"#),
      ("a\n\n    code", "a code"), ("&amp; |x| @k", #"\&amp; \|x\| \@k"#), (#"\(x\)"#, #"\\(x\\)"#),
      ("1.5 % (1 to 2)", "1.5 % (1 to 2)"), ("Small & quiet?", #"Small \& quiet?"#),
    ])
  func escapes(name: String, written: String) {
    #expect(markdownEscaped(name) == written)
    #expect(Sentence([.text(name)]).markdown == written)
  }

  @Test("A document with a link, raw text or a picture from elsewhere is recognised")
  func intruders() {
    func found(_ inline: String) -> String? {
      let json = "{\"meta\":{},\"blocks\":[{\"t\":\"Para\",\"c\":[\(inline)]}]}"
      return DocumentTree.intruder(in: Data(json.utf8), picturesFrom: "/tmp/a b-charts")
    }
    func picture(_ target: String) -> String {
      #"{"t":"Image","c":[["",[],[]],[{"t":"Str","c":"alt"}],["\#(target)",""]]}"#
    }
    #expect(found(#"{"t":"Str","c":"Link"}"#) == nil)
    #expect(found(picture("/tmp/a%20b-charts/cost.png")) == nil)
    for other in ["/etc/passwd", "http://host/a.png", "/tmp/a%20b-charts/../x.png", "/tmp/a%20b-charts2/x.png"] {
      #expect(found(picture(other))?.contains("Image") == true, "\(other)")
    }
    #expect(found(#"{"t":"RawInline","c":["html","<b>"]}"#) == "RawInline")
    #expect(found(#"{"t":"Strong","c":[{"t":"Link","c":[]}]}"#) == "Link")
    #expect(DocumentTree.intruder(in: Data(), picturesFrom: "/tmp") != nil)
  }

  @Test("Python is the program's own: what the environment names in full, or that of the checkout it was built in")
  func pythons() {
    let built = URL(fileURLWithPath: "/opt/skillmix/.build/x86_64-unknown-linux-gnu/release/skillmix")
    let own = "/opt/skillmix/.cache/venv/bin/python"
    #expect(OwnPython.places(environment: [:], executable: built) == [own])
    #expect(
      OwnPython.places(environment: ["SKILLMIX_PYTHON": "/usr/bin/python3"], executable: built)
        == ["/usr/bin/python3", own])
    // Relative places would be places of the current folder.
    #expect(
      OwnPython.places(environment: ["SKILLMIX_PYTHON": ".cache/venv/bin/python"], executable: nil).isEmpty)
    let installed = URL(fileURLWithPath: "/usr/local/bin/skillmix")
    #expect(OwnPython.places(environment: [:], executable: installed).isEmpty)
  }

  /// The current folder is where a foreign project lies; Python would import its `json.py`.
  @Test("Drawing imports nothing from the current folder")
  func isolation() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("briefing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let python = folder.appendingPathComponent("python"), said = folder.appendingPathComponent("said")
    try "#!/bin/sh\necho \"$1\" > '\(said.path)'\n".write(to: python, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python.path)
    _ = try ChartRenderer(candidates: [python.path]).draw([], inFolder: folder.path)
    #expect(try String(contentsOf: said, encoding: .utf8) == "-I\n")
  }
}
