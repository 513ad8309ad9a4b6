/// How long to wait after a failed attempt: 1 s, doubling, with jitter, up to a limit.
struct Backoff: Hashable, Sendable {
    /// The longest wait for programs and web addresses.
    static let usualLimit = Duration.seconds(300)
    /// The longest wait for mail: servers greylist for minutes and count impatience against the sender.
    static let mailLimit = Duration.seconds(900)
    /// How long a notice is tried for.
    static let patience = Duration.seconds(86_400)

    let limit: Duration

    /// The wait after so many failed attempts.
    ///
    /// - Parameters:
    ///   - attempts: How many there were, at least 1.
    ///   - wish: What the receiver asked for; it's obeyed, up to a day.
    ///   - random: Spreads the waits of many over the second half of each.
    /// - Returns: The wait.
    func delay(after attempts: Int, wish: Duration?, random: inout SplitMix64) -> Duration {
        let whole = min(limit, .seconds(1 << min(max(attempts, 1) - 1, 20)))
        let share = 0.5 + random.nextUnit() / 2
        let delay = Duration.milliseconds((whole.seconds * share * 1_000).rounded(.up))
        return max(delay, min(wish ?? .zero, Self.patience))
    }
}
