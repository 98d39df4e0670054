//! The elements of a record, however loosely they are marked up: end tags may be
//! missing, values have no quotation marks, and `<` and `&` may be signs of the text.
//!
//! Records are not deep. What counts is which text stands in which element, and in
//! none inside it.

use crate::archive::collection::markup;
use crate::archive::fold::collapse;

/// A record has so many elements at most, and so many in one another; others are
/// taken for text of the one around them.
const MAX_ELEMENTS: usize = 10_000;
const MAX_DEPTH: usize = 100;
/// Elements that mark words in a text, wherever it stands.
const INLINE: [&str; 11] =
    ["A", "B", "EM", "ENAMEX", "I", "NUMEX", "SPAN", "STRONG", "SUP", "TIMEX", "U"];

/// The elements of a record in its order, that of the record first.
pub(super) struct Elements(Vec<Element>);

/// An element.
pub(super) struct Element {
    /// Its name, in capitals.
    name: String,
    /// What stands in its tag.
    tag: String,
    /// The place of the one around it.
    parent: Option<usize>,
    /// Its text, cut where a paragraph is marked.
    pieces: Vec<String>,
}

impl Elements {
    /// Takes a record apart. In the elements `texts` whatever is marked is text.
    pub fn read(record: &str, texts: &[&str]) -> Elements {
        let mut elements: Vec<Element> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for token in Tokens::of(record) {
            let parent = open.last().copied();
            let current = parent.map(|at| &mut elements[at]);
            match token {
                Token::Text(text) => current.into_iter().for_each(|one| one.add_plain(text)),
                Token::Raw(text) => current.into_iter().for_each(|one| one.add(text)),
                Token::Open(tag) => {
                    let name = name(tag).to_ascii_uppercase();
                    let is_text = current.as_ref().is_some_and(|one| texts.contains(&&*one.name));
                    match name.as_str() {
                        "P" => current.into_iter().for_each(Element::end_paragraph),
                        "BR" => current.into_iter().for_each(|one| one.add("\n")),
                        _ if is_text || INLINE.contains(&&*name) => {}
                        _ if elements.len() >= MAX_ELEMENTS || open.len() >= MAX_DEPTH => {}
                        _ => {
                            if !tag.ends_with('/') {
                                open.push(elements.len());
                            }
                            let (tag, pieces) = (tag.to_owned(), vec![String::new()]);
                            elements.push(Element { name, tag, parent, pieces });
                        }
                    }
                }
                Token::Close(name) if name.eq_ignore_ascii_case("P") => {
                    current.into_iter().for_each(Element::end_paragraph);
                }
                // Those inside were not closed.
                Token::Close(name) => {
                    let is_it = |at: &usize| elements[*at].name.eq_ignore_ascii_case(name);
                    open.truncate(open.iter().rposition(is_it).unwrap_or(open.len()));
                }
            }
        }
        Elements(elements)
    }

