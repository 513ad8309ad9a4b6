internal import CCurl

/// libcurl itself, before any of its handles.
package enum CurlLibrary {
    // A global's first use runs once, whichever threads race for it.
    private static let initialised: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    /// Sets libcurl up; every handle of this module calls it, and again is free.
    ///
    /// Call it early in a program with threads of other C libraries (libcurl(3), “GLOBAL CONSTANTS”).
    /// - Throws: ``CurlError/unavailable(_:)``.
    package static func start() throws(CurlError) {
        guard initialised == CURLE_OK else { throw .unavailable(reason(initialised)) }
    }

    /// The library's name, version and parts, such as `libcurl/7.88.1 OpenSSL/3.0.22`.
    package static var version: String { curl_version().map { String(cString: $0) } ?? "libcurl" }

    static func reason(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }

    static func reason(_ code: CURLMcode) -> String { String(cString: curl_multi_strerror(code)) }
}
