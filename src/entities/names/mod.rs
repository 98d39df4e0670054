//! From mentions to entities: name keys, who is who within an article and
//! across an archive, and what people say about it in the authority file.
//!
//! Nothing is merged by likeness of letters, and nothing by a bare surname.

mod acronym;
mod article;
mod authority;
mod definition;
mod distinct;
mod grouping;
mod groups;
mod join;
mod key;
mod shipped;
mod spelling;
#[cfg(test)]
mod tests;
mod title;
mod union;

pub use article::{Resolved, resolve};
pub use authority::{Authority, Complaint, Statement, add_statement};
pub use definition::{Alias, Evidence, aliases};
pub use grouping::GroupsBuilder;
pub use groups::{Group, Groups};
pub use key::{Surname, key_of, key_of_text, keys_meant, split_key, surnames};
pub use shipped::{Shipped, shipped_keys};
pub(super) use title::without_bare_titles;
