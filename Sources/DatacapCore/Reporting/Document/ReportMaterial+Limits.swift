extension ReportMaterial {
    /// How it was measured.
    var methodSection: ReportSection? {
        let hosts = method.targets.map(TargetName.host(ofURL:)).joined(separator: ", ")
        let ipVersion = method.ipVersion == .any ? "IPv4 or IPv6" : "IP\(method.ipVersion.rawValue)"
        let facts = [
            ReportFact("measured on", line.host),
            ReportFact("address is in", known: line.place),
            ReportFact("program", "datacap \(DatacapVersion.current); \(line.downloader)"),
            ReportFact("downloads from", hosts),
            ReportFact("at once", "\(method.streams) over \(ipVersion)"),
            ReportFact("sent from", known: method.interface),
            ReportFact("proxy", known: method.usesProxy ? "yes: what is measured ends there" : nil),
            ReportFact("own speed limit", known: method.maximumSpeed.map(ReportFigure.rate)),
            ReportFact("one figure each", ReportFigure.duration(method.updateInterval)),
            ReportFact("a drop counts from", "\(method.threshold_percent.significant) % below the usual level"),
            ReportFact("times are told in", zone.name),
        ]
        return ReportSection(
            title: "How it was measured",
            blocks: [
                .paragraph(
                    """
                    datacap downloads files by HTTP with several connections, counts the bytes of the bodies that \
                    arrive, and throws them away. A speed is bytes over the time between two readings of a clock that \
                    never jumps; connection set-up and slow start are left out where they can be told. 1 Mbit/s is \
                    10^6 bit/s, 1 GB is 10^9 bytes.
                    """
                ),
                .facts(facts.compactMap { $0 }),
            ]
        )
    }

    /// What the report is, and what it isn't.
    var limitSection: ReportSection? {
        ReportSection(
            title: "What this report is, and what it isn't",
            blocks: [
                .list([
                    """
                    It is a customer's record of what one machine on the line could download, with the raw figures.
                    """,
                    """
                    It is not a regulator's certified measurement. Regulators that give customers a right to a lower \
                    price or to leave demand their own tool and procedure: in Germany the BNetzA's \
                    Breitbandmessung desktop app, with its series of measurements over several days. Use this report \
                    to find out when and why to measure with such a tool, and to show the provider what happens.
                    """,
                    """
                    Speeds are payload. On the wire, and by the provider's own count, it is about 4 to 8 % more.
                    """,
                    """
                    A level is the middle of many figures, and the range behind it is where their scatter puts it; \
                    single figures lie outside of it. When an incident began is known to within a few figures, in the \
                    scheduled mode only to lie between two tests.
                    """,
                    """
                    That the provider is the cause is a conclusion from how the speed changed, by the rules of \
                    datacap's detector; it has the confidence that is told above, and isn't certain. Wi-Fi, the home \
                    network, this machine and the servers were checked as far as they can be seen from here.
                    """,
                ])
            ]
        )
    }

    /// The raw rows, and what their hashes prove.
    var chainSection: ReportSection? {
        let runs = filledRuns
        guard let last = runs.last else {
            let text =
                leftOut == 0
                ? "No raw rows of this span are kept any more, so none can be checked."
                : "This span has \(leftOut) raw rows, too many for this form. `datacap report --format csv` writes all "
                    + "of them with their hashes, for `datacap verify` to check."
            return ReportSection(title: "Raw rows", blocks: [.paragraph(text)])
        }
        let count = runs.reduce(0) { $0 + $1.rows.count }
        let first = runs.first?.rows.first?.number ?? 0
        let gaps = runs.count == 1 ? "" : " in \(runs.count) runs; the rows between them are not kept any more"
        return ReportSection(
            title: "Raw rows and their hashes",
            blocks: [
                .facts([
                    ReportFact("rows", "\(count), from \(first) to \(last.rows.last?.number ?? first)\(gaps)"),
                    ReportFact("hash before the first", HexText.text(runs.first?.before ?? [])),
                    ReportFact("hash of the last", HexText.text(last.head)),
                ]),
                .paragraph(
                    """
                    Each row has a SHA-256 hash that covers the hash of the row before it, so that no row can be changed, \
                    taken out or put elsewhere without changing every hash after it. `datacap verify FILE` computes them \
                    again from the CSV or HTML form of this report.
                    """
                ),
                .paragraph(
                    """
                    This proves that the rows weren't altered since somebody else saw one of the hashes: send the hash of \
                    the last row to somebody who will keep it, with a date of his own, as an e-mail to the provider has. \
                    Without that the file alone proves little: whoever has it can alter rows and compute all hashes \
                    again. The hashes cover the rows, not what is written around them, and they can't prove that the \
                    measurement was right.
                    """
                ),
                .rows,
            ]
        )
    }
}
