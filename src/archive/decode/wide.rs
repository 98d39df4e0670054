//! UTF-16 and UTF-32: by their mark, or by where their zero bytes stand.
//!
//! `encoding_rs` follows the web, which has no UTF-32; it is short enough to
//! read here.

/// Letters, digits, marks and white space must make up so many in a hundred
/// characters for 16-bit units without a mark to be believed.
const TEXT_PERCENT: usize = 90;

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

/// Returns text that begins with the mark of UTF-16 or UTF-32, the name of
/// the encoding, and how many units were not valid.
pub(super) fn with_mark(bytes: &[u8]) -> Option<(String, &'static str, usize)> {
    // The mark of UTF-32LE begins with that of UTF-16LE.
    let (units, name, (text, stray)) = match bytes {
        [0xff, 0xfe, 0, 0, rest @ ..] => (4, "UTF-32LE", read_32(rest, Order::Little)),
        [0, 0, 0xfe, 0xff, rest @ ..] => (4, "UTF-32BE", read_32(rest, Order::Big)),
        [0xff, 0xfe, rest @ ..] => (2, "UTF-16LE", read_16(rest, Order::Little)),
        [0xfe, 0xff, rest @ ..] => (2, "UTF-16BE", read_16(rest, Order::Big)),
        _ => return None,
    };
    let torn = usize::from(!bytes.len().is_multiple_of(units));
    Some((text, name, stray + torn))
}

/// Returns text in UTF-16 or UTF-32 without a mark, where the bytes can
/// hardly be anything else.
pub(super) fn without_mark(bytes: &[u8]) -> Option<(String, &'static str)> {
    let readings = [
        (4, "UTF-32LE", Order::Little),
        (4, "UTF-32BE", Order::Big),
        (2, "UTF-16LE", Order::Little),
        (2, "UTF-16BE", Order::Big),
    ];
    let mut best: Option<(usize, String, &'static str)> = None;
    for (unit, name, order) in readings {
        if !bytes.len().is_multiple_of(unit) {
            continue;
        }
        let (text, stray) = match unit {
            4 => read_32(bytes, order),
            _ => read_16(bytes, order),
        };
        let (good, all) = (common_characters(&text), text.chars().count());
        let believable = stray == 0 && all > 0 && good * 100 >= all * TEXT_PERCENT;
        if believable && best.as_ref().is_none_or(|(most, ..)| good * 100 / all > *most) {
            best = Some((good * 100 / all, text, name));
        }
    }
    best.map(|(_, text, name)| (text, name))
}

/// Counts the characters that occur in most texts: ASCII, the alphabets of
/// Europe and the Near East, the scripts of Asia and their punctuation.
/// General punctuation begins after the spaces: U+2000 is an ASCII space read
/// in the wrong order.
fn common_characters(text: &str) -> usize {
    let common = |c: &char| {
        matches!(c, '\n' | '\r' | '\t' | ' '..='~' | '\u{a0}'..='\u{7ff}' | '\u{900}'..='\u{9ff}')
            || matches!(c, '\u{e00}'..='\u{e7f}' | '\u{2010}'..='\u{2040}' | '\u{3000}'..='\u{30ff}')
            || matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ff60}')
    };
    text.chars().filter(common).count()
}

fn read_16(bytes: &[u8], order: Order) -> (String, usize) {
    let units = bytes.chunks_exact(2).map(|pair| match order {
        Order::Little => u16::from_le_bytes([pair[0], pair[1]]),
        Order::Big => u16::from_be_bytes([pair[0], pair[1]]),
    });
    let mut stray = 0;
    let text = char::decode_utf16(units)
        .map(|c| {
            c.unwrap_or_else(|_| {
                stray += 1;
                '\u{fffd}'
            })
        })
        .collect();
    (text, stray)
}

fn read_32(bytes: &[u8], order: Order) -> (String, usize) {
    let mut stray = 0;
    let text = bytes
        .chunks_exact(4)
        .map(|four| {
            let unit = [four[0], four[1], four[2], four[3]];
            let code = match order {
                Order::Little => u32::from_le_bytes(unit),
                Order::Big => u32::from_be_bytes(unit),
            };
            char::from_u32(code).unwrap_or_else(|| {
                stray += 1;
                '\u{fffd}'
            })
        })
        .collect();
    (text, stray)
}
