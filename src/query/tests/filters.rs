//! Filters, as the query they make and the errors they give.

use super::now;
use crate::query::{Filters, parse};

fn list(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn check(query: Option<&str>, filters: Filters, expected: &str) {
    let query = query.map(|text| parse(text, now()).unwrap());
    let made = match filters.apply(query, now()) {
        Ok(made) => made,
        Err(error) => panic!("{expected}\n{error}"),
    };
    assert_eq!(made.to_string(), expected);
    assert_eq!(parse(expected, now()), Ok(made));
}

fn check_error(filters: Filters, expected: &str) {
    let error = filters.apply(None, now()).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn nothing_at_all_is_every_article() {
    check(None, Filters::default(), "*");
    check(Some("*"), Filters::default(), "*");
    check(Some("a OR b"), Filters::default(), "a OR b");
}

#[test]
fn values_of_a_flag_are_alternatives_and_flags_add_up() {
    let filters = Filters {
        from: Some("2022-09".into()),
        to: Some("2022-10-05".into()),
        phrase: list(&["in no position", "\"x*\""]),
        source: list(&["Press TV", "Reuters*"]),
        lang: list(&["en"]),
        section: list(&["World News"]),
        keyword: list(&["strikes"]),
        person: list(&["Edi Rama", "A*"]),
        ..Filters::default()
    };
    check(
        Some("a b"),
        filters,
        "a AND b AND date:2022-09..2022-10-05 AND (\"in no position\" OR \"\\\"x\\*\\\"\") AND \
         (source:\"Press TV\" OR source:Reuters*) AND lang:en AND section:\"World News\" AND \
         keyword:\"strikes\" AND (person:\"Edi Rama\" OR person:\"A*\")",
    );
}

#[test]
fn one_flag_stands_alone_or_beside_the_query() {
    let from = |text: &str| Filters { from: Some(text.into()), ..Filters::default() };
    check(None, from("2022"), "date:2022..");
    check(None, from("\u{200e}2022\u{feff}"), "date:2022..");
    let source = Filters { source: list(&["\u{200f}Press TV\u{200f}"]), ..Filters::default() };
    check(None, source, "source:\"Press TV\"");
    check(Some("*"), from(" last-month "), "date:2022-08..");
    check(Some("a OR b"), from("10 September 2022"), "(a OR b) AND date:2022-09-10..");
    let to = Filters { to: Some("last-week".into()), ..Filters::default() };
    check(None, to, "date:..2022-09-04");
    let rest = Filters {
        agency: list(&["ABNA"]),
        id: list(&["129(a)"]),
        entity: list(&["x"]),
        org: list(&["y"]),
        place: list(&["z"]),
        ..Filters::default()
    };
    check(None, rest, "agency:ABNA AND id:\"129(a)\" AND entity:x AND org:y AND place:z");
}

#[test]
fn errors_stand_under_the_flag() {
    check_error(
        Filters { from: Some(" 2022-13".into()), ..Filters::default() },
        "there is no month 13\n  --from 2022-13\n         ^^^^^^^\nhint: months go from 1 to 12, \
         after the year: 2022-09",
    );
    check_error(
        Filters { from: Some("2022-10".into()), to: Some("2022-09".into()), ..Filters::default() },
        "the range ends before it begins: from 2022-10 to 2022-09\n  --from 2022-10 --to 2022-09\
         \n  ^^^^^^^^^^^^^^^^^^^^^^^^^^^\nhint: write 2022-09..2022-10",
    );
    for text in ["none", ">=2022", "2022..2023", "foo"] {
        let shown = format!(
            "`{text}` is not one date\n  --from {text}\n         {}\nhint: write 2022-09-10, \
             2022-09, 2022, today, last-7d or \"10 September 2022\"; ranges and date:none are \
             written in the query",
            "^".repeat(text.len())
        );
        check_error(Filters { from: Some(text.into()), ..Filters::default() }, &shown);
    }
    check_error(
        Filters { source: list(&["Reuters", " "]), ..Filters::default() },
        "`--source` is empty\n  --source\n           ^\nhint: give it a value, or leave --source \
         out",
    );
    check_error(
        Filters { id: list(&["a\\"]), ..Filters::default() },
        "nothing stands after the backslash\n  --id a\\\n        ^\nhint: write \\\\ to search for \
         the character itself",
    );
}
