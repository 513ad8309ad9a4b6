import DatacapCore
import Testing
import TestSupport

struct StationAlertingTests {
    private func driver() -> StationDriver {
        var cap = AlertRule.cap(80)
        cap.sendsResolved = true
        var starved = AlertRule(name: "starved", condition: .noSample)
        (starved.wait, starved.receivers) = (.seconds(5), ["hook"])
        return StationDriver {
            $0.dataCap = ByteCount(100_000_000)
            $0.alertRules = AlertRules(rules: [cap, starved], receivers: [.hook])
        }
    }

    /// Lets ticks come while writes and deliveries succeed.
    private func tick(_ driver: inout StationDriver, _ seconds: Int, delivered: inout [Notice]) {
        for _ in 0..<seconds * 2 {
            var effects = driver.put(.tick, after: .milliseconds(500))
            while !effects.isEmpty {
                let effect = effects.removeFirst()
                if effect == .saveAlerts { effects += driver.put(.alertsSaved(nil)) }
                if case .deliver(let notice, _) = effect {
                    delivered.append(notice)
                    effects += driver.put(.delivered(notice.id, .delivered(detail: "")))
                }
            }
        }
    }

    @Test func `the cap's alert goes out once, is saved first, and is over with the reset`() {
        var driver = driver()
        var notices: [Notice] = []
        driver.start()
        driver.flow(.megabits(80), for: .seconds(7))
        tick(&driver, 3, delivered: &notices)
        #expect(notices.isEmpty)
        driver.flow(.megabits(80), for: .seconds(1.5))
        tick(&driver, 3, delivered: &notices)
        #expect(notices.map(\.alert) == ["cap-80"])
        driver.put(.command(.reset))
        tick(&driver, 3, delivered: &notices)
        #expect(notices.map(\.status) == [.firing, .resolved])
    }

    @Test func `a stalled test is a dead man`() {
        var driver = driver()
        var notices: [Notice] = []
        driver.start()
        tick(&driver, 25, delivered: &notices)
        #expect(driver.station.state.name == .stalled)
        #expect(notices.map(\.alert) == ["starved"])
    }

    @Test func `a test that begins after a long rest isn't starved, one that is paused neither`() {
        var driver = driver()
        var notices: [Notice] = []
        driver.start()
        driver.flow(.megabits(8), for: .seconds(2))
        driver.put(.command(.pause))
        tick(&driver, 200, delivered: &notices)
        driver.put(.command(.resume))
        driver.put(.tick, after: .seconds(1))
        #expect(driver.station.alerts.state(of: "starved") == .inactive)
        driver.flow(.megabits(8), for: .seconds(2))
        tick(&driver, 60, delivered: &notices)
        #expect(notices.map(\.alert) == ["starved"])
    }

    @Test func `a reset outlives a restart, so that no cap's alert is stuck`() throws {
        var driver = driver()
        driver.put(.command(.reset))
        let saved = driver.station.dataJSON(at: driver.time.now)
        var other = Station(configuration: driver.station.configuration, at: driver.time.now)
        try other.restore(saved)
        #expect(other.periodStart == driver.station.periodStart)
        #expect(other.periodStart == driver.time.now.timestamp)
    }

    @Test func `alerts come back from their file, and leave into it`() throws {
        var driver = driver()
        var notices: [Notice] = []
        driver.start()
        tick(&driver, 25, delivered: &notices)
        driver.put(.shutdown)
        #expect(driver.effects.contains(.saveAlerts))
        let state = driver.station.alerts.stateJSON(at: driver.time.now)
        var other = Station(configuration: driver.station.configuration, at: driver.time.now)
        try other.restoreAlerts(state, at: driver.time.now)
        #expect(other.alerts.state(of: "starved").name == .firing)
        let error = #expect(throws: RestoreError.self) { try other.restoreAlerts([], at: driver.time.now) }
        #expect(error != nil)
        #expect(other.alerts.state(of: "starved").name == .firing)
    }

    @Test func `a command of the alerts is answered`() {
        var driver = driver()
        driver.put(.alertCommand(.silence(alert: "nope", for: .seconds(1))))
        guard case .answerAlert(let answer)? = driver.effects.first else {
            Issue.record("no answer")
            return
        }
        #expect(answer.message == "There is no alert \"nope\".")
    }

    @Test func `every alert and receiver has its metrics from the start`() {
        let driver = driver()
        let page = String(decoding: driver.station.metrics(server: ServerReading(), format: .text), as: UTF8.self)
        for line in [
            "datacap_alert_state{rule=\"cap-80\",state=\"inactive\"} 1",
            "datacap_alert_state{rule=\"starved\",state=\"firing\"} 0",
            "datacap_notifications_total{receiver=\"hook\",integration=\"exec\"} 0",
            "datacap_notifications_failed_total{receiver=\"hook\",integration=\"exec\"} 0",
            "datacap_notification_queue_length{receiver=\"hook\",integration=\"exec\"} 0",
        ] {
            #expect(page.contains(line + "\n"), "\(line)")
        }
    }
}
