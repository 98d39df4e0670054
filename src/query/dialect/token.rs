//! The pieces of a query of Nexis or Factiva. Never knows how they are spelt.

use crate::query::ast::{
    DateRange, Distance, LengthRange, Order, Polarity, Span, TextField, ValueField, WordForm,
};

/// A piece of a query.
#[derive(Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// What a piece of a query is.
#[derive(Debug)]
pub(super) enum Kind {
    And,
    Or,
    Not,
    /// `AND NOT`, `BUT NOT`, `%`
    AndNot,
    Open,
    Close,
    Near(Distance, Order, Polarity),
    /// `atleast5`
    AtLeast(u32),
    /// `/F50/`
    First(u32),
    Field(Target),
    Word(Piece),
    /// At least one word in quotation marks.
    Phrase(Vec<Piece>),
    /// A whole test of the date.
    Date(DateRange),
    /// A whole test of the number of words.
    Length(LengthRange),
}

/// A word as it was typed: any of its forms, at least one.
#[derive(Debug)]
pub(super) struct Piece {
    pub forms: Vec<WordForm>,
    pub span: Span,
}

/// What a field asks: any of these, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Text(&'static [TextField]),
    Value(&'static [ValueField]),
    /// Words of a value, next to each other.
    Name(&'static [ValueField]),
}
