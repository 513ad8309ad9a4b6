package import DatacapCore
internal import Glibc

/// The system's tz database, and which of its zones the system's clocks show.
package struct ZoneFolder {
    /// Where the database is.
    package let path: String

    /// Names the folder.
    package init(path: String = "/usr/share/zoneinfo") { self.path = path }

    /// Reads a zone by its name; `nil` if there is none, or its file is broken.
    package func zone(_ name: String) -> ZoneRules? {
        guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else { return nil }
        return read("\(path)/\(name)", name: name)
    }

    /// The zone of the system: what `TZ` names (tzset(3)), else what /etc/localtime links to or is, else UTC.
    ///
    /// - Parameters:
    ///   - variable: What `TZ` says, if it's set.
    ///   - localtime: The file that stands for the system's zone.
    /// - Returns: The zone.
    package func system(variable: String?, localtime: String = "/etc/localtime") -> ZoneRules {
        if let variable, let zone = zone(String(variable.drop { $0 == ":" })) { return zone }
        if let target = Self.target(of: localtime), let folder = target.firstRange(of: "zoneinfo/"),
            let zone = zone(String(target[folder.upperBound...]))
        {
            return zone
        }
        return read(localtime, name: "localtime") ?? .utc
    }

    private func read(_ file: String, name: String) -> ZoneRules? {
        guard let bytes = try? StateFile.read(file, limit: 1_048_576) else { return nil }
        return try? ZoneRules(tzif: bytes, name: name)
    }

    /// Where a symbolic link leads to; `nil` if it is none.
    private static func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
