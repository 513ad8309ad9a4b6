internal import Glibc

/// The texts of system errors.
enum SystemError {
    /// The text of the current `errno`.
    static var text: String { String(cString: strerror(errno)) }
}
