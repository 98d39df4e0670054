//! Rows of the ledger.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::archive::{Input, ReadError};
use crate::article::Article;
use crate::ledger::{Outcome, Row};

pub(super) fn row(
    input: &Input,
    record: u64,
    outcome: Outcome,
    error: Option<&ReadError>,
    article: Option<&Article>,
) -> Row {
    let warnings = article.filter(|article| !article.warnings.is_empty()).map(|article| {
        let lines = article.warnings.iter();
        let lines = lines.map(|warning| format!("{}: {}", warning.code.name(), warning.detail));
        lines.collect::<Vec<_>>().join("\n")
    });
    Row {
        path: input.relative.clone(),
        record,
        size: input.size,
        modified: nanoseconds(input.modified),
        outcome,
        reason: error.map(|error| format!("{}: {error}", error.reason())),
        warnings,
        id: article.map(|article| article.id.to_string()),
    }
}

/// The row of something that the walk could not look at.
pub(super) fn rejected(error: &ReadError) -> Row {
    Row {
        path: error.path().to_owned(),
        record: 0,
        size: 0,
        modified: None,
        outcome: Outcome::Rejected,
        reason: Some(format!("{}: {error}", error.reason())),
        warnings: None,
        id: None,
    }
}

/// Nanoseconds since 1970.
pub(super) fn nanoseconds(time: Option<SystemTime>) -> Option<i64> {
    i64::try_from(time?.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()
}
