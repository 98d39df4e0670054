//! Base64, as documents have it in their fields.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Returns the bytes that `text` stands for, in either alphabet; white space in it says
/// nothing. `None` where it is not base64.
pub(in crate::archive) fn decode(text: &str) -> Option<Vec<u8>> {
    let letter = |byte: u8| match byte {
        b'-' => b'+',
        b'_' => b'/',
        _ => byte,
    };
    let letters = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).map(letter);
    LENIENT.decode(letters.collect::<Vec<u8>>()).ok()
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
            ("8J-YgA==", Some("😀")),
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
