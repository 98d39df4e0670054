//! What became of a record.

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A new article.
    Indexed,
    /// A newer version took the place of an older one.
    Updated,
    /// The index has it as it is, from here.
    Unchanged,
    /// The index has the same article from elsewhere.
    Duplicate,
    /// The index has a newer version.
    Superseded,
    /// The article was killed: the index has its id and not its text.
    Tombstone,
    /// It cannot be an article; the reason says why.
    Rejected,
    /// Its file is gone, or its article was deleted.
    Removed,
}

/// The outcomes of the records that the index has, for a query.
pub(super) const LIVE: &str = "('indexed', 'updated', 'unchanged', 'tombstone')";

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 8] = [
        Outcome::Indexed,
        Outcome::Updated,
        Outcome::Unchanged,
        Outcome::Duplicate,
        Outcome::Superseded,
        Outcome::Tombstone,
        Outcome::Rejected,
        Outcome::Removed,
    ];

    /// The name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Indexed => "indexed",
            Outcome::Updated => "updated",
            Outcome::Unchanged => "unchanged",
            Outcome::Duplicate => "duplicate",
            Outcome::Superseded => "superseded",
            Outcome::Tombstone => "tombstone",
            Outcome::Rejected => "rejected",
            Outcome::Removed => "removed",
        }
    }

    /// The outcome of a name.
    pub(super) fn named(name: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// Whether the record is the one of its article that the index has.
    pub fn is_live(self) -> bool {
        matches!(
            self,
            Outcome::Indexed | Outcome::Updated | Outcome::Unchanged | Outcome::Tombstone
        )
    }
}
