internal import Glibc
internal import Logging
internal import Subprocess

/// Opens the dashboard for a person at a desktop.
enum Browser {
    /// Opens a page, if standard error is a terminal and there's a display; nothing waits for it.
    static func open(_ url: String, logger: Logger) {
        guard isatty(STDERR_FILENO) == 1, getenv("DISPLAY") != nil || getenv("WAYLAND_DISPLAY") != nil else { return }
        Task {
            do {
                _ = try await Subprocess.run(
                    .name("xdg-open"),
                    arguments: [url],
                    output: .discarded,
                    error: .discarded
                )
            } catch {
                logger.debug("no browser was opened", metadata: ["reason": "\(error)"])
            }
        }
    }
}
