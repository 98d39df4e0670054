//! What HTML has signs written as: `&eacute;`, `&#233;`, `&#xe9;`.

use encoding_rs::WINDOWS_1252;

/// The longest name, as far as its `;`.
pub(in crate::archive) const LONGEST: usize = "CounterClockwiseContourIntegral;".len();

/// Returns the text that stands between `&` and `;` for something else.
pub(in crate::archive) fn resolve(reference: &str) -> Option<String> {
    let Some(number) = reference.strip_prefix('#') else {
        return named(reference);
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16),
        None => number.parse(),
    };
    let c = number.ok().and_then(char::from_u32)?;
    Some(numbered(c).to_string())
}

/// Returns a text with what its references stand for.
///
/// # Errors
/// The first reference that stands for nothing.
#[cfg(any(feature = "newsml", feature = "office"))]
pub(super) fn unescape(text: &str) -> Result<String, &str> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let (reference, behind) = after.split_once(';').unwrap_or((after, ""));
        plain.push_str(before);
        plain.push_str(&resolve(reference).ok_or(reference)?);
        rest = behind;
    }
    plain.push_str(rest);
    Ok(plain)
}

/// Returns the character that a number is meant for: those of controls that no text
/// has are of windows-1252 (`&#146;` is an apostrophe), as browsers read them.
pub(super) fn numbered(c: char) -> char {
    match u8::try_from(u32::from(c)) {
        Ok(byte @ 0x80..=0x9f) => {
            WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(c)
        }
        _ => c,
    }
}

/// Returns what an entity of XML or HTML stands for.
#[cfg(feature = "html")]
pub(super) fn named(name: &str) -> Option<String> {
    // Some names are also known without a `;`, and the beginnings of all.
    let (first, second) = *markup5ever::data::NAMED_ENTITIES.get(&format!("{name};"))?;
    let signs = [first, second].into_iter().filter(|sign| *sign != 0);
    signs.map(char::from_u32).collect()
}

/// Returns what an entity of XML stands for. The table of HTML comes with its reader;
/// without it, all other names are left as they are written.
#[cfg(not(feature = "html"))]
fn named(name: &str) -> Option<String> {
    let sign = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    };
    Some(sign.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stand_for_signs() {
        for (reference, expected) in [
            ("amp", Some("&")),
            ("nbsp", Some("\u{a0}")),
            ("#233", Some("é")),
            ("#xE9", Some("é")),
            ("#146", Some("’")),
            ("#x93", Some("“")),
            ("#x110000", None),
            ("#", None),
            ("", None),
            ("lol", None),
        ] {
            assert_eq!(resolve(reference).as_deref(), expected, "{reference}");
        }
    }

    #[cfg(any(feature = "newsml", feature = "office"))]
    #[test]
    fn a_text_is_unescaped_or_the_fault_is_named() {
        assert_eq!(unescape("A &amp; B&#233;").as_deref(), Ok("A & Bé"));
        assert_eq!(unescape("A &lol; B"), Err("lol"));
        assert_eq!(unescape("A & B"), Err(" B"));
    }

    #[cfg(feature = "html")]
    #[test]
    fn every_name_of_html_is_known() {
        for (name, expected) in [
            ("ntilde", "ñ"),
            ("szlig", "ß"),
            ("Ccedil", "Ç"),
            ("scaron", "š"),
            ("bdquo", "„"),
            ("trade", "™"),
            ("thinsp", "\u{2009}"),
            ("gbreve", "ğ"),
            ("nang", "∠\u{20d2}"),
            ("CounterClockwiseContourIntegral", "∳"),
        ] {
            assert_eq!(named(name).as_deref(), Some(expected), "{name}");
            assert!(name.len() < LONGEST);
        }
    }
}
