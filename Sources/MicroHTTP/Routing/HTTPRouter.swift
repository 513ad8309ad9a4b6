/// Finds the route for a method and a path.
///
/// Paths without `{name}` segments are found by one look in a dictionary; the patterns are tried in
/// the order given, after them.
package struct HTTPRouter: Sendable {
    /// What became of a look-up.
    package enum Match: Sendable {
        /// A route and what its `{name}` segments stand for.
        case route(HTTPRoute, parameters: [String: String])
        /// The path is known by this pattern, but not with that method; `allow` is the Allow header.
        case methodNotAllowed(pattern: String, allow: String)
        /// No route has that path.
        case notFound
        /// The path has a broken percent-escape.
        case malformed
    }

    /// All routes of one path or pattern.
    private struct Resource: Sendable {
        let pattern: String
        var routes: [HTTPRoute] = []

        func match(_ method: String, parameters: [String: String]) -> Match {
            let wanted = method == "HEAD" && !routes.contains { $0.method == "HEAD" } ? "GET" : method
            guard let route = routes.first(where: { $0.method == wanted }) else {
                return .methodNotAllowed(pattern: pattern, allow: allow)
            }
            return .route(route, parameters: parameters)
        }

        private var allow: String {
            var methods = routes.map(\.method)
            if methods.contains("GET"), !methods.contains("HEAD") { methods.append("HEAD") }
            return methods.sorted().joined(separator: ", ")
        }
    }

    private enum Segment: Sendable {
        case literal(Substring)
        case parameter(String)
    }

    private var exact: [String: Resource] = [:]
    private var patterns: [(segments: [Segment], resource: Resource)] = []

    /// Creates a router; two routes with the same method and pattern are a fault of the program.
    package init(_ routes: [HTTPRoute]) {
        for route in routes { add(route) }
    }

    private mutating func add(_ route: HTTPRoute) {
        if route.pattern.contains("{") {
            let index = patterns.firstIndex { $0.resource.pattern == route.pattern } ?? patterns.endIndex
            if index == patterns.endIndex {
                patterns.append((Self.segments(of: route.pattern), Resource(pattern: route.pattern)))
            }
            patterns[index].resource.routes.append(route)
        } else {
            exact[route.pattern, default: Resource(pattern: route.pattern)].routes.append(route)
        }
    }

    private static func segments(of pattern: String) -> [Segment] {
        pattern.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            segment.hasPrefix("{") && segment.hasSuffix("}")
                ? .parameter(String(segment.dropFirst().dropLast())) : .literal(segment)
        }
    }

    /// Looks up a method and a path that is still percent-encoded, so that `%2F` doesn't split a segment.
    package func match(method: String, encodedPath: String) -> Match {
        guard let path = PercentEncoding.decoded(encodedPath) else { return .malformed }
        if let resource = exact[path] { return resource.match(method, parameters: [:]) }
        guard !patterns.isEmpty else { return .notFound }
        let segments = encodedPath.split(separator: "/", omittingEmptySubsequences: false)
        for (expected, resource) in patterns {
            if let parameters = Self.parameters(of: segments, by: expected) {
                return resource.match(method, parameters: parameters)
            }
        }
        return .notFound
    }

    private static func parameters(of segments: [Substring], by expected: [Segment]) -> [String: String]? {
        guard segments.count == expected.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, pattern) in zip(segments, expected) {
            guard let text = PercentEncoding.decoded(segment) else { return nil }
            switch pattern {
            case .literal(let literal): guard text == literal else { return nil }
            case .parameter(let name):
                guard !text.isEmpty else { return nil }
                parameters[name] = text
            }
        }
        return parameters
    }
}
