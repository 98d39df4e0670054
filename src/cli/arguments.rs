//! The arguments of the process. A query may begin with a dash (`-iran`), and clap
//! would take it for flags of one letter, `-hamas` for a call for help.

use std::collections::BTreeSet;
use std::ffi::OsString;

use morgue::query::ast::Query;
use morgue::query::{self, QueryError, Syntax};

use crate::cli::screen;

/// The commands that take a query, and the flag of others that does.
const ASKING: [&str; 2] = ["search", "why"];
const ASKING_FLAG: &str = "--query";

/// The arguments for clap: before what belongs to a query stands a space.
pub fn arguments(morgue: &clap::Command) -> impl Iterator<Item = OsString> + use<> {
    told_apart(std::env::args_os(), flags_with_value(morgue))
}

/// The flags of commands that take a query behind which a value stands, and no part of
/// the query.
fn flags_with_value(morgue: &clap::Command) -> BTreeSet<String> {
    let asking = morgue.get_subcommands().filter(|command| ASKING.contains(&command.get_name()));
    let flags = asking.chain([morgue]).flat_map(|command| command.get_arguments());
    flags
        .filter(|flag| flag.get_action().takes_values() && !flag.is_require_equals_set())
        .flat_map(|flag| {
            let long = flag.get_long().map(|long| format!("--{long}"));
            long.into_iter().chain(flag.get_short().map(|short| format!("-{short}")))
        })
        .collect()
}

fn told_apart(
    arguments: impl Iterator<Item = OsString>,
    flags_with_value: BTreeSet<String>,
) -> impl Iterator<Item = OsString> {
    let (mut asks, mut asks_once, mut is_value, mut is_over) = (false, false, false, false);
    arguments.map(move |argument| {
        let was_flag = std::mem::take(&mut is_value);
        let Some(text) = argument.to_str() else { return argument };
        is_over |= text == "--";
        let is_asked = (asks && !was_flag || asks_once) && !is_over && !is_flag(text);
        asks |= ASKING.contains(&text);
        asks_once = text == ASKING_FLAG;
        is_value = flags_with_value.contains(text);
        if is_asked { format!(" {text}").into() } else { argument }
    })
}

/// Whether an argument is none that begins with one dash, or one of the flags that
/// do: `-h`, `-V`, and `-n` with its number behind it or not.
fn is_flag(argument: &str) -> bool {
    let Some(letters) = argument.strip_prefix('-') else { return true };
    let of_limit = letters.strip_prefix('n').map(|number| number.trim_start_matches('='));
    letters.is_empty()
        || letters.starts_with('-')
        || matches!(letters, "h" | "V")
        || of_limit.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// The text of a query that was given in parts.
pub fn query(parts: &[String]) -> String {
    parts.iter().map(|part| as_typed(part)).collect::<Vec<_>>().join(" ")
}

/// A query, or a part of one, as it was typed.
pub fn as_typed(query: &str) -> &str {
    query.strip_prefix(' ').filter(|typed| typed.starts_with('-')).unwrap_or(query)
}

/// A query as it was typed, understood. Says what of it may be meant as an operator
/// and is none.
pub fn understood(text: &str, syntax: Syntax) -> Result<Query, QueryError> {
    let query = query::parse_as(text, syntax, morgue::today())?;
    for small in query::small_operators(text, syntax, &query) {
        let query::SmallOperator { written, meant, span, .. } = small;
        screen::say(format_args!(
            "`{written}` is searched as a word; the operator is {meant}\n{}",
            query::caret(text, span)
        ));
    }
    Ok(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(arguments: &[&str]) -> Vec<String> {
        let arguments = arguments.iter().map(OsString::from);
        let flags_with_value = flags_with_value(&crate::cli::command());
        let told = told_apart(arguments, flags_with_value);
        told.map(|argument| argument.into_string().unwrap()).collect()
    }

    #[test]
    fn what_begins_with_a_dash_is_a_flag_or_part_of_a_query() {
        for flag in ["-h", "-V", "-n", "-n5", "-n=5", "--limit", "--", "-", "iran", ""] {
            assert_eq!(told(&["morgue", "search", flag])[2], flag);
        }
        for word in ["-iran", "-hamas", "-north korea", "-\"a b\"", "-(a OR b)", "-5", "-Vaduz"] {
            let told = told(&["morgue", "search", "storks", word]);
            assert_eq!(told[3], format!(" {word}"));
            assert_eq!(query(&told[2..]), format!("storks {word}"));
        }
        assert_eq!(told(&["morgue", "show", "--query", "-iran", "-x"])[3..], [" -iran", "-x"]);
        assert_eq!(told(&["morgue", "show", "--query", "--all-statuses"])[3], "--all-statuses");
    }

    #[test]
    fn what_stands_behind_a_flag_with_a_value_is_the_value() {
        for flag in ["-n", "--limit", "--offset", "--from", "--color", "--index", "--format"] {
            let told = told(&["morgue", "search", flag, "-1", "-iran"]);
            assert_eq!(told[3..], ["-1", " -iran"], "{flag}");
        }
        for flag in ["--recent", "--collapse", "--limit=3", "storks"] {
            assert_eq!(told(&["morgue", "search", flag, "-iran"])[3], " -iran", "{flag}");
        }
    }

    #[test]
    fn other_commands_and_what_is_behind_two_dashes_stay_as_they_are() {
        for arguments in [&["morgue", "index", "-x"][..], &["morgue", "search", "--", "-iran"]] {
            assert_eq!(told(arguments), arguments);
        }
    }
}
