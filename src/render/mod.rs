//! Hits, articles and figures become text, JSON or CSV, in any writer. Never
//! imports tantivy, and never touches a terminal: its width and whether it
//! has colours come in as a [`Look`].

mod article;
mod entities;
mod facets;
mod history;
mod hits;
mod kwic;
mod ledger;
mod lines;
mod numbers;
mod stats;
mod why;

pub use article::article;
pub use entities::{entities, entity_page};
pub use facets::{facet, timeline};
pub use history::history;
pub use hits::{Shown, csv_header, csv_row, hit, ids, story, total};
pub use kwic::{KWIC_COLUMNS, kwic_rows};
pub use ledger::{checked, row, sums};
pub use lines::Look;
pub use numbers::plural;
pub use stats::stats;
pub use why::why;
