//! The language that is morgue's own: tokens, and what they make together.

pub(super) mod lexer;
pub(super) mod parser;
mod print;
pub(super) mod reserved;
pub(super) mod small;
