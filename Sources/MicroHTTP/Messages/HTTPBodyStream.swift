/// A response body of pseudo-random bytes whose speed the caller decides.
///
/// The server fills in the bytes, from a fixed pattern that doesn't compress; the caller only says
/// how many may leave and when. ``pace`` may block, so a server that sends streams must run a thread
/// per connection (``HTTPServerConfiguration/threadPerConnection``).
package struct HTTPBodyStream: Sendable {
    /// The largest number of bytes asked for at once.
    package static let blockSize = 131_072

    /// The exact number of bytes to send, as Content-Length, or nil for a chunked body that ends when ``pace`` says so.
    package let length: Int?
    /// Ends a wait inside ``pace`` when the server stops; called from another thread, at most once.
    package let cancel: @Sendable () -> Void
    /// Asks how many of the given number of bytes may go out now, and waits until some may.
    ///
    /// Zero ends the body; a negative number breaks the connection off.
    package let pace: @Sendable (Int) -> Int

    /// Creates a stream of `length` bytes that go out at the pace asked for.
    package init(length: Int?, cancel: @escaping @Sendable () -> Void = {}, pace: @escaping @Sendable (Int) -> Int) {
        self.length = length
        self.cancel = cancel
        self.pace = pace
    }
}
