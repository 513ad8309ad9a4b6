/// What a ``DownloadPool`` does alike for all its transfers.
package struct DownloadOptions: Hashable, Sendable {
    /// How connections are made.
    package var connection: ConnectionOptions
    /// The most that all transfers together may receive, in bytes a second.
    package var maximumBytesPerSecond: Int64?
    /// How many redirects a transfer follows.
    package var redirects: Int
    /// How long a transfer may go without payload before it fails.
    package var stallTimeout: Duration

    /// Makes options.
    package init(
        connection: ConnectionOptions,
        maximumBytesPerSecond: Int64? = nil,
        redirects: Int = 5,
        stallTimeout: Duration = .seconds(10)
    ) {
        self.connection = connection
        self.maximumBytesPerSecond = maximumBytesPerSecond
        self.redirects = redirects
        self.stallTimeout = stallTimeout
    }
}
