// SPDX-License-Identifier: GPL-3.0-or-later
public import Foundation

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

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(resultsVersion, forKey: .resultsVersion)
    try values.encode(programVersion, forKey: .programVersion)
    try values.encodeIfPresent(analysis, forKey: .analysis)
    try values.encodeIfPresent(build, forKey: .build)
    try values.encode(commandLine, forKey: .commandLine)
    try values.encode(files, forKey: .files)
    try values.encode(strategies, forKey: .strategies)
    try values.encode(String(seed), forKey: .seed)
    try values.encode(draws, forKey: .draws)
    try values.encodeIfPresent(design, forKey: .design)
    try values.encode(jobs, forKey: .jobs)
    try values.encode(gslVersion, forKey: .gslVersion)
    try values.encode(platform, forKey: .platform)
    try values.encode(started, forKey: .started)
    try values.encode(finished, forKey: .finished)
    try values.encode(warnings, forKey: .warnings)
  }

  /// The manifest as it stands in `manifest.json`: keys sorted, times in UTC (ISO 8601), a line end last.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
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
