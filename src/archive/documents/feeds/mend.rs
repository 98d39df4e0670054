//! Feeds that are not well-formed, or not as their version has it, mended where
//! that is sure to change no text. This file parses nothing.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::tags::{self, Tag, Token, Tokens};

/// The name of an entity is shorter than this.
const MAX_REFERENCE: usize = 33;

/// Returns a feed without the declaration of XML: its text is decoded already,
/// whatever that says.
pub(super) fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => text,
    }
}

/// Returns a feed of an old version in the words of the one that followed it.
pub(super) fn modern(text: &str) -> Cow<'_, str> {
    const RSS: [&str; 5] = [
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/RSS2",
        "http://purl.org/net/rss1.1#",
    ];
    const ATOM: [(&str, &str); 14] = [
        ("http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom"),
        ("<issued>", "<published>"),
        ("</issued>", "</published>"),
        ("<modified>", "<updated>"),
        ("</modified>", "</updated>"),
        ("<tagline", "<subtitle"),
        ("</tagline>", "</subtitle>"),
        ("<copyright", "<rights"),
        ("</copyright>", "</rights>"),
        ("application/xhtml+xml", "xhtml"),
        ("type=\"text/html\"", "type=\"html\""),
        ("type='text/html'", "type='html'"),
        ("type=\"text/plain\"", "type=\"text\""),
        ("type='text/plain'", "type='text'"),
    ];
    let mut modern = Cow::Borrowed(text);
    for old in RSS {
        if modern.contains(old) {
            modern = Cow::Owned(modern.replace(old, "http://purl.org/rss/1.0/"));
        }
    }
    let (_, version) = ATOM[0];
    if modern.contains(ATOM[0].0) && !modern.contains(version) {
        for (old, new) in ATOM {
            modern = Cow::Owned(modern.replace(old, new));
        }
    }
    modern
}

/// Takes out characters that XML cannot have.
pub(super) fn without_controls(text: &str) -> Option<String> {
    let stray = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.contains(stray).then(|| text.replace(stray, ""))
}

/// Escapes each `&` that begins no reference, outside of CDATA.
pub(super) fn with_escaped_ampersands(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len() + 64);
    let mut count = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        let skip = match rest[at..].starts_with("<![CDATA[") {
            true => rest[at..].find("]]>").map_or(rest.len(), |end| at + end),
            false => at + 1,
        };
        mended.push_str(&rest[..skip]);
        if rest[at..].starts_with('&') && !begins_reference(&rest[skip..]) {
            mended.push_str("amp;");
            count += 1;
        }
        rest = &rest[skip..];
    }
    mended.push_str(rest);
    (count > 0).then_some(mended)
}

/// Whether a reference goes on with `rest`, behind its `&`.
fn begins_reference(rest: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let end = rest.chars().take(MAX_REFERENCE).take_while(|c| is_part(*c)).count();
    let is_closed = end > 0 && rest[end..].starts_with(';');
    is_closed
        && rest[..end].strip_prefix('#').is_none_or(|number| {
            // The parser knows no `X`.
            let code = match number.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32).is_some_and(|c| c != '\0')
        })
}

/// Gives `<rss>` a version that is known.
pub(super) fn with_version(text: &str) -> Option<String> {
    let start = text.find("<rss")?;
    let end = start + text[start..].find('>')?;
    let tag = &text[start..end];
    let mended = match tag.find("version=") {
        Some(at) => {
            let value = &tag[at + "version=".len()..];
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let close = value[1..].find(quote)? + 2;
            match &value[1..close - 1] {
                "0.91" | "0.92" | "2.0" => return None,
                _ => format!("{}version=\"2.0\"{}", &tag[..at], &value[close..]),
            }
        }
        None => tag.replacen("<rss", "<rss version=\"2.0\"", 1),
    };
    Some(format!("{}{mended}{}", &text[..start], &text[end..]))
}

/// Declares the prefixes that the elements of a feed have and nobody declared.
pub(super) fn with_namespaces(text: &str) -> Option<String> {
    const KNOWN: [(&str, &str); 6] = [
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("media", "http://search.yahoo.com/mrss/"),
        ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
        ("atom", "http://www.w3.org/2005/Atom"),
    ];
    let roots = ["<rss", "<feed", "<rdf:RDF", "<channel"];
    let start = roots.iter().filter_map(|root| Some((text.find(root)?, root.len()))).min()?;
    let at = start.0 + start.1;
    let missing: String = KNOWN
        .iter()
        .filter(|(prefix, _)| {
            text.contains(&format!("<{prefix}:")) && !text.contains(&format!("xmlns:{prefix}"))
        })
        .map(|(prefix, address)| format!(" xmlns:{prefix}=\"{address}\""))
        .collect();
    (!missing.is_empty()).then(|| format!("{}{missing}{}", &text[..at], &text[at..]))
}

