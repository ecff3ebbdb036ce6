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
    // For programs that run analyses of their own: docs/library.
    .library(name: "Analyses", targets: ["Analyses"]),
    .library(name: "Reports", targets: ["Reports"]),
  ],
  dependencies: [
    // Command-line parsing, with the exit codes of sysexits.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    // YAML with the line and column of every node, which error messages need.
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    // SQLite with transactions, for the results store that R and Python read.
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  ],
  targets: [
    // MARK: C
    // GSL: distributions, special functions, linear algebra. The field's standard library for them.
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    // Random123's Threefry as a `gsl_rng_type`: a draw is addressed, not consumed.
    .target(name: "CCounterRNG", dependencies: ["CGSL"]),
    // The processor's hint that memory will be read soon, which Swift cannot express.
    .target(name: "CPrefetch"),

    // MARK: Foundations, which know nothing of early-years services
    .target(name: "Statistics", dependencies: ["CGSL", "CCounterRNG"]),
    .target(name: "Simulation", dependencies: ["CPrefetch"]),

    // MARK: Domain
    .target(name: "EarlyYears", dependencies: ["Economics", "Simulation", "Statistics", "CPrefetch"]),
    .target(name: "Economics", dependencies: ["Statistics"]),
    .target(name: "SyntheticControl", dependencies: ["Statistics"]),

    .target(name: "Calibration", dependencies: ["Statistics"]),
    // The search for the staffing that meets targets, with Calibration's emulators; it knows no service.
    .target(name: "Planning", dependencies: ["Calibration", "Statistics"]),

    // MARK: Studies: strategies × parameter draws × replications
    .target(name: "Studies", dependencies: ["EarlyYears", "Economics", "SyntheticControl", "Statistics"]),

    // MARK: Edges: files in, tables and database out
    .target(name: "TableFiles"),
    .target(
      name: "ScenarioFiles",
      dependencies: [
        "Studies", "EarlyYears", "Economics", "SyntheticControl", "Calibration", "Planning", "Statistics",
        "Simulation", "TableFiles", "Yams",
      ]),
    .target(
      name: "ResultsStore",
      dependencies: [
        "Studies", "EarlyYears", "Economics", "Statistics", "TableFiles",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    // MARK: Application: what the program can do, a folder each, without terminal or arguments
    .target(
      name: "Analyses",
      dependencies: [
        "ScenarioFiles", "TableFiles", "ResultsStore", "Studies", "EarlyYears", "Economics", "SyntheticControl",
        "Calibration", "Planning", "Statistics",
      ],
      plugins: ["SourceDigest"]),
    // Writes the digest of the sources into the program, so that results say which build they come from.
    .plugin(name: "SourceDigest", capability: .buildTool()),

    // MARK: Presentation
    // The briefing reads the store, never the simulator.
    .target(name: "Briefing", dependencies: ["ResultsStore", "TableFiles"]),
    .target(
      name: "Reports",
      dependencies: [
        "Analyses", "ResultsStore", "ScenarioFiles", "TableFiles", "Studies", "EarlyYears", "Economics",
        "SyntheticControl", "Calibration", "Planning", "Statistics",
      ]),

    // MARK: Front ends
    .executableTarget(
      name: "skillmix",
      dependencies: [
        "Analyses", "Reports", "Briefing", "ScenarioFiles", "TableFiles", "ResultsStore", "Studies", "EarlyYears",
        "Economics", "SyntheticControl",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // The analyses without the commands, as the documentation shows them.
    .executableTarget(
      name: "library-example", dependencies: ["Analyses", "Reports", "ScenarioFiles"], path: "docs/library"),

    // MARK: Tests, one target a module
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
    .testTarget(name: "SimulationTests", dependencies: ["Simulation"]),
    .testTarget(name: "EarlyYearsTests", dependencies: ["EarlyYears", "Statistics", "Simulation"]),
    .testTarget(name: "EconomicsTests", dependencies: ["Economics", "Statistics", "TableFiles"]),
    .testTarget(name: "CalibrationTests", dependencies: ["Calibration", "Statistics"]),
    .testTarget(name: "PlanningTests", dependencies: ["Planning", "Statistics"]),
    .testTarget(name: "SyntheticControlTests", dependencies: ["SyntheticControl", "Statistics", "TableFiles"]),
    .testTarget(name: "StudiesTests", dependencies: ["Studies", "EarlyYears", "ScenarioFiles", "Statistics"]),
    .testTarget(name: "AnalysesTests", dependencies: ["Analyses", "Reports", "EarlyYears", "Statistics", "Studies"]),
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
        "skillmix", "Analyses", "Reports", "Economics", "EarlyYears", "ScenarioFiles", "TableFiles", "ResultsStore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Snapshots"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets
where ![.system, .plugin].contains(target.type) && !["CCounterRNG", "CPrefetch"].contains(target.name) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
  // The tests simulate tens of millions of events; unoptimised, that takes ten times as long.
  if ["Simulation", "Statistics", "EarlyYears", "Economics", "Calibration", "Planning", "SyntheticControl"].contains(
    target.name)
  {
    target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
  }
}
