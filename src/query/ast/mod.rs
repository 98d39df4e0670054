//! A query as it was understood. Closed types with the place of each part in
//! what was typed; nothing here knows how an index answers.

mod parts;
mod tree;
mod words;

use crate::article::Published;
pub use tree::Tree;
pub(crate) use words::neighbours;

/// A place in the text of a query, in bytes.
///
/// Two spans always compare equal: equality of queries is about what they
/// mean, not about where it was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl PartialEq for Span {
    fn eq(&self, _: &Span) -> bool {
        true
    }
}

/// A condition that an article meets or does not meet.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// `*`: every article.
    Everything(Span),
    /// An expression that stands somewhere in headline, lede, body, kicker or
    /// subhead, or in the field that an enclosing [`Query::In`] names.
    Text(Expr),
    /// `headline:(…)`: the text parts below hold in that field.
    In {
        /// The field.
        field: TextField,
        /// What must hold in it; no other field, value or date inside.
        query: Box<Query>,
        /// The whole.
        span: Span,
    },
    /// `source:"Press TV"`: a whole value.
    Value {
        /// The field.
        field: ValueField,
        /// The value, matched without regard to case and accents.
        value: Pattern,
        /// The whole.
        span: Span,
    },
    /// `person:"Edi Rama"`.
    Entity(EntityName),
    /// `date:…`
    Date(DateTest),
    /// `words:…`
    Length(LengthTest),
    /// All hold.
    And(Vec<Query>),
    /// At least one holds.
    Or(Vec<Query>),
    /// It does not hold.
    Not(Box<Query>, Span),
    /// `ATLEAST 3 (…)`: the expression stands at least so often in an article.
    AtLeast {
        /// How often, from 1.
        count: u32,
        /// What.
        expr: Expr,
        /// The whole.
        span: Span,
    },
    /// `word^2`: what holds weighs so much more in the ranking.
    Boost {
        /// What.
        query: Box<Query>,
        /// The factor, finite and above 0.
        factor: f32,
        /// The whole.
        span: Span,
    },
}

/// An expression that has places in a text: the operands of proximity.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A word.
    Word(Word),
    /// `"…"`: words next to each other, in order. At least one word. Plain ones
    /// are all exact, or all in any form: `"…"~`.
    Phrase(Vec<Word>, Span),
    /// One of several, at its places. At least two.
    Or(Vec<Expr>),
    /// `a NEAR/5 b`, `a /s b` and their ordered and negated forms.
    Near {
        /// The first operand.
        left: Box<Expr>,
        /// The second operand.
        right: Box<Expr>,
        /// How near.
        distance: Distance,
        /// Whether `left` must come first.
        order: Order,
        /// Whether `right` must be near or must not be near.
        polarity: Polarity,
        /// The operator.
        span: Span,
    },
    /// `FIRST 50 (…)`: places that end within the first so many words.
    First {
        /// How many words, from 1.
        words: u32,
        /// What.
        expr: Box<Expr>,
        /// The whole.
        span: Span,
    },
    /// `@person`, `@org:NATO`.
    Entity(EntityName),
}

/// A word and how it is meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// How it matches.
    pub form: WordForm,
    /// Where it was typed.
    pub span: Span,
}

/// How a word matches.
#[derive(Debug, Clone, PartialEq)]
pub enum WordForm {
    /// `word`: the word and its inflections. The text is as typed, without
    /// escapes; it may still be several tokens (`cyber-attack`).
    Stemmed(String),
    /// `=word`: this form only. As a word of a phrase: other spellings of a name
    /// (`Kana'ani`, `Kanaani`) as well.
    Exact(String),
    /// `sanction*`, `wom?n`.
    Wildcard(Pattern),
    /// `tehran~1`: at most so many edits (1 or 2).
    Fuzzy(String, u8),
    /// `/regex/`: over a whole word.
    Regex(String),
}

/// A text with wildcards, in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(pub Vec<PatternPart>);

/// A part of a [`Pattern`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternPart {
    /// These characters.
    Literal(String),
    /// `?`: one character.
    AnyOne,
    /// `*`: any number of characters.
    AnyMany,
}

