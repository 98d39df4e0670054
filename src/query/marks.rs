//! Which characters mean something in a query, and where a word ends. Never
//! imports anything.

/// Whether the character opens a phrase. Single quotation marks are
/// apostrophes and never do.
pub(super) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// The marks that close a phrase, the usual one first. A straight mark closes
/// everything, because keyboards and editors mix them.
pub(super) fn closing(open: char) -> &'static [char] {
    match open {
        '“' => &['”', '"'],
        '„' => &['“', '”', '‟', '"'],
        '”' | '‟' => &['”', '"'],
        '«' => &['»', '"'],
        // »so« in German, »so» in Finnish.
        '»' => &['«', '»', '"'],
        '＂' => &['＂', '"'],
        _ => &['"', '”'],
    }
}

/// Whether a word ends before the character wherever it stands.
pub(super) fn ends_token(character: char) -> bool {
    character.is_whitespace() || matches!(character, '(' | ')')
}

/// Whether a word, a value or a name ends before the character, or has
/// something on it from there.
pub(super) fn ends_value(character: char) -> bool {
    ends_token(character) || character == '^' || is_quote(character)
}

/// Whether the plain part of a word ends before the character.
pub(super) fn ends_word(character: char) -> bool {
    ends_value(character) || matches!(character, '~' | ':')
}
