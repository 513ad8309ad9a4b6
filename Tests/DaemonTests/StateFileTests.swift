import Daemon
import Foundation
import Testing

struct StateFileTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "datacap-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `a file is replaced as a whole and nothing stays beside it`() throws {
        try inFolder { folder in
            let path = "\(folder)/data.json"
            #expect(try StateFile.read(path) == nil)
            for text in ["one", String(repeating: "two", count: 100_000), ""] {
                try StateFile.replace(path, with: Array(text.utf8))
                #expect(try StateFile.read(path) == Array(text.utf8))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["data.json"])
        }
    }

    @Test func `what can't be written leaves the old file`() throws {
        try inFolder { folder in
            let path = "\(folder)/data.json"
            try StateFile.replace(path, with: Array("old".utf8))
            try FileManager.default.createDirectory(atPath: path + ".tmp", withIntermediateDirectories: false)
            let error = #expect(throws: StateFileError.self) { try StateFile.replace(path, with: Array("new".utf8)) }
            #expect(error?.description == "open \(path).tmp: Is a directory")
            #expect(try StateFile.read(path) == Array("old".utf8))
        }
    }

    @Test func `a corrupt file is kept under another name`() throws {
        try inFolder { folder in
            let path = "\(folder)/data.json"
            try StateFile.replace(path, with: Array("{".utf8))
            let aside = try StateFile.setAside(path, suffix: "2026")
            #expect(aside == "\(path).corrupt-2026")
            #expect(try StateFile.read(aside) == Array("{".utf8))
            #expect(try StateFile.read(path) == nil)
        }
    }

    @Test func `a file that is too large is refused`() throws {
        try inFolder { folder in
            let path = "\(folder)/big"
            try StateFile.replace(path, with: [UInt8](repeating: 0, count: 200_000))
            #expect(throws: StateFileError.tooLarge(path: path, limit: 100_000)) {
                try StateFile.read(path, limit: 100_000)
            }
        }
    }
}
