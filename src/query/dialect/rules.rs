//! How tight the operators of a language bind, and how an error shows them.
//! Never knows how they are spelt.

use crate::query::ast::Distance;

/// How tight two neighbours without an operator bind.
pub(super) const TIGHTEST: u32 = 10_000;

/// How a language reads its operators: a larger number binds tighter.
pub(super) struct Rules {
    pub or: u32,
    pub near: fn(Distance) -> u32,
    pub and: u32,
    /// `AND NOT` as an operator of its own; without it NOT is a prefix.
    pub and_not: Option<u32>,
    /// What an operand of a field, of `atleast` and of NOT holds together.
    pub field: u32,
    /// Whether words next to each other by an operator are a phrase.
    pub merges_adjacent: bool,
    /// An operator of two operands, the first given, with them.
    pub between: fn(&str, &str) -> String,
    /// An operator of one operand with it.
    pub around: fn(&str, &str) -> String,
    /// A text field around `…`.
    pub text_field: &'static str,
}
