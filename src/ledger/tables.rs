//! The tables, as they are made. What they hold is said in `mod.rs`.

use crate::copies::Fingerprint;

/// The version of the tables.
pub(super) const VERSION: i64 = 4;

/// Fingerprints of another format are no tables of this version.
const _: () = assert!(Fingerprint::VERSION == 2 && VERSION == 4);

/// Makes what ledgers of this version once did not have.
pub(super) const READING: &str = "
    CREATE TABLE IF NOT EXISTS reading (only INTEGER PRIMARY KEY, number INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS file_stale ON file (path) WHERE state = 'stale';
";

/// Makes the tables of an empty ledger.
pub(super) const TABLES: &str = "
    BEGIN;
    CREATE TABLE ledger (
        version INTEGER NOT NULL,
        batch INTEGER NOT NULL,
        turn INTEGER NOT NULL
    );
    INSERT INTO ledger VALUES (4, 0, 0);
    CREATE TABLE file (
        file INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        modified INTEGER,
        hash BLOB,
        state TEXT NOT NULL,
        seen INTEGER NOT NULL,
        was TEXT
    );
    CREATE INDEX file_by_hash ON file (hash);
    CREATE INDEX file_moved_away ON file (was) WHERE state = 'kept';
    CREATE TABLE entry (
        file INTEGER NOT NULL REFERENCES file,
        record INTEGER NOT NULL,
        member TEXT,
        format TEXT,
        outcome TEXT NOT NULL,
        reason TEXT,
        detail TEXT,
        warnings TEXT,
        id TEXT,
        other TEXT,
        turn INTEGER NOT NULL,
        at INTEGER NOT NULL,
        batch INTEGER NOT NULL,
        PRIMARY KEY (file, record)
    ) WITHOUT ROWID;
    CREATE INDEX entry_by_id ON entry (id, outcome) WHERE id IS NOT NULL;
    CREATE TABLE loose (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE copy (
        article INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        fingerprint BLOB NOT NULL,
        until INTEGER,
        since INTEGER,
        number INTEGER NOT NULL,
        story INTEGER,
        carrier TEXT
    );
    CREATE INDEX copy_by_story ON copy (story) WHERE story <> article;
    CREATE TABLE band (
        hash INTEGER NOT NULL,
        article INTEGER NOT NULL,
        PRIMARY KEY (hash, article)
    ) WITHOUT ROWID;
    CREATE TABLE fresh (
        id TEXT PRIMARY KEY,
        fingerprint BLOB,
        until INTEGER,
        since INTEGER,
        number INTEGER,
        carrier TEXT
    ) WITHOUT ROWID;
    CREATE TABLE ahead (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE VIEW record AS
        SELECT path, record, member, format, outcome, reason, detail, warnings, id, other,
            turn, at, batch, size, modified, state
        FROM entry JOIN file USING (file);
    COMMIT;
";
