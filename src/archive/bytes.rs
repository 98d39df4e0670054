//! Looking for bytes, many at a time.

/// Whether `is` holds of some byte. All of them are looked at, which is faster than
/// to stop at the first one where it hardly ever does: many are looked at together.
/// (Not where `is` compares with two numbers far from each other: the compiler makes a
/// test of single bits of that. To ask twice is ten times as fast.)
pub(super) fn any(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(false, |any, byte| any | is(*byte))
}

/// Where the first byte is of which `ascii` says yes, told it and the one behind it,
/// or `other`, told it and the two behind it; the length where there is none. Behind
/// the end stand zeros.
pub(super) fn find(
    bytes: &[u8],
    ascii: impl Fn(u8, u8) -> bool,
    other: impl Fn([u8; 3]) -> bool,
) -> usize {
    const AT_ONCE: usize = 32;
    let mut start = 0;
    while let Some(some) = bytes.get(start..start + AT_ONCE + 2) {
        let pairs = some[..AT_ONCE].iter().zip(&some[1..]);
        let triples = pairs.clone().zip(&some[2..]);
        if pairs.fold(false, |any, (one, two)| any | ascii(*one, *two))
            || !some[..AT_ONCE].is_ascii()
                && triples.fold(false, |any, ((one, two), three)| any | other([*one, *two, *three]))
        {
            break;
        }
        start += AT_ONCE;
    }
    let mut rest = &bytes[start..];
    while let [one, behind @ ..] = rest {
        let behind_at = |at: usize| behind.get(at).copied().unwrap_or(0);
        let is_found = match one.is_ascii() {
            true => ascii(*one, behind_at(0)),
            false => other([*one, behind_at(0), behind_at(1)]),
        };
        if is_found {
            break;
        }
        rest = behind;
    }
    bytes.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_are_found_wherever_they_are(text in "([a-z]{1,40}|  | |\u{a0}|…|\u{2028}|é){0,9}") {
            let ascii = |one, two| one == b' ' && two == b' ';
            let other = |three: [u8; 3]| three == [0xe2, 0x80, 0xa8] || three[..2] == [0xc2, 0xa0];
            let places = ["  ", "\u{2028}", "\u{a0}"].map(|sought| text.find(sought));
            let expected = places.into_iter().flatten().min().unwrap_or(text.len());
            prop_assert_eq!(find(text.as_bytes(), ascii, other), expected);
        }
    }
}
