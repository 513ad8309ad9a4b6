internal import Curl
package import DatacapCore
internal import Delivery

/// The counters of the router, asked by UPnP.
package struct RouterSource: Sendable {
    /// What is known of the router between two readings.
    private struct Router: Sendable {
        var service: RouterService
        var linkSpeed: BitRate?
    }

    private let location: LocalURL?
    private let search: RouterFinder
    private var router: Router?

    /// Makes a source; nothing is asked yet.
    ///
    /// - Parameters:
    ///   - description: Where the router describes itself; `nil` to search for it.
    ///   - interface: The interface to search at; `nil` for the default route's.
    ///   - searched: Where searches are sent.
    package init(
        description: LocalURL?,
        interface: String? = nil,
        searched: (address: String, port: UInt16) = RouterSearch.group
    ) {
        location = description
        search = RouterFinder(interface: interface, address: searched.address, port: searched.port)
    }

    /// Reads both counters, after a search if the router isn't known or didn't answer last time.
    mutating func read() async throws(UsageSourceError) -> CounterReading {
        typealias Outcome = Result<(Router, CounterReading), UsageSourceError>
        let asked = self
        let outcome: Outcome = await AsideThread.run(orIfCancelled: .failure(.cancelled)) {
            do throws(UsageSourceError) { return .success(try asked.ask()) } catch { return .failure(error) }
        }
        // After a failure the router may be found elsewhere.
        router = nil
        let (answered, reading) = try outcome.get()
        router = answered
        return reading
    }

    private func ask() throws(UsageSourceError) -> (Router, CounterReading) {
        let router: Router
        if let known = self.router { router = known } else { router = try find() }
        let service = router.service
        let count = CounterReading.Count(
            received: try total(.received, of: service),
            sent: try total(.sent, of: service),
            width: .unsaid
        )
        let reading = try CounterReading(
            source: "router \(service.device)",
            keeper: .router,
            count: count,
            linkSpeed: router.linkSpeed
        )
        return (router, reading)
    }

    private func total(_ action: RouterService.Action, of service: RouterService) throws(UsageSourceError) -> UInt64 {
        let answer = try call(action, of: service)
        do throws(RouterError) { return try RouterService.total(action, answer: answer) } catch {
            throw .router(service.control, error)
        }
    }

    /// Finds the router's service.
    private func find() throws(UsageSourceError) -> Router {
        var fault = UsageSourceError.noRouter
        let locations: [LocalURL]
        if let location { locations = [location] } else { locations = try search.locations() }
        for url in locations {
            do throws(UsageSourceError) {
                let description = try Self.send(.get, to: url)
                let service: RouterService
                do throws(RouterError) { service = try RouterService(description: description, from: url) } catch {
                    throw .router(url, error)
                }
                // A router without it still counts.
                let speed = try? RouterService.linkSpeed(answer: call(.properties, of: service))
                return Router(service: service, linkSpeed: speed ?? nil)
            } catch {
                fault = error
            }
        }
        throw fault
    }

    private func call(_ action: RouterService.Action, of service: RouterService) throws(UsageSourceError) -> [UInt8] {
        let headers = [
            HTTPRequest.Field("SOAPAction", service.header(action)),
            HTTPRequest.Field("Content-Type", "text/xml; charset=\"utf-8\""),
        ]
        // An error of UPnP comes with the status 500 and says in XML what is wrong.
        return try Self.send(.post(body: service.body(action)), to: service.control, headers, allowing: [200, 500])
    }

    private static func send(
        _ method: HTTPRequest.Method,
        to url: LocalURL,
        _ headers: [HTTPRequest.Field] = [],
        allowing statuses: [Int] = [200]
    ) throws(UsageSourceError) -> [UInt8] {
        var request = HTTPRequest(
            method,
            url: url.description,
            headers: headers,
            // No proxy: it would be somebody else's way to the address.
            connection: ConnectionOptions(
                userAgent: "datacap/\(DatacapVersion.current)",
                ipVersion: .v4,
                proxy: "",
                connectTimeout: .seconds(3)
            ),
            timeout: .seconds(5),
            longestBody: 262_144
        )
        request.followsRedirects = false
        let answer: HTTPResponse
        do throws(CurlError) { answer = try request.send() } catch { throw .request(url, error) }
        guard statuses.contains(answer.status) else { throw .status(url, answer.status) }
        return answer.body
    }
}
