internal import CGnuTLS

/// A certificate chain and its private key, both in PEM form.
package struct TLSIdentity: Sendable {
    /// The certificate, followed by those that lead to its root.
    package let certificate: [UInt8]
    /// The private key, not encrypted.
    package let key: [UInt8]

    /// Creates an identity; what is wrong with it shows when a server starts with it.
    package init(certificate: [UInt8], key: [UInt8]) {
        self.certificate = certificate
        self.key = key
    }

    /// Tells what GnuTLS finds wrong: libmicrohttpd would only say that it can't start.
    func validate() throws(HTTPServerError) {
        var credentials: gnutls_certificate_credentials_t?
        var certificate = certificate
        var key = key
        var result = gnutls_certificate_allocate_credentials(&credentials)
        if result == 0 {
            defer { gnutls_certificate_free_credentials(credentials) }
            result = certificate.withUnsafeMutableBufferPointer { certificate in
                key.withUnsafeMutableBufferPointer { key in
                    var first = gnutls_datum_t(data: certificate.baseAddress, size: UInt32(certificate.count))
                    var second = gnutls_datum_t(data: key.baseAddress, size: UInt32(key.count))
                    return gnutls_certificate_set_x509_key_mem(credentials, &first, &second, GNUTLS_X509_FMT_PEM)
                }
            }
        }
        guard result >= 0 else { throw .tls(reason: String(cString: gnutls_strerror(result))) }
    }
}
