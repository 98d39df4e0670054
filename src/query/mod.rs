//! Words become a query. Knows the language and its limits; never an index,
//! the command line, files or the clock.

pub mod ast;
mod date;
mod dialect;
mod error;
mod fields;
mod filters;
mod invisible;
mod length;
mod lexer;
pub mod limits;
mod marks;
mod parser;
mod parts;
mod print;
mod reserved;
mod small;
#[cfg(test)]
mod tests;
mod tree;
mod words;

pub(crate) use dialect::language_tag;
pub use dialect::{Syntax, parse_as};
pub use error::{
    DateProblem, DialectProblem, FieldProblem, LengthProblem, NoPlaces, OperatorProblem,
    PairingProblem, QueryError, QueryErrorKind, Side, SizeProblem, WordProblem, caret,
};
pub(crate) use fields::nearest;
pub use filters::Filters;
pub use parser::parse;
pub use small::{SmallOperator, small_operators};
pub use tree::Tree;
pub(crate) use words::neighbours;
