//! Text becomes tokens. The one place: indexing, entity tagging, querying and
//! highlighting all use what is here, so that they cannot disagree.
//!
//! Pure functions over `&str`. This room never imports tantivy and never
//! touches a file.

mod analysis;

pub use analysis::{Analysis, Boundary, BoundaryKind, Compound, Token};
