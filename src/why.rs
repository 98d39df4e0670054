//! Why an article matches a query, or does not. Never imports the index that
//! finds it out.

use crate::hit::Snippet;

/// What one clause of a query says about an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The clause, in native syntax.
    pub clause: String,
    /// How deep it lies in the query, from 0.
    pub depth: usize,
    /// Whether it holds for the article.
    pub holds: bool,
    /// Why it fails, where there is more to say than that.
    pub miss: Option<Miss>,
}

/// How a clause fails.
#[derive(Debug, Clone, PartialEq)]
pub enum Miss {
    /// The operands of a proximity operator stand farther apart.
    Apart {
        /// How many words lie between them, counted as the operator counts:
        /// neighbours are 1 apart.
        words: u32,
        /// What the operator allows; `None` where it asks for one sentence or
        /// one paragraph.
        limit: Option<u32>,
        /// The text around them.
        around: Option<Snippet>,
    },
    /// A field has another value.
    Value {
        /// What the article has; `None` if nothing.
        has: Option<String>,
    },
}
