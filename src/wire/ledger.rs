//! What became of inputs, as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::to_line;
use crate::ingest::Checked;
use crate::ledger::{Row, Sums};

#[derive(Serialize)]
struct WireRow<'a> {
    path: &'a str,
    record: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'a str>,
    outcome: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<WireWarning<'a>>,
}

#[derive(Serialize)]
struct WireWarning<'a> {
    code: &'a str,
    detail: &'a str,
}

/// Returns what became of a record as one line of JSON.
pub fn row_to_json(row: &Row) -> String {
    to_line(&wire(row))
}

fn wire(row: &Row) -> WireRow<'_> {
    let warnings = row.warnings.as_deref().unwrap_or_default().lines();
    WireRow {
        path: &row.path,
        record: row.record,
        member: row.member.as_deref(),
        format: row.format.as_deref(),
        outcome: row.outcome.name(),
        id: row.id.as_deref(),
        other: row.other.as_deref(),
        reason: row.reason.as_deref(),
        detail: row.detail.as_deref(),
        warnings: warnings
            .map(|line| {
                let (code, detail) = line.split_once(": ").unwrap_or((line, ""));
                WireWarning { code, detail }
            })
            .collect(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireStatus<'a> {
    files: BTreeMap<&'static str, u64>,
    records: u64,
    outcomes: BTreeMap<&'static str, u64>,
    formats: &'a BTreeMap<String, u64>,
    rejections: &'a BTreeMap<String, u64>,
    warnings: &'a BTreeMap<String, u64>,
    articles: u64,
    articles_in_index: u64,
    unsettled: u64,
    agrees: bool,
}

/// Returns the sums of a ledger as one line of JSON, beside the number of
/// articles that the index has.
pub fn status_to_json(sums: &Sums, in_index: u64) -> String {
    to_line(&WireStatus {
        files: sums.files.iter().map(|(state, count)| (state.name(), *count)).collect(),
        records: sums.records,
        outcomes: sums.outcomes.iter().map(|(outcome, count)| (outcome.name(), *count)).collect(),
        formats: &sums.formats,
        rejections: &sums.rejections,
        warnings: &sums.warnings,
        articles: sums.live,
        articles_in_index: in_index,
        unsettled: sums.loose,
        agrees: sums.agree_with(in_index),
    })
}

#[derive(Serialize)]
struct WireChecked<'a> {
    agrees: bool,
    articles: u64,
    files: u64,
    records: u64,
    problems: Vec<WireProblem<'a>>,
}

#[derive(Serialize)]
struct WireProblem<'a> {
    problem: &'static str,
    count: u64,
    examples: &'a [String],
}

/// Returns what a check found as one line of JSON.
pub fn checked_to_json(checked: &Checked) -> String {
    let problems = checked.problems.iter();
    to_line(&WireChecked {
        agrees: checked.problems.is_empty(),
        articles: checked.articles,
        files: checked.files,
        records: checked.records,
        problems: problems
            .map(|(problem, (count, examples))| WireProblem {
                problem: problem.name(),
                count: *count,
                examples,
            })
            .collect(),
    })
}
