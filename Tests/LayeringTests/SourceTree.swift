import Foundation

/// The sources as they lie on the disk, for tests that read them.
struct SourceTree {
    struct File {
        let path: String
        let text: String

        /// The text without comments and string literals, so that what is said is not taken for what is done.
        var code: String {
            text.replacing(/"""[\s\S]*?"""/, with: "\"\"")
                .replacing(/#?"(?:\\.|[^"\\\n])*"#?/, with: "\"\"")
                .replacing(/\/\/[^\n]*/, with: "")
        }

        /// The modules it imports.
        var imports: [String] {
            text.matches(
                of:
                    /(?m)^\s*(?:@testable\s+)?(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|func|protocol)\s+)?(\w+)/
            )
            .map { String($0.output.1) }
        }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    /// All files below a folder of the checkout whose names end so.
    static func files(in folder: String, ending: [String] = [".swift"]) throws -> [File] {
        let base = root.appending(path: folder)
        let all = try FileManager.default.subpathsOfDirectory(atPath: base.path)
        let paths = all.filter { path in ending.contains { path.hasSuffix($0) } }
        return try paths.sorted().map {
            File(path: "\(folder)/\($0)", text: try String(contentsOf: base.appending(path: $0), encoding: .utf8))
        }
    }

    /// The names of the targets.
    static func targets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path).sorted()
    }
}
