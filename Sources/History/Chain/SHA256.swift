internal import CNettle

/// The hash of the chain, computed by nettle.
package enum SHA256 {
    /// The SHA-256 of some bytes (FIPS 180-4): 32 bytes.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var state = sha256_ctx()
        nettle_sha256_init(&state)
        nettle_sha256_update(&state, bytes.count, bytes)
        return [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_SIZE)) { output, written in
            nettle_sha256_digest(&state, Int(SHA256_DIGEST_SIZE), output.baseAddress)
            written = Int(SHA256_DIGEST_SIZE)
        }
    }
}
