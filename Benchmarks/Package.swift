// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

// A package of its own, so that nobody who only uses SkillMix builds it.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "skillmix", path: "..")],
  targets: [
    .executableTarget(
      name: "caseload",
      dependencies: [
        .product(name: "Simulation", package: "skillmix"), .product(name: "Statistics", package: "skillmix"),
      ]),
    .executableTarget(
      name: "service",
      dependencies: [
        .product(name: "EarlyYears", package: "skillmix"), .product(name: "ScenarioFiles", package: "skillmix"),
      ]),
    .executableTarget(
      name: "pairing",
      dependencies: [
        .product(name: "EarlyYears", package: "skillmix"), .product(name: "ScenarioFiles", package: "skillmix"),
      ]),
    .executableTarget(
      name: "coverage",
      dependencies: [
        .product(name: "SyntheticControl", package: "skillmix"), .product(name: "Statistics", package: "skillmix"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
