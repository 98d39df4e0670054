//! The tables of `data/entities`, line by line.

use crate::entities::Kind;

/// All tables. Where two entities of one kind share a name, the earlier table
/// goes first.
const TABLES: [&str; 8] = [
    include_str!("../../../data/entities/countries.tsv"),
    include_str!("../../../data/entities/regions.tsv"),
    include_str!("../../../data/entities/provinces.tsv"),
    include_str!("../../../data/entities/cities.tsv"),
    include_str!("../../../data/entities/organisations.tsv"),
    include_str!("../../../data/entities/media.tsv"),
    include_str!("../../../data/entities/demonyms.tsv"),
    include_str!("../../../data/entities/works-and-events.tsv"),
];

/// The sign behind a name that is also a word, or the name of something else.
const AMBIGUOUS: char = '~';

/// One line of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The name that is shown.
    pub shown: Written,
    /// The kind.
    pub kind: Kind,
    names: &'static str,
}

/// A name as a table writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// The name.
    pub text: &'static str,
    /// Whether it is also a word, or the name of something else.
    pub is_ambiguous: bool,
}

impl Row {
    /// The other names.
    pub fn others(&self) -> impl Iterator<Item = Written> + use<> {
        self.names.split(';').filter(|name| !name.is_empty()).map(written)
    }
}

/// Returns the rows of all tables.
pub(super) fn rows() -> impl Iterator<Item = Row> {
    TABLES.iter().flat_map(|table| table.lines()).filter_map(row)
}

fn row(line: &'static str) -> Option<Row> {
    let mut columns = line.split('\t');
    let (shown, kind, names) = (columns.next()?, columns.next()?, columns.next()?);
    let kind = Kind::ALL.into_iter().find(|known| known.name() == kind)?;
    Some(Row { shown: written(shown), kind, names })
}

fn written(name: &'static str) -> Written {
    match name.strip_suffix(AMBIGUOUS) {
        Some(text) => Written { text, is_ambiguous: true },
        None => Written { text: name, is_ambiguous: false },
    }
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::*;

    #[test]
    fn the_tables_are_ordered_and_have_no_doubles() {
        let mut shown = FxHashSet::default();
        for table in TABLES {
            let mut lines = table.lines();
            assert_eq!(lines.next(), Some("# name\tkind\tnames"));
            let mut last = "";
            for line in lines {
                assert_eq!(line.split('\t').count(), 3, "{line}");
                let row = row(line).unwrap_or_else(|| panic!("no row: {line}"));
                assert!(last < row.shown.text, "{line} is out of order");
                last = row.shown.text;
                assert!(shown.insert(row.shown.text), "{} is shown twice", row.shown.text);
                let mut names = FxHashSet::from_iter([row.shown.text]);
                for name in row.others() {
                    assert_eq!(name.text, name.text.trim(), "{line}");
                    assert!(!name.text.is_empty(), "{line}");
                    assert!(names.insert(name.text), "{} stands twice in {line}", name.text);
                }
            }
        }
    }

    #[test]
    fn a_name_of_two_entities_of_one_kind_is_marked() {
        let mut names = FxHashSet::default();
        for row in rows() {
            for name in std::iter::once(row.shown).chain(row.others()) {
                let is_new = names.insert((row.kind, name.text));
                assert!(is_new || name.is_ambiguous, "{} needs its mark", name.text);
            }
        }
    }
}
