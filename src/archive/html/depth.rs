//! How deep the elements of a page are in each other, seen before it is
//! parsed: the time that browsers' way of parsing takes grows with the depth
//! at every tag.

/// Deeper pages are not parsed. The deepest that were seen have some hundred.
const MAX_DEPTH: usize = 2_000;

/// What is wrong with a page that is too deep.
pub(super) const FAULT: &str = "elements are more than 2000 deep in each other";

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

/// Whether elements are more than [`MAX_DEPTH`] deep in each other.
pub(super) fn is_too_deep(html: &str) -> bool {
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
        let name = name[..end].to_ascii_lowercase();
        if SHALLOW.contains(&name.as_str()) {
            continue;
        }
        match closes {
            true => depth = depth.saturating_sub(1),
            false => depth += 1,
        }
        if depth > MAX_DEPTH {
            return true;
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
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_seen_before_parsing() {
        for (html, expected) in [
            ("<div>".repeat(2_001), true),
            ("<div>".repeat(2_000), false),
            ("<div></div>".repeat(3_000), false),
            ("<p>x<br><li>".repeat(3_000), false),
            (format!("<script>{}</script>", "'<div>'".repeat(3_000)), false),
            (format!("<!-- {} -->", "<div>".repeat(3_000)), false),
            ("<b><I>".repeat(1_500), true),
            ("<".repeat(3_000), false),
        ] {
            let shown: String = html.chars().take(20).collect();
            assert_eq!(is_too_deep(&html), expected, "{shown}");
        }
    }
}
