//! The index: articles go in, hits come out. The only room that names
//! tantivy.
//!
//! [`Index`] opens or creates one; [`Writer`] adds and replaces articles;
//! [`Searcher`] answers a [`Query`](crate::query::ast::Query). Each room has
//! one affair: `schema` and `files` what an index is made of, `write` how
//! articles come in, `compile` and `queries` what a question becomes, `search`
//! hits, `answers` all else that is asked. Never imports the archive, rendering
//! or the command line.

mod answers;
mod check;
mod compile;
mod cores;
mod entities;
mod error;
mod files;
mod open;
#[cfg(test)]
mod oracle;
mod queries;
mod schema;
mod search;
#[cfg(test)]
mod tests;
mod visible;
mod vocabulary;
mod write;

pub use answers::meant::Meant;
pub use answers::values::MissingValue;
pub use answers::words::MissingWord;
pub use compile::{CompileError, Weights};
pub use error::{IndexError, make_anew};
pub use open::Index;
pub use schema::fields::{DEFINITION, FieldDefinition, Kind, definitions};
pub use schema::key::Edition;
pub use search::Searcher;
pub use search::cursor::{Cursor, CursorError};
pub use search::page::{Counting, End, Found, Page, Sort, Versions};
pub(crate) use visible::Shown;
pub use visible::Statuses;
pub use write::{Preparer, Stored, Writer, WriterOptions};
