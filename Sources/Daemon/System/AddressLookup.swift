internal import Curl
internal import DatacapCore
internal import Dispatch

/// Asks a service on the internet for the line's external address, on a thread that may wait.
struct AddressLookup: Sendable {
    let inbox: Inbox
    private let queue = DispatchQueue(label: "datacap.address")

    init(inbox: Inbox) { self.inbox = inbox }

    /// Asks, and hands the answer to the core; returns at once.
    func ask(_ url: String) {
        queue.async {
            let request = HTTPRequest(
                url: url,
                headers: [HTTPRequest.Field("Accept", "application/json")],
                connection: ConnectionOptions(userAgent: "datacap/\(DatacapVersion.current)")
            )
            guard let answer = try? request.send(), answer.status == 200 else {
                inbox.put(.externalAddress(nil))
                return
            }
            inbox.put(.externalAddress(ExternalAddress(answer: answer.body, fetched: SystemClock.now().timestamp)))
        }
    }
}
