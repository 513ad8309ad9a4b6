import Foundation
import Testing

/// The architecture, read from the sources themselves: these tests bite when a border is crossed.
struct LayeringTests {
    /// What each target of ours may import of the others and of the libraries.
    private static let allowed: [String: Set<String>] = [
        "DatacapCore": [],
        "Curl": ["CCurl", "CLinux", "Glibc", "Synchronization"],
        "MicroHTTP": ["CMicroHTTPD", "CWslay", "CGnuTLS", "CZlib", "CLinux", "Glibc", "Synchronization"],
        "Delivery": ["DatacapCore", "Curl", "Subprocess", "SystemPackage", "Glibc", "Synchronization", "Dispatch"],
        "History": ["DatacapCore", "CNettle", "GRDB", "FoundationEssentials", "Glibc", "Synchronization"],
        "Lab": ["DatacapCore", "MicroHTTP", "Glibc", "Synchronization"],
        "Daemon": [
            "DatacapCore", "CDashboard", "Curl", "Delivery", "History", "MicroHTTP", "Lab", "Subprocess",
            "SystemPackage",
            "ServiceLifecycle", "UnixSignals", "Logging", "Glibc", "Synchronization", "Dispatch",
        ],
        "datacap": ["Daemon", "DatacapCore", "Lab", "Logging", "ArgumentParser", "Glibc"],
        "datacap-downloader": ["DatacapCore", "Curl", "CLinux", "Glibc", "Synchronization"],
    ]

    @Test func `each target imports only what it may`() throws {
        for target in try SourceTree.targets() {
            let files = try SourceTree.files(in: "Sources/\(target)")
            guard !files.isEmpty else { continue }
            let allowed = try #require(Self.allowed[target], "\(target) stands in no rule")
            for file in files {
                let foreign = Set(file.imports).subtracting(allowed)
                #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted())")
            }
        }
    }

    @Test(arguments: [
        ("CCurl", "Curl"), ("CMicroHTTPD", "MicroHTTP"), ("CWslay", "MicroHTTP"), ("CGnuTLS", "MicroHTTP"),
        ("CZlib", "MicroHTTP"), ("CNettle", "History"), ("CDashboard", "Daemon"),
    ])
    func `each C library has one importer`(module: String, owner: String) throws {
        var importers: Set<String> = []
        for target in try SourceTree.targets() {
            let files = try SourceTree.files(in: "Sources/\(target)")
            if files.contains(where: { $0.imports.contains(module) }) { importers.insert(target) }
        }
        #expect(importers == [owner])
    }

    @Test func `the core knows no clock, no task, no thread and no pointer`() throws {
        let forbidden = [
            "Date()", "ContinuousClock", "SuspendingClock", "Task {", "Task.", "await ", "async ", "Unsafe", "unsafe ",
            "Thread", "Mutex",
        ]
        for file in try SourceTree.files(in: "Sources/DatacapCore") {
            let code = file.code
            for word in forbidden { #expect(!code.contains(word), "\(file.path) says \(word)") }
        }
    }

    @Test(arguments: ["Sources", "Tests", "Benchmarks", "Dashboard"])
    func `no file passes 300 lines`(folder: String) throws {
        for file in try SourceTree.files(in: folder, ending: [".swift", ".h", ".c", ".py", ".js", ".css", ".html"]) {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 301, "\(file.path) has \(lines) lines")
        }
    }

    @Test func `every package declaration is documented`() throws {
        let declaration =
            /^\s*(?:@\w+(?:\([^)]*\))?\s+)*package\s+(?!import\b)[^=]*?\b(?:struct|class|enum|protocol|func|var|let|init|subscript|typealias|static)\b/
        for file in try SourceTree.files(in: "Sources") {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where line.contains(declaration) && !line.isExempt {
                var above = index - 1
                while above >= 0, lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("@") { above -= 1 }
                let isDocumented = above >= 0 && lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("///")
                #expect(isDocumented, "\(file.path):\(index + 1) lacks ///: \(line)")
            }
        }
    }

    @Test func `nothing is public, unfinished or left from debugging`() throws {
        for file in try SourceTree.files(in: "Sources") {
            #expect(!file.code.contains(/(?m)^\s*public\s/), "\(file.path) is public")
            #expect(!file.text.contains(/\b(?:TODO|FIXME|XXX|HACK)\b/), "\(file.path) is unfinished")
            let mayPrint = file.path.hasPrefix("Sources/datacap/")
            #expect(mayPrint || !file.code.contains(/\b(?:print|debugPrint|dump)\(/), "\(file.path) prints")
        }
    }

    @Test func `unchecked Sendable stands in the C wrappers only`() throws {
        for file in try SourceTree.files(in: "Sources") {
            guard !file.path.hasPrefix("Sources/Curl/"), !file.path.hasPrefix("Sources/MicroHTTP/") else { continue }
            for word in ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency"] {
                #expect(!file.code.contains(word), "\(file.path) says \(word)")
            }
        }
    }
}

extension Substring {
    /// Whether a line only carries out what a protocol documents.
    fileprivate var isExempt: Bool {
        contains("static func <") || contains("static func ==") || contains("var logLevel") || contains("var metadata")
            || contains("func log(event") || contains("subscript(metadataKey") || contains("func run()")
    }
}
