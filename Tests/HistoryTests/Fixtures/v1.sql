PRAGMA application_id = 1684234608;
CREATE TABLE anchor (number INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
CREATE TABLE counter (source TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    time_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX event_time ON event(time_ms);
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
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
CREATE TABLE reservation (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL,
    session_ms INTEGER NOT NULL,
    made_ms INTEGER NOT NULL,
    reserved_bytes INTEGER NOT NULL,
    spent_bytes INTEGER NOT NULL,
    lost_ms INTEGER
) STRICT;
CREATE TABLE retained (tier INTEGER PRIMARY KEY, since_ms INTEGER NOT NULL) STRICT;
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
CREATE TABLE session (
    began_ms INTEGER PRIMARY KEY,
    ended_ms INTEGER,
    mode TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    reason TEXT
) STRICT;
CREATE TABLE spending (session_ms INTEGER PRIMARY KEY, bytes INTEGER NOT NULL) STRICT;
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
CREATE TABLE usage (
    ledger TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    down_bytes INTEGER NOT NULL,
    up_bytes INTEGER NOT NULL,
    uncertain_bytes INTEGER NOT NULL,
    PRIMARY KEY (ledger, start_ms)
) STRICT, WITHOUT ROWID;
INSERT INTO anchor VALUES (1, x'c39ca55cb2e31f5803c820e099d75da91940dda7d74096abf830abb30665218e');
INSERT INTO counter VALUES ('eth0', x'7b7d');
INSERT INTO event VALUES (1, 1800057605000, 'note', 'the neighbour, too; {no joke}');
INSERT INTO grdb_migrations VALUES ('v1');
INSERT INTO incident VALUES (1, 1800067600000, 1800067630000, NULL, 'throttled', 1, 'slowed from 94 to 10 Mbit/s', 94000000.0, 92000000.0, 95500000.0, NULL, NULL, NULL, 0.97, 1198000000000);
INSERT INTO retained VALUES (1, 1800057600001);
INSERT INTO rollup VALUES (60, 1800057600000, 1, 12500000, 1000000, 100000000.0, 100000000.0, 1, 12500000);
INSERT INTO rollup VALUES (3600, 1800057600000, 1, 12500000, 1000000, 100000000.0, 100000000.0, 1, 12500000);
INSERT INTO rollup VALUES (86400, 1800057600000, 1, 12500000, 1000000, 100000000.0, 100000000.0, 1, 12500000);
INSERT INTO sample VALUES (2, 1800057601000, 1000000, 12500000, NULL, 16, x'8c6e60144a51634a08eecbcce1cf3f77cd77bc43b3e09f2b43e1dc7cd43d63c8');
INSERT INTO session VALUES (1800057600000, 1800057660000, 'scheduled', 7, 'a person said "stop",
and meant it');
INSERT INTO test VALUES (1800057610000, 1800057614000, 'short', 'precision', 94000000.0, 92000000.0, 95500000.0, 40000000, 42000000, 8100, 33000, 16);
INSERT INTO usage VALUES ('line', 1800057600000, 7, 1, 0);
INSERT INTO usage VALUES ('tests', 1800057600000, 7, 1, 0);
