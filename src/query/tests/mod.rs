//! Tests of the language as a whole: what is accepted, what is refused and
//! how, dates, filters, and that a printed query parses to itself.

mod accepted;
mod arbitrary;
mod dates;
mod dialect;
mod filters;
mod refused;
mod round_trip;
mod spans;
mod tree;

use jiff::civil::{Date, date};

use crate::query::{QueryErrorKind, SizeProblem, Syntax, parse_as};

/// A Saturday.
fn now() -> Date {
    date(2022, 9, 10)
}

/// Returns every message as a user sees it.
fn refused(syntax: Syntax, texts: &[&str]) -> String {
    let mut all = String::new();
    for text in texts {
        let error = match parse_as(text, syntax, now()) {
            Ok(query) => panic!("{text} is accepted as {query}"),
            Err(error) => error,
        };
        let shown = error.to_string();
        assert!(!shown.ends_with(['\n', '.']), "{shown}");
        all.push_str(&shown);
        all.push_str("\n\n");
    }
    all
}

/// Returns in which way a text is too large.
fn size_problem(text: &str, syntax: Syntax) -> SizeProblem {
    let error = parse_as(text, syntax, now()).unwrap_err();
    // The message stays small however long the query is.
    assert!(error.to_string().chars().count() < 400);
    match error.kind() {
        QueryErrorKind::Size(problem) => problem.clone(),
        kind => panic!("{kind:?}"),
    }
}
