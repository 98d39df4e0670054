//! The tags and texts of XML that need not be well-formed.
//!
//! Nothing is an error here: what cannot be a tag is text. The time is linear in
//! the length, whatever is not closed.

/// A piece of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text as it is written, references and lone `<` among it.
    Text(&'a str),
    /// The text of a CDATA section.
    Data(&'a str),
    /// A tag that opens an element.
    Open(Tag<'a>),
    /// A tag that closes an element of this name.
    Close(&'a str),
    /// A comment, an instruction, a declaration or the mark of a section without end.
    Aside,
}

/// A tag that opens an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name, with the prefix.
    pub name: &'a str,
    /// What stands behind the name.
    pub attributes: &'a str,
    /// Whether it closes the element, too.
    pub is_empty: bool,
}

/// The name of an element without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Returns the attributes of a tag with their values as they are written. What is
/// no name is passed over, and a value need not stand in quotation marks.
pub(super) fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(|c: char| !is_name(c));
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let Some(value) = after.trim_start().strip_prefix('=') else {
                rest = after;
                continue;
            };
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            rest = after;
            if name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                return Some((name, value));
            }
        }
    })
}

/// An element with more attributes is not parsed: each is compared with those before
/// it.
const MAX_ATTRIBUTES: usize = 1_000;

/// Whether an element has more attributes than are parsed.
pub(super) fn has_too_many_attributes(text: &str) -> bool {
    Tokens::of(text).any(|token| match token {
        Token::Open(tag) => attributes(tag.attributes).nth(MAX_ATTRIBUTES).is_some(),
        _ => false,
    })
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')
}

/// The tokens of a document, with the place where each begins.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    data_end: Next,
    comment_end: Next,
}

/// Where something stands next; looked for once for each place.
struct Next {
    sought: &'static str,
    place: Option<usize>,
    looked_from: Option<usize>,
}

impl Next {
    const fn of(sought: &'static str) -> Next {
        Next { sought, place: None, looked_from: None }
    }

    fn from(&mut self, text: &str, at: usize) -> Option<usize> {
        let is_known = self.looked_from.is_some() && self.place.is_none_or(|place| place >= at);
        if !is_known {
            self.place = text[at..].find(self.sought).map(|found| at + found);
            self.looked_from = Some(at);
        }
        self.place
    }
}

/// How a section of text begins that has no tags.
pub(super) const DATA: &str = "<![CDATA[";

impl<'a> Tokens<'a> {
    pub fn of(text: &'a str) -> Tokens<'a> {
        Tokens { text, at: 0, data_end: Next::of("]]>"), comment_end: Next::of("-->") }
    }

    /// Where the next token begins.
    pub fn place(&self) -> usize {
        self.at
    }

    fn take(&mut self, end: usize) -> &'a str {
        let taken = &self.text[self.at..end];
        self.at = end;
        taken
    }

    /// Takes a CDATA section. Of one that is not closed before the next begins only
    /// the mark is taken: what follows may be tags.
    fn data(&mut self) -> Token<'a> {
        let begin = self.at + DATA.len();
        let end = self.data_end.from(self.text, begin);
        match end.map(|end| &self.text[begin..end]).filter(|data| !data.contains(DATA)) {
            Some(data) => {
                self.at = begin + data.len() + "]]>".len();
                Token::Data(data)
            }
            None => {
                self.at = begin;
                Token::Aside
            }
        }
    }

    /// Takes a tag; `None` where there is none. One that is not closed ends where
    /// the next begins.
    fn tag(&mut self) -> Option<Token<'a>> {
        let inner = &self.text[self.at + 1..];
        let limit = inner.find('<').unwrap_or(inner.len());
        let inner = &inner[..limit];
        let (closes, named) = match inner.strip_prefix('/') {
            Some(named) => (true, named),
            None => (false, inner),
        };
        if !named.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return None;
        }
        let end = closing(inner).or_else(|| inner.find('>'));
        let length = end.map_or(inner.len(), |end| end + 1);
        self.at += 1 + length;
        let inner = &inner[usize::from(closes)..end.unwrap_or(inner.len())];
        let name = &inner[..inner.find(|c: char| !is_name(c)).unwrap_or(inner.len())];
        if closes {
            return Some(Token::Close(name));
        }
        let attributes = inner[name.len()..].trim_end();
        let is_empty = attributes.ends_with('/');
        let attributes = attributes.strip_suffix('/').unwrap_or(attributes);
        Some(Token::Open(Tag { name, attributes, is_empty }))
    }
}

/// Where a tag is closed: the first `>` that stands in no value.
fn closing(inner: &str) -> Option<usize> {
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') if before == '=' => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    None
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at..];
        if !rest.starts_with('<') {
            let length = rest.find('<').unwrap_or(rest.len());
            return (length > 0).then(|| Token::Text(self.take(self.at + length)));
        }
        if rest.starts_with(DATA) {
            return Some(self.data());
        }
        if rest.starts_with("<!--")
            && let Some(end) = self.comment_end.from(self.text, self.at + "<!--".len())
        {
            self.at = end + "-->".len();
            return Some(Token::Aside);
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            let inner = &rest[1..];
            let limit = inner.find('<').unwrap_or(inner.len());
            if let Some(end) = inner[..limit].find('>') {
                self.at += 1 + end + 1;
                return Some(Token::Aside);
            }
        }
        Some(self.tag().unwrap_or_else(|| Token::Text(self.take(self.at + 1))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown: Vec<String> = Tokens::of(text)
            .map(|token| match token {
                Token::Text(text) => text.to_owned(),
                Token::Data(text) => format!("[{text}]"),
                Token::Open(tag) => {
                    let values: Vec<String> = attributes(tag.attributes)
                        .map(|(name, value)| format!(" {name}={value}"))
                        .collect();
                    let end = if tag.is_empty { "/" } else { "" };
                    format!("+{}{}{end}", tag.name, values.concat())
                }
                Token::Close(name) => format!("-{name}"),
                Token::Aside => "!".to_owned(),
            })
            .collect();
        assert_eq!(shown.join("|"), expected, "{text}");
    }

    #[test]
    fn whatever_is_written_is_taken_apart() {
        check("<a>b</a>", "+a|b|-a");
        check("<x:a b='1>2' c=3 d>e</x:a >", "+x:a b=1>2 c=3|e|-x:a");
        check("<a b='c/>d", "+a b=c/|d");
        check("<a href='b>c<d/>", "+a href=b|c|+d/");
        check("1 < 2 <3 <", "1 |<| 2 |<|3 |<");
        check("<a <b>c</b", "+a|+b|c|-b");
        check("<?x y?><!DOCTYPE a><!-- <b> -->c", "!|!|!|c");
        check("<!-- <b>", "<|!-- |+b");
        check("<a><![CDATA[ <b> ]]></a>", "+a|[ <b> ]|-a");
        check("<d><![CDATA[ x</d></item><item><d><![CDATA[y]]>", "+d|!| x|-d|-item|+item|+d|[y]");
        check("<d><![CDATA[ x", "+d|!| x");
    }
}
