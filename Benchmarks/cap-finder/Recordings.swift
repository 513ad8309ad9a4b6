import Foundation
import TestSupport

/// Recorded lines as noise: shares of their own usual speed.
enum Recordings {
    /// Reads the recordings that fit a way of testing: figures seconds apart, or tests an hour apart.
    static func read(_ folder: String?, for sampling: SimulatedHousehold.Sampling) -> [[Double]] {
        guard let folder, folder != "-" else { return [] }
        var names = ["fcc_mba", "fcc_mba_long"]
        var step_seconds: Double?
        if case .continuous(let seconds) = sampling { (names, step_seconds) = (["puffer", "greenlv_lumos"], seconds) }
        return names.flatMap { name -> [[Double]] in
            let path = "\(folder)/traces/\(name)"
            let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            return files.filter { $0.hasSuffix(".csv") }.sorted().compactMap {
                series("\(path)/\($0)", step_seconds: step_seconds)
            }
        }
    }

    private static func series(_ path: String, step_seconds: Double?) -> [Double]? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
        let points = rows.filter { $0.count >= 2 }
        var rates = points.map { $0[1] }
        if let step_seconds {
            let last = points.last?[0] ?? 0
            var place = 0
            rates = stride(from: 0, to: last, by: step_seconds).map { time in
                while place + 1 < points.count, points[place + 1][0] <= time { place += 1 }
                return points[place][1]
            }
        }
        let usual = rates.sorted()[rates.count / 2]
        return rates.count >= 100 && usual > 0 ? rates.map { $0 / usual } : nil
    }
}
