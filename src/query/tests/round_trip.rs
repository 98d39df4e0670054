//! What is printed parses to the same query, and no text at all panics.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{arbitrary, now};
use crate::query::parse;

/// Pieces that mean something, to be put together in any order.
const PIECES: &[&str] = &[
    " ",
    "  ",
    "\t",
    "\n",
    "(",
    ")",
    "\"",
    "“",
    "”",
    "„",
    "«",
    "»",
    "\\",
    "/",
    "/s",
    "/p",
    "/s ",
    "W/",
    "W/5",
    " W/5 ",
    " w/s ",
    "NEAR",
    " NEAR/3 ",
    "PRE/",
    " PRE/2 ",
    "AND",
    " AND ",
    "OR",
    " OR ",
    "NOT",
    " NOT ",
    " not ",
    "!",
    "-",
    "=",
    "*",
    "?",
    "~",
    "~1",
    "^",
    "^2",
    ":",
    "@",
    "@person",
    "@org:",
    "headline:",
    "source:",
    "person:",
    "date:",
    "date:2022",
    "..",
    ">=",
    "<",
    "last-",
    "last-7d",
    "last-3m",
    "2022-09",
    "T07:35",
    "-31",
    "ATLEAST",
    "ATLEAST 3 ",
    "FIRST",
    "first50",
    "0",
    "5",
    "a",
    "nato",
    "تهران",
    "東",
    "e\u{301}",
    "\u{202e}",
    "\u{200f}",
    "\u{feff}",
    "\u{ad}",
    "צה",
    "ל",
    "–",
    "（",
    "：",
    "ＯＲ",
    "\"~",
    "\u{0}",
    "&&",
    "|",
    "none",
    "Sept. ",
    ",",
];

/// Whatever comes out must print, and a query must survive printing.
fn check(text: &str) -> Result<(), TestCaseError> {
    match parse(text, now()) {
        Ok(query) => {
            let printed = query.to_string();
            prop_assert_eq!(parse(&printed, now()), Ok(query.clone()), "{}", printed);
            prop_assert!(!query.tree().to_string().is_empty());
        }
        Err(error) => {
            let span = error.span();
            prop_assert!(span.start <= span.end && span.end <= text.len());
            prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            prop_assert!(!error.to_string().ends_with('\n'));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn a_printed_query_parses_to_itself(query in arbitrary::query()) {
        let printed = query.to_string();
        match parse(&printed, now()) {
            Ok(parsed) => prop_assert_eq!(parsed, query, "{}", printed),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }

    #[test]
    fn any_text_is_understood_or_refused(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_pieces_are_understood_or_refused(pieces in vec(select(PIECES), 0..24)) {
        check(&pieces.concat())?;
    }
}
