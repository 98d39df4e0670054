//! Why an article matches a query, or does not. Never imports the index that
//! finds it out.

use crate::hit::Snippet;

/// What one clause of a query says about an article.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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
#[non_exhaustive]
pub enum Miss {
    /// The words of a phrase or the operands of a proximity operator stand
    /// farther apart.
    Apart {
        /// The distance at which it would hold, counted as the operator counts:
        /// neighbours are 1 apart.
        words: u32,
        /// What is allowed; `None` where it is one sentence or one paragraph.
        limit: Option<u32>,
        /// The pieces of text around them.
        around: Vec<Snippet>,
    },
    /// They stand near each other, in another order.
    Order {
        /// The pieces of text around them.
        around: Vec<Snippet>,
    },
    /// The words of a phrase stand next to each other, in order, but a sentence
    /// or a paragraph ends between them.
    Parted {
        /// The pieces of text around them.
        around: Vec<Snippet>,
    },
    /// The first occurrence comes later.
    Late {
        /// The number of words in which it would be.
        words: u32,
        /// The number asked for.
        limit: u32,
    },
    /// It occurs fewer times.
    Few {
        /// How often.
        times: u32,
        /// How often it should.
        asked: u32,
    },
    /// Wherever the one stands the other is near.
    Beside {
        /// The pieces of text around the two.
        around: Vec<Snippet>,
    },
    /// What must not occur does.
    Present {
        /// The pieces of text around it.
        around: Vec<Snippet>,
    },
    /// It stands in another part of the article.
    Elsewhere {
        /// The pieces of text around it.
        around: Vec<Snippet>,
    },
    /// Words stand nowhere in the article.
    Absent {
        /// These words.
        words: Vec<AbsentWord>,
    },
    /// A field has another value.
    Value {
        /// What the article has; `None` if nothing.
        has: Option<String>,
    },
}

/// A word that an article does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AbsentWord {
    /// The word as it was typed.
    pub word: String,
    /// The word of the article that is spelt most nearly so, folded, if one is.
    pub nearest: Option<String>,
}

impl Miss {
    /// The pieces of text that show it, in order.
    pub fn around(&self) -> &[Snippet] {
        match self {
            Miss::Apart { around, .. }
            | Miss::Order { around }
            | Miss::Parted { around }
            | Miss::Beside { around }
            | Miss::Present { around }
            | Miss::Elsewhere { around } => around,
            Miss::Late { .. } | Miss::Few { .. } | Miss::Absent { .. } | Miss::Value { .. } => &[],
        }
    }
}
