//! The shape of a page, seen before it is parsed. The time that browsers' way of
//! parsing takes grows with the depth of elements at every tag, and with the number
//! of attributes at every attribute.

/// Deeper pages are not parsed. The deepest that were seen have some hundred.
const MAX_DEPTH: usize = 2_000;

/// An element with more attributes is not parsed. Those of news pages have some
/// dozen.
const MAX_ATTRIBUTES: usize = 1_000;

/// Elements that never have content, or that end where the next one begins.
const SHALLOW: [&str; 36] = [
    "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "frame",
    "head", "hr", "html", "image", "img", "input", "keygen", "li", "link", "meta", "option", "p",
    "param", "path", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track",
    "wbr",
];

/// Elements whose content is text, whatever it looks like.
const RAW: [&str; 8] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Returns what keeps a page from being parsed.
pub(super) fn fault(html: &str) -> Option<&'static str> {
    let mut depth = 0usize;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        let closes = rest.starts_with('/');
        let name = rest.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (name, after) = name.split_at(end);
        let name = name.to_ascii_lowercase();
        let (attributes, after) = attributes(after);
        rest = after;
        if attributes > MAX_ATTRIBUTES {
            return Some("an element has more than 1000 attributes");
        }
        if SHALLOW.contains(&name.as_str()) {
            continue;
        }
        match closes {
            true => depth = depth.saturating_sub(1),
            false => depth += 1,
        }
        if depth > MAX_DEPTH {
            return Some("elements are more than 2000 deep in each other");
        }
        if !closes && RAW.contains(&name.as_str()) {
            let mut ends = rest.match_indices("</").map(|(at, _)| at);
            let close = ends.find(|at| {
                let after = rest.get(at + 2..at + 2 + name.len());
                after.is_some_and(|after| after.eq_ignore_ascii_case(&name))
            });
            rest = close.map_or("", |close| &rest[close..]);
        }
    }
    None
}

/// Counts the attributes of a tag, behind its name; also returns what follows it.
fn attributes(tag: &str) -> (usize, &str) {
    let bytes = tag.as_bytes();
    let from = |at: usize, ends: fn(&u8) -> bool| {
        let rest = bytes.get(at..).unwrap_or_default();
        rest.iter().position(ends).map_or(bytes.len(), |length| at + length)
    };
    let (mut at, mut count) = (0, 0);
    loop {
        at = from(at, |byte| !byte.is_ascii_whitespace() && *byte != b'/');
        match bytes.get(at) {
            None => return (count, ""),
            Some(b'>') => return (count, &tag[at + 1..]),
            Some(_) => count += 1,
        }
        at = from(at + 1, |byte| byte.is_ascii_whitespace() || b"/>=".contains(byte));
        at = from(at, |byte| !byte.is_ascii_whitespace());
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at = from(at + 1, |byte| !byte.is_ascii_whitespace());
        at = match bytes.get(at) {
            Some(b'"') => from(at + 1, |byte| *byte == b'"') + 1,
            Some(b'\'') => from(at + 1, |byte| *byte == b'\'') + 1,
            _ => from(at, |byte| byte.is_ascii_whitespace() || *byte == b'>'),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_as_browsers_do() {
        for (tag, expected) in [
            (">a", (0, "a")),
            (" a b=c d = 'e>f' g=\"h\"/>i", (4, "i")),
            (" =a=b>c", (1, "c")),
            (" a=>b", (1, "b")),
            (" a='b>", (1, "")),
            ("/é=ü>b", (1, "b")),
        ] {
            assert_eq!(attributes(tag), expected, "{tag}");
        }
    }

    #[test]
    fn what_takes_too_long_is_seen_before_parsing() {
        for (html, expected) in [
            ("<div>".repeat(2_001), true),
            ("<div>".repeat(2_000), false),
            ("<div></div>".repeat(3_000), false),
            ("<p>x<br><li>".repeat(3_000), false),
            (format!("<script>{}</script>", "'<div>'".repeat(3_000)), false),
            (format!("<!-- {} -->", "<div>".repeat(3_000)), false),
            ("<b><I>".repeat(1_500), true),
            ("<".repeat(3_000), false),
            (format!("<p {}>", "a ".repeat(1_001)), true),
            (format!("</b {}>", "a=b ".repeat(1_001)), true),
            (format!("<p {}>", "a ".repeat(1_000)), false),
            (format!("<p title='{}'>", "<a b='c' ".repeat(400)), false),
        ] {
            let shown: String = html.chars().take(20).collect();
            assert_eq!(fault(&html).is_some(), expected, "{shown}");
        }
    }
}
