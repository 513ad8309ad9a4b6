internal import CLinux
internal import Glibc

/// The signals that steer a run, read from a descriptor instead of interrupting it.
struct SignalQueue: ~Copyable {
    /// What a signal asks for.
    enum Command: Hashable {
        /// `SIGUSR1`: no more data.
        case pause
        /// `SIGUSR2`: data again.
        case resume
        /// `SIGTERM` or `SIGINT`: the end.
        case end
    }

    /// Readable when a signal has come.
    let descriptor: Int32

    /// Takes the signals over, from all threads that are started afterwards.
    init() throws(DownloaderError) {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGUSR1, SIGUSR2, SIGTERM, SIGINT] { sigaddset(&signals, signal) }
        guard pthread_sigmask(SIG_BLOCK, &signals, nil) == 0 else {
            throw .system(call: "pthread_sigmask", errno: errno)
        }
        let descriptor = signalfd(-1, &signals, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
        guard descriptor >= 0 else { throw .system(call: "signalfd", errno: errno) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The next command, if one has come.
    func next() -> Command? {
        var signal = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while read(descriptor, &signal, size) == size {
            switch Int32(signal.ssi_signo) {
            case SIGUSR1: return .pause
            case SIGUSR2: return .resume
            case SIGTERM, SIGINT: return .end
            default: continue
            }
        }
        return nil
    }
}
