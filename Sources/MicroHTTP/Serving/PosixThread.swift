internal import Glibc
internal import Synchronization

/// A thread for work that blocks, which Swift's cooperative pool must not do.
final class PosixThread: Sendable {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let handle: Mutex<pthread_t?>

    /// Starts a thread that runs `body`, or fails when the system has no more to give.
    ///
    /// Signals stay with the program's other threads. Every thread must be joined once.
    init?(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Body(body))
        var handle = pthread_t()
        let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
            guard let context else { return nil }
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
            return nil
        }
        guard pthread_create(&handle, nil, start, box.toOpaque()) == 0 else {
            box.release()
            return nil
        }
        self.handle = Mutex(handle)
    }

    /// Waits until the body has returned; a second caller waits with the first.
    func join() {
        handle.withLock { handle in
            if let thread = handle { pthread_join(thread, nil) }
            handle = nil
        }
    }
}
