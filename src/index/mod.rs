//! The index: articles go in, hits come out. The only room that names
//! tantivy.
//!
//! [`Index`] opens or creates one; [`Writer`] adds and replaces articles;
//! [`Searcher`] answers a [`Query`](crate::query::ast::Query). `compile` turns
//! a query into Tantivy's, `spans` is the proximity query of our own,
//! `articles` keeps what a hit shows, `vocabulary` knows which words the archive
//! has. Never imports the archive, rendering or the command line.

mod articles;
mod best;
mod bm25;
mod build;
mod check;
mod columns;
mod compile;
mod cores;
mod count;
mod cursor;
mod dates;
mod document;
mod entities;
mod error;
mod explain;
mod facets;
mod fields;
mod folder;
mod frequency;
mod hidden;
mod locator;
mod lookup;
mod open;
#[cfg(test)]
mod oracle;
mod own_file;
mod page;
mod positions;
mod search;
mod similar;
mod snippets;
mod spans;
mod stats;
mod stream;
mod terms;
#[cfg(test)]
mod tests;
mod timeline;
mod values;
mod vocabulary;
mod walk;
mod why;
mod word_query;
mod words;
mod writer;

pub use compile::{CompileError, Weights};
pub use cursor::{Cursor, CursorError};
pub use entities::Meant;
pub use error::{IndexError, make_anew};
pub use fields::{DEFINITION, FieldDefinition, Kind, definitions};
pub(crate) use hidden::Shown;
pub use hidden::Statuses;
pub use open::Index;
pub use page::{Counting, Found, Page, Sort, Versions};
pub use search::Searcher;
pub use values::MissingValue;
pub use words::MissingWord;
pub use writer::{Edition, Preparer, Stored, Writer, WriterOptions};
