/// A token bucket as seen from the receiver: `A(τ) = σ + ρτ` bytes in any time τ (ShaperProbe, IMC 2011).
package struct TokenBucket: Hashable, Sendable {
    /// The sustained rate ρ.
    package var sustained: BitRate
    /// The bucket's depth σ: what came above the sustained rate before the drop.
    package var burst: ByteCount

    /// Makes a token bucket.
    package init(sustained: BitRate, burst: ByteCount) {
        self.sustained = sustained
        self.burst = burst
    }
}
