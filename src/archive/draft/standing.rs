//! Whether an article may be used: its status and its embargo, in the words of
//! any format.
//!
//! What cannot be read counts as withheld: what was shown too early cannot be
//! taken back.

use crate::article::{Article, Published, Signal, Status, Warning, WarningCode};

/// An embargo as a document gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Embargo {
    /// There is none.
    No,
    /// Until a moment.
    Until(Published),
    /// Until nobody knows when: the document says only that there is one, or
    /// names its end in words that are no date.
    Open,
}

impl Embargo {
    /// Reads the value of a field; `date` reads what may be a date.
    pub fn read(text: &str, date: impl FnOnce(&str) -> Option<Published>) -> Embargo {
        match text.trim().to_lowercase().as_str() {
            "" | "false" | "no" | "off" | "n" | "0" | "none" | "null" => Embargo::No,
            "true" | "yes" | "on" | "y" | "1" => Embargo::Open,
            _ => date(text).map_or(Embargo::Open, Embargo::Until),
        }
    }
}

/// Lets an article be used as its document says. `code` is the status in the
/// words of any format, empty where none is given. Signals are read before.
pub(in crate::archive) fn apply(article: &mut Article, code: &str, embargo: Embargo) {
    let word = word(code);
    let status = match word.as_str() {
        "" => Status::Usable,
        word if USABLE.contains(&word) => Status::Usable,
        word if WITHHELD.contains(&word) || is_embargo(word) => Status::Withheld,
        word if CANCELED.contains(&word) => Status::Canceled,
        _ => {
            warn(article, format!("the status {code:?} is not known; taken as withheld"));
            Status::Withheld
        }
    };
    article.status = match (status, embargo) {
        _ if article.signals.contains(&Signal::Kill) => Status::Canceled,
        // Until then, and not longer.
        (Status::Withheld, Embargo::Until(_)) if is_embargo(&word) => Status::Usable,
        (Status::Usable, Embargo::Open) => {
            warn(article, "the embargo has no end that is known; taken as withheld".to_owned());
            Status::Withheld
        }
        (status, _) => status,
    };
    article.embargoed_until = match embargo {
        Embargo::Until(end) => Some(end),
        Embargo::No | Embargo::Open => None,
    };
}

/// Whether a status is one in the words of any format.
pub(in crate::archive) fn is_known(code: &str) -> bool {
    let word = word(code);
    let lists = [&USABLE[..], &WITHHELD, &CANCELED];
    is_embargo(&word) || lists.iter().any(|words| words.contains(&word.as_str()))
}

fn warn(article: &mut Article, detail: String) {
    article.warnings.push(Warning { code: WarningCode::ValueDropped, detail });
}

/// Words of IPTC's standards, of Superdesk, and of systems that manage what a
/// site shows, as [`word`] gives them.
const USABLE: [&str; 18] = [
    "usable",
    "publish",
    "published",
    "public",
    "active",
    "final",
    "live",
    "online",
    "released",
    "approved",
    "complete",
    "completed",
    "corrected",
    "updated",
    // What programs say that have fetched a page.
    "ok",
    "success",
    "done",
    "processed",
];
const WITHHELD: [&str; 17] = [
    "withheld",
    "withhold",
    "hold",
    "onhold",
    "draft",
    "autodraft",
    "pending",
    "pendingreview",
    "review",
    "inreview",
    "scheduled",
    "future",
    "private",
    "hidden",
    "inactive",
    "offline",
    "unpublished",
];
const CANCELED: [&str; 13] = [
    "canceled",
    "cancelled",
    "cancel",
    "kill",
    "killed",
    "recalled",
    "spiked",
    "withdrawn",
    "retracted",
    "deleted",
    "removed",
    "trash",
    "trashed",
];

fn is_embargo(word: &str) -> bool {
    matches!(word, "embargoed" | "embargo" | "underembargo")
}

/// Returns what a code says in small letters and without what joins its words:
/// `stat:canceled` and `http://cv.iptc.org/newscodes/pubstatusg2/Canceled` say
/// the same.
fn word(code: &str) -> String {
    let local = code.trim().rsplit([':', '/', '#']).next().unwrap_or(code);
    local.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Precision;

    fn standing(code: &str, embargo: Embargo) -> (Status, usize) {
        let mut article = Article::default();
        apply(&mut article, code, embargo);
        (article.status, article.warnings.len())
    }

    #[test]
    fn a_status_is_known_in_the_words_of_every_format() {
        for (code, expected) in [
            ("", Status::Usable),
            ("usable", Status::Usable),
            ("stat:usable", Status::Usable),
            ("Published", Status::Usable),
            ("final", Status::Usable),
            ("withhold", Status::Withheld),
            ("Auto-Draft", Status::Withheld),
            ("stat:withheld", Status::Withheld),
            ("embargoed", Status::Withheld),
            ("Killed", Status::Canceled),
            (" stat:canceled ", Status::Canceled),
            ("http://cv.iptc.org/newscodes/pubstatusg2/Canceled", Status::Canceled),
        ] {
            assert_eq!(standing(code, Embargo::No), (expected, 0), "{code}");
        }
        assert_eq!(standing("stopped", Embargo::No), (Status::Withheld, 1));
    }

    #[test]
    fn all_words_of_a_status_are_stored_as_they_are_looked_for() {
        for known in USABLE.iter().chain(&WITHHELD).chain(&CANCELED) {
            assert_eq!(word(known), *known);
        }
    }

    #[test]
    fn an_embargo_ends_when_it_says_and_is_kept_where_it_does_not() {
        let end = Published { seconds: 1_662_795_325, precision: Precision::Second };
        let date = |text: &str| (text == "2022-09-10").then_some(end);
        for (text, expected) in [
            ("", Embargo::No),
            ("False", Embargo::No),
            ("0", Embargo::No),
            ("2022-09-10", Embargo::Until(end)),
            ("yes", Embargo::Open),
            ("next Friday", Embargo::Open),
        ] {
            assert_eq!(Embargo::read(text, date), expected, "{text}");
        }
        assert_eq!(standing("", Embargo::Until(end)), (Status::Usable, 0));
        assert_eq!(standing("embargoed", Embargo::Until(end)), (Status::Usable, 0));
        assert_eq!(standing("withheld", Embargo::Until(end)), (Status::Withheld, 0));
        assert_eq!(standing("usable", Embargo::Open), (Status::Withheld, 1));
        assert_eq!(standing("canceled", Embargo::Open), (Status::Canceled, 0));
    }

    #[test]
    fn a_signal_kills_whatever_the_status_says() {
        let mut article = Article { signals: vec![Signal::Kill], ..Article::default() };
        apply(&mut article, "usable", Embargo::No);
        assert_eq!(article.status, Status::Canceled);
    }
}
