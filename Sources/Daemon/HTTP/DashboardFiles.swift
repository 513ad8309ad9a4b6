internal import CDashboard
internal import MicroHTTP

/// The dashboard as compiled into the program.
enum DashboardFiles {
    /// One route for each file; the files are compressed and tagged once.
    static func routes() -> [HTTPRoute] {
        (0..<dashboard_count()).compactMap { index in
            guard let file = dashboard_at(index)?.pointee, let path = file.path, let type = file.content_type else {
                return nil
            }
            let bytes = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
            var response = HTTPResponse.block(
                ByteBlock(bytes).gzipped().tagged(),
                contentType: String(cString: type)
            )
            response.headers.append(("Cache-Control", "no-cache"))
            return HTTPRoute("GET", String(cString: path)) { [response] _ in response }
        }
    }
}
