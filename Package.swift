// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

// The map of the program: imports point down, and within a layer only where an arrow is written.
let package = Package(
  name: "skillmix",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "skillmix", targets: ["skillmix"]),
    // For Benchmarks/, a package of its own.
    .library(name: "Simulation", targets: ["Simulation"]),
    .library(name: "Statistics", targets: ["Statistics"]),
    .library(name: "EarlyYears", targets: ["EarlyYears"]),
    .library(name: "ScenarioFiles", targets: ["ScenarioFiles"]),
    .library(name: "SyntheticControl", targets: ["SyntheticControl"]),
  ],
  dependencies: [
    // Command-line parsing, with the exit codes of sysexits.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // YAML with the line and column of every node, which error messages need.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // SQLite with transactions, for the results store that R and Python read.
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // MARK: C
    // GSL: distributions, special functions, linear algebra. The field's standard library for them.
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    // Random123's Threefry as a `gsl_rng_type`: a draw is addressed, not consumed.
    .target(name: "CCounterRNG", dependencies: ["CGSL"]),

    // MARK: Foundations, which know nothing of early-years services
    .target(name: "Statistics", dependencies: ["CGSL", "CCounterRNG"]),
    .target(name: "Simulation"),

    // MARK: Domain
    .target(name: "EarlyYears", dependencies: ["Simulation", "Statistics"]),
    .target(name: "Economics", dependencies: ["Statistics"]),
    .target(name: "SyntheticControl", dependencies: ["Statistics"]),

    .target(name: "Calibration", dependencies: ["Statistics"]),

    // MARK: Studies: strategies × parameter draws × replications
    .target(name: "Studies", dependencies: ["EarlyYears", "Economics", "SyntheticControl", "Statistics"]),

    // MARK: Edges: files in, tables and database out
    .target(name: "TableFiles"),
    .target(
      name: "ScenarioFiles",
      dependencies: [
        "Studies", "EarlyYears", "Economics", "SyntheticControl", "Calibration", "Statistics", "Simulation",
        "TableFiles", "Yams",
      ]),
    .target(
      name: "ResultsStore",
      dependencies: [
        "Studies", "EarlyYears", "Economics", "Statistics", "TableFiles",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    // The briefing reads the store, never the simulator.
    .target(name: "Briefing", dependencies: ["ResultsStore", "TableFiles"]),
    .target(name: "Reports", dependencies: ["Studies", "EarlyYears", "Economics", "SyntheticControl", "Statistics"]),

    // MARK: Front end
    .executableTarget(
      name: "skillmix",
      dependencies: [
        "ScenarioFiles", "TableFiles", "ResultsStore", "Reports", "Studies", "EarlyYears", "Economics",
        "SyntheticControl", "Calibration", "Briefing",
        "Statistics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // MARK: Tests, one target a module
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
    .testTarget(name: "SimulationTests", dependencies: ["Simulation"]),
    .testTarget(name: "EarlyYearsTests", dependencies: ["EarlyYears", "Statistics", "Simulation"]),
    .testTarget(name: "EconomicsTests", dependencies: ["Economics", "Statistics", "TableFiles"]),
    .testTarget(name: "CalibrationTests", dependencies: ["Calibration", "Statistics"]),
    .testTarget(name: "SyntheticControlTests", dependencies: ["SyntheticControl", "Statistics", "TableFiles"]),
    .testTarget(name: "StudiesTests", dependencies: ["Studies", "EarlyYears", "ScenarioFiles", "Statistics"]),
    .testTarget(name: "TableFilesTests", dependencies: ["TableFiles"]),
    .testTarget(
      name: "ScenarioFilesTests",
      dependencies: [
        "ScenarioFiles", "Studies", "EarlyYears", "Simulation", "Statistics", "SyntheticControl", "TableFiles",
      ]),
    .testTarget(
      name: "ResultsStoreTests",
      dependencies: [
        "ResultsStore", "Studies", "EarlyYears", "Simulation", "Statistics", "TableFiles",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(name: "BriefingTests", dependencies: ["Briefing", "ResultsStore", "TableFiles", "skillmix"]),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "Studies", "EarlyYears", "ScenarioFiles"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "skillmix", "Economics", "TableFiles", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system && target.name != "CCounterRNG" {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
  // The tests simulate tens of millions of events; unoptimised, that takes ten times as long.
  if ["Simulation", "Statistics", "EarlyYears", "Calibration", "SyntheticControl"].contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
  }
}