/// Elements whose content is text. Tags in it are the text's own, and should be
/// written as references.
const TEXTS: [&str; 7] =
    ["title", "description", "content:encoded", "summary", "content", "subtitle", "rights"];
/// Elements that stand in no text: one that is not closed before them ends there.
const OUTSIDE: [&str; 10] = [
    "description",
    "item",
    "entry",
    "channel",
    "rss",
    "feed",
    "pubDate",
    "guid",
    "published",
    "content:encoded",
];

/// Writes the tags that stand in texts as references. The parser would take the
/// text up to the first of them for the whole.
pub(super) fn with_escaped_tags(text: &str) -> Option<String> {
    // Inline XHTML is no text with tags.
    let is_text = |tag: &Tag| {
        TEXTS.contains(&tag.name)
            && !tag.is_empty
            && !tag.attributes.contains("xhtml")
            && !tag.attributes.contains("/xml")
            && !tag.attributes.contains("+xml")
    };
    let mut mended = String::with_capacity(text.len() + 64);
    let (mut inside, mut count) = (None, 0);
    let mut tokens = Tokens::of(text);
    loop {
        let from = tokens.place();
        let Some(token) = tokens.next() else { break };
        let written = &text[from..tokens.place()];
        let name = match token {
            Token::Open(Tag { name, .. }) | Token::Close(name) => Some(name),
            _ => None,
        };
        if let (Some(open), Some(name)) = (inside, name)
            && OUTSIDE.contains(&name)
            && open != name
        {
            mended.push_str(&format!("</{open}>"));
            (inside, count) = (None, count + 1);
        }
        match (token, inside) {
            (Token::Open(tag), None) => {
                inside = is_text(&tag).then_some(tag.name);
                mended.push_str(written);
            }
            (Token::Close(name), Some(open)) if name == open => {
                inside = None;
                mended.push_str(written);
            }
            (Token::Open(_) | Token::Close(_) | Token::Text(_), Some(_)) => {
                count += written.matches('<').count();
                mended.push_str(&written.replace('<', "&lt;"));
            }
            (Token::Aside, Some(_)) if written == tags::DATA => count += 1,
            _ => mended.push_str(written),
        }
    }
    (count > 0).then_some(mended)
}

/// Writes a piece of a feed anew, so that it is well-formed: what is not closed is
/// closed, and what closes nothing is left out.
pub(super) fn well_formed(text: &str) -> String {
    let mut mended = String::with_capacity(text.len() + 64);
    let mut open: Vec<&str> = Vec::new();
    let mut times: FxHashMap<&str, usize> = FxHashMap::default();
    for token in Tokens::of(text) {
        match token {
            Token::Text(text) if open.last().is_some_and(|name| is_person(name)) => {
                add_escaped(&with_parted_address(text), &mut mended);
            }
            Token::Text(text) => add_escaped(text, &mut mended),
            Token::Data(text) => mended.push_str(&format!("<![CDATA[{text}]]>")),
            Token::Open(tag) => {
                mended.push_str(&opened(&tag));
                match tag.is_empty {
                    true => mended.push_str(&format!("</{}>", tag.name)),
                    false => {
                        open.push(tag.name);
                        *times.entry(tag.name).or_default() += 1;
                    }
                }
            }
            Token::Close(name) if times.get(name).is_some_and(|times| *times > 0) => {
                while let Some(last) = open.pop() {
                    mended.push_str(&format!("</{last}>"));
                    times.entry(last).and_modify(|times| *times -= 1);
                    if last == name {
                        break;
                    }
                }
            }
            Token::Close(_) | Token::Aside => {}
        }
    }
    for name in open.iter().rev() {
        mended.push_str(&format!("</{name}>"));
    }
    mended
}

