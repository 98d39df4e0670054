//! How messages (RFC 822) and mailboxes begin. This file reads neither.

use crate::archive::container::place::Place;
use crate::archive::decode::sniff;

/// Endings of names that promise a message.
const ENDINGS: [&str; 3] = [".eml", ".mht", ".mhtml"];

/// Whether a text begins as a message does.
pub(in crate::archive) fn is_message(text: &str, place: &Place) -> bool {
    sniff::opens_with_header(text) && (place.ends_in(&ENDINGS) || sniff::mail_headers(text) >= 2)
}

/// Whether a text begins as a mailbox does.
pub(in crate::archive) fn is_mailbox(text: &str) -> bool {
    let text = text.trim_start_matches(['\r', '\n']);
    let Some((first, rest)) = text.split_once('\n') else {
        return false;
    };
    begins_message(first.as_bytes()) && sniff::opens_with_header(rest)
}

/// Whether a line begins a message: an address and a time follow the word.
pub(super) fn begins_message(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let words = rest.split(|byte| byte.is_ascii_whitespace());
    words.skip(1).any(|word| {
        let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
        digits >= 3 && word.contains(&b':')
    })
}
