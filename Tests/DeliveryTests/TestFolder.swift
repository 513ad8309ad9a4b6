internal import Glibc
internal import Testing

/// A folder of a test's own, which nobody else may write to, with the hooks in it.
final class TestFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/datacap-delivery-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        path = String(cString: made)
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    /// The files in it.
    var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a program of a shell script.
    func hook(_ script: String, named name: String = "hook", mode: mode_t = 0o700) throws -> String {
        try write("#!/bin/sh\n\(script)\n", to: name, mode: mode)
    }

    /// Makes a file.
    func write(_ text: String, to name: String, mode: mode_t = 0o600) throws -> String {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        #expect(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
        // A child that another test forks at this moment holds the file open for writing a while; nothing holds this.
        fchmod(descriptor, mode)
        close(descriptor)
        return file
    }

    /// A file's text; `nil` while there's no such file.
    func text(of name: String) -> String? {
        let descriptor = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var text: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &part, part.count), count > 0 { text += part[..<count] }
        return String(decoding: text, as: UTF8.self)
    }
}
