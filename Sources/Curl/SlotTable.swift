/// The slots of a pool at addresses that libcurl may keep.
struct SlotTable: ~Copyable {
    let base: UnsafeMutablePointer<TransferSlot>
    private(set) var count = 0

    init(count: Int) throws(CurlError) {
        base = .allocate(capacity: count)
        for index in 0..<count {
            (base + index).initialize(to: try TransferSlot(index: index))
            self.count += 1
        }
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    /// Payload bytes of all slots together since the pool was made.
    var received: Int64 {
        var sum: Int64 = 0
        for index in 0..<count { sum &+= base[index].received }
        return sum
    }

    /// Lets so many bytes come in all, shared among the transfers in progress.
    ///
    /// - Returns: Whether a transfer has to wait for more.
    func allow(bytes: Int64) -> Bool {
        var active: Int64 = 0
        for index in 0..<count where base[index].isActive { active += 1 }
        guard active > 0 else { return false }
        let share = bytes > 0 ? (bytes + active - 1) / active : 0
        var waits = false
        for index in 0..<count where base[index].isActive {
            TransferSlot.allow(base + index, bytes: share)
            waits = waits || base[index].isPaused
        }
        return waits
    }
}
