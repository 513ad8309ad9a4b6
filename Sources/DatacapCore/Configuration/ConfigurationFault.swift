/// One thing that is wrong with the configuration.
package struct ConfigurationFault: Hashable, Sendable, CustomStringConvertible {
    /// Where a setting came from.
    package enum Source: Hashable, Sendable {
        /// A file, and the place in it if the fault has one.
        case file(String, JSONPosition?)
        /// An environment variable.
        case environment(String)
        /// A flag of the command line.
        case flag(String)
    }

    /// Where the faulty setting came from.
    package var source: Source
    /// The setting, such as `test_urls[1]`; empty for the whole file.
    package var path: String
    /// What is wrong and what is allowed.
    package var message: String

    /// Makes a fault.
    package init(source: Source, path: String, message: String) {
        self.source = source
        self.path = path
        self.message = message
    }

    /// The fault in one line: `file:line:column: path: message`, with control characters as `\n` or `\u{1B}`.
    package var description: String {
        let place =
            switch source {
            case .file(let name, .some(let position)): "\(name):\(position)"
            case .file(let name, .none): name
            case .environment(let name): "environment \(name)"
            case .flag(let name): "--\(name)"
            }
        return (path.isEmpty ? "\(place): \(message)" : "\(place): \(path): \(message)").inOneLine
    }
}

extension String {
    /// The text with control characters, and what else ends lines or turns their direction, written out.
    fileprivate var inOneLine: String {
        unicodeScalars.map { scalar in
            switch scalar.value {
            case 9: "\\t"
            case 10: "\\n"
            case 13: "\\r"
            case 0..<32, 127..<160, 0x2028...0x202E, 0x2066...0x2069:
                "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: String(scalar)
            }
        }.joined()
    }
}

extension ConfigurationFault {
    /// What a number must be.
    static func allowed(_ range: ClosedRange<Double>, whole: Bool) -> String {
        "must be \(whole ? "a whole number" : "a number") from \(range.lowerBound.plain) to \(range.upperBound.plain)"
    }

    /// What is wrong with the number of a list's entries; `nil` if nothing is.
    static func wrong(count: Int, allowed: ClosedRange<Int>) -> String? {
        allowed.contains(count) ? nil : "must have \(allowed.lowerBound) to \(allowed.upperBound) entries, has \(count)"
    }

    /// What is wrong with a text that must be one of a few words; `nil` if nothing is.
    static func wrong<Word: RawRepresentable & CaseIterable>(
        _ text: String,
        as _: Word.Type
    ) -> String? where Word.RawValue == String {
        guard Word(rawValue: text) == nil else { return nil }
        let words = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return "must be one of \(words), is \"\(text)\""
    }
}

/// Everything that is wrong with the configuration, in the order it was found.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The faults; at least one.
    package var faults: [ConfigurationFault]

    /// Joins the faults.
    package init(faults: [ConfigurationFault]) { self.faults = faults }

    /// One line for each fault.
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
