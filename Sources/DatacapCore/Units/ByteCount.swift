/// An amount of data, in bytes.
///
/// 1 GB is 10^9 bytes everywhere in the product (IEC 80000-13), never 2^30.
package struct ByteCount: Hashable, Comparable, Sendable {
    /// No data.
    package static let zero = ByteCount(0)

    /// The amount in bytes.
    package var bytes: Int64

    /// Makes an amount of so many bytes.
    package init(_ bytes: Int64) { self.bytes = bytes }

    /// Makes an amount of so many GB, rounded to the nearest byte.
    package static func gigabytes(_ count: Double) -> ByteCount { ByteCount(Int64((count * 1e9).rounded())) }

    /// The amount in GB, 10^9 bytes.
    package var gigabytes: Double { Double(bytes) / 1e9 }

    /// The amount as a person reads it, such as `37.5 MB`.
    package var plain: String {
        switch bytes {
        case 1_000_000_000_000...: "\((gigabytes / 1_000).significant) TB"
        case 1_000_000_000...: "\(gigabytes.significant) GB"
        case 1_000_000...: "\((gigabytes * 1_000).significant) MB"
        default: "\((Double(bytes) / 1_000).significant) kB"
        }
    }

    package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

    /// Adds two amounts.
    package static func + (left: ByteCount, right: ByteCount) -> ByteCount { ByteCount(left.bytes + right.bytes) }

    /// Adds an amount to another.
    package static func += (left: inout ByteCount, right: ByteCount) { left.bytes += right.bytes }

    /// Says by how much one amount exceeds another; it may be negative.
    package static func - (left: ByteCount, right: ByteCount) -> ByteCount { ByteCount(left.bytes - right.bytes) }
}
