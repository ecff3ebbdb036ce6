// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import ResultsStore

@Suite struct ManifestTests {
  @Test func theManifestSaysWhatWasRunAndReadsBack() throws {
    try withFolder { folder in
      let results = TwoServices.results(replications: 2)
      try ResultsDirectory(path: folder).write(results)
      let json = try bytes("\(folder)/manifest.json")
      #expect(try Manifest(json: json) == results.manifest)
      let text = String(decoding: json, as: UTF8.self)
      for line in [
        "\"seed\" : \"18446744073709551615\"", "\"started\" : \"1970-01-01T00:00:00Z\"",
        "\"replications\" : 2",
        "\"gsl_version\" : \"2.", "\"path\" : \"today.yaml\"", "\"digest\" : \"d-more, staff\"",
        "\"a warning\"",
      ] { #expect(text.contains(line), "no \(line)") }
    }
  }

  @Test func keysAreSorted() throws {
    let json = TwoServices.results(replications: 1).manifest.json
    let keys = json.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { $0.prefix { $0 != ":" } }
    #expect(keys == keys.sorted() && keys.count == 13)
    #expect(json.hasSuffix("}\n"))
  }

  /// Published vectors of FNV-1a with 128 bits.
  @Test(arguments: [
    ("", "6c62272e07bb014262b821756295c58d"), ("a", "d228cb696f1a8caf78912b704e4a8964"),
    ("abc", "a68d622cec8b5822836dbc7977af7f3b"),
  ])
  func contentDigestsMatchThePublishedVectors(text: String, digest: String) {
    #expect(ContentDigest(of: text).description == "fnv1a128:\(digest)")
  }

  @Test func theProcessorsFlagsAreRead() {
    #expect(Platform.hasFMA(cpuinfo: "processor\t: 0\nflags\t\t: fpu fma sse\n") == true)
    #expect(Platform.hasFMA(cpuinfo: "flags\t\t: fpu fma4\n") == false)
    #expect(Platform.hasFMA(cpuinfo: "model : 1\n") == nil)
  }
}
