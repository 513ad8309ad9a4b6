internal import CMicroHTTPD
internal import Glibc

/// The C callbacks: each finds its object and calls a method of it.
extension HTTPServerCore {
    static let answer: MHD_AccessHandlerCallback = { context, connection, url, method, version, upload, size, slot in
        guard let context, let connection, let url, let method, let version, let size, let slot else { return .NO }
        let core = Unmanaged<HTTPServerCore>.fromOpaque(context).takeUnretainedValue()
        guard let raw = slot.pointee else {
            let exchange = core.exchange(
                connection: connection,
                method: String(cString: method),
                encodedPath: String(cString: url),
                version: String(cString: version)
            )
            slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
            return core.begin(exchange, on: connection)
        }
        let exchange = Unmanaged<Exchange>.fromOpaque(raw).takeUnretainedValue()
        guard size.pointee > 0 else { return core.complete(exchange, on: connection) }
        let part = UnsafeRawBufferPointer(start: upload, count: size.pointee)
        size.pointee = 0
        return exchange.receive(part) ? .YES : .NO
    }

    static let completed: MHD_RequestCompletedCallback = { _, _, slot, _ in
        guard let slot, let raw = slot.pointee else { return }
        slot.pointee = nil
        Unmanaged<Exchange>.fromOpaque(raw).takeRetainedValue().finish()
    }

    static let connectionChanged: MHD_NotifyConnectionCallback = { context, _, _, change in
        guard let context else { return }
        let core = Unmanaged<HTTPServerCore>.fromOpaque(context).takeUnretainedValue()
        core.traffic.countConnection(change == .CONNECTION_NOTIFY_STARTED ? 1 : -1)
    }

    /// Paths stay as sent: the router splits them into segments before it decodes these.
    static let unescape:
        @convention(c) (
            UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?
        ) -> Int = { _, _, text in text.map { strlen($0) } ?? 0 }

    static let takeLine: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Void = { context, line in
        guard let context, let line else { return }
        Unmanaged<HTTPServerCore>.fromOpaque(context).takeUnretainedValue().log(String(cString: line))
    }

    /// Hands an upgraded connection over to the hub that has a place for it.
    static let upgrade: MHD_UpgradeHandler = { _, _, request, extra, extraCount, descriptor, handle in
        guard let handle else { return }
        guard let request, let hub = Unmanaged<Exchange>.fromOpaque(request).takeUnretainedValue().takeReservation()
        else {
            _ = cmhd_upgrade_close(handle)
            return
        }
        let early = [UInt8](UnsafeRawBufferPointer(start: extra, count: extraCount))
        hub.adopt(UpgradedSocket(descriptor: descriptor, handle: handle, early: early))
    }
}

extension Exchange {
    fileprivate func takeReservation() -> WebSocketHub? {
        defer { reservation = nil }
        return reservation
    }
}
