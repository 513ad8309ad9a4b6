/// An element of an XML text, as far as answers of routers need it: attributes aren't kept.
package struct XMLElement: Hashable, Sendable {
    /// Its name without the prefix of its namespace.
    package var name: String
    /// Its own text, without white space around it; that of the elements inside isn't part of it.
    package var text: String
    /// The elements inside, in order.
    package var children: [XMLElement]

    /// The first element inside of that name.
    package func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The first element of that name, at any depth, this one included.
    package func first(_ name: String) -> XMLElement? { all(name).first }

    /// All elements of that name, at any depth, this one included, in order.
    package func all(_ name: String) -> [XMLElement] {
        (self.name == name ? [self] : []) + children.flatMap { $0.all(name) }
    }
}

/// Why a text isn't XML that is taken.
package enum XMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Something can't stand where it does.
    case syntax(offset_bytes: Int, reason: String)
    /// There's more of something than any router's answer has.
    case limit(String)

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .syntax(let offset, let reason): "byte \(offset): \(reason)"
        case .limit(let what): "too much for a router's answer: \(what)"
        }
    }
}
