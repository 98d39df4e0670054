//! Rows of the ledger.

use crate::archive::{Format, ReadError};
use crate::article::{Article, Status};
use crate::copies::{Fingerprint, Shingles, Turn};
use crate::ingest::write::shared::Written;
use crate::ledger::{Looked, Outcome, Print, Row};

/// The row of a record that became, or is, an article.
pub(super) fn accepted(path: &str, record: u64, article: &Article, written: Written) -> Row {
    let warnings = (!article.warnings.is_empty() && !written.killed).then(|| {
        let lines = article.warnings.iter();
        let lines = lines.map(|warning| format!("{}: {}", warning.code.name(), warning.detail));
        lines.collect::<Vec<_>>().join("\n")
    });
    let id = article.id.to_string();
    let is_other = matches!(written.outcome, Outcome::Duplicate | Outcome::Superseded);
    Row {
        reason: match (&written.moved_from, written.renewed) {
            (Some(_), _) => Some("moved".to_owned()),
            (None, true) => Some("read-anew".to_owned()),
            (None, false) => None,
        },
        detail: written.moved_from.map(|from| format!("{path}: the index had it from {from}")),
        warnings,
        other: is_other.then(|| id.clone()),
        id: Some(id),
        turn: written.turn,
        unsettles: written.unsettles,
        is_kill: article.status == Status::Canceled,
        looked: written.shingles.map(|shingles| Box::new(looked(article, shingles))),
        ..empty(path, record, written.outcome)
    }
}

/// What the copies of an article are found by.
pub(super) fn looked(article: &Article, shingles: Shingles) -> Looked {
    let carrier = article.source.clone().or_else(|| article.agency.clone());
    let fingerprint = Fingerprint::of(&shingles);
    Looked { shingles, print: Print { fingerprint, turn: Turn::of(article), carrier } }
}

/// The row of a record that cannot be an article.
pub(super) fn rejected(path: &str, record: u64, error: &ReadError) -> Row {
    Row {
        reason: Some(error.reason().to_owned()),
        detail: Some(error.to_string()),
        ..empty(path, record, Outcome::Rejected)
    }
}

/// A row that says no more than what became of a record.
pub(super) fn empty(path: &str, record: u64, outcome: Outcome) -> Row {
    Row {
        path: path.to_owned(),
        record,
        member: None,
        format: None,
        outcome,
        reason: None,
        detail: None,
        warnings: None,
        id: None,
        other: None,
        turn: 0,
        unsettles: false,
        is_kill: false,
        looked: None,
    }
}

/// A row with what its record was read as, and where in the file it stands.
pub(super) fn placed(row: Row, member: &str, format: Option<Format>) -> Row {
    Row {
        member: (!member.is_empty()).then(|| member.to_owned()),
        format: format.map(|format| format.name().to_owned()),
        ..row
    }
}
