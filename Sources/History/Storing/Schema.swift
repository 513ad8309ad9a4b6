internal import GRDB

/// The tables of the history, as steps that are only ever added to: what was shipped is never changed.
///
/// Times are UTC milliseconds since 1970, durations microseconds, speeds bits a second.
enum Schema {
    /// What marks an SQLite file as a history of this program (`PRAGMA application_id`): `dcap` in ASCII.
    static let applicationID: Int32 = 0x6463_6170

    /// Brings a file of any shipped version up to date.
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { try $0.execute(sql: first) }
        return migrator
    }()

    private static let first = """
        -- The numbers have no gaps: a row's predecessor in the chain is the number before.
        CREATE TABLE sample (
            number INTEGER PRIMARY KEY,
            time_ms INTEGER NOT NULL,
            duration_us INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            round_trip_us INTEGER,
            flaws INTEGER NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        CREATE INDEX sample_time ON sample(time_ms);

        -- The hashes of dropped rows that kept ones follow.
        CREATE TABLE anchor (number INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;

        -- Samples by minute, hour and day of UTC; the tier is its length in seconds.
        CREATE TABLE rollup (
            tier INTEGER NOT NULL,
            start_ms INTEGER NOT NULL,
            count INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            duration_us INTEGER NOT NULL,
            minimum_bps REAL,
            maximum_bps REAL,
            flawed_count INTEGER NOT NULL,
            flawed_bytes INTEGER NOT NULL,
            PRIMARY KEY (tier, start_ms)
        ) STRICT, WITHOUT ROWID;

        -- Since when a tier is complete; 1 is the tier of the raw samples.
        CREATE TABLE retained (tier INTEGER PRIMARY KEY, since_ms INTEGER NOT NULL) STRICT;

        CREATE TABLE session (
            began_ms INTEGER PRIMARY KEY,
            ended_ms INTEGER,
            mode TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            reason TEXT
        ) STRICT;

        CREATE TABLE test (
            began_ms INTEGER PRIMARY KEY,
            ended_ms INTEGER NOT NULL,
            kind TEXT NOT NULL,
            ending TEXT NOT NULL,
            rate_bps REAL,
            low_bps REAL,
            high_bps REAL,
            bytes INTEGER NOT NULL,
            interface_bytes INTEGER,
            connect_us INTEGER,
            round_trip_us INTEGER,
            flaws INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE incident (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            began_ms INTEGER NOT NULL,
            noticed_ms INTEGER NOT NULL UNIQUE,
            ended_ms INTEGER,
            kind TEXT NOT NULL,
            accuses INTEGER NOT NULL,
            sentence TEXT NOT NULL,
            before_bps REAL,
            before_low_bps REAL,
            before_high_bps REAL,
            after_bps REAL,
            after_low_bps REAL,
            after_high_bps REAL,
            confidence REAL NOT NULL,
            cycle_bytes INTEGER
        ) STRICT;
        CREATE INDEX incident_began ON incident(began_ms);

        CREATE TABLE event (
            number INTEGER PRIMARY KEY,
            time_ms INTEGER NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX event_time ON event(time_ms);

        -- Quarters of an hour, by ledger.
        CREATE TABLE usage (
            ledger TEXT NOT NULL,
            start_ms INTEGER NOT NULL,
            down_bytes INTEGER NOT NULL,
            up_bytes INTEGER NOT NULL,
            uncertain_bytes INTEGER NOT NULL,
            PRIMARY KEY (ledger, start_ms)
        ) STRICT, WITHOUT ROWID;

        -- What is known of a counter of the whole line, in its reader's own words.
        CREATE TABLE counter (source TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT, WITHOUT ROWID;

        -- What may still be spent of what the budget granted; gone once settled.
        CREATE TABLE reservation (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL,
            session_ms INTEGER NOT NULL,
            made_ms INTEGER NOT NULL,
            reserved_bytes INTEGER NOT NULL,
            spent_bytes INTEGER NOT NULL,
            lost_ms INTEGER
        ) STRICT;

        CREATE TABLE spending (session_ms INTEGER PRIMARY KEY, bytes INTEGER NOT NULL) STRICT;
        """
}
