//! What of a record no part of the article is made of, said once for each column of a
//! file: nothing is dropped without a trace.

use rustc_hash::FxHashSet;

use crate::archive::fold::collapse;
use crate::article::{Warning, WarningCode};

/// So many names are said; of the others, how many they are.
const MOST_NAMES: usize = 20;
/// A longer name is cut, in characters.
const LONGEST_NAME: usize = 40;

/// The columns of a file that were said to be not read.
#[derive(Debug, Default)]
pub(super) struct Unread(FxHashSet<String>);

impl Unread {
    /// Returns the warning about columns that hold something in a record and are not
    /// read, if any of them is new.
    pub fn warning<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> Option<Warning> {
        let mut new = Vec::new();
        for name in names.filter(|name| !name.trim().is_empty()) {
            if !self.0.contains(name) {
                self.0.insert(name.to_owned());
                new.push(shown(name));
            }
        }
        if new.is_empty() {
            return None;
        }
        let more = match new.len().saturating_sub(MOST_NAMES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        new.truncate(MOST_NAMES);
        let detail = format!("not read: {}{more}", new.join(", "));
        Some(Warning { code: WarningCode::ColumnsUnread, detail })
    }
}

fn shown(name: &str) -> String {
    let name = collapse(name);
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_said_once_and_not_too_many() {
        let mut unread = Unread::default();
        let mut said = |names: &[&str]| {
            unread.warning(names.iter().copied()).map(|warning| warning.detail).unwrap_or_default()
        };
        assert_eq!(said(&["Seite", " ", "Auf\nlage"]), "not read: Seite, Auf lage");
        assert_eq!(said(&["Seite"]), "");
        let many: Vec<String> = (0..25).map(|n| format!("{n}{}", "x".repeat(50))).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let long = said(&many);
        assert!(long.ends_with("x… and 5 more") && long.len() < 1_000, "{long}");
    }
}
