//! The labels of tokens: outside, or the beginning, inside, last or unit
//! (BILOU) of a mention of one of four kinds.

use super::super::{Kind, Mention};

/// The columns of a row of weights: all labels but "outside", whose score is
/// always zero. Column `4 * role + kind`.
pub const COLUMNS: usize = 16;

/// The label of a token outside all mentions.
pub const OUTSIDE: u8 = 16;

/// All labels.
pub const LABELS: usize = COLUMNS + 1;

/// The part that a token plays in a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The first of several.
    Begin,
    /// Neither first nor last.
    Inside,
    /// The last of several.
    Last,
    /// The only one.
    Unit,
}

/// Returns the label of a role in a mention of a kind.
pub fn label(role: Role, kind: Kind) -> u8 {
    4 * role as u8 + kind as u8
}

/// Returns the kind that a label speaks of; `None` for "outside".
pub fn kind_of(label: u8) -> Option<Kind> {
    (label < OUTSIDE).then(|| Kind::ALL[usize::from(label % 4)])
}

/// Writes the labels of a mention over its tokens.
pub fn write_labels(mention: &Mention, labels: &mut [u8]) {
    let (start, end) = (mention.tokens.start as usize, mention.tokens.end as usize);
    for at in start..end.min(labels.len()) {
        let role = match (at == start, at + 1 == end) {
            (true, true) => Role::Unit,
            (true, false) => Role::Begin,
            (false, true) => Role::Last,
            (false, false) => Role::Inside,
        };
        labels[at] = label(role, mention.kind);
    }
}

/// Reads the mentions off well-formed labels; the first label is that of token
/// `first`.
pub fn read_labels(labels: &[u8], first: u32, out: &mut Vec<Mention>) {
    let mut start = first;
    for (at, &label) in (first..).zip(labels) {
        let Some(kind) = kind_of(label) else { continue };
        if !(4..12).contains(&label) {
            start = at;
        }
        if label >= 8 {
            out.push(Mention { tokens: start..at + 1, kind });
        }
    }
}
