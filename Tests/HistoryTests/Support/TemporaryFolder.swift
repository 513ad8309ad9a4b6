import Foundation

/// A folder that is gone when the test is over.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "datacap-history-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    func file(_ name: String = "history.sqlite") -> String { "\(path)/\(name)" }

    /// The names of the files in it.
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}

extension TemporaryFolder {
    /// The size of all files in it, in bytes.
    func size() throws -> Int {
        try names().map { name in
            let found = try FileManager.default.attributesOfItem(atPath: file(name))
            return found[.size] as? Int ?? 0
        }.reduce(0, +)
    }
}
