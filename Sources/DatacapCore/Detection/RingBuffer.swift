/// The latest elements of a sequence, at most `capacity`; the oldest makes room for the newest.
struct RingBuffer<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var start = 0

    let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        elements.reserveCapacity(capacity)
    }

    var count: Int { elements.count }
    var isEmpty: Bool { elements.isEmpty }
    var last: Element? { isEmpty ? nil : self[count - 1] }

    /// The element at that place from the oldest, 0, to the newest, `count - 1`.
    subscript(index: Int) -> Element {
        get { elements[slot(index)] }
        set { elements[slot(index)] = newValue }
    }

    mutating func append(_ element: Element) {
        if elements.count < capacity {
            elements.append(element)
        } else {
            elements[start] = element
            start = start + 1 == capacity ? 0 : start + 1
        }
    }

    mutating func removeAll() {
        elements.removeAll(keepingCapacity: true)
        start = 0
    }

    private func slot(_ index: Int) -> Int {
        let place = start + index
        return place < elements.count ? place : place - elements.count
    }
}
