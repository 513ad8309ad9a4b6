import MicroHTTP
import Testing

struct HTTPRouterTests {
    private let router = HTTPRouter([
        HTTPRoute("GET", "/") { _ in .text("root") },
        HTTPRoute("GET", "/api/stats") { _ in .text("stats") },
        HTTPRoute("POST", "/api/start") { _ in .text("start") },
        HTTPRoute("POST", "/api/alerts/{alert}/silence") { _ in .text("silence") },
        HTTPRoute("DELETE", "/api/alerts/{alert}/silence") { _ in .text("speak") },
        HTTPRoute("GET", "/a%20b") { _ in .text("literal") },
        HTTPRoute("GET", "/a b") { _ in .text("space") },
    ])

    private func found(_ method: String, _ path: String) -> String {
        switch router.match(method: method, encodedPath: path) {
        case .route(let route, let parameters):
            ([route.pattern] + parameters.map { "\($0)=\($1)" }).joined(separator: " ")
        case .methodNotAllowed(let pattern, let allow): "405 \(pattern) \(allow)"
        case .notFound: "404"
        case .malformed: "400"
        }
    }

    @Test(arguments: [
        ("GET", "/", "/"), ("GET", "/api/stats", "/api/stats"), ("HEAD", "/api/stats", "/api/stats"),
        ("GET", "/api/%73tats", "/api/stats"), ("GET", "/a%20b", "/a b"), ("GET", "/a%2520b", "/a%20b"),
        ("POST", "/api/alerts/cap-80/silence", "/api/alerts/{alert}/silence alert=cap-80"),
        ("DELETE", "/api/alerts/a%2Fb%20%C3%A9/silence", "/api/alerts/{alert}/silence alert=a/b é"),
        ("POST", "/api/alerts//silence", "404"), ("POST", "/api/alerts/a/b/silence", "404"),
        ("GET", "/api/stats/", "404"),
        ("GET", "/API/stats", "404"), ("GET", "", "404"), ("GET", "/nothing", "404"), ("GET", "/%zz", "400"),
        ("GET", "/api/stats%00", "400"), ("GET", "/%4", "400"),
        ("POST", "/api/stats", "405 /api/stats GET, HEAD"), ("OPTIONS", "/api/start", "405 /api/start POST"),
        ("HEAD", "/api/start", "405 /api/start POST"),
        ("GET", "/api/alerts/x/silence", "405 /api/alerts/{alert}/silence DELETE, POST"),
        ("get", "/", "405 / GET, HEAD"),
    ])
    func `a method and a path lead to their route`(method: String, path: String, expected: String) {
        #expect(found(method, path) == expected)
    }
}
