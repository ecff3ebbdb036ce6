// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import TableFiles

/// The studies of `--evsi`: `p:binomial`, `n:poisson`, `x:normal:1.5`, joined by commas where one study measures several.
func studyDesigns(_ requests: [String], in parameters: ParameterSamples, file: String) throws -> [StudyDesign] {
  try requests.map { request in
    let study = StudyDesign(
      arms: try request.split(separator: ",", omittingEmptySubsequences: false).map {
        try arm(String($0), of: request, in: parameters, file: file)
      })
    if let flaw = study.flaw(in: parameters) { throw AnalysisError.request("--evsi '\(request)': \(flaw)") }
    return study
  }
}

private func arm(
  _ text: String, of request: String, in parameters: ParameterSamples, file: String
) throws -> StudyDesign.Arm {
  let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
  let measurement: StudyDesign.Measurement
  switch (parts.count, parts.dropFirst().first) {
  case (2, "binomial"): measurement = .binomial
  case (2, "poisson"): measurement = .poisson
  case (3, "normal"):
    guard let deviation = Double(parts[2]) else {
      throw AnalysisError.request(
        "--evsi '\(request)': the standard deviation must be a number; found '\(parts[2])'")
    }
    measurement = .normal(standardDeviation: deviation)
  default:
    throw AnalysisError.request(
      "--evsi takes PARAMETER:binomial, PARAMETER:poisson or PARAMETER:normal:SD; found '\(text)'")
  }
  guard let index = parameters.index(of: parts[0]) else {
    throw AnalysisError.request(
      "--evsi '\(request)': no parameter '\(parts[0])' in \(file); it has \(parameters.names.quotedList)")
  }
  return StudyDesign.Arm(parameter: index, measurement: measurement)
}

/// Whole numbers of participants, given as thresholds are.
func readStudySizes(_ text: String?) throws -> [Int] {
  guard let text else { return [] }
  guard let grid = try? ThresholdGrid(text),
    grid.values.allSatisfy({ $0 >= 1 && $0 == $0.rounded() && $0 < 1e9 })
  else {
    throw AnalysisError.request(
      "--study-sizes takes whole numbers such as 50,100,200 or 50:1000:50; found '\(text)'")
  }
  return grid.values.map { Int($0) }
}
