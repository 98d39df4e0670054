//! A piece of HTML in a field or a message, as text.
//!
//! Only what a field of an export holds: paragraphs, breaks, links. What is
//! the article on a whole page is not for this file to find.

use crate::archive::documents::references;

/// Tags that end a line.
const BLOCKS: [&str; 20] = [
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "tr",
    "table",
    "pre",
    "section",
    "article",
    "figure",
    "hr",
];
/// Tags whose content is no text.
const SILENT: [&str; 5] = ["script", "style", "head", "template", "title"];

/// Whether a text has mark-up: a closing tag, or one that ends a line.
pub(super) fn is_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = &text[at + 1..];
        let closes = rest.starts_with('/');
        let name = tag_name(rest.trim_start_matches('/'));
        let known = BLOCKS.contains(&name.as_str())
            || SILENT.contains(&name.as_str())
            || ["a", "b", "i", "em", "strong", "span", "html", "body", "img"].contains(&&*name);
        known && (closes || rest.contains('>'))
    })
}

/// Returns the text of a piece of HTML, with blank lines between paragraphs.
pub(super) fn text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&', '\n', '\r']) {
        out.push_str(&rest[..at]);
        let mark = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match mark {
            b'&' => rest = entity(rest, &mut out),
            b'<' => rest = tag(rest, &mut out),
            // A line end in HTML is a space.
            _ => out.push(' '),
        }
    }
    out.push_str(rest);
    out
}

/// Reads what follows a `<`; returns what follows the tag.
fn tag<'a>(after: &'a str, out: &mut String) -> &'a str {
    if let Some(comment) = after.strip_prefix("!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let begins = after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    let Some((inside, rest)) = after.split_once('>').filter(|_| begins) else {
        out.push('<');
        return after;
    };
    let name = tag_name(inside.trim_start_matches('/'));
    if SILENT.contains(&name.as_str()) && !inside.starts_with('/') && !inside.ends_with('/') {
        return skip_element(rest, &name);
    }
    match name.as_str() {
        "br" => out.push('\n'),
        "td" | "th" => out.push(' '),
        name if BLOCKS.contains(&name) => out.push_str("\n\n"),
        _ => {}
    }
    rest
}

fn skip_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let close = &rest[from + at + 2..];
        if tag_name(close) == name {
            return close.split_once('>').map_or("", |(_, rest)| rest);
        }
        from += at + 2;
    }
    ""
}

fn tag_name(tag: &str) -> String {
    let name = tag.chars().take_while(char::is_ascii_alphanumeric).take(16);
    name.map(|c| c.to_ascii_lowercase()).collect()
}

/// Reads what follows a `&`; returns what follows the entity.
pub(super) fn entity<'a>(after: &'a str, out: &mut String) -> &'a str {
    let end = after.bytes().take(references::LONGEST).position(|byte| byte == b';');
    let reference = end.and_then(|end| after.get(..end));
    let Some(reference) = reference else {
        out.push('&');
        return after;
    };
    let Some(text) = references::resolve(reference) else {
        out.push('&');
        return after;
    };
    // What is below a space (Reuters ends its texts with 3) is no text.
    out.extend(text.chars().filter(|c| *c >= ' ' || *c == '\n'));
    &after[reference.len() + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_paragraphs() {
        for (html, expected) in [
            ("<p>One &amp; two.</p><p>Three.</p>", "\n\nOne & two.\n\n\n\nThree.\n\n"),
            ("a<br/>b", "a\nb"),
            ("<style>p {}</style>a<!-- b --> c", "a c"),
            ("<script>if (a</b) {}</script>c", "c"),
            ("1 < 2 & 3 &unknown; &#233;&#xe9;&#3;", "1 < 2 & 3 &unknown; éé"),
            ("it&#146;s &#150;", "it’s –"),
            ("a\nb <b>c</b>", "a b c"),
            ("<unclosed", "<unclosed"),
            ("<script>never", ""),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[cfg(feature = "html")]
    #[test]
    fn every_entity_of_html_is_decoded() {
        let html =
            "La ma&ntilde;ana &iexcl;s&iacute;! Stra&szlig;e, gar&ccedil;on, &bdquo;a&rdquo;";
        assert_eq!(text(html), "La mañana ¡sí! Straße, garçon, „a”");
    }

    #[test]
    fn only_known_tags_are_mark_up() {
        for (text, expected) in [
            ("<p>a</p>", true),
            ("a <em>b</em>", true),
            ("a<br>b", true),
            ("a < b and c > d", false),
            ("<3 <everyone>", false),
            ("he said <sic> it", false),
        ] {
            assert_eq!(is_markup(text), expected, "{text}");
        }
    }
}
