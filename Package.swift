// swift-tools-version: 6.2
// The manifest is the diagram: every target depends only on targets above it.

import PackageDescription

let package = Package(
    name: "plimsoll",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "plimsoll", targets: ["plimsoll"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Vocabulary.
        .systemLibrary(name: "COpenSSL", path: "Sources/COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        source("Encoding", []),
        source("Quantities", ["Encoding"]),
        source("Signatures", ["COpenSSL", "Encoding"]),
        source("ChainIdentity", ["Encoding", "Signatures"]),

        // Domain.
        source("CollateralState", .vocabulary),

        // Proofs: bytes in, proven value or typed error out.
        proof("TransparencyLog", ["Encoding", "Signatures"]),
        proof("CommitmentProofs", ["COpenSSL", "Encoding", "Signatures"]),
        proof("MerklePatricia", ["Encoding", "Signatures"], exclude: ["Vectors"]),
        proof("EthereumHeader", ["Encoding", "Quantities", "Signatures"]),
        proof("EthereumTransaction", ["Encoding", "Quantities", "Signatures"], exclude: ["Vectors"]),
        proof("EthereumState", ["Encoding", "Quantities", "Signatures", "EthereumHeader", "MerklePatricia"], exclude: ["Vectors"]),
        proof("CometBFT", ["Encoding", "Signatures", "TransparencyLog", "CommitmentProofs"], exclude: ["Vectors"]),
        proof("WormholeVAA", ["Encoding", "Signatures"], exclude: ["Vectors"]),
        proof("HyperlaneCheckpoint", ["Encoding", "Signatures"], exclude: ["Vectors"]),
        proof("StateTree", .vocabulary + ["CollateralState", "CommitmentProofs", "TransparencyLog"]),
        proof("Quorum", .vocabulary + ["CollateralState", "TransparencyLog"]),
        proof("ProofFile", .vocabulary + ["CollateralState", "StateTree", "Quorum"], exclude: ["Vectors"]),
        // Decisions.
        source("UnifiedView", .vocabulary + ["CollateralState", "StateTree", "Quorum"]),
        source("RiskModels", ["Encoding", "Quantities"]),
        source("LiquidationPlanning", ["Encoding", "Quantities", "ChainIdentity", "RiskModels"]),
        source("Hedging", ["Encoding", "Quantities", "RiskModels"]),
        source("SystemicRisk", ["Encoding", "Quantities", "RiskModels"]),
        source("Margin", .vocabulary + ["CollateralState", "UnifiedView", "RiskModels"]),
        source("MarginAnswers", .vocabulary + ["CollateralState", "UnifiedView", "RiskModels", "LiquidationPlanning", "Hedging", "SystemicRisk", "Margin"]),
        source("Governance", .vocabulary + ["CollateralState", "UnifiedView", "RiskModels", "Margin"]),
        proof("MarginProof", .vocabulary + ["CollateralState", "Quorum", "ProofFile", "UnifiedView", "Margin"]),
        proof("OfflineVerifier", .vocabulary + ["CollateralState", "TransparencyLog", "CommitmentProofs", "EthereumHeader", "EthereumState", "CometBFT"]
            + ["WormholeVAA", "Quorum", "ProofFile", "UnifiedView", "Margin", "MarginProof"]),
        source("ChainModel", .vocabulary + ["CollateralState"]),

        // Chains: siblings never import siblings.
        chain("EVM", ["EthereumHeader"], embedding: ["Vaults"]),
        chain("Devnet", ["EthereumHeader", "MerklePatricia"]),
        chain("ChainRegistry", ["EVM"]),

        // Engine: events and `now` in, actions out.
        source("NodeEngine", .vocabulary + ["CollateralState", "TransparencyLog", "StateTree", "Quorum", "UnifiedView", "ChainModel"]),

        // ---- The I/O line: only what stands below may open a socket, a file or read a clock. ----
        source("NodeStorage", .vocabulary + ["CollateralState", "TransparencyLog", "StateTree", "Quorum", "UnifiedView", "ChainModel", "NodeEngine"] + [.grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")]),
        source("NodeTransport", .vocabulary + ["CollateralState", "Quorum", "ChainModel", "NodeEngine"] + [.asyncHTTPClient, .logging, .metrics, .nioCore, .nioHTTP1]),
        source("NodeAPI", .vocabulary + .decisions + ["RiskModels", "MarginAnswers", "Governance", "TransparencyLog", "ProofFile", "NodeEngine", "NodeStorage", "NodeTransport"] + [.hummingbird, .hummingbirdCore, .hummingbirdTLS, .nioCore, .nioHTTPTypes, .nioSSL, .serviceLifecycle, .logging, .metrics]),
        source("Node", .vocabulary + .decisions + ["MarginAnswers", "Governance", "TransparencyLog", "MarginProof", "CommitmentProofs", "ProofFile", "ChainRegistry", "NodeEngine", "NodeStorage", "NodeTransport", "NodeAPI"]
            + [.tomlKit, .serviceLifecycle, .logging, .metrics]),
        source("DevnetServer", .vocabulary + ["CollateralState", "Devnet", .hummingbird, .logging, .nioCore, .serviceLifecycle]),

        // Program.
        program("plimsoll", .vocabulary + .decisions
            + ["COpenSSL", "RiskModels", "SystemicRisk", "MarginAnswers", "Governance", "CommitmentProofs", "CometBFT", "EthereumState", "MerklePatricia", "ProofFile", "MarginProof", "OfflineVerifier", "ChainRegistry", "Devnet", "DevnetServer", "NodeEngine", "NodeStorage", "NodeTransport", "NodeAPI", "Node"]
            + [.argumentParser, .serviceLifecycle, .logging, .product(name: "GRDBSQLite", package: "GRDB.swift")]),

        // Tests: one folder per target, then those that cross targets.
        .target(name: "TestVectors", dependencies: ["Encoding"], path: "Tests/TestVectors", swiftSettings: settings()),
        test("Encoding"),
        test("Quantities", [.bigInt]),
        test("Signatures"),
        test("ChainIdentity"),
        test("CollateralState", .vocabulary),
        test("TransparencyLog"),
        test("CommitmentProofs"),
        test("MerklePatricia"),
        test("EthereumHeader"),
        test("EthereumTransaction"),
        test("EthereumState", ["Encoding", "Quantities", "Signatures", "EthereumHeader", "MerklePatricia"]),
        test("CometBFT", ["Encoding", "Signatures", "TransparencyLog", "CommitmentProofs"]),
        test("WormholeVAA"),
        test("HyperlaneCheckpoint"),
        test("StateTree", exclude: ["verify_smt_proof.py"]),
        test("Quorum", .vocabulary + ["CollateralState"]),
        test("ProofFile", .vocabulary + ["CollateralState", "CommitmentProofs", "StateTree", "Quorum"]),
        test("OfflineVerifier", .vocabulary + ["CollateralState", "TransparencyLog", "CommitmentProofs", "EthereumHeader", "EthereumState", "CometBFT", "WormholeVAA", "Quorum", "ProofFile"]),
        test("UnifiedView"),
        test("MarginProof", .vocabulary + ["CollateralState", "Quorum"]),
        test("RiskModels", ["Encoding", "Quantities"], exclude: ["peers"]),
        test("LiquidationPlanning", ["Quantities", "ChainIdentity", "RiskModels"]),
        test("Hedging", ["Quantities", "RiskModels"]),
        test("SystemicRisk", ["Encoding", "Quantities", "RiskModels"]),
        test("Margin", exclude: ["Prices/price_chain_twin.py"]),
        test("MarginAnswers", .vocabulary + ["CollateralState", "UnifiedView", "RiskModels", "LiquidationPlanning", "Hedging", "SystemicRisk", "Margin"]),
        test("Governance", .vocabulary + ["CollateralState", "RiskModels", "UnifiedView", "Margin"]),
        test("ChainModel"),
        test("EVM", [.tomlKit]),
        test("Devnet"),
        test("NodeEngine", .vocabulary + ["CollateralState", "StateTree", "Quorum", "UnifiedView", "ChainModel"]),
        test("NodeStorage", [.grdb]),
        test("NodeTransport", .vocabulary + ["CollateralState", "Quorum", "ChainModel", "NodeEngine", .asyncHTTPClient, .hummingbird, .logging, .nioCore, .serviceLifecycle]),
        test("NodeAPI", ["Governance", .asyncHTTPClient, .logging, .metrics, .nioCore, .nioHTTP1]),
        test("Node", .vocabulary + .decisions + ["Governance", "TransparencyLog", "ProofFile", "NodeEngine", "NodeStorage", "NodeTransport", "NodeAPI", .asyncHTTPClient, .hummingbird, .logging, .nioCore]),
        crossing("Simulation", ["CollateralState", "StateTree", "Quorum", "UnifiedView", "ChainModel", "EVM", "Devnet", "NodeEngine"]),
        crossing(
            "Integration",
            .decisions + ["EthereumHeader", "ProofFile", "MarginProof", "EVM", "Devnet", "DevnetServer", "NodeEngine", "NodeStorage", "NodeTransport", "NodeAPI", "Node"]
                + [.asyncHTTPClient, .grdb, .logging, .nioCore, .nioHTTP1, .serviceLifecycle],
            exclude: ["rig"]),
        crossing("Tidy", []),
    ] + fuzzing()
)

/// Everything that reads bytes of others, as fuzzing runs it; `swift test` replays what failed once. See Tests/Fuzz/README.md.
func fuzzing() -> [Target] {
    let targets: Target = .target(
        name: "FuzzTargets",
        dependencies: .vocabulary + [
            "CollateralState", "TransparencyLog", "CommitmentProofs", "MerklePatricia", "EthereumHeader", "EthereumTransaction", "EthereumState",
            "CometBFT", "WormholeVAA", "HyperlaneCheckpoint", "StateTree", "Quorum", "ProofFile", "OfflineVerifier", "UnifiedView", "RiskModels", "Margin", "MarginProof",
            "MarginAnswers", "Governance", "ChainModel", "EVM", "Devnet", "NodeEngine",
        ], path: "Tests/Fuzz/Targets", swiftSettings: settings())
    let replay: Target = .testTarget(
        name: "FuzzTests", dependencies: ["Encoding", "FuzzTargets"], path: "Tests/Fuzz/Replay", swiftSettings: settings())
    let driver: Target = .executableTarget(
        name: "fuzz", dependencies: ["Encoding", "FuzzTargets"], path: "Tests/Fuzz/Driver", swiftSettings: settings(),
        // gold, the usual linker, stops at an internal error on instrumented objects.
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld", "-lstdc++"])])
    return [targets, replay] + (Context.environment["PLIMSOLL_FUZZ"] == "1" ? [driver] : [])
}

/// The groups that most targets stand on.
extension [Target.Dependency] {
    static var vocabulary: Self { ["Encoding", "Quantities", "Signatures", "ChainIdentity"] }
    static var decisions: Self { ["CollateralState", "StateTree", "Quorum", "UnifiedView", "Margin", "ChainModel"] }
}

extension Target.Dependency {
    static var argumentParser: Self { .product(name: "ArgumentParser", package: "swift-argument-parser") }
    static var asyncHTTPClient: Self { .product(name: "AsyncHTTPClient", package: "async-http-client") }
    static var bigInt: Self { .product(name: "BigInt", package: "BigInt") }
    static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
    static var hummingbird: Self { .product(name: "Hummingbird", package: "hummingbird") }
    static var hummingbirdCore: Self { .product(name: "HummingbirdCore", package: "hummingbird") }
    static var hummingbirdTLS: Self { .product(name: "HummingbirdTLS", package: "hummingbird") }
    static var logging: Self { .product(name: "Logging", package: "swift-log") }
    static var metrics: Self { .product(name: "Metrics", package: "swift-metrics") }
    static var nioCore: Self { .product(name: "NIOCore", package: "swift-nio") }
    static var nioHTTP1: Self { .product(name: "NIOHTTP1", package: "swift-nio") }
    static var nioHTTPTypes: Self { .product(name: "NIOHTTPTypes", package: "swift-nio-extras") }
    static var nioSSL: Self { .product(name: "NIOSSL", package: "swift-nio-ssl") }
    static var serviceLifecycle: Self { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
    static var tomlKit: Self { .product(name: "TOMLKit", package: "TOMLKit") }
}

func settings() -> [SwiftSetting] {
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["CI"] == "true" ? [.treatAllWarnings(as: .error)] : [])
        + (Context.environment["PLIMSOLL_FUZZ"] == "1" ? [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])] : [])
}

func source(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(name)", swiftSettings: settings())
}

/// - Parameter exclude: folders that are not part of the code, such as vectors.
func proof(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Proofs/\(name)", exclude: ["README.md"] + exclude, swiftSettings: settings())
}

/// - Parameter files: folders whose files become byte arrays in the code.
func chain(_ name: String, _ dependencies: [Target.Dependency], embedding files: [String] = []) -> Target {
    .target(
        name: name, dependencies: .vocabulary + ["CollateralState", "ChainModel"] + dependencies, path: "Chains/\(name)",
        exclude: ["README.md"], resources: files.map { .embedInCode($0) }, swiftSettings: settings())
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Sources/\(name)", swiftSettings: settings())
}

/// `Tests/<name>Tests`: may use the vocabulary, the domain and the target it is named for.
func test(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestVectors"] + dependencies,
        path: "Tests/\(name)", exclude: exclude, swiftSettings: settings())
}

/// Tests that cross targets; they name all they use.
func crossing(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: ["TestVectors"] + .vocabulary + dependencies, path: "Tests/\(name)", exclude: exclude,
        swiftSettings: settings())
}
