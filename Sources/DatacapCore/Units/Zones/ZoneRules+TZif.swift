extension ZoneRules {
    /// Reads a zone from a TZif file (RFC 9636, versions 1–4), such as those of `/usr/share/zoneinfo`.
    ///
    /// - Parameters:
    ///   - bytes: All of the file.
    ///   - name: The zone's name, such as `Europe/Berlin`.
    /// - Throws: ``ZoneError`` for a file that breaks the format, or counts leap seconds.
    package init(tzif bytes: [UInt8], name: String) throws(ZoneError) {
        var reader = TZifReader(rest: bytes[...])
        var header = try reader.header()
        if header.version >= 2 {
            try reader.skip(header.length(timeSize: 4))
            header = try reader.header()
        }
        guard header.leapSecondCount == 0 else { throw .leapSeconds }
        let block = try reader.block(header, timeSize: header.version >= 2 ? 8 : 4)
        var rule: ZoneRule?
        if header.version >= 2 {
            let footer = try reader.footer()
            if !footer.isEmpty { rule = try ZoneRule(footer) }
        }
        self.init(name: name, first: block.first, transitions: block.transitions, rule: rule)
    }
}

/// Takes a TZif file apart, from the front.
private struct TZifReader {
    /// What the header counts.
    struct Header {
        var version = 1
        var universalCount = 0
        var standardCount = 0
        var leapSecondCount = 0
        var transitionCount = 0
        var typeCount = 0
        var letterCount = 0

        /// How many bytes the header's block has.
        func length(timeSize: Int) -> Int {
            transitionCount * (timeSize + 1) + typeCount * 6 + letterCount + leapSecondCount * (timeSize + 4)
                + standardCount + universalCount
        }
    }

    var rest: ArraySlice<UInt8>

    mutating func skip(_ count: Int) throws(ZoneError) { _ = try take(count) }

    private mutating func take(_ count: Int) throws(ZoneError) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw .truncated }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Reads a signed big-endian number of four or eight bytes.
    private mutating func number(_ size: Int) throws(ZoneError) -> Int64 {
        let bits = try take(size).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
    }

    mutating func header() throws(ZoneError) -> Header {
        guard rest.starts(with: "TZif".utf8) else { throw .noTZif }
        try skip(4)
        var header = Header()
        let version = try take(1).first ?? 0
        switch version {
        case 0: header.version = 1
        case UInt8(ascii: "2")...UInt8(ascii: "9"): header.version = Int(version - 48)
        default: throw .malformed("an unknown version")
        }
        try skip(15)
        header.universalCount = try count()
        header.standardCount = try count()
        header.leapSecondCount = try count()
        header.transitionCount = try count()
        header.typeCount = try count()
        header.letterCount = try count()
        return header
    }

    private mutating func count() throws(ZoneError) -> Int {
        let count = Int(UInt32(truncatingIfNeeded: try number(4)))
        // What can't be in the file can't be counted: so no product of counts overflows.
        guard count <= rest.count else { throw .truncated }
        return count
    }

    mutating func block(
        _ header: Header,
        timeSize: Int
    ) throws(ZoneError) -> (first: Int64, transitions: [ZoneRules.Transition]) {
        guard header.typeCount > 0 else { throw .malformed("no local time at all") }
        var block = TZifReader(rest: try take(header.length(timeSize: timeSize)))
        var times: [Int64] = []
        for _ in 0..<header.transitionCount {
            let time = try block.number(timeSize)
            if let last = times.last, last >= time { throw .malformed("transitions out of order") }
            times.append(time)
        }
        let types = Array(try block.take(header.transitionCount))
        var offsets: [Int64] = []
        for _ in 0..<header.typeCount {
            let offset = try block.number(4)
            // RFC 9636 §3.2: more than −25 hours, less than 26 hours.
            guard (-89_999...93_599).contains(offset) else { throw .malformed("an impossible offset from UTC") }
            offsets.append(offset)
            try block.skip(2)
        }
        var transitions: [ZoneRules.Transition] = []
        for (time, type) in zip(times, types) {
            guard offsets.indices.contains(Int(type)) else { throw .malformed("an unknown local time type") }
            // Times beyond what milliseconds can tell, such as the −2^59 of some files, are all one.
            transitions.append(
                ZoneRules.Transition(time: min(max(time, -(1 << 50)), 1 << 50), offset: offsets[Int(type)])
            )
        }
        return (offsets[0], transitions)
    }

    /// Reads the rule between two line feeds that the file ends with.
    mutating func footer() throws(ZoneError) -> ArraySlice<UInt8> {
        guard rest.first == UInt8(ascii: "\n") else { throw .truncated }
        let rule = rest.dropFirst().prefix { $0 != UInt8(ascii: "\n") }
        guard rule.endIndex < rest.endIndex else { throw .truncated }
        return rule
    }
}
