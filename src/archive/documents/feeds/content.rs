//! Texts that stand in a feed otherwise than the parser reads them: in base64, and in
//! a body of XHTML beside the description.

use std::borrow::Cow;
use std::ops::Range;

use super::tags::{Tag, Token, Tokens, attributes, local};
use crate::archive::decode;
use crate::archive::documents::base64;

/// Returns a feed whose texts stand where the parser looks for them.
pub(super) fn readable(text: &str) -> Cow<'_, str> {
    // Where the feed has contents, a body says the same once more.
    let has_body =
        ["<body", ":body"].iter().any(|tag| text.contains(tag)) && !text.contains(CONTENT);
    let is_coded = text.contains("base64") || text.contains(OCTETS);
    if !has_body && !is_coded {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 64);
    // How many elements are open in the item.
    let mut depth: Option<usize> = None;
    let mut tokens = Tokens::of(text);
    loop {
        let from = tokens.place();
        let Some(token) = tokens.next() else { break };
        let read = match token {
            Token::Open(tag) if tag.is_empty => None,
            Token::Open(tag) if has_body && depth == Some(0) && local(tag.name) == "body" => {
                inner(&mut tokens, &tag).map(|inner| content(&text[inner]))
            }
            Token::Open(tag) if is_in_base64(&tag) => {
                inner(&mut tokens, &tag).and_then(|inner| decoded(&tag, &text[inner]))
            }
            Token::Open(tag) => {
                let begins = local(tag.name) == "item";
                depth = if begins { Some(0) } else { depth.map(|depth| depth + 1) };
                None
            }
            Token::Close(name) => {
                let ends = local(name) == "item";
                depth = depth.filter(|_| !ends).map(|depth| depth.saturating_sub(1));
                None
            }
            _ => None,
        };
        match read {
            Some(read) => written.push_str(&read),
            None => written.push_str(&text[from..tokens.place()]),
        }
    }
    Cow::Owned(written)
}

/// The element that has the text of an item.
const CONTENT: &str = "content:encoded";
/// A type that says only that there are bytes.
const OCTETS: &str = "application/octet-stream";

/// Whether the text of an element is in base64.
fn is_in_base64(tag: &Tag) -> bool {
    attributes(tag.attributes).any(|(name, value)| match name {
        "mode" => value == "base64",
        "type" => value == OCTETS,
        _ => false,
    })
}

/// Takes the tokens of an element to its end; returns where its content stands.
fn inner(tokens: &mut Tokens, tag: &Tag) -> Option<Range<usize>> {
    let begin = tokens.place();
    let mut depth = 0_usize;
    loop {
        let end = tokens.place();
        match tokens.next()? {
            Token::Open(inner) if inner.name == tag.name && !inner.is_empty => depth += 1,
            Token::Close(name) if name == tag.name => match depth {
                0 => return Some(begin..end),
                _ => depth -= 1,
            },
            _ => {}
        }
    }
}

/// A body as the content of its item.
fn content(body: &str) -> String {
    let mut content =
        format!("<{CONTENT} xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">");
    let mut tokens = Tokens::of(body);
    loop {
        let from = tokens.place();
        match tokens.next() {
            Some(Token::Data(html)) => add_escaped(html, &mut content),
            Some(_) => add_escaped(&body[from..tokens.place()], &mut content),
            None => break,
        }
    }
    content.push_str(&format!("</{CONTENT}>"));
    content
}

fn add_escaped(text: &str, written: &mut String) {
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            c => written.push(c),
        }
    }
}

/// The text of an element that was in base64.
fn decoded(tag: &Tag, inner: &str) -> Option<String> {
    let text = decode(&base64::decode(inner)?, None).ok()?.text;
    let mut written = format!("<{} type=\"html\">", tag.name);
    add_escaped(&text, &mut written);
    written.push_str(&format!("</{}>", tag.name));
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_where_the_parser_looks_for_them() {
        let content = |html: &str| {
            format!(
                "<content:encoded xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
                 {html}</content:encoded>"
            )
        };
        let item = |body: &str| format!("<rss><item><title>T</title>{body}</item></rss>");
        for (feed, expected) in [
            (
                item("<xhtml:body><p>a &lt; b</p><body>c</body></xhtml:body>"),
                item(&content("&lt;p>a &amp;lt; b&lt;/p>&lt;body>c&lt;/body>")),
            ),
            (item("<body><![CDATA[<p>a]]></body>"), item(&content("&lt;p>a"))),
            (
                "<entry><title mode='base64'> PGI+UmFpbiAmYW1w\n</title>x</entry>".to_owned(),
                "<entry><title type=\"html\">&lt;b>Rain &amp;amp</title>x</entry>".to_owned(),
            ),
            (
                "<title type='application/octet-stream'>UmFpbg==</title>".to_owned(),
                "<title type=\"html\">Rain</title>".to_owned(),
            ),
        ] {
            assert_eq!(readable(&feed), expected, "{feed}");
        }
        for same in [
            "<rss><channel><body>a</body></channel></rss>",
            "<item><description><html><body>a</body></html></description></item>",
            "<item><body>a",
            "<item><body>a</body><content:encoded>b</content:encoded></item>",
            "<title mode='base64'>It rained.</title>",
            "<title mode='base64'>AAECAwQF//8=</title>",
        ] {
            assert_eq!(readable(same), same);
        }
    }
}
