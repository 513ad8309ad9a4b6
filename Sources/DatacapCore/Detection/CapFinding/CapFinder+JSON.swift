extension CapFinder {
    /// The finder as JSON, to be kept.
    ///
    /// - Returns: A JSON object in UTF-8, with the end of a line.
    package var json: [UInt8] {
        JSONWriter.object { json in
            json.member("version", 1)
            json.array("cycles") { array in
                for curve in curves {
                    array.object { json in
                        json.member("start", curve.cycle.start.rfc3339)
                        json.member("end", curve.cycle.end.rfc3339)
                        curve.write(to: &json)
                    }
                }
            }
            if let undated { json.object("undated") { undated.write(to: &$0) } }
        } + [UInt8(ascii: "\n")]
    }

    /// Reads a finder as ``json`` wrote it.
    ///
    /// - Throws: ``RestoreError`` for what isn't one.
    package init(restoring text: [UInt8]) throws(RestoreError) {
        let node: JSONNode
        do { node = try JSONReader.read(text) } catch { throw .json(error) }
        let saved = try SavedMembers(node)
        guard try saved.count("version") == 1 else { throw .member("version") }
        var curves: [CycleCurve] = []
        for member in try saved.objects("cycles") {
            let cycle = BillingCycle(start: try member.date("start"), end: try member.date("end"))
            guard cycle.start < cycle.end, curves.last.map({ $0.cycle.start < cycle.start }) ?? true else {
                throw .member("start")
            }
            curves.append(try CycleCurve(member, cycle, limit: CycleCurve.most))
        }
        let undated =
            saved.has("undated")
            ? try CycleCurve(saved.object("undated"), Self.always, limit: Self.mostUndated) : nil
        self.init(curves: curves, undated: undated)
    }
}

extension CycleCurve {
    private static let figures = 8
    /// What a figure is below: more bytes, or seconds, than there are.
    private static let tooLarge = 1e18

    fileprivate func write(to json: inout JSONWriter) {
        json.member("usage_bytes", usage_bytes, places: 0)
        json.member("seen", seen_seconds, places: 3)
        // For never −1 is kept in the curve; the file holds no number below 0.
        json.array("carried_bytes") { array in for bytes in carried_bytes { array.element(bytes + 1, places: 0) } }
        json.array("pieces") { array in
            for piece in pieces {
                array.array { inner in
                    inner.element(piece.began_seconds, places: 3)
                    inner.element(piece.ended_seconds, places: 3)
                    inner.element(piece.firstStart_bytes, places: 0)
                    inner.element(piece.firstEnd_bytes, places: 0)
                    inner.element(piece.lastStart_bytes, places: 0)
                    inner.element(piece.lastEnd_bytes, places: 0)
                    inner.element(piece.count, places: 0)
                    inner.element(piece.level, places: 6)
                }
            }
        }
    }

    fileprivate init(_ saved: SavedMembers, _ cycle: BillingCycle, limit: Int) throws(RestoreError) {
        let lists = try saved.numberLists("pieces")
        let isWhole = lists.allSatisfy { list in
            list.count == Self.figures && list.allSatisfy { $0 < Self.tooLarge }
        }
        guard isWhole else { throw .member("pieces") }
        let carried = try saved.numbers("carried_bytes").map { $0 - 1 }
        guard carried.count == Self.classes, carried.allSatisfy({ $0 < Self.tooLarge }) else {
            throw .member("carried_bytes")
        }
        let usage_bytes = try saved.number("usage_bytes")
        guard usage_bytes < Self.tooLarge else { throw .member("usage_bytes") }
        self.init(
            cycle,
            pieces: lists.map { figures in
                CurvePiece(
                    began_seconds: figures[0],
                    ended_seconds: figures[1],
                    firstStart_bytes: figures[2],
                    firstEnd_bytes: figures[3],
                    lastStart_bytes: figures[4],
                    lastEnd_bytes: figures[5],
                    count: figures[6],
                    level: figures[7]
                )
            },
            usage_bytes: usage_bytes,
            seen_seconds: try saved.number("seen"),
            carried_bytes: carried,
            limit: limit
        )
    }
}
