internal import CGnuTLS

/// The hashes and encodings that HTTP and WebSocket ask for, computed by GnuTLS.
enum Digest {
    /// The Base64 form of the SHA-1 of `text`'s UTF-8 bytes.
    static func base64SHA1(of text: String) -> String {
        let input = Array(text.utf8)
        let hash = [UInt8](unsafeUninitializedCapacity: 20) { output, written in
            written = gnutls_hash_fast(GNUTLS_DIG_SHA1, input, input.count, output.baseAddress) == 0 ? 20 : 0
        }
        return base64(hash)
    }

    /// 128 bits of the SHA-256 of `bytes`, in hexadecimal.
    static func entityTag(of bytes: UnsafeRawBufferPointer) -> String? {
        let hash = [UInt8](unsafeUninitializedCapacity: 32) { output, written in
            let result = gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes.baseAddress, bytes.count, output.baseAddress)
            written = result == 0 ? 32 : 0
        }
        guard hash.count == 32 else { return nil }
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(32)
        for byte in hash.prefix(16) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The Base64 form of `bytes` (RFC 4648 §4).
    static func base64(_ bytes: [UInt8]) -> String {
        String(decoding: transform(bytes, by: gnutls_base64_encode2) ?? [], as: UTF8.self)
    }

    /// What `text` encodes in Base64, or nil if it is not Base64.
    static func base64Decoded(_ text: some StringProtocol) -> [UInt8]? {
        transform(Array(text.utf8), by: gnutls_base64_decode2)
    }

    private static func transform(
        _ input: [UInt8],
        by function: (UnsafePointer<gnutls_datum_t>?, UnsafeMutablePointer<gnutls_datum_t>?) -> Int32
    ) -> [UInt8]? {
        var input = input
        return input.withUnsafeMutableBufferPointer { buffer in
            var source = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
            var result = gnutls_datum_t()
            guard function(&source, &result) == 0 else { return nil }
            defer { cgnutls_free(result.data) }
            return [UInt8](UnsafeBufferPointer(start: result.data, count: Int(result.size)))
        }
    }
}
