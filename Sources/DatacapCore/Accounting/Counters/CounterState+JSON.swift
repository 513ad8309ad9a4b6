extension CounterState {
    /// The state as JSON, for the database.
    package var json: [UInt8] {
        JSONWriter.object { json in
            json.array("former_boots") { array in for boot in formerBoots { array.element(boot) } }
            guard let latest else { return }
            json.member("source", latest.source)
            json.object("look") { latest.look.write(to: &$0) }
            guard let counted = latest.counted else { return }
            json.object("counted") { json in
                counted.look.write(to: &json)
                // As texts: JSON's numbers are exact up to 2^53 only.
                json.member("received_bytes", String(counted.count.received))
                json.member("sent_bytes", String(counted.count.sent))
                json.member("width", counted.count.width.rawValue)
                json.member("generation", counted.count.generation.map { String($0) })
                json.member("is_wide", isWide)
            }
        }
    }

    /// Reads a state that was written before.
    ///
    /// - Throws: ``RestoreError`` naming what is missing or wrong.
    package init(restoring text: some Sequence<UInt8>) throws(RestoreError) {
        self.init()
        let node: JSONNode
        do throws(JSONError) { node = try JSONReader.read(text) } catch { throw .json(error) }
        let members = try SavedMembers(node)
        formerBoots = try members.texts("former_boots")
        guard members.has("source") else { return }
        var saved = Latest(source: try members.text("source"), look: try Look(members.object("look")))
        if members.has("counted") {
            let counted = try members.object("counted")
            saved.counted = try Counted(counted)
            isWide = try counted.flag("is_wide")
        }
        latest = saved
    }
}

extension CounterState.Look {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("time", time.rfc3339)
        json.member("uptime_seconds", uptime.seconds, places: 3)
        json.member("boot", boot)
    }

    fileprivate init(_ members: SavedMembers) throws(RestoreError) {
        time = try members.date("time")
        uptime = try members.duration("uptime_seconds")
        boot = try members.text("boot")
    }
}

extension CounterState.Counted {
    fileprivate init(_ members: SavedMembers) throws(RestoreError) {
        look = try CounterState.Look(members)
        count = CounterReading.Count(
            received: try members.figure("received_bytes"),
            sent: try members.figure("sent_bytes"),
            width: try members.word("width"),
            generation: members.has("generation") ? try members.figure("generation") : nil
        )
    }
}

extension SavedMembers {
    /// Reads a whole number that was written as a text.
    fileprivate func figure<Figure: FixedWidthInteger>(_ name: String) throws(RestoreError) -> Figure {
        guard let figure = Figure(try text(name)) else { throw .member(name) }
        return figure
    }
}
