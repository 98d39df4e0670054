//! Base64, as documents have it in their fields.

/// Returns the bytes that `text` stands for; white space in it says nothing. `None`
/// where it is not base64.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count, mut padding) = (0_u32, 0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'=' => {
                padding += 1;
                continue;
            }
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        bits = bits << 6 | u32::from(value);
        count += 1;
        if count == 4 {
            bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
            (bits, count) = (0, 0);
        }
    }
    match count {
        _ if padding > 2 => return None,
        0 => {}
        // Six bits are no byte.
        1 => return None,
        count => {
            let whole = usize::try_from(count).ok()? - 1;
            let bits = bits << (6 * (4 - count));
            bytes.extend_from_slice(&bits.to_be_bytes()[1..=whole]);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_base64_is_decoded_and_nothing_else() {
        for (text, expected) in [
            ("", Some("")),
            ("cg==", Some("r")),
            ("cmE=", Some("ra")),
            ("cmFp", Some("rai")),
            ("cmFpbg", Some("rain")),
            (" cmFp\n bg== ", Some("rain")),
            ("cmFpb", None),
            ("cm=Fp", None),
            ("cg===", None),
            ("It rained.", None),
            ("rain!", None),
        ] {
            let decoded = decode(text);
            assert_eq!(decoded.as_deref(), expected.map(str::as_bytes), "{text}");
        }
    }
}