/// How near two operands stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// At most so many words from one to the other; neighbours are 1 apart.
    Words(u32),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// Whether the operands of a proximity operator have an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Either may come first.
    Either,
    /// The left one comes first.
    LeftFirst,
}

/// Whether a proximity operator asks for the neighbour or for its absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// `a W/5 b`
    Near,
    /// `a NOT W/5 b`: a place of `a` with no `b` near it.
    NotNear,
}

/// An entity by a name or by its type alone.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityName {
    /// The type asked for.
    pub kind: EntityKind,
    /// The name; `None` is any entity of the type (`@person`).
    pub name: Option<String>,
    /// Where it was typed.
    pub span: Span,
}

/// The types of entity that a query can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityKind {
    /// `entity:`, `@any`
    Any,
    /// `person:`, `@person`
    Person,
    /// `org:`, `@org`
    Organisation,
    /// `place:`, `@place`
    Place,
}

/// The fields that hold running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField {
    /// The headline.
    Headline,
    /// The first paragraph.
    Lede,
    /// Everything below the headline, the lede included.
    Body,
    /// The byline.
    Byline,
    /// The place line.
    Dateline,
    /// The section.
    Section,
    /// What the publisher says the article is about, of what kind it is and whom
    /// it names: keywords, and names and codes of subjects.
    Keyword,
}

impl TextField {
    /// Every text field.
    pub const ALL: [TextField; 7] = [
        TextField::Headline,
        TextField::Lede,
        TextField::Body,
        TextField::Byline,
        TextField::Dateline,
        TextField::Section,
        TextField::Keyword,
    ];

    /// The name in a query, without the colon.
    pub fn name(self) -> &'static str {
        match self {
            TextField::Headline => "headline",
            TextField::Lede => "lede",
            TextField::Body => "body",
            TextField::Byline => "byline",
            TextField::Dateline => "dateline",
            TextField::Section => "section",
            TextField::Keyword => "keyword",
        }
    }
}

/// The fields that are matched as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueField {
    /// Whom the agency credits.
    Source,
    /// The agency.
    Agency,
    /// The article's id or its agency id.
    Id,
    /// The language tag.
    Lang,
    /// usable, withheld, canceled.
    Status,
    /// The file's path in the archive.
    Path,
    /// Where it stands on the web.
    Url,
}

impl ValueField {
    /// Every value field.
    pub const ALL: [ValueField; 7] = [
        ValueField::Source,
        ValueField::Agency,
        ValueField::Id,
        ValueField::Lang,
        ValueField::Status,
        ValueField::Path,
        ValueField::Url,
    ];

    /// The name in a query, without the colon.
    pub fn name(self) -> &'static str {
        match self {
            ValueField::Source => "source",
            ValueField::Agency => "agency",
            ValueField::Id => "id",
            ValueField::Lang => "lang",
            ValueField::Status => "status",
            ValueField::Path => "path",
            ValueField::Url => "url",
        }
    }
}

/// A test of the date of publication. An article matches when everything that
/// its date can mean lies inside.
#[derive(Debug, Clone, PartialEq)]
pub struct DateTest {
    /// What is asked.
    pub range: DateRange,
    /// Where it was typed.
    pub span: Span,
}

/// The dates that a test accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRange {
    /// `date:none`: no date at all.
    Undated,
    /// From the first second of `from` to the last second of `to`, each at the
    /// precision written; at least one of them is given, and `from` does not
    /// lie after `to`. In UTC.
    Between {
        /// The start.
        from: Option<Published>,
        /// The end.
        to: Option<Published>,
    },
}

/// A test of how many words an article has, those beside its text (headline, kicker,
/// subhead) among them.
#[derive(Debug, Clone, PartialEq)]
pub struct LengthTest {
    /// What is asked.
    pub range: LengthRange,
    /// Where it was typed.
    pub span: Span,
}

/// The numbers of words that a test accepts, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthRange {
    /// The least.
    pub from: u64,
    /// The most, not below `from`; `None` has no end.
    pub to: Option<u64>,
}
