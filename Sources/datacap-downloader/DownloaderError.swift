internal import Curl
internal import DatacapCore

/// Why the program ends before its time.
enum DownloaderError: Error, Hashable {
    /// There is no such option.
    case unknownOption(String)
    /// An option has no value, or one that isn't allowed.
    case option(String, value: String?, allowed: String)
    /// Options were given but no URL.
    case noURL
    /// Standard input ended or held more than an order may before the line's end.
    case noOrder
    /// The line on standard input isn't an order.
    case order(WireError)
    /// A run with limits ended without a byte.
    case nothingCame
    /// Nobody reads the events any more.
    case readerGone
    /// The kernel refused a call.
    case system(call: String, errno: Int32)
    /// libcurl refused to work.
    case curl(CurlError)

    /// What to tell the user; nothing when there is nobody to tell.
    var complaint: String? {
        switch self {
        case .unknownOption(let option): "unknown option \(option)\n\(Self.hint)"
        case .option(let option, nil, let allowed): "\(option) needs a value: \(allowed)\n\(Self.hint)"
        case .option(let option, let value?, let allowed): "\(option) \(value): must be \(allowed)\n\(Self.hint)"
        case .noURL: "--url is missing\n\(Self.hint)"
        case .noOrder: "standard input holds no order, and no --url was given\n\(Self.hint)"
        case .order(let error): "the order on standard input is wrong: \(error)"
        case .nothingCame: "nothing was received"
        case .readerGone: nil
        case .system(let call, let errno): "\(call) failed: \(DownloaderError.words(errno))"
        case .curl(let error): "\(error)"
        }
    }

    /// 0 done, 1 a fault in what the user gave, 2 usage, 70 internal.
    var exitCode: Int32 {
        switch self {
        case .readerGone: 0
        case .noOrder, .order, .nothingCame: 1
        case .unknownOption, .option, .noURL: 2
        case .system, .curl: 70
        }
    }

    private static let hint = "See datacap-downloader --help."
}
