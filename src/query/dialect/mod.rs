//! What news librarians type in Nexis and Factiva becomes the same tree as a
//! native query. What has no equivalent is refused by name. Knows the two
//! languages as their public help pages describe them; never an index.
//!
//! Where those pages leave a choice:
//!
//! - **Word forms.** Nexis finds plurals and possessives: a word alone is
//!   searched with its inflections, and so are adjacent words. Factiva finds
//!   what is written: a word is exact. So are words in quotation marks in both.
//! - **Adjacent words** form a phrase; where one of them is a group or has
//!   optional characters, or is exact beside one that is not, they stand next
//!   to each other in order (`PRE/1`).
//! - **`*` in Nexis** is one character; at the end of a word it may be missing
//!   (`bank**` finds bank, banks, banker). `$3` in Factiva is the same.
//! - **Precedence in Nexis**: adjacency, OR, proximity in words from the
//!   smallest number to the largest, `/s`, `/p`, AND, AND NOT; from left to
//!   right otherwise. **In Factiva**: adjacency, proximity from left to right,
//!   `atleast` and fields, NOT, AND, OR.
//! - **`hlead` and `hlp=`** hold a condition in headline and lede together: of
//!   two words that both must stand there each may stand in another one. `hl=`
//!   is the headline alone, `sc=` a source or an agency, `lp=` the first
//!   paragraph.
//! - **`sn=` and other values** are whole values, as in the native language,
//!   with wildcards. **`publication`** asks for words of a name, next to each
//!   other.
//! - **Dates** between slashes have the month first in Nexis. In Factiva the
//!   order is a setting of each user: only what can be read in one way is read.
//! - **Lengths** count the words of headline and text; Nexis counts those of the
//!   text, Factiva those of both.
//! - **Index terms** (`terms`, `person`; `ns=`, `re=`) are looked for in all that
//!   the publisher says the article is about.
//! - **A backslash** takes the meaning from the next character, as in the
//!   native language.

mod build;
mod dates;
mod factiva;
mod languages;
mod lengths;
mod lexer;
mod nexis;
mod parser;
mod rules;
mod token;

use jiff::civil::Date;

pub(crate) use self::languages::tag as language_tag;

use crate::query::ast::Query;
use crate::query::error::QueryError;
use crate::query::native::parser::{parse, parse_with};

/// The language that a query is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Syntax {
    /// The language of this program.
    #[default]
    Native,
    /// Terms and connectors of Nexis.
    Nexis,
    /// The traditional search language of Factiva.
    Factiva,
}

/// Parses a query of the language `syntax`. Relative dates count from `now`.
///
/// # Errors
///
/// The first thing that cannot be understood as written, or that has no
/// equivalent.
pub fn parse_as(text: &str, syntax: Syntax, now: Date) -> Result<Query, QueryError> {
    match syntax {
        Syntax::Native => parse(text, now),
        Syntax::Nexis => {
            parse_with(text, |text| parser::query(text, nexis::tokens(text, now)?, &nexis::RULES))
        }
        Syntax::Factiva => parse_with(text, |text| {
            parser::query(text, factiva::tokens(text, now)?, &factiva::RULES)
        }),
    }
}
