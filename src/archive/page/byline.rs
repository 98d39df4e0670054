//! What a page prints in the place of a byline: names, and with them dates, counters
//! and buttons, sometimes without a space between.

use super::items;
use super::labels::{Label, labelled};
use crate::archive::dates::{self, Day};
use crate::archive::fold::collapse;

/// What stands between the parts of a printed byline.
const DIVIDERS: [char; 5] = ['|', '•', '·', '\n', '\t'];

/// Returns the names, as printed; `None` where there are none.
pub(in crate::archive) fn names(printed: &str) -> Option<String> {
    let parts = printed.split(DIVIDERS).map(collapse);
    let parts = parts.map(|part| without_date(&part)).filter(|part| is_named(part));
    let names: Vec<String> = parts.collect();
    (!names.is_empty()).then(|| names.join(" | "))
}

/// Whether a part can name somebody.
fn is_named(part: &str) -> bool {
    // "Sun" is the end of a name, too.
    let is_weekday = dates::read_whole(part).is_some();
    let says_when_or_how_many = labelled(part).is_some_and(|(label, _)| {
        matches!(label, Label::Date | Label::Time | Label::Updated | Label::Nothing)
    });
    let begins = |c: char| c.is_alphabetic() || !c.is_numeric();
    part.chars().any(char::is_alphabetic)
        && part.starts_with(begins)
        && !is_weekday
        && !says_when_or_how_many
        && !items::is_count(part)
        && !is_button(part)
}

/// Takes off the dates that a part begins or ends with.
fn without_date(part: &str) -> String {
    let mut rest = part.to_owned();
    loop {
        let shorter = with_a_date_less(&rest);
        if shorter == rest {
            return rest;
        }
        rest = shorter;
    }
}

fn with_a_date_less(part: &str) -> String {
    let is_date = |text: &str| {
        dates::read_whole(text).is_some_and(|pieces| {
            matches!(
                pieces.day,
                Some(Day::Full(_) | Day::Either(..) | Day::Month(..) | Day::Unread)
            ) || pieces.clock.is_some()
        })
    };
    let mut before = ' ';
    for (at, c) in part.char_indices() {
        let begins_word = !before.is_alphanumeric() && c.is_alphanumeric();
        // "Jane DoeMarch 3, 2020".
        let is_glued = before.is_lowercase() && (c.is_uppercase() || c.is_numeric());
        let rest = &part[at..];
        // A counter may stand behind such a date, without a space again.
        let begins_with_day = || {
            let words: Vec<&str> = rest.split_whitespace().take(2).collect();
            c.is_numeric() && dates::read_whole(&words.join(" ")).is_some_and(|at| at.day.is_some())
        };
        if (begins_word || is_glued) && is_date(rest)
            || is_glued && (begins_with_day() || is_button(rest))
        {
            return without_label(&part[..at]);
        }
        before = c;
    }
    match dates::read_prefix(part) {
        Some((pieces, end)) if matches!(pieces.day, Some(Day::Full(_) | Day::Either(..))) => {
            trimmed(&part[end..])
        }
        _ => trimmed(part),
    }
}

/// What pages print beside a name to be clicked, in small letters.
fn is_button(text: &str) -> bool {
    const BUTTONS: [&str; 7] =
        ["follow", "view more", "view all", "see all", "see more", "read more", "more articles"];
    let text = text.to_lowercase();
    BUTTONS.iter().any(|button| text.starts_with(button))
}

/// Takes off the words that announced a date: "Jane Doe, published on".
fn without_label(text: &str) -> String {
    const LABELS: [&str; 11] = [
        "published",
        "posted",
        "updated",
        "modified",
        "last",
        "created",
        "date",
        "on",
        "at",
        "à",
        "às",
    ];
    let mut text = trimmed(text);
    while let Some((rest, word)) = split_last(&text)
        && LABELS.iter().any(|label| word.eq_ignore_ascii_case(label))
    {
        text = trimmed(rest);
    }
    text
}

fn split_last(text: &str) -> Option<(&str, &str)> {
    let at = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    (!text.is_empty()).then(|| text.split_at(at))
}

fn trimmed(text: &str) -> String {
    let edge = |c: char| c.is_whitespace() || ",;:-–—".contains(c);
    text.trim_start_matches(edge).trim_end_matches(|c| edge(c) || c == '@').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_is_left_without_dates_and_counters() {
        for (printed, expected) in [
            ("By Jane Doe", Some("By Jane Doe")),
            ("Jane Doe, Staff Writer", Some("Jane Doe, Staff Writer")),
            ("March 3, 2020", None),
            ("12 Comments", None),
            ("3 March 2020, 7:35 PM | 12 comments", None),
            ("Updated: March 3, 2020", None),
            ("Jane Doe | March 3, 2020 | 12 Comments", Some("Jane Doe")),
            ("By Jane Doe March 3, 2020", Some("By Jane Doe")),
            ("By Jane DoeMarch 3, 2020 7:35 PM EST", Some("By Jane Doe")),
            ("Jane Doe, published on 3 March 2020", Some("Jane Doe")),
            ("3 March 2020 - Jane Doe", Some("Jane Doe")),
            ("by Jane Doe22 Dec 2016651", Some("by Jane Doe")),
            ("Jane DoeView More Articles", Some("Jane Doe")),
            ("Follow Author", None),
            ("Jane McDonald", Some("Jane McDonald")),
            ("Joe Sun", Some("Joe Sun")),
            ("Monday", None),
            ("@jane", Some("@jane")),
            ("April May", Some("April May")),
            ("Jane Doe Monday, March 2, 2020 @ 11:10 PM UTC", Some("Jane Doe")),
            ("April 28, 2019 at 6:01 am Updated April 29, 2019 at 3:33 pm", None),
            ("21.mar.2018 às 10h55", None),
            ("07:35", None),
            ("|", None),
            ("", None),
        ] {
            assert_eq!(names(printed).as_deref(), expected, "{printed}");
        }
    }
}
