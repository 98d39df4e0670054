//! What to do where the system refuses something. Knows its errors and nothing else.

use std::io::{self, ErrorKind};

/// Returns what to do about an error of the system, where there is something to do.
pub fn advice(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Some(
            "the account that runs this has to be allowed to read it, and to write there what is \
             written; searching needs to read only",
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Some("make room and try again: what was committed before is there")
        }
        ErrorKind::InvalidData => Some("save the file as UTF-8"),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            Some("there has to be a folder, or nothing yet: name another place")
        }
        ErrorKind::IsADirectory => Some("there has to be a file: name another one"),
        _ => None,
    }
}

/// Whether an error says that there is nothing at a path. What cannot be looked at may
/// be there: a disk in the network that does not answer, a folder that may not be
/// entered.
pub(crate) fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