    /// The value of an attribute of the record.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.0.first()?.attribute(name)
    }

    /// The elements that have one of these names, in the order of the record.
    pub fn all<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a Element> {
        self.0.iter().filter(|one| names.contains(&&*one.name))
    }

    /// The elements inside those of this name.
    pub fn inside<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        let is_parent = move |at: usize| self.0.get(at).is_some_and(|parent| parent.name == name);
        self.0.iter().filter(move |one| one.parent.is_some_and(is_parent))
    }

    /// The text of the first element that has one: of the first of these names, or of
    /// the next.
    pub fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(&[name]).find_map(Element::text))
    }
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let lower = self.tag.to_ascii_lowercase();
        let values = lower.match_indices(name).filter_map(|(at, _)| {
            let is_name = lower[..at].ends_with(char::is_whitespace);
            let value = self.tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
            let value = match value.chars().next().filter(|_| is_name)? {
                quote @ ('"' | '\'') => value[1..].split(quote).next()?,
                _ => value.split_whitespace().next()?.trim_end_matches('/'),
            };
            Some(value.trim().to_owned()).filter(|value| !value.is_empty())
        });
        values.into_iter().next()
    }

    /// Whether paragraphs are marked in its text.
    pub fn has_paragraphs(&self) -> bool {
        self.pieces.len() > 1
    }

    /// Its text: with its line ends, or with a blank line between the paragraphs that
    /// are marked. `None` where it has none.
    pub fn text(&self) -> Option<String> {
        let text = match &self.pieces[..] {
            [only] => only.trim_end().trim_start_matches(['\n', '\r']).to_owned(),
            pieces => {
                let pieces = pieces.iter().map(|piece| collapse(piece));
                pieces.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("\n\n")
            }
        };
        Some(text).filter(|text| !text.trim().is_empty())
    }

    fn add(&mut self, text: &str) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.push_str(text);
        }
    }

    /// Adds a text with what its references stand for.
    fn add_plain(&mut self, text: &str) {
        let Some(piece) = self.pieces.last_mut() else {
            return;
        };
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('&') {
            piece.push_str(before);
            rest = match wire_sign(after) {
                Some((sign, rest)) => {
                    piece.push_str(sign);
                    rest
                }
                None => markup::entity(after, piece),
            };
        }
        piece.push_str(rest);
    }

    fn end_paragraph(&mut self) {
        self.pieces.push(String::new());
    }
}

/// Signs that HTML does not have, or has for something else: of the first collections
/// of TREC, and what the wire told a typesetter.
const SIGNS: [(&str, &str); 9] = [
    ("blank", " "),
    ("hyph", "-"),
    ("MD", "—"),
    ("UR", ""),
    ("LR", ""),
    ("QL", ""),
    ("QC", ""),
    ("QR", ""),
    ("HT", " "),
];
/// The longest of them, as far as its `;`.
const LONGEST_SIGN: usize = "blank;".len();

/// Reads such a sign after its `&`; returns what it stands for, and what follows.
fn wire_sign(after: &str) -> Option<(&'static str, &str)> {
    let end = after.bytes().take(LONGEST_SIGN).position(|byte| byte == b';')?;
    let (sign, rest) = (after.get(..end)?, &after[end + 1..]);
    let is_control = |code: &str| code.bytes().all(|byte| byte.is_ascii_hexdigit());
    let known = SIGNS.iter().find(|(name, _)| *name == sign).map(|(_, text)| *text);
    let known =
        known.or_else(|| sign.strip_prefix("Cx").filter(|code| is_control(code)).map(|_| ""));
    Some((known?, rest))
}

enum Token<'s> {
    /// Text with references in it.
    Text(&'s str),
    /// Text as it is.
    Raw(&'s str),
    /// What stands in a tag that opens an element.
    Open(&'s str),
    /// The name in one that closes it.
    Close(&'s str),
}

struct Tokens<'s> {
    rest: &'s str,
    /// Whether the end of a comment may still follow: it is looked for once in vain.
    has_comments: bool,
}

impl<'s> Tokens<'s> {
    fn of(record: &'s str) -> Tokens<'s> {
        Tokens { rest: record, has_comments: true }
    }
}

impl<'s> Iterator for Tokens<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        loop {
            let rest = self.rest;
            let mut from = 0;
            let (at, found) = loop {
                let Some(at) = rest[from..].find('<').map(|at| from + at) else {
                    self.rest = "";
                    return Some(Token::Text(rest)).filter(|_| !rest.is_empty());
                };
                match mark(&rest[at..], &mut self.has_comments) {
                    Some(found) => break (at, found),
                    None => from = at + 1,
                }
            };
            if at > 0 {
                self.rest = &rest[at..];
                return Some(Token::Text(&rest[..at]));
            }
            let (token, length) = found;
            self.rest = &rest[length..];
            if token.is_some() {
                return token;
            }
        }
    }
}

