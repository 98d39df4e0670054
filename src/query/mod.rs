//! Words become a query.
pub mod ast;
