internal import DatacapCore
internal import History

extension HistoryStore {
    /// Takes what a counter of the whole line showed into the ledger.
    ///
    /// What was known of the counter and can't be understood any more is as good as nothing known: counting begins anew.
    func take(_ reading: CounterReading) throws(HistoryError) {
        try advance(source: Self.line) { stored in
            var state = stored.flatMap { try? CounterState(restoring: $0) } ?? CounterState()
            let step = state.advance(reading)
            // The station tells of clocks that jump, whoever counts the line.
            let events = step.events.filter { $0.kind != .clock }
            return CounterAdvance(state: state.json, slots: step.slots, events: events)
        }
    }

    /// There is one line, whatever counts it.
    private static let line = "line"
}
