/// Why bytes are no time zone.
package enum ZoneError: Error, Hashable, Sendable, CustomStringConvertible {
    /// They don't begin as a TZif file does.
    case noTZif
    /// The file ends before what its header announces.
    case truncated
    /// A count or an index of the file can't be.
    case malformed(String)
    /// The file counts leap seconds, as those below `right/` do: the wall clock doesn't.
    case leapSeconds
    /// The rule for the time after the last transition can't be read.
    case rule(String)

    /// What is wrong in a sentence.
    package var description: String {
        switch self {
        case .noTZif: "it is no TZif file"
        case .truncated: "the TZif file is cut off"
        case .malformed(let what): "the TZif file has \(what)"
        case .leapSeconds: "it counts leap seconds, which the clock does not"
        case .rule(let text): "the rule \"\(text)\" is no POSIX TZ string"
        }
    }
}
