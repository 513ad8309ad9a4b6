extension SampleRecord {
    /// The row as the hash chain covers it, such as `1800000000000,1000000,2500000,18000,0`.
    ///
    /// By commas: the time in milliseconds since 1970, the duration in microseconds, the bytes, the round trip in
    /// microseconds or nothing, and the flaws' bits as a number. What is finer than a microsecond isn't kept.
    package var chainText: String {
        let roundTrip = roundTrip.map { String($0.microseconds) } ?? ""
        return "\(time.milliseconds),\(duration.microseconds),\(amount.bytes),\(roundTrip),\(flaws.rawValue)"
    }

    /// Reads a row of ``chainText``'s form.
    ///
    /// - Returns: `nil` for anything that ``chainText`` wouldn't write.
    package init?(chainText text: some StringProtocol) {
        let fields = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count == 5 else { return nil }
        let numbers = fields.map { Int64(String(decoding: $0, as: UTF8.self)) }
        guard let time = numbers[0], let duration = numbers[1], let bytes = numbers[2], let flaws = numbers[4],
            fields[3].isEmpty || numbers[3] != nil
        else { return nil }
        self.init(
            time: Timestamp(milliseconds: time),
            duration: .microseconds(duration),
            amount: ByteCount(bytes),
            roundTrip: numbers[3].map { .microseconds($0) },
            flaws: Flaws(rawValue: flaws)
        )
        guard chainText.utf8.elementsEqual(text.utf8) else { return nil }
    }
}
