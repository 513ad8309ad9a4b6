/// The service of a router that tells what the line has carried: `WANCommonInterfaceConfig` of UPnP's Internet Gateway
/// Device (UPnP Forum, WANCommonInterfaceConfig:1, 2001).
package struct RouterService: Hashable, Sendable {
    /// What a router is told to do.
    package enum Action: String, Sendable {
        /// What the line has received since the router started (2.4.4 of the service's definition).
        case received = "GetTotalBytesReceived"
        /// What it has sent (2.4.3).
        case sent = "GetTotalBytesSent"
        /// How fast the line is (2.4.2).
        case properties = "GetCommonLinkProperties"
    }

    /// The service's type with its version.
    package let type: String
    /// Where actions are sent.
    package let control: LocalURL
    /// What the device calls itself, which stays the same for its lifetime; its address if it doesn't say.
    package let device: String

    private static let typePrefix = "urn:schemas-upnp-org:service:WANCommonInterfaceConfig:"

    /// Finds the service in a device's description (UPnP Device Architecture 1.0, 2.1).
    ///
    /// - Parameters:
    ///   - description: The document.
    ///   - url: Where it came from.
    /// - Throws: ``RouterError`` if it isn't one, or has no such service on the device that it came from.
    package init(description: some Sequence<UInt8>, from url: LocalURL) throws(RouterError) {
        let root: XMLElement
        do throws(XMLError) { root = try XMLReader.read(description) } catch { throw .xml(error) }
        let service = root.all("service").first { service in
            service.child("serviceType").map { Self.isType($0.text) } ?? false
        }
        guard let service, let type = service.child("serviceType")?.text,
            let reference = service.child("controlURL")?.text
        else { throw .noService }
        var base = url
        if let given = root.child("URLBase")?.text, !given.isEmpty {
            guard let resolved = url.resolving(given) else { throw .foreign(given) }
            base = resolved
        }
        guard let control = base.resolving(reference) else { throw .foreign(reference) }
        let name = root.first("UDN")?.text ?? ""
        // It is shown to people.
        let isName = (1...128).contains(name.utf8.count) && name.utf8.allSatisfy { (33...126).contains($0) }
        device = isName ? name : url.host
        (self.type, self.control) = (type, control)
    }

    private static func isType(_ text: String) -> Bool {
        // It goes into a header and into XML.
        text.hasPrefix(typePrefix) && UInt8(text.dropFirst(typePrefix.utf8.count)) != nil
    }

    /// The value of the header `SOAPAction` (UPnP Device Architecture 1.0, 3.2.1).
    package func header(_ action: Action) -> String { "\"\(type)#\(action.rawValue)\"" }

    /// The body of the request.
    package func body(_ action: Action) -> [UInt8] {
        let envelope = """
            <?xml version="1.0"?>
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \
            s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">\
            <s:Body><u:\(action.rawValue) xmlns:u="\(type)"></u:\(action.rawValue)></s:Body></s:Envelope>

            """
        return Array(envelope.utf8)
    }

    /// Reads the answer to ``Action/received`` or ``Action/sent``.
    ///
    /// - Returns: Bytes. The standard has 32 bits for them; many routers have more.
    /// - Throws: ``RouterError`` if it isn't one.
    package static func total(_ action: Action, answer: some Sequence<UInt8>) throws(RouterError) -> UInt64 {
        let value = try argument("New\(action.rawValue.dropFirst(3))", of: action, answer: answer)
        if let total = UInt64(value) { return total }
        // Some routers print the 32 bits as if they had a sign.
        if let total = Int32(value) { return UInt64(UInt32(bitPattern: total)) }
        throw .argument(value)
    }

    /// Reads the answer to ``Action/properties``.
    ///
    /// - Returns: The faster of both directions; `nil` if the router doesn't say.
    /// - Throws: ``RouterError`` if it isn't one.
    package static func linkSpeed(answer: some Sequence<UInt8>) throws(RouterError) -> BitRate? {
        let bytes = Array(answer)
        let rates = [
            try argument("NewLayer1DownstreamMaxBitRate", of: .properties, answer: bytes),
            try argument("NewLayer1UpstreamMaxBitRate", of: .properties, answer: bytes),
        ]
        guard let rate = rates.compactMap({ UInt64($0) }).max(), rate > 0 else { return nil }
        return BitRate(bitsPerSecond: Double(rate))
    }

    private static func argument(
        _ name: String,
        of action: Action,
        answer: some Sequence<UInt8>
    ) throws(RouterError) -> String {
        let root: XMLElement
        do throws(XMLError) { root = try XMLReader.read(answer) } catch { throw .xml(error) }
        guard root.name == "Envelope", let body = root.child("Body") else { throw .noAnswer(action.rawValue) }
        if let fault = body.child("Fault") {
            let code = fault.first("errorCode")?.text ?? fault.child("faultcode")?.text ?? ""
            throw .refused(action: action.rawValue, code: String(code.prefix(40)))
        }
        guard let value = body.child("\(action.rawValue)Response")?.child(name)?.text else {
            throw .noAnswer(action.rawValue)
        }
        return value
    }
}

/// Why a router doesn't tell what the line has carried.
package enum RouterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It answered something that isn't XML.
    case xml(XMLError)
    /// Its description has no service that counts.
    case noService
    /// Its description refers to another device, or to what isn't an address.
    case foreign(String)
    /// It answered something else than was asked.
    case noAnswer(String)
    /// It refused an action, with the code of UPnP.
    case refused(action: String, code: String)
    /// It gave something that isn't a number of bytes.
    case argument(String)

    /// What is wrong, in one line; what the router said is cut, and without control characters.
    package var description: String {
        switch self {
        case .xml(let error): "its answer isn't XML: \(error)"
        case .noService: "its description has no service that counts the line's bytes"
        case .foreign(let address): "its description refers to another device: \(Self.plain(address))"
        case .noAnswer(let action): "its answer isn't one to \(action)"
        case .refused(let action, let code): "it refused \(action): error \(Self.plain(code))"
        case .argument(let value): "\"\(Self.plain(value))\" isn't a number of bytes"
        }
    }

    private static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.prefix(80).map { (32..<127).contains($0.value) ? $0 : "?" })
        )
    }
}
