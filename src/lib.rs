#![forbid(unsafe_code)]
pub mod archive;
pub mod article;
pub mod hit;
pub mod index;
pub mod query;
pub mod text;
pub mod wire;