/// Returns a tag that opens an element, well-formed.
pub(super) fn opened(tag: &Tag) -> String {
    let mut opened = format!("<{}", tag.name);
    for (name, value) in tags::attributes(tag.attributes) {
        let value = match name == "type" && TYPED.contains(&tag.name) {
            true => text_type(value),
            false => value,
        };
        opened.push_str(&format!(" {name}=\""));
        add_escaped(&value.replace('"', "&quot;"), &mut opened);
        opened.push('"');
    }
    opened.push('>');
    opened
}

/// Elements of Atom whose type is one of three.
const TYPED: [&str; 4] = ["title", "summary", "subtitle", "rights"];

/// The type of a text among those that the parser knows.
fn text_type(written: &str) -> &str {
    match written {
        written if written.contains("xhtml") => "xhtml",
        written if written.contains("html") => "html",
        written if written.is_empty() || written.starts_with("text/") => "text",
        written => written,
    }
}

fn add_escaped(text: &str, mended: &mut String) {
    for (at, c) in text.char_indices() {
        match c {
            '<' => mended.push_str("&lt;"),
            '&' if !begins_reference(&text[at + 1..]) => mended.push_str("&amp;"),
            c => mended.push(c),
        }
    }
}

fn is_person(name: &str) -> bool {
    matches!(tags::local(name), "author" | "creator" | "managingEditor" | "webMaster")
}

/// Sets an address apart from signs that are not ASCII: the parser cuts such a sign
/// in two.
fn with_parted_address(text: &str) -> String {
    let is_sign = |c: char| !c.is_ascii() && !c.is_alphanumeric();
    let words = text.split_inclusive(|c: char| c.is_ascii_whitespace());
    let parted = words.map(|word| match word.contains('@') {
        true => Cow::Owned(word.replace(is_sign, " ")),
        false => Cow::Borrowed(word),
    });
    parted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_mended() {
        let escaped = with_escaped_ampersands("A & B &amp; C&D; <![CDATA[ E & F ]]> &#12;&");
        assert_eq!(escaped.as_deref(), Some("A &amp; B &amp; C&D; <![CDATA[ E & F ]]> &#12;&amp;"));
        assert_eq!(with_escaped_ampersands("A &amp; B"), None);
        assert_eq!(with_escaped_ampersands("&#0;&#x41;").as_deref(), Some("&amp;#0;&#x41;"));
        assert_eq!(without_controls("a\u{b}b\tc").as_deref(), Some("ab\tc"));
        assert_eq!(with_version("<rss>").as_deref(), Some("<rss version=\"2.0\">"));
        let other = with_version("<rss a='b' version='0.94'><x>");
        assert_eq!(other.as_deref(), Some("<rss a='b' version=\"2.0\"><x>"));
        assert_eq!(without_declaration("\n<?xml version='1.0'?><a>"), "<a>");
    }

    #[test]
    fn tags_in_texts_are_text() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(with_escaped_tags(text).as_deref(), expected, "{text}");
        };
        check("<title>a</title><link>b</link>", None);
        check("<content type='xhtml'><div>a</div></content>", None);
        check("<description><![CDATA[<p>a]]></description>", None);
        check("<title>a <b>b</b></title>", Some("<title>a &lt;b>b&lt;/b></title>"));
        check(
            "<description>a<br>1 < 2</item>",
            Some("<description>a&lt;br>1 &lt; 2</description></item>"),
        );
        check("<description>a<pubDate>", Some("<description>a</description><pubDate>"));
        check("<title><![CDATA[a</title>", Some("<title>a</title>"));
    }

    #[test]
    fn pieces_become_well_formed() {
        let check = |text: &str, expected: &str| assert_eq!(well_formed(text), expected, "{text}");
        check("<a><b>c</a>", "<a><b>c</b></a>");
        check("<a>b</c></a><d", "<a>b</a><d></d>");
        check(
            "<a b=c d='\"&'/>&#0;&lt;&x y",
            "<a b=\"c\" d=\"&quot;&amp;\"></a>&amp;#0;&lt;&amp;x y",
        );
        check("<title type=''>a", "<title type=\"text\">a</title>");
        check("<title type='application/xhtml+xml'>a", "<title type=\"xhtml\">a</title>");
        check("<a><![CDATA[<b>]]><!-- <c> --></a>", "<a><![CDATA[<b>]]></a>");
        check("<author>A. Doe（a@b.example）</author>", "<author>A. Doe a@b.example </author>");
        check("<author>O’Hara</author>", "<author>O’Hara</author>");
    }
}
