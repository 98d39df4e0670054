//! `morgue`: a full-text search index for news archives.
//!
//! A newspaper's library of its own past is called its *morgue*. This one
//! reads a folder of articles as agencies and newsrooms leave them, keeps what
//! is particular to news (agency, source, agency id, date with its precision,
//! dateline, versions) and answers by phrase, words, proximity, date, source,
//! agency and id.
//!
//! [`Morgue`] does all of it. The rooms behind it can be used on their own;
//! `ARCHITECTURE.md` says what each knows and must not know:
//!
//! - files become articles: [`archive`] makes an [`Article`];
//! - text becomes tokens: [`text`];
//! - articles become an index, and a query hits: [`index`], [`ingest`],
//!   [`ledger`], [`hit`];
//! - words become a query: [`query`];
//! - hits become text, JSON and CSV: [`render`], [`wire`].
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod archive;
pub mod article;
mod clock;
// Open to what measures it.
#[doc(hidden)]
pub mod copies;
pub mod entities;
pub mod entity;
pub mod explain;
pub mod facets;
pub mod history;
pub mod hit;
pub mod home;
pub mod index;
pub mod ingest;
pub mod ledger;
mod morgue;
pub mod query;
pub mod render;
pub mod stats;
pub mod system;
pub mod text;
pub mod why;
pub mod wire;

pub use article::{Article, ArticleId};
pub use clock::today;
pub use hit::Hit;
pub use index::{Found, Page, Searcher, Sort};
pub use ingest::{Progress, Silent, Summary};
pub use morgue::{Morgue, MorgueError, Stories};
pub use stats::Stats;
