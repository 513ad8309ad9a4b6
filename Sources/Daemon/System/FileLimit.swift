internal import Glibc

/// How many files and sockets the process may have open.
enum FileLimit {
    /// Raises the soft limit to the hard one: a thousand WebSockets are more than the usual 1024 leave room for.
    static func raise() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        // Some systems say a billion, which costs programs dearly that close all descriptors.
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        setrlimit(resource, &limit)
    }
}
