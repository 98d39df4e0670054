//! End to end: the command as a user runs it, the archive as it ships, and the
//! rules of the house. One binary, because linking it is slow.

mod command;
mod contracts;
mod copies;
mod durability;
mod entities;
mod errors;
mod hidden;
mod keeping_up;
mod ledger;
mod readme;
mod records;
mod sample;
mod shared;
mod stream;
mod tidy;
#[cfg(all(unix, feature = "watch"))]
mod watch;
