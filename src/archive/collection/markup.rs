//! A piece of HTML in a field or a message, as text.
//!
//! Only what a field of an export holds: paragraphs, breaks, links. What is
//! the article on a whole page is not for this file to find.

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

/// Entities that texts of news use; others are left as they stand.
const ENTITIES: [(&str, char); 24] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("hellip", '…'),
    ("bull", '•'),
    ("euro", '€'),
    ("pound", '£'),
    ("copy", '©'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("agrave", 'à'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
];

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

/// The longest name of an entity, with room for numbers.
const MAX_ENTITY: usize = 10;

/// Reads what follows a `&`; returns what follows the entity.
fn entity<'a>(after: &'a str, out: &mut String) -> &'a str {
    let end = after.bytes().take(MAX_ENTITY).position(|byte| byte == b';');
    let found = end.and_then(|end| {
        let name = after.get(..end)?;
        let c = match name.strip_prefix('#') {
            Some(number) => match number.strip_prefix(['x', 'X']) {
                Some(number) => u32::from_str_radix(number, 16).ok(),
                None => number.parse().ok(),
            }
            .and_then(char::from_u32),
            None => ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
        };
        Some((c?, end))
    });
    match found {
        Some((c, end)) => {
            // What is below a space (Reuters ends its texts with 3) is no text.
            if c >= ' ' || c == '\n' {
                out.push(c);
            }
            &after[end + 1..]
        }
        None => {
            out.push('&');
            after
        }
    }
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
            ("a\nb <b>c</b>", "a b c"),
            ("<unclosed", "<unclosed"),
            ("<script>never", ""),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
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
