internal import DatacapCore
internal import Delivery
internal import Subprocess
internal import SystemPackage

/// The totals of an interface in vnstat's database, as the program `vnstat` prints them.
package struct VnstatSource: Sendable {
    private static let patience = Duration.seconds(10)
    private static let longestOutput_bytes = 4_194_304

    private let program: String
    private let interface: String?

    /// Makes a source.
    ///
    /// - Parameters:
    ///   - interface: The interface; `nil` for the default route's.
    ///   - program: The program: a path, or a name that is looked up in `PATH`.
    package init(interface: String?, program: String = "vnstat") {
        self.interface = interface
        self.program = program
    }

    func read() async throws(UsageSourceError) -> CounterReading {
        guard let interface = interface ?? InterfaceSource.ofDefaultRoute else { throw .noDefaultRoute }
        let output = try await output()
        let totals: VnstatTotals
        do throws(VnstatError) { totals = try VnstatTotals(output, interface: interface) } catch {
            throw .vnstat(error)
        }
        return try CounterReading(
            source: "vnstat \(interface)",
            keeper: .database,
            count: totals.count,
            updated: totals.updated
        )
    }

    /// What the program prints: days, of which both of its formats have few, and the totals.
    private func output() async throws(UsageSourceError) -> [UInt8] {
        let outcome = await withTaskGroup(of: Result<[UInt8], UsageSourceError>.self) { group in
            group.addTask { await run() }
            group.addTask {
                let isOver = (try? await Task.sleep(for: Self.patience)) != nil
                return .failure(isOver ? .program("not done within \(Self.patience)") : .cancelled)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.cancelled)
        }
        return try outcome.get()
    }

    private func run() async -> Result<[UInt8], UsageSourceError> {
        do {
            let result = try await Subprocess.run(
                program.utf8.contains(UInt8(ascii: "/")) ? .path(FilePath(program)) : .name(program),
                arguments: ["--json", "d"],
                output: .bytes(limit: Self.longestOutput_bytes)
            )
            guard case .exited(0) = result.terminationStatus else {
                // It says on standard output why.
                let reason = String(decoding: result.standardOutput.prefix(200), as: UTF8.self).cleanLine
                return .failure(.program("\(result.terminationStatus): \(reason)"))
            }
            return .success(result.standardOutput)
        } catch {
            return .failure(Task.isCancelled ? .cancelled : .program("\(error)".cleanLine))
        }
    }
}
