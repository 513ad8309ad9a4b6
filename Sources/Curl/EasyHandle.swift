internal import CCurl

/// One easy handle: a transfer's options going in, its figures coming out.
struct EasyHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer

    init() throws(CurlError) {
        try CurlLibrary.start()
        guard let pointer = curl_easy_init() else { throw .unavailable("no easy handle") }
        self.pointer = pointer
    }

    deinit { curl_easy_cleanup(pointer) }

    func set(_ option: CURLoption, _ value: Int) throws(CurlError) {
        try check(option, ccurl_easy_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, offset value: Int64) throws(CurlError) {
        try check(option, ccurl_easy_set_offset(pointer, option, curl_off_t(value)))
    }

    func set(_ option: CURLoption, _ value: String) throws(CurlError) {
        try check(option, ccurl_easy_set_string(pointer, option, value))
    }

    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) throws(CurlError) {
        try check(option, ccurl_easy_set_pointer(pointer, option, value))
    }

    func unset(_ option: CURLoption) throws(CurlError) {
        try check(option, ccurl_easy_set_string(pointer, option, nil))
    }

    func setWrite(
        _ callback: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int,
        context: UnsafeMutableRawPointer
    ) throws(CurlError) {
        try check(CURLOPT_WRITEFUNCTION, ccurl_easy_set_write(pointer, callback, context))
    }

    func setHeader(
        _ callback: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int,
        context: UnsafeMutableRawPointer
    ) throws(CurlError) {
        try check(CURLOPT_HEADERFUNCTION, ccurl_easy_set_header(pointer, callback, context))
    }

    func setRead(
        _ callback: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int,
        context: UnsafeMutableRawPointer
    ) throws(CurlError) {
        try check(CURLOPT_READFUNCTION, ccurl_easy_set_read(pointer, callback, context))
    }

    /// A figure that libcurl keeps as a `long`; zero if it has none.
    func long(_ figure: CURLINFO) -> Int {
        var value = 0
        return ccurl_easy_get_long(pointer, figure, &value) == CURLE_OK ? value : 0
    }

    /// A figure that libcurl keeps as a `curl_off_t`; zero if it has none.
    func offset(_ figure: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        return ccurl_easy_get_offset(pointer, figure, &value) == CURLE_OK ? Int64(value) : 0
    }

    func string(_ figure: CURLINFO) -> String? {
        var value: UnsafeMutablePointer<CChar>?
        guard ccurl_easy_get_string(pointer, figure, &value) == CURLE_OK, let value else { return nil }
        return String(cString: value)
    }

    func check(_ option: CURLoption, _ code: CURLcode) throws(CurlError) {
        guard code != CURLE_OK else { return }
        let name =
            curl_easy_option_by_id(option).map { String(cString: $0.pointee.name) } ?? "option \(option.rawValue)"
        throw .option("CURLOPT_\(name)", reason: CurlLibrary.reason(code))
    }
}
