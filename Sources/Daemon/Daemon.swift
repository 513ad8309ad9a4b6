internal import DatacapCore
internal import Curl
internal import Glibc
internal import History
internal import Lab
internal import Logging
internal import MicroHTTP
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// Puts the parts together and runs them until a signal says stop.
package struct Daemon: Sendable {
    private let options: DaemonOptions
    private let logger: Logger

    /// Makes a daemon; nothing is read or started yet.
    package init(_ options: DaemonOptions) {
        self.options = options
        logger = Logger(label: "datacap") { _ in
            LineLogHandler(level: options.logLevel, format: options.logFormat)
        }
    }

    /// Runs the daemon.
    ///
    /// - Throws: ``DaemonError`` if it can't begin.
    package func run() async throws {
        // A client or a child that goes away is an error of one write, not the end.
        signal(SIGPIPE, SIG_IGN)
        FileLimit.raise()
        let executable = SiblingProgram.path("datacap-downloader")
        try CurlLibrary.start()
        var configuration: Configuration
        do { configuration = try options.file.read() } catch { throw DaemonError.configuration(error) }
        warn(of: options.file.obstacles(configuration))
        let secrets = try Secrets(configuration, in: options.file)
        let recorder = try options.recording.map { path throws(DaemonError) in
            try AlertRecorder(path: path, logger: logger)
        }
        let folder = try StateFolder(options, configuration)
        defer { folder.removeIfTemporary() }
        let lab = options.isDemo ? try DemoLine(&configuration, logger: logger) : nil
        defer { lab?.stop() }

        var station = Station(
            configuration: configuration,
            isDemo: options.isDemo,
            isRecorded: recorder != nil,
            at: SystemClock.now()
        )
        if !options.isDemo { try restore(folder, into: &station) }

        let inbox = Inbox()
        let snapshot = Snapshot(station)
        let feed = LiveFeed(snapshot: snapshot)
        let process = DownloaderProcess(executable: executable, inbox: inbox, logger: logger)
        let supervisor = DownloaderSupervisor(process: process, inbox: inbox)
        let probes = ProbeRunner(process: process, inbox: inbox, logger: logger)
        let state = StateWriter(path: folder.dataFile) { inbox.put(.saved($0)) }
        let line = StateWriter(path: folder.lineFile) { inbox.put(.lineSaved($0)) }
        let cap = StateWriter(path: folder.capFile) { inbox.put(.capSaved($0)) }
        let alerts = StateWriter(path: folder.alertsFile) { inbox.put(.alertsSaved($0)) }
        let deliveries = Deliveries(inbox: inbox) { [file = options.file] in
            file.courier(snapshot.station.configuration, folder: folder.path)
        }
        let store = try openHistory(folder)
        let history = HistoryKeeper(store: store, inbox: inbox) { snapshot.station.configuration }
        let reload = reloader(inbox, demo: lab?.url)
        let server = try listen(
            configuration,
            secrets,
            snapshot,
            inbox,
            feed,
            HistoryRoutes(store: store, keeper: history),
            reload
        )
        station.servedPort = UInt16(exactly: server.port)
        let effects = EffectRunner(
            supervisor: supervisor,
            probes: probes,
            state: state,
            line: line,
            cap: cap,
            alerts: alerts,
            deliveries: deliveries,
            history: history,
            recorder: recorder,
            feed: feed,
            addresses: AddressLookup(inbox: inbox),
            logger: logger
        )
        let url = "\(secrets.identity == nil ? "http" : "https")://\(server.address)/"

        // A schedule is the wish to spend; a test without one takes somebody who starts it.
        let startsByItself = options.isDemo || configuration.testing.mode == .scheduled
        // Stopped from the end: the test first, so that its last bytes are counted, shown and saved by the others.
        var services: [any Service] = [
            state,
            line,
            cap,
            alerts,
            history,
            Monitor(initial: station, inbox: inbox, snapshot: snapshot, effects: effects),
            deliveries,
            ReloadOnSignal { _ = reload() },
            SystemWatch(inbox: inbox, snapshot: snapshot),
            WebServer(server: server, hub: feed.hub) { [options, logger] in
                logger.info("listening", metadata: ["url": "\(url)", "version": "\(DatacapVersion.current)"])
                if startsByItself { inbox.put(.command(.start)) }
                if options.opensBrowser { Browser.open(url, logger: logger) }
            },
            Ticker(inbox: inbox, updateInterval: configuration.updateInterval),
            probes,
            supervisor,
        ]
        if let recorder { services.insert(recorder, at: 0) }
        if let source = UsageSource(configuration.usage) {
            services.append(
                LineMeter(source: source, interval: configuration.usage.interval) {
                    history.put(.reading($0))
                } onEvent: {
                    history.put(.record(.event($0)))
                }
            )
        }
        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quietLogger
        )
        group.maximumGracefulShutdownDuration = .milliseconds(1_900)
        try await ServiceGroup(configuration: group).run()
        logger.info("bye")
    }

    private func warn(of obstacles: [String]) { for obstacle in obstacles { logger.warning("\(obstacle)") } }

    private func restore(_ folder: StateFolder, into station: inout Station) throws(DaemonError) {
        let data = SavedState(path: folder.dataFile, logger: logger)
        try data.restore(losing: "totals start at zero") { text throws(RestoreError) in try station.restore(text) }
        let line = SavedState(path: folder.lineFile, logger: logger)
        try line.restore(losing: "the line is learnt anew") { text throws(RestoreError) in
            try station.restoreLine(text)
        }
        let cap = SavedState(path: folder.capFile, logger: logger)
        try cap.restore(losing: "caps are looked for anew") { text throws(RestoreError) in
            try station.restoreCap(text)
        }
        let alerts = SavedState(path: folder.alertsFile, logger: logger)
        try alerts.restore(losing: "alerts begin anew") { text throws(RestoreError) in
            try station.restoreAlerts(text, at: SystemClock.now())
        }
    }

    /// Opens the history; a damaged one is set aside, never overwritten.
    private func openHistory(_ folder: StateFolder) throws(DaemonError) -> HistoryStore {
        do {
            do { return try HistoryStore(path: folder.historyFile) } catch .corrupt(let reason) {
                let aside = try HistoryFile.setAside(folder.historyFile, at: SystemClock.now().timestamp)
                logger.error(
                    "the history is corrupt and was set aside; a new one begins",
                    metadata: ["reason": "\(reason)", "file": "\(aside)"]
                )
                return try HistoryStore(path: folder.historyFile)
            }
        } catch {
            throw .history("\(error)")
        }
    }

    /// Reads the configuration again and hands it, or its faults, to the core.
    private func reloader(_ inbox: Inbox, demo url: String?) -> @Sendable () -> ConfigurationError? {
        { [self, file = options.file] in
            do throws(ConfigurationError) {
                var configuration = try file.read()
                warn(of: file.obstacles(configuration))
                if let url { DemoLine.adapt(&configuration, to: url) }
                inbox.put(.reloaded(configuration))
                return nil
            } catch {
                inbox.put(.reloadFailed(error))
                return error
            }
        }
    }

    private func listen(
        _ configuration: Configuration,
        _ secrets: Secrets,
        _ snapshot: Snapshot,
        _ inbox: Inbox,
        _ feed: LiveFeed,
        _ history: HistoryRoutes,
        _ reload: @escaping @Sendable () -> ConfigurationError?
    ) throws(DaemonError) -> HTTPServer {
        let source = StatisticsSource()
        let routes = Routes(
            snapshot: snapshot,
            inbox: inbox,
            feed: feed,
            history: history,
            reports: ReportRoutes(store: history.store, snapshot: snapshot),
            reload: reload,
            statistics: { source.statistics }
        )
        let settings = HTTPServerConfiguration(
            host: configuration.host,
            port: Int(configuration.port),
            threads: 4,
            connectionLimit: 2_048,
            tls: secrets.identity,
            guard: RequestGuard(
                listenAddress: configuration.host,
                allowedHosts: configuration.allowedHosts,
                token: secrets.token
            ),
            responseHeaders: Routes.headers,
            log: { [logger] in logger.debug("http", metadata: ["detail": "\($0)"]) }
        )
        do {
            let server = try HTTPServer(settings, routes: routes.all)
            source.set(server)
            return server
        } catch {
            throw .listen("\(error)")
        }
    }

    /// The service group tells every step of a start and a stop, which nobody asked for.
    private var quietLogger: Logger {
        var quiet = logger
        quiet.logLevel = max(options.logLevel, .warning)
        return quiet
    }
}

/// The server's statistics for a route of that very server.
private final class StatisticsSource: Sendable {
    private let server = Mutex<HTTPServer?>(nil)

    var statistics: HTTPStatistics { server.withLock { $0 }?.statistics ?? HTTPStatistics() }

    func set(_ new: HTTPServer) { server.withLock { $0 = new } }
}
