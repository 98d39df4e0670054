//! Tests of Nexis and Factiva: what becomes of what is typed, what is refused
//! and how, and that no text panics.

mod arbitrary;
mod factiva;
mod nexis;

use super::{now, refused};
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

#[test]
fn the_native_language_is_one_of_the_three() {
    assert_eq!(Syntax::default(), Syntax::Native);
    let query = parse_as("nato OR otan cyber", Syntax::Native, now());
    assert_eq!(query, parse("nato OR (otan cyber)", now()));
}
