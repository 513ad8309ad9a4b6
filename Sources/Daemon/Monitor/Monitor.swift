internal import DatacapCore
internal import ServiceLifecycle

/// Owns the ``Station``: inputs go in one at a time, effects come out in order.
///
/// It's one task with one loop, not an actor: an actor is reentrant at every `await`, so the effects of two inputs
/// could interleave. No effect is waited for here; the slow ones are queues of their own.
struct Monitor: Service {
    let initial: Station
    let inbox: Inbox
    let snapshot: Snapshot
    let effects: EffectRunner

    func run() async {
        await withGracefulShutdownHandler {
            var station = initial
            for await letter in inbox.letters {
                let results = station.handle(letter.input, at: SystemClock.now())
                snapshot.publish(station.withoutWorkings)
                for effect in results {
                    switch effect {
                    case .answer(let answer): letter.answer?.fulfil(answer)
                    case .answerAlert(let answer): letter.alertAnswer?.fulfil(answer)
                    default: effects.carryOut(effect, of: station)
                    }
                }
            }
        } onGracefulShutdown: {
            // What is already inside is still handled: the downloader's last bytes are among it.
            inbox.close()
        }
    }
}
