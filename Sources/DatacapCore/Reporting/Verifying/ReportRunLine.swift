/// What stands before the rows of one run: its first row, how many there are, and the hashes at both ends.
struct ReportRunLine: Hashable, Sendable {
    private static let start = "# run: first_row="

    /// The first row's number.
    var first: Int64
    /// How many rows follow.
    var count: Int
    /// The hash of the row before the first.
    var before: [UInt8]
    /// The last row's hash.
    var head: [UInt8]

    /// Describes a run.
    init(_ run: SampleOutline.Run) {
        first = run.first
        count = run.count
        before = run.before
        head = run.head
    }

    /// The line, without its end.
    var line: String {
        "\(Self.start)\(first) rows=\(count) before=\(HexText.text(before)) head=\(HexText.text(head))"
    }

    /// Whether a line means to be one.
    static func begins(_ line: ArraySlice<UInt8>) -> Bool { line.starts(with: start.utf8) }

    /// Reads a line; `nil` if it isn't exactly what ``line`` writes.
    init?(_ line: ArraySlice<UInt8>) {
        let values = line.split(separator: UInt8(ascii: " ")).compactMap { word in
            word.firstIndex(of: UInt8(ascii: "=")).map { word[word.index(after: $0)...] }
        }
        guard values.count == 4, let first = Int64(String(decoding: values[0], as: UTF8.self)),
            let count = Int(String(decoding: values[1], as: UTF8.self)),
            (0...1 << 53).contains(first), (0...1 << 40).contains(count),
            let before = HexText.bytes(values[2]), before.count == 32,
            let head = HexText.bytes(values[3]), head.count == 32
        else { return nil }
        (self.first, self.count, self.before, self.head) = (first, count, before, head)
        guard self.line.utf8.elementsEqual(line) else { return nil }
    }
}
