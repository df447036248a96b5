// swift-tools-version: 6.2
import PackageDescription

/// The language settings of every target.
let language: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The settings of every target but HTTP, which talks to sockets, zlib and OpenSSL.
let safe: [SwiftSetting] = language + [.strictMemorySafety()]

let package = Package(
    name: "oceanbase-backup-exporter",
    products: [
        .executable(name: "oceanbase-backup-exporter", targets: ["oceanbase-backup-exporter"]),
        .executable(name: "ocp-simulator", targets: ["ocp-simulator"]),
    ],
    dependencies: [],
    targets: [
        .systemLibrary(
            name: "CLibcurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CMalloc"),

        .target(name: "JSON", swiftSettings: safe),
        .target(name: "Exposition", swiftSettings: safe),
        .target(name: "Kernel", dependencies: ["CEpoll"], swiftSettings: safe),
        .target(
            name: "HTTP",
            dependencies: ["Kernel", "CCrypt", "CEpoll", "CZlib", "COpenSSL"],
            swiftSettings: language
        ),
        .target(
            name: "OCP",
            dependencies: ["JSON", "Kernel", "CLibcurl", "COpenSSL"],
            swiftSettings: safe
        ),
        .target(
            name: "Exporter",
            dependencies: ["Exposition", "HTTP", "OCP", "JSON", "Kernel", "CMalloc"],
            swiftSettings: safe
        ),
        .target(
            name: "OCPSimulator",
            dependencies: ["HTTP", "Kernel", "COpenSSL"],
            swiftSettings: safe
        ),
        .executableTarget(
            name: "oceanbase-backup-exporter",
            dependencies: ["Exporter", "OCP", "HTTP", "Kernel", "OCPSimulator"],
            swiftSettings: safe
        ),
        .executableTarget(
            name: "ocp-simulator",
            dependencies: ["Kernel", "OCPSimulator"],
            swiftSettings: safe
        ),

        .target(
            name: "TestClock",
            dependencies: ["Exporter", "Kernel"],
            path: "Tests/TestClock",
            swiftSettings: safe
        ),
        .target(
            name: "TestSupport",
            dependencies: ["CEpoll"],
            path: "Tests/TestSupport",
            resources: [.embedInCode("blocking_files.py")],
            swiftSettings: language
        ),
        // Measures the renderer; Tests/Benchmarks/run.sh runs it.
        .executableTarget(
            name: "rendering-benchmark",
            dependencies: ["Exporter", "Exposition", "OCP"],
            path: "Tests/Benchmarks/Rendering",
            swiftSettings: safe
        ),

        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: language),
        .testTarget(name: "ExpositionTests", dependencies: ["Exposition"], swiftSettings: language),
        .testTarget(name: "KernelTests", dependencies: ["Kernel"], swiftSettings: language),
        .testTarget(
            name: "HTTPTests",
            dependencies: ["HTTP", "Kernel", "CZlib", "TestSupport"],
            swiftSettings: language
        ),
        .testTarget(
            name: "OCPTests",
            dependencies: ["OCP", "JSON", "Kernel", "CLibcurl", "TestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: language
        ),
        .testTarget(
            name: "OCPSimulatorTests",
            dependencies: ["OCPSimulator", "HTTP", "TestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: language
        ),
        .testTarget(
            name: "ExporterTests",
            dependencies: [
                "Exporter", "Exposition", "HTTP", "OCP", "JSON", "Kernel", "TestClock",
                "TestSupport",
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: language
        ),
        .testTarget(
            name: "DashboardsTests",
            dependencies: [
                "Exporter", "Exposition", "HTTP", "OCP", "OCPSimulator", "TestClock", "TestSupport",
            ],
            swiftSettings: language
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Exporter", "Exposition", "OCPSimulator", "HTTP", "OCP", "TestClock", "TestSupport",
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: language
        ),
    ]
)

// Has libFuzzer's main function, which comes with `--sanitize=fuzzer`; Tests/Fuzzing/run.sh builds it.
if Context.environment["FUZZING"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzzing",
            dependencies: ["Exporter", "Exposition", "HTTP", "OCP", "JSON"],
            path: "Tests/Fuzzing",
            exclude: ["Corpus", "README.md", "run.sh"],
            swiftSettings: language + [.unsafeFlags(["-parse-as-library"])]
        )
    )
}
