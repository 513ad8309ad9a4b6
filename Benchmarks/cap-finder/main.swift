import DatacapCore
import Foundation
import TestSupport

// Runs random households through the cap finder and prints how far off it is; see Scripts/bench-cap-finder.

let arguments = CommandLine.arguments.dropFirst()
let count = arguments.first.flatMap { Int($0) } ?? 100
let folder = arguments.dropFirst().first

let samplings: [(String, SimulatedHousehold.Sampling)] = [
    ("continuous, each 2 s", .continuous(seconds: 2)),
    ("hourly, own bytes only", .hourly(isCounterRead: false)),
    ("hourly, counter read", .hourly(isCounterRead: true)),
    ("hourly and by volume", .byVolume),
]
let part = arguments.dropFirst(2).first
for (name, sampling) in samplings where part.map({ name.contains($0) }) ?? true {
    let figures = Figures(name, sampling, recorded: Recordings.read(folder, for: sampling))
    figures.capped(count)
    figures.innocent(count)
}
