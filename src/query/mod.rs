//! Words become a query. Knows the language and its limits; never an index,
//! the command line, files or the clock.

pub mod ast;
mod dialect;
mod error;
mod fields;
mod filters;
mod letters;
pub mod limits;
mod native;
#[cfg(test)]
mod tests;
mod values;

pub use ast::Tree;
pub(crate) use ast::neighbours;
pub(crate) use dialect::language_tag;
pub use dialect::{Syntax, parse_as};
pub use error::{
    DateProblem, DialectProblem, FieldProblem, LengthProblem, NoPlaces, OperatorProblem,
    PairingProblem, QueryError, QueryErrorKind, Side, SizeProblem, WordProblem, caret,
};
pub(crate) use fields::nearest;
pub use filters::Filters;
pub use native::parser::parse;
pub use native::small::{SmallOperator, small_operators};