/// Reads the mark that a text begins with: what it is, where it says something, and
/// its length. `None` where its `<` is a sign of the text.
fn mark<'s>(text: &'s str, has_comments: &mut bool) -> Option<(Option<Token<'s>>, usize)> {
    const CDATA: &str = "<![CDATA[";
    const END: &str = "-->";
    if let Some(raw) = text.strip_prefix(CDATA) {
        let end =
            raw.find("]]>").map_or((raw.len(), text.len()), |end| (end, CDATA.len() + end + 3));
        return Some((Some(Token::Raw(&raw[..end.0])), end.1));
    }
    if *has_comments && text.starts_with("<!--") {
        match text.find(END) {
            Some(end) => return Some((None, end + END.len())),
            None => *has_comments = false,
        }
    }
    let inside = text[1..].find(['<', '>']).filter(|end| text.as_bytes()[end + 1] == b'>');
    let inside = &text[1..inside? + 1];
    let length = inside.len() + 2;
    if inside.starts_with(['!', '?']) {
        return Some((None, length));
    }
    let plain = inside.trim_start_matches('/');
    let name = name(plain);
    let rest = plain[name.len()..].trim();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.contains(|c: char| c.is_ascii_alphabetic());
    // "<Mill Post>" is a name in a text.
    let is_tag = is_name && (rest.is_empty() || rest == "/" || rest.contains('='));
    let token = match inside.starts_with('/') {
        true => Token::Close(name),
        false => Token::Open(inside),
    };
    is_tag.then_some((Some(token), length))
}

/// The name at the beginning of a tag.
fn name(tag: &str) -> &str {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    &tag[..tag.find(|c| !is_of_name(c)).unwrap_or(tag.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_with_and_without_quotation_marks() {
        for (tag, expected) in [
            ("<DOC id=\"a b\" type=x>", Some("a b")),
            ("<doc ID='a'>", Some("a")),
            ("<DOC id=a/b/>", Some("a/b")),
            ("<DOC  type=x id = a >", Some("a")),
            ("<DOC docid=x id=a>", Some("a")),
            ("<DOC id=''>", None),
            ("<DOC id=\"a>", Some("a")),
            ("<DOC>", None),
        ] {
            assert_eq!(Elements::read(tag, &[]).attribute("id").as_deref(), expected, "{tag}");
        }
    }

    #[test]
    fn text_stands_in_the_innermost_element() {
        let check = |record: &str, expected: &[(&str, &str)]| {
            let elements = Elements::read(record, &["TEXT"]);
            let shown = elements.0.iter().filter_map(|one| Some((&*one.name, one.text()?)));
            let shown: Vec<(&str, String)> = shown.collect();
            let shown: Vec<(&str, &str)> =
                shown.iter().map(|(name, text)| (*name, &**text)).collect();
            assert_eq!(shown, expected, "{record}");
        };
        check("<A1>one<B1>two</B1>three</A1>", &[("A1", "onethree"), ("B1", "two")]);
        check("<A1>one<B1>two</A1>three", &[("A1", "one"), ("B1", "two")]);
        check("<A1>one</B1>two</A1>", &[("A1", "onetwo")]);
        check("<TEXT>a <F P=1>b</F> c<X>d</TEXT>", &[("TEXT", "a b cd")]);
        check("<TEXT>a<P>b\nc<P>d</P></TEXT>", &[("TEXT", "a\n\nb c\n\nd")]);
        check("<TEXT>a\n  b &lt;P&gt;</TEXT>", &[("TEXT", "a\n  b <P>")]);
        check("<TEXT>a<![CDATA[<P>&amp;]]>b<![CDATA[c", &[("TEXT", "a<P>&amp;bc")]);
        check("<TEXT>a<!-- <P> -->b<!-- c <?x?>d<!X>e</TEXT>", &[("TEXT", "ab<!-- c de")]);
        check(
            "<TEXT>1 < 2 > 1 <3> <a b> <>&Cx1f;&UR;&hyph;&nope;</TEXT>",
            &[("TEXT", "1 < 2 > 1 <3> <a b> <>-&nope;")],
        );
        let deep = "<D1>".repeat(1_000);
        assert_eq!(Elements::read(&deep, &[]).0.len(), MAX_DEPTH);
        let many = "<D1/>".repeat(MAX_ELEMENTS + 1);
        assert_eq!(Elements::read(&many, &[]).0.len(), MAX_ELEMENTS);
    }
}
