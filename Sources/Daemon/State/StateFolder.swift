internal import DatacapCore
internal import Glibc

/// The folder of data.json; the demo's is a temporary one, since its bytes are nobody's.
struct StateFolder {
    /// Its path.
    let path: String
    private let isTemporary: Bool

    /// Finds the folder, and makes it if it isn't there.
    ///
    /// - Throws: ``DaemonError/state(_:)`` if that can't be.
    init(_ options: DaemonOptions, _ configuration: Configuration) throws(DaemonError) {
        isTemporary = options.isDemo
        guard isTemporary else {
            path = options.file.stateDirectory(configuration)
            guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
                throw .state(.system(call: "mkdir", path: path, code: errno))
            }
            return
        }
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/datacap-demo-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw .state(.system(call: "mkdtemp", path: base, code: errno))
        }
        path = String(cString: made)
    }

    /// Names the folder of a configuration, whether it's there or not.
    init(path: String) {
        self.path = path
        isTemporary = false
    }

    /// The path of data.json.
    var dataFile: String { file("data.json") }

    /// The path of line.json.
    var lineFile: String { file("line.json") }

    /// The path of cap.json.
    var capFile: String { file("cap.json") }

    /// The path of alerts.json.
    var alertsFile: String { file("alerts.json") }

    /// The path of history.sqlite.
    var historyFile: String { file("history.sqlite") }

    private func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    /// Removes the folder of a demo.
    func removeIfTemporary() {
        guard isTemporary else { return }
        unlink(dataFile)
        unlink(lineFile)
        unlink(capFile)
        unlink(alertsFile)
        for suffix in ["", "-wal", "-shm"] { unlink(historyFile + suffix) }
        rmdir(path)
    }
}
