//! Which characters mean something in a query, and where a word ends. Never
//! imports anything.

/// Whether the character opens a phrase wherever it stands. Single quotation
/// marks may be apostrophes: [`single`].
pub(in crate::query) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// The marks that close a phrase, the usual one first. A straight mark closes
/// everything, because keyboards and editors mix them.
pub(in crate::query) fn closing(open: char) -> &'static [char] {
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

/// The marks that close single quotation marks which open with the character;
/// none where it opens nothing.
pub(in crate::query) fn single(open: char) -> &'static [char] {
    match open {
        '‘' => &['’'],
        '‚' => &['‘', '’'],
        '‹' => &['›'],
        '›' => &['‹'],
        _ => &[],
    }
}

/// Whether the character is of the Hebrew script, where a quotation mark
/// between two letters is the sign of an abbreviation: צה"ל.
pub(in crate::query) fn is_hebrew(character: char) -> bool {
    matches!(character, '\u{591}'..='\u{5F4}' | '\u{FB1D}'..='\u{FB4F}')
}

/// Whether the character is a dash or a hyphen other than the minus sign of
/// keyboards, as writing programs put in its place.
pub(in crate::query) fn is_other_minus(character: char) -> bool {
    matches!(character, '‐'..='―' | '−' | '﹘' | '﹣' | '－')
}

/// Returns a text that has wide letters (`ＯＲ`), as East Asian keyboards write
/// them, with those of ASCII.
pub(in crate::query) fn narrow(text: &str) -> Option<String> {
    let ascii = |wide: char| {
        let narrow = u32::from(wide).checked_sub(0xFEE0)?;
        char::from_u32(narrow).filter(char::is_ascii_graphic)
    };
    let has_wide = text.chars().any(|character| ascii(character).is_some());
    has_wide.then(|| text.chars().map(|character| ascii(character).unwrap_or(character)).collect())
}

/// Whether a word ends before the character wherever it stands.
pub(in crate::query) fn ends_token(character: char) -> bool {
    character.is_whitespace() || matches!(character, '(' | ')')
}

/// Whether a word, a value or a name ends before the character, or has
/// something on it from there.
pub(in crate::query) fn ends_value(character: char) -> bool {
    ends_token(character) || character == '^' || is_quote(character)
}

/// Whether the plain part of a word ends before the character.
pub(in crate::query) fn ends_word(character: char) -> bool {
    ends_value(character) || matches!(character, '~' | ':')
}
