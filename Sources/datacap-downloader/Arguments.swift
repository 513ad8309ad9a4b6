internal import DatacapCore

/// What the command line asks for.
///
/// Read by hand: a library for it would cost the process more memory than its transfers do.
enum Arguments: Hashable {
    case help
    case version
    case byFlags(FetchOrder)
    case byStandardInput

    /// Reads the arguments after the program's name; a value follows its option or stands behind a `=`.
    static func read(_ arguments: [String]) throws(DownloaderError) -> Arguments {
        guard !arguments.isEmpty else { return .byStandardInput }
        var order = FetchOrder(urls: [])
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let option = parts.first.map(String.init) ?? argument
            func value(_ allowed: String) throws(DownloaderError) -> Value {
                let text = parts.count == 2 ? String(parts[1]) : rest.popFirst()
                guard let text else { throw .option(option, value: nil, allowed: allowed) }
                return Value(option: option, text: text, allowed: allowed)
            }
            switch option {
            case "--help", "-h": return .help
            case "--version": return .version
            case "--url": order.urls.append(try value("an http:// or https:// URL").url())
            case "--streams":
                let most = Int64(FetchOrder.mostStreams)
                order.streams = Int(try value("1 to \(most)").whole(in: 1...most))
            case "--duration-seconds":
                let seconds = try value("a number above 0").number(from: 0.001, to: 1e9)
                order.maximumMilliseconds = Int64((seconds * 1_000).rounded())
            case "--max-bytes": order.maximumBytes = try value("a whole number above 0").whole(in: 1...Int64.max)
            case "--sample-milliseconds":
                order.sampleMilliseconds = Int(try value("10 to 60000").whole(in: 10...60_000))
            case "--ip-version": order.ipVersion = try value("any, v4 or v6").ipVersion()
            case "--interface": order.interface = try value("an interface, address or host name").word()
            case "--proxy": order.proxy = try value("a proxy's URL").word()
            case "--max-speed-mbps":
                let speed = try value("0.1 to 1000000").number(from: 0.1, to: 1e6)
                order.maximumBytesPerSecond = Int64(BitRate.megabits(speed).bytesPerSecond)
            default: throw .unknownOption(argument)
            }
        }
        guard !order.urls.isEmpty else { throw .noURL }
        return .byFlags(order)
    }

    private struct Value {
        var option: String
        var text: String
        var allowed: String

        private var refusal: DownloaderError { .option(option, value: text, allowed: allowed) }

        func whole(in range: ClosedRange<Int64>) throws(DownloaderError) -> Int64 {
            guard let number = Int64(text), range.contains(number) else { throw refusal }
            return number
        }

        func number(from least: Double, to most: Double) throws(DownloaderError) -> Double {
            guard let number = Double(text), number >= least, number <= most else { throw refusal }
            return number
        }

        func word() throws(DownloaderError) -> String {
            guard !text.isEmpty else { throw refusal }
            return text
        }

        func url() throws(DownloaderError) -> String {
            let start = text.prefix { $0 != "/" }.lowercased()
            guard start == "http:" || start == "https:", text.dropFirst(start.count).hasPrefix("//"),
                text.utf8.count > start.utf8.count + 2
            else { throw refusal }
            return text
        }

        func ipVersion() throws(DownloaderError) -> FetchOrder.IPVersion {
            guard let version = FetchOrder.IPVersion(rawValue: text) else { throw refusal }
            return version
        }
    }
}
