/// rules.json as a value: the rules and whom they may tell.
package struct AlertRules: Hashable, Sendable {
    /// The rules, in the file's order; names are unique.
    package var rules: [AlertRule] = []
    /// The receivers, in the file's order; names are unique.
    package var receivers: [Receiver] = []

    /// Makes the rules that nothing follows from.
    package init(rules: [AlertRule] = [], receivers: [Receiver] = []) {
        self.rules = rules
        self.receivers = receivers
    }

    /// The rule of that name.
    package func rule(_ name: String) -> AlertRule? { rules.first { $0.name == name } }

    /// The receiver of that name.
    package func receiver(_ name: String) -> Receiver? { receivers.first { $0.name == name } }

    /// The places that a receiver's notices go to, each with its own queue.
    func destinations(of receiver: String) -> [Destination] {
        switch self.receiver(receiver)?.way {
        case .email(let addresses): addresses.map { Destination(receiver: receiver, address: $0) }
        case .exec, .webhook: [Destination(receiver: receiver, address: nil)]
        // They are told the state, not the news; see AlertmanagerFeed.
        case .alertmanager, .none: []
        }
    }

    /// The receiver as the one who carries a notice takes it: a mail goes to one address.
    func receiver(for destination: Destination) -> Receiver? {
        guard let receiver = receiver(destination.receiver) else { return nil }
        switch receiver.way {
        case .email(let addresses):
            guard let address = destination.address, addresses.contains(address) else { return nil }
            return Receiver(name: receiver.name, way: .email(to: [address]))
        case .exec, .webhook: return destination.address == nil ? receiver : nil
        case .alertmanager: return nil
        }
    }
}

/// Where a queue of notices leads: a receiver, or one address of a receiver that has several.
package struct Destination: Hashable, Sendable {
    /// The receiver's name.
    package var receiver: String
    /// The mail address, where the receiver is one of mail.
    package var address: String?
}
