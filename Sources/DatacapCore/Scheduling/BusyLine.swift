/// What must hold of the line for a test to begin.
package struct TestConditions: Hashable, Sendable {
    /// `busy_mbps`: with more traffic of others than that the line is busy; `nil` never minds.
    package var busy: BitRate?
    /// `only_interface`: the interface that the line must be reached by; `nil` for any.
    package var interface: String?
    /// `only_address`: where the external address must lie; `nil` for any.
    package var address: AddressBlock?

    /// Makes conditions that always hold.
    package init(busy: BitRate? = nil, interface: String? = nil, address: AddressBlock? = nil) {
        self.busy = busy
        self.interface = interface
        self.address = address
    }

    /// Why no test may begin now, in one sentence; `nil` if one may.
    package func obstacle(_ line: LineOutlook) -> String? {
        if let interface, line.interface != interface {
            let found = line.interface.map { "it goes out by \($0)" } ?? "there is none"
            return "the line isn't reached by \(interface) (schedule.only_interface): \(found)"
        }
        if let address {
            guard let found = line.externalAddress else {
                return "the external address isn't known, and must lie in \(address) (schedule.only_address)"
            }
            if !address.contains(found) {
                return "the external address \(found) doesn't lie in \(address) (schedule.only_address)"
            }
        }
        if let busy, let foreign = line.foreign, foreign > busy {
            return "others use the line with \(foreign.plain), more than \(busy.plain) (schedule.busy_mbps)"
        }
        return nil
    }
}

/// What is known of the line while no test runs.
package struct LineOutlook: Hashable, Sendable {
    /// What others use of it now; `nil` where there is no telling.
    package var foreign: BitRate?
    /// The interface that the tests would go out by; `nil` without a route.
    package var interface: String?
    /// Its address as the internet sees it.
    package var externalAddress: String?
    /// The plan's cycle.
    package var cycle: BillingCycle
    /// What the cycle's budget has left; `nil` without such a limit.
    package var cycleLeft: ByteCount?

    /// Makes an outlook.
    package init(
        foreign: BitRate? = nil,
        interface: String? = nil,
        externalAddress: String? = nil,
        cycle: BillingCycle,
        cycleLeft: ByteCount? = nil
    ) {
        self.foreign = foreign
        self.interface = interface
        self.externalAddress = externalAddress
        self.cycle = cycle
        self.cycleLeft = cycleLeft
    }
}
