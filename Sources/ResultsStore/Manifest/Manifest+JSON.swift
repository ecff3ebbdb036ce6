// SPDX-License-Identifier: GPL-3.0-or-later
public import Foundation
import TableFiles

extension Manifest {
  enum CodingKeys: String, CodingKey {
    case resultsVersion = "results_version"
    case analysis
    case programVersion = "program_version"
    case build
    case commandLine = "command_line"
    case files, strategies, seed, draws, design, jobs
    case gslVersion = "gsl_version"
    case platform, started, finished, warnings
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    resultsVersion = try values.decode(Int.self, forKey: .resultsVersion)
    programVersion = try values.decode(String.self, forKey: .programVersion)
    analysis = try values.decodeIfPresent(String.self, forKey: .analysis)
    build = try values.decodeIfPresent(String.self, forKey: .build)
    commandLine = try values.decode([String].self, forKey: .commandLine)
    files = try values.decode([SourceFile].self, forKey: .files)
    strategies = try values.decode([StrategyEntry].self, forKey: .strategies)
    let seedText = try values.decode(String.self, forKey: .seed)
    guard let seed = UInt64(seedText) else {
      throw DecodingError.dataCorruptedError(
        forKey: .seed, in: values, debugDescription: "not a seed: \(seedText)")
    }
    self.seed = seed
    draws = try values.decode(Int.self, forKey: .draws)
    design = try values.decodeIfPresent(String.self, forKey: .design)
    jobs = try values.decode(Int.self, forKey: .jobs)
    gslVersion = try values.decode(String.self, forKey: .gslVersion)
    platform = try values.decode(Platform.self, forKey: .platform)
    started = try values.decode(Date.self, forKey: .started)
    finished = try values.decode(Date.self, forKey: .finished)
    warnings = try values.decode([String].self, forKey: .warnings)
  }

  /// The manifest as it stands in `manifest.json`: keys sorted, times in UTC (ISO 8601), a line end last.
  public var json: String {
    JSONValue.present([
      ("results_version", .integer(resultsVersion)), ("analysis", analysis.map(JSONValue.text)),
      ("program_version", .text(programVersion)), ("build", build.map(JSONValue.text)),
      ("command_line", .texts(commandLine)),
      ("files", .array(files.map { ["path": .text($0.path), "digest": .text($0.digest)] })),
      (
        "strategies",
        .array(
          strategies.map {
            [
              "name": .text($0.name), "source": .text($0.source), "digest": .text($0.digest),
              "replications": .integer($0.replications),
            ]
          })
      ),
      ("seed", .text(String(seed))), ("draws", .integer(draws)), ("design", design.map(JSONValue.text)),
      ("jobs", .integer(jobs)), ("gsl_version", .text(gslVersion)), ("platform", platform.json),
      ("started", .text(started.formatted(.iso8601))), ("finished", .text(finished.formatted(.iso8601))),
      ("warnings", .texts(warnings)),
    ]).indentedText + "\n"
  }

  /// Reads a `manifest.json`.
  public init(json: Data) throws {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    self = try decoder.decode(Manifest.self, from: json)
  }

  /// Digest of what must agree for a run to be continued: layout, program and its build, seed and strategies.
  var identity: String {
    let parts =
      ["\(resultsVersion)", programVersion, "\(seed)"] + strategies.flatMap { [$0.name, $0.digest] }
      + [design, build].compactMap(\.self)
    return ContentDigest(of: parts.joined(separator: "\u{0}")).description
  }
}

extension Platform {
  fileprivate var json: JSONValue {
    .present([
      ("operating_system", .text(operatingSystem)), ("architecture", .text(architecture)),
      ("fused_multiply_add", hasFusedMultiplyAdd.map(JSONValue.bool)), ("glibc", glibc.map(JSONValue.text)),
    ])
  }
}
