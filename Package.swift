// swift-tools-version: 6.2
import PackageDescription

/// CI sets this: a warning in our own code, never in a dependency's, ends the build.
let warningsAreErrors = Context.environment["DATACAP_WARNINGS_AS_ERRORS"] != nil

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

/// What the downloader is made of does without these two libraries, which would cost it 2 MB of memory.
let lean: [SwiftSetting] =
    settings + [
        .unsafeFlags([
            "-Xfrontend", "-disable-implicit-string-processing-module-import",
            "-Xfrontend", "-disable-implicit-concurrency-module-import",
        ])
    ]

let subprocess: [Target.Dependency] = [
    .product(name: "Subprocess", package: "swift-subprocess"),
    .product(name: "SystemPackage", package: "swift-system"),
]
let lifecycle: [Target.Dependency] = [
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
    .product(name: "Logging", package: "swift-log"),
]

let package = Package(
    name: "datacap",
    dependencies: [
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    ],
    targets: [
        // C libraries: a module map and one header of inline shims each.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CWslay", providers: [.apt(["libwslay-dev"])]),
        .systemLibrary(name: "CGnuTLS", pkgConfig: "gnutls", providers: [.apt(["libgnutls28-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
        .systemLibrary(name: "CLinux"),
        // The core: no I/O, no clock, no imports.
        // Optimised in debug builds too: its tests replay days of samples.
        .target(
            name: "DatacapCore",
            swiftSettings: lean + [.strictMemorySafety(), .unsafeFlags(["-O"], .when(configuration: .debug))]
        ),
        // Edges.
        .target(name: "Curl", dependencies: ["CCurl", "CLinux"], swiftSettings: lean),
        .target(
            name: "MicroHTTP",
            dependencies: ["CMicroHTTPD", "CWslay", "CGnuTLS", "CZlib", "CLinux"],
            swiftSettings: settings
        ),
        .target(name: "Delivery", dependencies: ["DatacapCore", "Curl"] + subprocess, swiftSettings: settings),
        .target(
            name: "History",
            dependencies: ["DatacapCore", "CNettle", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings
        ),
        .target(name: "Lab", dependencies: ["DatacapCore", "MicroHTTP"], swiftSettings: settings),
        .target(
            name: "CDashboard",
            path: "Dashboard",
            exclude: ["index.html", "style.css", "favicon.svg", "openapi.json", "js"],
            sources: ["dashboard.c"]
        ),
        // Composition.
        .target(
            name: "Daemon",
            dependencies: ["DatacapCore", "CDashboard", "Curl", "Delivery", "History", "MicroHTTP", "Lab"] + subprocess
                + lifecycle,
            swiftSettings: settings
        ),
        .executableTarget(
            name: "datacap",
            dependencies: [
                "Daemon", "DatacapCore", "Lab", .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "datacap-downloader",
            dependencies: ["DatacapCore", "Curl", "CLinux"],
            swiftSettings: lean
        ),
        // Tests.
        .executableTarget(
            name: "EchoServer",
            dependencies: ["MicroHTTP"],
            path: "Tests/EchoServer",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Postman",
            dependencies: ["Delivery", "DatacapCore", "Curl"],
            path: "Tests/Postman",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Meter",
            dependencies: ["Daemon", "DatacapCore", "Curl"],
            path: "Tests/Meter",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Spender",
            dependencies: ["History", "DatacapCore"],
            path: "Tests/Spender",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "HistoryCost",
            dependencies: ["History", "DatacapCore"],
            path: "Benchmarks/HistoryCost",
            swiftSettings: settings
        ),
        // Optimised in debug builds too: its households live through months.
        .target(
            name: "TestSupport",
            dependencies: ["DatacapCore"],
            path: "Tests/TestSupport",
            swiftSettings: settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]
        ),
        .executableTarget(
            name: "CapFinderFigures",
            dependencies: ["DatacapCore", "TestSupport"],
            path: "Benchmarks/cap-finder",
            swiftSettings: settings
        ),
        .testTarget(name: "DatacapCoreTests", dependencies: ["DatacapCore", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "CurlTests",
            dependencies: ["Curl", "DatacapCore", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "DeliveryTests",
            dependencies: ["Delivery", "DatacapCore", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HistoryTests",
            dependencies: ["History", "DatacapCore", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(name: "MicroHTTPTests", dependencies: ["MicroHTTP", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "LabTests", dependencies: ["Lab", "Curl", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "DaemonTests",
            dependencies: ["Daemon", "DatacapCore", "History", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(name: "LayeringTests", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu2x
)
