extension Double {
    /// The number without a needless `.0`.
    var plain: String { Int64(exactly: self).map(String.init) ?? description }

    /// The number with about three digits that mean something.
    var significant: String {
        let scale = magnitude >= 100 ? 1.0 : magnitude >= 10 ? 10 : 100
        return ((self * scale).rounded() / scale).plain
    }
}
