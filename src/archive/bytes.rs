//! Looking for bytes, many at a time.

/// Whether `is` holds of some byte. All of them are looked at, which is faster than
/// to stop at the first one where it hardly ever does: many are looked at together.
pub(super) fn any(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(false, |any, byte| any | is(*byte))
}

/// Where `is` first holds of three bytes in a row, with 0 for those behind the end;
/// the length where it does not.
pub(super) fn find(bytes: &[u8], is: impl Fn([u8; 3]) -> bool) -> usize {
    const AT_ONCE: usize = 32;
    let mut start = 0;
    while let Some(some) = bytes.get(start..start + AT_ONCE + 2) {
        let triples = some.iter().zip(&some[1..]).zip(&some[2..]);
        if triples.fold(false, |any, ((one, two), three)| any | is([*one, *two, *three])) {
            break;
        }
        start += AT_ONCE;
    }
    let at = |at: usize| bytes.get(at).copied().unwrap_or(0);
    (start..bytes.len()).find(|&end| is([at(end), at(end + 1), at(end + 2)])).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn three_in_a_row_are_found_wherever_they_are(text in "[a-c]{0,100}", row in "[a-c]{1,3}") {
            let mut padded = [0; 3];
            padded[..row.len()].copy_from_slice(row.as_bytes());
            let begins = |three: [u8; 3]| three[..row.len()] == padded[..row.len()];
            let expected = text.find(&row).unwrap_or(text.len());
            prop_assert_eq!(find(text.as_bytes(), begins), expected);
        }
    }
}
