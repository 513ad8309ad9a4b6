internal import DatacapCore

/// The one door into the daemon's loop; any thread may use it.
struct Inbox: Sendable {
    /// An input and who waits for its answer.
    struct Letter: Sendable {
        var input: Station.Input
        var answer: Pending<CommandAnswer>?
        var alertAnswer: Pending<AlertCommandAnswer>?
    }

    private let continuation: AsyncStream<Letter>.Continuation
    /// The letters, for the one loop that takes them out.
    let letters: AsyncStream<Letter>

    init() { (letters, continuation) = AsyncStream.makeStream() }

    /// Hands an input in.
    func put(_ input: Station.Input) { continuation.yield(Letter(input: input)) }

    /// Hands a command in and waits for its answer, on a thread that may be blocked.
    ///
    /// - Returns: `nil` if the loop didn't answer within 2 s.
    func ask(_ command: Station.Command, lasting duration: Duration? = nil) -> CommandAnswer? {
        let answer = Pending<CommandAnswer>()
        continuation.yield(Letter(input: .command(command, lasting: duration), answer: answer))
        return answer.wait(milliseconds: 2_000)
    }

    /// Hands a command of the alerts in and waits for its answer, on a thread that may be blocked.
    ///
    /// - Returns: `nil` if the loop didn't answer within 2 s.
    func ask(_ command: AlertCommand) -> AlertCommandAnswer? {
        let answer = Pending<AlertCommandAnswer>()
        continuation.yield(Letter(input: .alertCommand(command), alertAnswer: answer))
        return answer.wait(milliseconds: 2_000)
    }

    /// Closes the door; what is inside is still handled.
    func close() { continuation.finish() }
}
