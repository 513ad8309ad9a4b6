/// A reusable heap of numbers that tells medians and quantiles in linear time, without allocating once it is warm.
struct OrderStatistics: Sendable {
    private(set) var values: [Double] = []

    init(capacity: Int) { values.reserveCapacity(capacity) }

    var count: Int { values.count }

    mutating func removeAll() { values.removeAll(keepingCapacity: true) }

    mutating func append(_ value: Double) { values.append(value) }

    /// The median; 0 when there is nothing.
    mutating func median() -> Double { quantile(0.5) }

    /// The value below which that share, 0–1, of the numbers lies, interpolated linearly; 0 when there is nothing.
    mutating func quantile(_ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let place = share * Double(values.count - 1)
        let lower = Int(place)
        let low = select(lower)
        guard lower + 1 < values.count, place > Double(lower) else { return low }
        // After the selection everything above `lower` is at least as large: its minimum is the next in order.
        var high = values[lower + 1]
        for index in lower + 1..<values.count where values[index] < high { high = values[index] }
        return low + (place - Double(lower)) * (high - low)
    }

    /// The median distance from a value, scaled to the standard deviation of a normal distribution (MAD).
    mutating func deviation(from centre: Double) -> Double {
        for index in values.indices { values[index] = abs(values[index] - centre) }
        return 1.4826 * median()
    }

    /// The share, 0–1, of the numbers within a relative distance of a value.
    func share(within tolerance: Double, of centre: Double) -> Double {
        guard !values.isEmpty, centre > 0 else { return 0 }
        var inside = 0
        for value in values where abs(value - centre) <= tolerance * centre { inside += 1 }
        return Double(inside) / Double(values.count)
    }

    /// Puts the number of that rank in its place (Hoare's selection).
    private mutating func select(_ rank: Int) -> Double {
        var low = 0
        var high = values.count - 1
        while low < high {
            let pivot = values[(low + high) / 2]
            var left = low
            var right = high
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                if left <= right {
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if rank <= right { high = right } else if rank >= left { low = left } else { break }
        }
        return values[rank]
    }
}
