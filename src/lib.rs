#![forbid(unsafe_code)]
pub mod archive;
pub mod article;
pub mod query;
pub mod text;
