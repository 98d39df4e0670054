//! What is wrong with JSON, in the words of those who wrote it: the parser speaks
//! of the types that it reads into.

use std::fmt::Display;

/// Returns what is wrong with JSON, and where if that is known. `error` is what the
/// parser says.
pub(crate) fn json_fault(error: &impl Display) -> String {
    in_words(&error.to_string())
}

fn in_words(error: &str) -> String {
    let (fault, place) = match error.rfind(" at line ") {
        Some(at) => error.split_at(at),
        None => (error, ""),
    };
    let quoted = |text: &str| text.split('`').nth(1).unwrap_or(text).to_owned();
    let fault = if let Some(field) = fault.strip_prefix("missing field ") {
        format!("`{}` is missing", quoted(field))
    } else if let Some(field) = fault.strip_prefix("unknown field ") {
        format!("it has a `{}`, which no article has", quoted(field))
    } else if let Some(field) = fault.strip_prefix("duplicate field ") {
        format!("it has `{}` twice", quoted(field))
    } else if fault.starts_with("invalid length ") {
        "it has a list where an object belongs".to_owned()
    } else if let Some((found, expected)) = mismatch(fault) {
        match fault.starts_with("invalid value") {
            true => format!("it has {}, which cannot stand there", of_kind(found)),
            false => format!("it has {} where {} belongs", of_kind(found), of_kind(expected)),
        }
    } else if fault.starts_with("EOF while parsing") {
        "it breaks off".to_owned()
    } else {
        fault.to_owned()
    };
    format!("{fault}{place}")
}

/// What stands somewhere, and what the parser expected there.
fn mismatch(fault: &str) -> Option<(&str, &str)> {
    let rest = fault.strip_prefix("invalid type: ").or(fault.strip_prefix("invalid value: "))?;
    rest.rsplit_once(", expected ")
}

/// Values in words; what is told by its value is shown with it.
fn of_kind(kind: &str) -> String {
    let value = kind.split_once(' ').map_or("", |(_, value)| value);
    match kind {
        "map" | "a map" => "an object".to_owned(),
        "sequence" | "a sequence" => "a list".to_owned(),
        "null" | "unit" => "null".to_owned(),
        "a string" | "str" | "string" | "a borrowed string" => "a text".to_owned(),
        _ if kind.starts_with("struct ") => "an object".to_owned(),
        _ if kind.starts_with("string ") => format!("the text {}", shortened(value)),
        _ if kind.starts_with("integer ") || kind.starts_with("floating point ") => {
            format!("the number {}", value.trim_start_matches("point "))
        }
        _ if kind.starts_with("boolean ") => value.to_owned(),
        _ if kind.starts_with(['u', 'i', 'f']) && kind[1..].parse::<u8>().is_ok() => {
            "a number".to_owned()
        }
        _ => kind.to_owned(),
    }
}

/// A text in a message has at most so many characters.
const MAX_TEXT: usize = 60;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_without_the_types_of_the_program() {
        for (error, expected) in [
            ("missing field `uri` at line 1 column 2", "`uri` is missing at line 1 column 2"),
            ("unknown field `a`, expected one of `b`, `c`", "it has a `a`, which no article has"),
            (
                "invalid type: sequence, expected struct WireArticle at line 1 column 0",
                "it has a list where an object belongs at line 1 column 0",
            ),
            (
                "invalid type: string \"a, b\", expected u8",
                "it has the text \"a, b\" where a number belongs",
            ),
            (
                "invalid type: integer `12`, expected a string",
                "it has the number `12` where a text belongs",
            ),
            (
                "invalid value: integer `300`, expected u8",
                "it has the number `300`, which cannot stand there",
            ),
            ("invalid type: null, expected a sequence", "it has null where a list belongs"),
            (
                "invalid length 0, expected struct WireArticle with 40 elements",
                "it has a list where an object belongs",
            ),
            ("EOF while parsing an object at line 3 column 0", "it breaks off at line 3 column 0"),
            ("expected value at line 1 column 1", "expected value at line 1 column 1"),
        ] {
            assert_eq!(in_words(error), expected);
        }
        let long = format!("invalid type: string \"{}\", expected u8", "a".repeat(1_000));
        assert!(in_words(&long).len() < 150, "{}", in_words(&long));
    }
}
