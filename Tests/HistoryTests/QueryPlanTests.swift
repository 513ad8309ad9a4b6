import DatacapCore
import GRDB
import Testing

@testable import History

@Suite struct QueryPlanTests {
    @Test(arguments: [
        HistoryStore.rawSeriesQuery, HistoryStore.rollupSeriesQuery, HistoryStore.sampleQuery,
        HistoryStore.sampleCountQuery,
        HistoryStore.sessionQuery, HistoryStore.testQuery, HistoryStore.incidentQuery, HistoryStore.eventQuery,
        HistoryStore.usageQuery, HistoryStore.firstDroppableQuery, BudgetBook.spentQuery,
    ])
    func `each hot query finds its rows by an index`(query: String) throws {
        let folder = try TemporaryFolder()
        let store = try HistoryStore(path: folder.file())
        let plan = try store.read { database in
            // Parameters that aren't given are null, which makes no difference to the plan.
            let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + query)
            statement.setUncheckedArguments(StatementArguments())
            return try Row.fetchAll(statement).map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.hasPrefix("SEARCH") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") && !$0.contains("USING") }, "\(plan)")
    }
}
