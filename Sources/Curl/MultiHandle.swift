internal import CCurl

/// One multi handle, which polls through a socket set.
struct MultiHandle: ~Copyable {
    /// It must outlive the handle: closing the last connections calls back into it.
    let sockets: SocketSet
    private let pointer: UnsafeMutableRawPointer

    init(sockets: SocketSet) throws(CurlError) {
        try CurlLibrary.start()
        guard let pointer = curl_multi_init() else { throw .unavailable("no multi handle") }
        do { try sockets.attach(multi: pointer) } catch {
            curl_multi_cleanup(pointer)
            throw error
        }
        self.pointer = pointer
        self.sockets = sockets
    }

    deinit { withExtendedLifetime(sockets) { _ = curl_multi_cleanup(pointer) } }

    func set(_ option: CURLMoption, _ value: Int) throws(CurlError) {
        try check("curl_multi_setopt", ccurl_multi_set_long(pointer, option, value))
    }

    func add(_ easy: borrowing EasyHandle) throws(CurlError) {
        try check("curl_multi_add_handle", curl_multi_add_handle(pointer, easy.pointer))
    }

    func remove(_ easy: borrowing EasyHandle) { curl_multi_remove_handle(pointer, easy.pointer) }

    /// Lets libcurl work on a socket, or on what is due when the socket is `CURL_SOCKET_TIMEOUT`.
    func act(on socket: Int32, _ readiness: Int32) throws(CurlError) {
        var running: Int32 = 0
        try check("curl_multi_socket_action", curl_multi_socket_action(pointer, socket, readiness, &running))
    }

    /// The slot of a transfer that is done and hasn't been asked for yet.
    func nextDone() -> (slot: UnsafeMutablePointer<TransferSlot>, CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(pointer, &left) {
            var address: UnsafeMutablePointer<CChar>?
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                ccurl_easy_get_string(easy, CURLINFO_PRIVATE, &address) == CURLE_OK,
                let slot = UnsafeMutableRawPointer(address)?.assumingMemoryBound(to: TransferSlot.self)
            else { continue }
            return (slot, message.pointee.data.result)
        }
        return nil
    }

    private func check(_ call: String, _ code: CURLMcode) throws(CurlError) {
        guard code == CURLM_OK else { throw .multi(call: call, reason: CurlLibrary.reason(code)) }
    }
}
