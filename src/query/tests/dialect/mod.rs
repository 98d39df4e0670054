//! Tests of Nexis and Factiva: what becomes of what is typed, what is refused
//! and how, and that no text panics.

mod arbitrary;
mod factiva;
mod nexis;

use super::now;
use crate::query::{Syntax, parse, parse_as};

fn check_all(syntax: Syntax, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let query = match parse_as(text, syntax, now()) {
            Ok(query) => query,
            Err(error) => panic!("{text}\n{error}"),
        };
        assert_eq!(query.to_string(), *expected, "{text}");
        assert_eq!(parse(expected, now()), Ok(query), "{expected}");
    }
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

#[test]
fn the_native_language_is_one_of_the_three() {
    assert_eq!(Syntax::default(), Syntax::Native);
    let query = parse_as("nato OR otan cyber", Syntax::Native, now());
    assert_eq!(query, parse("nato OR (otan cyber)", now()));
}
