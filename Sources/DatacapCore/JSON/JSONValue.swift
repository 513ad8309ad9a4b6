/// A JSON value (RFC 8259), as it was read from a text, with the places of its parts.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number; integers up to 2^53 are exact.
    case number(Double)
    case string(String)
    case array([JSONNode])
    /// The members in the order of the text; names are unique.
    case object([JSONMember])

    /// What the value is called in a message, with its article.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// A JSON value and where it stands.
package struct JSONNode: Hashable, Sendable {
    /// The value.
    package var value: JSONValue
    /// Where its first character stands.
    package var position: JSONPosition

    /// The member of that name, if the value is an object that has it.
    package subscript(name: String) -> JSONNode? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.name == name }?.node
    }

    /// The string, if the value is one.
    package var string: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }

    /// The number, if the value is one.
    package var double: Double? {
        guard case .number(let number) = value else { return nil }
        return number
    }

    /// The number, if the value is a whole one that fits.
    package var int: Int64? {
        guard case .number(let number) = value else { return nil }
        return Int64(exactly: number)
    }

    /// The boolean, if the value is one.
    package var bool: Bool? {
        guard case .bool(let flag) = value else { return nil }
        return flag
    }

    /// The elements, if the value is an array.
    package var array: [JSONNode]? {
        guard case .array(let elements) = value else { return nil }
        return elements
    }
}

/// One member of a JSON object.
package struct JSONMember: Hashable, Sendable {
    /// The member's name, unescaped.
    package var name: String
    /// Where the name stands.
    package var position: JSONPosition
    /// The member's value.
    package var node: JSONNode
}

/// A place in a text; both figures start at 1, columns count Unicode scalars.
package struct JSONPosition: Hashable, Sendable, CustomStringConvertible {
    /// The line.
    package var line: Int
    /// The column.
    package var column: Int

    /// `line:column`, as compilers print it.
    package var description: String { "\(line):\(column)" }
}
