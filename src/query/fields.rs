//! The names of fields and entity types, and the nearest one to a name that is
//! none. Never imports the parser.

use crate::query::ast::{EntityKind, TextField, ValueField};

/// A field that can stand before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Text(TextField),
    Value(ValueField),
    Entity(EntityKind),
    Date,
    Length,
}

const ENTITY_KINDS: [EntityKind; 4] =
    [EntityKind::Any, EntityKind::Person, EntityKind::Organisation, EntityKind::Place];

/// What people type who know other programs.
const OTHER_NAMES: [(&str, &str); 32] = [
    ("author", "byline"),
    ("before", "date"),
    ("after", "date"),
    ("city", "place"),
    ("day", "date"),
    ("file", "path"),
    ("from", "date"),
    ("head", "headline"),
    ("hl", "headline"),
    ("intro", "lede"),
    ("language", "lang"),
    ("lead", "lede"),
    ("length", "words"),
    ("link", "url"),
    ("location", "place"),
    ("organisation", "org"),
    ("organization", "org"),
    ("people", "person"),
    ("publication", "source"),
    ("publisher", "source"),
    ("site", "url"),
    ("since", "date"),
    ("genre", "keyword"),
    ("subject", "keyword"),
    ("tag", "keyword"),
    ("topic", "keyword"),
    ("text", "body"),
    ("title", "headline"),
    ("until", "date"),
    ("wc", "words"),
    ("wordcount", "words"),
    ("year", "date"),
];

impl Field {
    fn all() -> impl Iterator<Item = Field> {
        TextField::ALL
            .into_iter()
            .map(Field::Text)
            .chain(ValueField::ALL.into_iter().map(Field::Value))
            .chain(ENTITY_KINDS.into_iter().map(Field::Entity))
            .chain([Field::Date, Field::Length])
    }

    /// Returns the field of that name, in large or small letters.
    pub fn of_name(name: &str) -> Option<Field> {
        Field::all().find(|field| field.name().eq_ignore_ascii_case(name))
    }

    /// The name in a query, without the colon.
    pub fn name(self) -> &'static str {
        match self {
            Field::Text(field) => field.name(),
            Field::Value(field) => field.name(),
            Field::Entity(kind) => entity_field(kind),
            Field::Date => "date",
            Field::Length => "words",
        }
    }

    /// Returns the name of the field that was probably meant.
    pub fn near(name: &str) -> Option<&'static str> {
        let name = name.to_lowercase();
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == name);
        other.map(|(_, field)| *field).or_else(|| nearest(&name, Field::all().map(Field::name)))
    }
}

/// The field of an entity type: `person`.
pub(super) fn entity_field(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Any => "entity",
        EntityKind::Person => "person",
        EntityKind::Organisation => "org",
        EntityKind::Place => "place",
    }
}

/// The name of an entity type after `@`.
pub(super) fn entity_sign(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Any => "any",
        _ => entity_field(kind),
    }
}

/// Returns the entity type of the name after `@`, or the name that was
/// probably meant.
pub(super) fn entity_kind(name: &str) -> Result<EntityKind, Option<&'static str>> {
    let found = ENTITY_KINDS.into_iter().find(|kind| {
        entity_sign(*kind).eq_ignore_ascii_case(name)
            || entity_field(*kind).eq_ignore_ascii_case(name)
    });
    found.ok_or_else(|| {
        let name = name.to_lowercase();
        let other = match OTHER_NAMES.iter().find(|(other, _)| *other == name) {
            Some((_, "org")) => Some("org"),
            Some((_, "person")) => Some("person"),
            Some((_, "place")) => Some("place"),
            _ => None,
        };
        other.or_else(|| nearest(&name, ENTITY_KINDS.into_iter().map(entity_sign)))
    })
}

/// The longest name that is compared with the known ones, in characters.
const MAX_COMPARED: usize = 24;

/// Returns the candidate with the fewest edits from `name`, where it is near
/// enough to be what was meant: one edit for every three characters.
pub(crate) fn nearest(
    name: &str,
    candidates: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let length = name.chars().count();
    if length > MAX_COMPARED {
        return None;
    }
    candidates
        .map(|candidate| (edits(name, candidate), candidate))
        .filter(|(edits, candidate)| *edits <= candidate.chars().count().min(length) / 3)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Counts the characters to insert, delete, replace or swap with their
/// neighbour to make `left` of `right` (optimal string alignment).
fn edits(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=right.len()).collect()];
    for i in 1..=left.len() {
        let mut row = vec![i];
        for j in 1..=right.len() {
            let replaced = usize::from(left[i - 1] != right[j - 1]);
            let mut least =
                (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + replaced);
            let swapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if swapped {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (left, right, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("sorce", "source", 1),
            ("suorce", "source", 1),
            ("lnag", "lang", 1),
            ("http", "path", 3),
            ("кот", "кит", 1),
        ] {
            assert_eq!(edits(left, right), expected, "{left} {right}");
            assert_eq!(edits(right, left), expected, "{right} {left}");
        }
    }

    #[test]
    fn the_nearest_field_is_found_only_when_it_is_near() {
        for (name, expected) in [
            ("sorce", Some("source")),
            ("Sources", Some("source")),
            ("headlines", Some("headline")),
            ("pat", Some("path")),
            ("title", Some("headline")),
            ("dat", Some("date")),
            ("http", None),
            ("10", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(Field::near(name), expected, "{name}");
        }
    }

    #[test]
    fn every_field_is_found_by_its_name() {
        for field in Field::all() {
            assert_eq!(Field::of_name(field.name()), Some(field));
            assert_eq!(Field::of_name(&field.name().to_uppercase()), Some(field));
        }
    }
}
