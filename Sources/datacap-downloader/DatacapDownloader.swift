internal import CLinux
internal import Curl
internal import DatacapCore
internal import Glibc

/// The program: an order in, by flags or as a line on standard input; events out.
@main
enum DatacapDownloader {
    static func main() {
        do throws(DownloaderError) {
            exit(try run(Array(CommandLine.arguments.dropFirst())))
        } catch {
            if let complaint = error.complaint { StandardError.write("datacap-downloader: \(complaint)\n") }
            exit(error.exitCode)
        }
    }

    private static func run(_ arguments: [String]) throws(DownloaderError) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        switch try Arguments.read(arguments) {
        case .help:
            try StandardOutput.write(Array(Arguments.usage.utf8))
        case .version:
            try StandardOutput.write(
                Array("datacap-downloader \(DatacapVersion.current) \(CurlLibrary.version)\n".utf8)
            )
        case .byFlags(let order):
            let form = isatty(STDOUT_FILENO) == 1 ? EventOutput.Form.progress(ProgressLine()) : .lines
            var downloader = try Downloader(order: order, form: form)
            try downloader.run()
            guard downloader.received > 0 || !order.isLimited else { throw .nothingCame }
        case .byStandardInput:
            var input = StandardInput()
            let order = try orderOfParent(&input)
            var downloader = try Downloader(order: order, form: .lines, changes: consume input)
            try downloader.run()
        }
        return 0
    }

    /// Reads the order, and binds this process's life to that of the one which gave it.
    private static func orderOfParent(_ input: inout StandardInput) throws(DownloaderError) -> FetchOrder {
        let parent = getppid()
        let line = try input.firstLine()
        guard clinux_die_with_parent(SIGKILL) == 0 else { throw .system(call: "prctl", errno: errno) }
        // It may have died before the kernel was told to watch it.
        guard getppid() == parent else { throw .readerGone }
        do { return try FetchOrder(line: line) } catch { throw .order(error) }
    }
}
