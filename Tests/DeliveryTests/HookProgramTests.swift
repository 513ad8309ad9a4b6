@testable internal import Delivery
internal import Glibc
internal import Testing

@Suite struct HookProgramTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func refusal(of path: String) -> String? {
        do throws(DeliveryError) {
            _ = try HookProgram(path)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [0o700, 0o755, 0o500] as [mode_t])
    func `a program that only its owner can change is run`(mode: mode_t) throws {
        #expect(refusal(of: try folder.hook("exit 0", mode: mode)) == nil)
        #expect(refusal(of: "/bin/sh") == nil)
    }

    @Test(arguments: [0o770, 0o707, 0o777, 0o720, 0o702] as [mode_t])
    func `one that its group or others can change is not`(mode: mode_t) throws {
        let path = try folder.hook("exit 0", mode: mode)
        #expect(refusal(of: path) == "\(path) is writable by its group or others (chmod go-w)")
    }

    @Test(arguments: [0o770, 0o777, 0o1777] as [mode_t])
    func `nor one in such a folder, even if it's sticky`(mode: mode_t) throws {
        let path = try folder.hook("exit 0")
        chmod(folder.path, mode)
        #expect(refusal(of: path) == "\(folder.path) is writable by its group or others (chmod go-w)")
    }

    @Test func `nor one below such a folder, unless it's sticky as /tmp is`() throws {
        let inner = "\(folder.path)/inner"
        mkdir(inner, 0o700)
        defer { rmdir(inner) }
        _ = try folder.hook("exit 0", named: "inner/hook")
        defer { unlink("\(inner)/hook") }
        #expect(refusal(of: "\(inner)/hook") == nil)
        chmod(folder.path, 0o777)
        #expect(refusal(of: "\(inner)/hook") == "\(folder.path) is writable by its group or others (chmod go-w)")
    }

    @Test func `a link is as good as its own folder and what it leads to`() throws {
        let program = try folder.hook("exit 0")
        let other = try TestFolder()
        let link = "\(other.path)/link"
        symlink(program, link)
        #expect(refusal(of: link) == nil)
        chmod(other.path, 0o777)
        #expect(refusal(of: link) == "\(other.path) is writable by its group or others (chmod go-w)")
        chmod(other.path, 0o700)
        chmod(program, 0o777)
        #expect(refusal(of: link) == "\(program) is writable by its group or others (chmod go-w)")
    }

    @Test func `somebody else's program is not run`() throws {
        try #require(geteuid() == 0, "only root can give files away")
        let path = try folder.hook("exit 0", mode: 0o755)
        chown(path, 12_345, 0)
        #expect(refusal(of: path) == "\(path) belongs to neither root nor the user of datacap")
    }

    @Test func `what is no program says so`() throws {
        let plain = try folder.write("text", to: "plain")
        #expect(refusal(of: plain) == "\(plain) is not executable (chmod +x)")
        #expect(refusal(of: folder.path) == "\(folder.path) is no regular file")
        #expect(refusal(of: "/dev/null") == "/dev/null is no regular file")
        #expect(refusal(of: "hook") == "hook is no absolute path")
        #expect(refusal(of: "\(folder.path)/none") == "\(folder.path)/none can't be read: No such file or directory")
    }
}
