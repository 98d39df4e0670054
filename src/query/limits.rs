//! How large a query may be: the numbers that someone may tune, each with its
//! reason. Never imports anything.

/// The longest text of a query, in bytes. Five hundred long names fit many
/// times over; a file passed by mistake does not.
pub const MAX_QUERY_BYTES: usize = 64 * 1024;

/// How deep parts may stand inside each other. Everything that walks a query
/// recurses, and this many steps fit on any thread's stack.
pub const MAX_DEPTH: usize = 64;

/// The most words and conditions in one query. Each opens a list of places in
/// the index.
pub const MAX_CLAUSES: usize = 4096;

/// The largest distance of a proximity operator, in words: about as long as
/// an article is.
pub const MAX_DISTANCE: u32 = 1000;

/// The largest number after `ATLEAST` and `FIRST`: more words than any article
/// has.
pub const MAX_COUNT: u32 = 1_000_000;

/// The largest boost. More drowns every other part of the ranking.
pub const MAX_BOOST: f32 = 1000.0;

/// The most edits of a fuzzy word. With three, nearly every short word matches.
pub const MAX_EDITS: u8 = 2;
