extension Station {
    /// What a person or a program may ask of the test.
    package enum Command: String, CaseIterable, Sendable {
        case start, stop, pause, resume, reset
        /// One test of the schedule, now.
        case test
    }

    /// Something that happened.
    package enum Input: Sendable {
        /// Somebody asked something, a pause perhaps only for a while; exactly one ``Effect/answer(_:)`` follows.
        case command(Command, lasting: Duration? = nil)
        /// The ledger answered a request.
        case reserved(BudgetAnswer)
        /// The ledger or the history couldn't be written; it is tried again.
        case ledgerFailed(String)
        /// What an earlier process had reserved may have been spent without having been counted.
        case lost(ByteCount)
        /// The latest tests of the history, the oldest first.
        case remembered([TestRecord])
        /// The ledgers were read.
        case usage(UsageStanding)
        /// The downloader told something.
        case downloader(FetchEvent)
        /// The downloader said what isn't in the grammar.
        case downloaderGarbled(String)
        /// The downloader ended.
        case downloaderExited(DownloaderExit)
        /// A probe told something.
        case probe(FetchEvent)
        /// A probe ended.
        case probeExited
        /// Time passed.
        case tick
        /// The configuration was read again.
        case reloaded(Configuration)
        /// The configuration was read again and is faulty; the old one stays.
        case reloadFailed(ConfigurationError)
        /// The system was looked at.
        case system(SystemReading)
        /// The external address was asked for; `nil` if no answer came.
        case externalAddress(ExternalAddress?)
        /// data.json was written, or why not.
        case saved(String?)
        /// line.json was written, or why not.
        case lineSaved(String?)
        /// cap.json was written, or why not.
        case capSaved(String?)
        /// Somebody asked something of the alerts; exactly one ``Effect/answerAlert(_:)`` follows.
        case alertCommand(AlertCommand)
        /// alerts.json was written, or why not.
        case alertsSaved(String?)
        /// What became of a delivery, by the notice's id.
        case delivered(String, DeliveryOutcome)
        /// What became of a post to an Alertmanager, by the receiver's name.
        case posted(String, DeliveryOutcome)
        /// The daemon leaves.
        case shutdown
    }

    /// Something to do.
    package enum Effect: Hashable, Sendable {
        /// Start a downloader after a while.
        case launch(FetchOrder, after: Duration)
        /// Run a downloader of its own that ends by itself; one ``Input/probeExited`` follows.
        case probe(FetchOrder)
        /// Tell the downloader something.
        case signal(DownloaderSignal)
        /// Tell the one who asked.
        case answer(CommandAnswer)
        /// Show the state to whoever watches: everything, or what is new since the last time.
        case publish
        /// Show the system's figures to whoever watches.
        case publishSystem
        /// Ask the ledger for an amount; ``Input/reserved(_:)`` follows.
        case reserve(BudgetWish, at: Timestamp)
        /// Enter what was spent in the ledger, of the reservation if there is one.
        case spend(ByteCount, at: Timestamp)
        /// Give back what is left of the reservation.
        case settle(at: Timestamp)
        /// Read the ledgers; ``Input/usage(_:)`` follows.
        case readUsage
        /// Keep something in the history.
        case keep(HistoryRecord)
        /// Write data.json.
        case save
        /// Write line.json.
        case saveLine
        /// Write cap.json.
        case saveCap
        /// Ask for the external address.
        case askExternalAddress(url: String)
        /// Write alerts.json; ``Input/alertsSaved(_:)`` follows.
        case saveAlerts
        /// Carry a notice to a receiver; ``Input/delivered(_:_:)`` follows.
        case deliver(Notice, Receiver)
        /// Tell an Alertmanager all of this; ``Input/posted(_:_:)`` follows.
        case post([Notice], Receiver)
        /// Record what the rules were judged by, and when.
        case record(AlertSignals, Moment)
        /// Show the state of an alert to whoever watches.
        case publishAlert(String)
        /// Tell the one who asked something of the alerts.
        case answerAlert(AlertCommandAnswer)
        /// Write a line to the log.
        case log(LogLevel, String)
    }

    /// What the downloader is told while it runs.
    package enum DownloaderSignal: Hashable, Sendable {
        case pause, resume, terminate, kill
        /// It may take so much.
        case allow(FetchAllowance)
    }

    /// How grave a log line is.
    package enum LogLevel: Hashable, Sendable {
        case info, notice, warning, error
    }
}

/// What became of a command.
package struct CommandAnswer: Hashable, Sendable {
    /// The state after it.
    package var state: TestState.Name
    /// Whether the command could be carried out; if not, `message` says why.
    package var isPossible: Bool
    /// Whether it changed anything.
    package var isChange: Bool
    /// What happened, as a person reads it.
    package var message: String
}
