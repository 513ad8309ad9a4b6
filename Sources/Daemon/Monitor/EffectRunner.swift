internal import DatacapCore
internal import Logging

/// Carries out what the core decides, by handing it to the part that can.
struct EffectRunner: Sendable {
    let supervisor: DownloaderSupervisor
    let probes: ProbeRunner
    let state: StateWriter
    let line: StateWriter
    let cap: StateWriter
    let alerts: StateWriter
    let deliveries: Deliveries
    let history: HistoryKeeper
    let recorder: AlertRecorder?
    let feed: LiveFeed
    let addresses: AddressLookup
    let logger: Logger

    /// Carries out one effect; returns at once.
    func carryOut(_ effect: Station.Effect, of station: Station) {
        switch effect {
        case .launch(let order, let delay): supervisor.launch(order, after: delay)
        case .probe(let order): probes.run(order)
        case .signal(let signal): supervisor.send(signal)
        case .publish: feed.publishStats(of: station)
        case .publishSystem: feed.publishSystem(of: station)
        case .save: state.write(station.dataJSON(at: SystemClock.now()))
        case .saveLine: line.write(station.lineJSON)
        case .saveCap: cap.write(station.capJSON)
        case .askExternalAddress(let url): addresses.ask(url)
        case .log(let level, let text): logger.log(level: Logger.Level(level), "\(text)")
        case .saveAlerts: alerts.write(station.alerts.stateJSON(at: SystemClock.now()))
        case .deliver(let notice, let receiver): deliveries.put(.deliver(notice, receiver))
        case .post(let notices, let receiver): deliveries.put(.post(notices, receiver))
        case .record(let signals, let moment): recorder?.record(signals, at: moment)
        case .publishAlert(let name): feed.publishAlert(name, of: station)
        case .reserve(let wish, let time): history.reserve(wish, at: time)
        case .spend(let amount, let time): history.put(.spent(amount, at: time))
        case .settle(let time): history.put(.settled(at: time))
        case .keep(let record): history.put(.record(record))
        case .readUsage: history.refresh()
        case .answer, .answerAlert: break
        }
    }
}

extension Logger.Level {
    fileprivate init(_ level: Station.LogLevel) {
        switch level {
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        }
    }
}
