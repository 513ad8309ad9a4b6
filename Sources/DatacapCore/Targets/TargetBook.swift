/// The ledgers of every test URL that was used since the process started.
///
/// A ledger outlives its URL's place in the configuration, since a counter never goes back.
package struct TargetBook: Hashable, Sendable {
    /// The most ledgers there are; URLs past that share one that is called `other`.
    package static let capacity = 256

    /// The ledgers, in the order they were first used.
    package private(set) var ledgers: [TargetLedger] = []

    /// Makes a book without ledgers.
    package init() {}

    /// The ledgers of those URLs, in their order.
    package subscript(urls: [String]) -> [TargetLedger] {
        urls.compactMap { url in ledgers.first { $0.url == url } }
    }

    /// Finds the ledgers of those URLs, and opens those that are missing.
    ///
    /// - Returns: One index into ``ledgers`` for each URL.
    mutating func open(_ urls: [String]) -> [Int] {
        urls.map { url in
            if let index = ledgers.firstIndex(where: { $0.url == url }) { return index }
            guard ledgers.count < Self.capacity - 1 else {
                if ledgers.count < Self.capacity { ledgers.append(TargetLedger(url: url, label: "other")) }
                return Self.capacity - 1
            }
            ledgers.append(TargetLedger(url: url, label: freeLabel(for: url)))
            return ledgers.count - 1
        }
    }

    /// Changes one ledger, if there is one of that index.
    mutating func change(_ index: Int, _ body: (inout TargetLedger) -> Void) {
        guard ledgers.indices.contains(index) else { return }
        body(&ledgers[index])
    }

    private func freeLabel(for url: String) -> String {
        let host = TargetName.host(ofURL: url)
        var label = host
        var number = 2
        while ledgers.contains(where: { $0.label == label }) {
            label = "\(host)#\(number)"
            number += 1
        }
        return label
    }
}
