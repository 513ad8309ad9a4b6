internal import CCurl
internal import Glibc

/// The check of a server's certificate, alike for every transfer; there is no way around it.
///
/// Certificates are verified against the system's authorities; as with the curl tool `CURL_CA_BUNDLE`, or else
/// `SSL_CERT_DIR` and `SSL_CERT_FILE` in the environment, name others.
enum Certificates {
    /// Has the certificate and the name in it verified.
    static func verify(on easy: borrowing EasyHandle) throws(CurlError) {
        try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
        try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
        func environment(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        let bundle = environment("CURL_CA_BUNDLE")
        let file = bundle ?? environment("SSL_CERT_FILE")
        let folder = bundle == nil ? environment("SSL_CERT_DIR") : nil
        if let file { try easy.set(CURLOPT_CAINFO, file) }
        // libcurl parses the authorities once for all connections, but only when there is no folder of them; its
        // built-in folder holds what its built-in file holds.
        if let folder {
            try easy.set(CURLOPT_CAPATH, folder)
        } else if file != nil || easy.string(CURLINFO_CAINFO).map({ access($0, R_OK) == 0 }) ?? false {
            try easy.unset(CURLOPT_CAPATH)
        }
    }
}
