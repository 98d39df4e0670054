//! A feed that cannot be read as a whole, taken apart: what stands around its
//! entries, and each of them. This file parses nothing.

use super::mend::opened;
use super::tags::{Tag, Token, Tokens, attributes, local};

/// A longer tag of the whole feed is not repeated before each entry, in bytes.
const MAX_TAG: usize = 16 * 1024;

/// A feed in pieces.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pieces<'a> {
    /// What stands around the entries.
    pub around: String,
    pub entries: Vec<Piece<'a>>,
    /// Whether it ends before it is closed.
    pub breaks_off: bool,
    before: String,
    after: &'static str,
}

/// An entry as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    /// Whether the feed ends in it.
    pub breaks_off: bool,
}

impl Pieces<'_> {
    /// A feed of this entry alone.
    pub fn alone(&self, entry: &str) -> String {
        format!("{}{entry}{}", self.before, self.after)
    }
}

/// Gives an entry of RDF that has no link the address that it is about: without
/// one the parser leaves it out.
pub(super) fn with_link(entry: &str) -> Option<String> {
    let mut tokens = Tokens::of(entry);
    let Some(Token::Open(tag)) = tokens.next() else {
        return None;
    };
    let about = attributes(tag.attributes).find(|(name, _)| local(name) == "about");
    let (_, address) = about.filter(|(_, address)| !address.is_empty())?;
    let (opens, rest) = entry.split_at(tokens.place());
    Some(format!("{opens}<link>{address}</link>{rest}"))
}

/// Takes a feed apart; `None` where no element can be one.
pub(super) fn take_apart(text: &str) -> Option<Pieces<'_>> {
    let root = Tokens::of(text).find_map(|token| match token {
        Token::Open(tag) if is_root(tag.name) => Some(Tag { name: local(tag.name), ..tag }),
        _ => None,
    })?;
    let (entry, plain, inside, after) = match root.name {
        "rss" => ("item", "<rss version=\"2.0\">", "<channel>", "</channel></rss>"),
        "RDF" => ("item", "<RDF xmlns=\"http://purl.org/rss/1.0/\">", "", "</RDF>"),
        _ => ("entry", "<feed xmlns=\"http://www.w3.org/2005/Atom\">", "", "</feed>"),
    };
    let before = match root.attributes.len() > MAX_TAG {
        true => plain.to_owned(),
        false => opened(&root),
    };
    let (mut around, mut entries, mut breaks_off) = (String::new(), Vec::new(), true);
    // Where the open entry begins, and where what stands around goes on.
    let (mut open, mut outside) = (None, 0);
    let mut tokens = Tokens::of(text);
    loop {
        let from = tokens.place();
        let Some(token) = tokens.next() else { break };
        let is_entry = |name| local(name) == entry;
        let begins = matches!(token, Token::Open(tag) if is_entry(tag.name));
        let end = match token {
            Token::Close(name) if is_entry(name) => tokens.place(),
            Token::Close(name) if is_root(name) || name == "channel" => {
                breaks_off &= local(name) != root.name;
                from
            }
            _ if begins => from,
            _ => continue,
        };
        if let Some(start) = open.take() {
            entries.push(Piece { text: &text[start..end], breaks_off: false });
            outside = end;
        }
        if begins {
            around.push_str(&text[outside..from]);
            open = Some(from);
        }
    }
    match open {
        Some(start) => entries.push(Piece { text: &text[start..], breaks_off: true }),
        None => around.push_str(&text[outside..]),
    }
    let before = before + inside;
    Some(Pieces { around, entries, breaks_off, before, after })
}

fn is_root(name: &str) -> bool {
    matches!(local(name), "rss" | "RDF" | "feed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, around: &str, entries: &[&str], breaks_off: bool) {
        let pieces = take_apart(text).unwrap();
        let found: Vec<&str> = pieces.entries.iter().map(|piece| piece.text).collect();
        assert_eq!((pieces.around.as_str(), &found[..]), (around, entries), "{text}");
        assert_eq!(pieces.breaks_off, breaks_off, "{text}");
    }

    #[test]
    fn feeds_are_taken_apart_whatever_is_not_closed() {
        let around = "<rss><channel><title>T</title></channel></rss>";
        check(
            "<rss><channel><item>1</item><title>T</title><item a='b'>2</item></channel></rss>",
            around,
            &["<item>1</item>", "<item a='b'>2</item>"],
            false,
        );
        check(
            "<rss><channel><item>1<item>2</channel></rss>",
            "<rss><channel></channel></rss>",
            &["<item>1", "<item>2"],
            false,
        );
        check("<feed><entry>1</entry><entry>2", "<feed>", &["<entry>1</entry>", "<entry>2"], true);
        check("<feed><items>1</items>", "<feed><items>1</items>", &[], true);
        assert_eq!(take_apart("<html><item>"), None);
    }

    #[test]
    fn an_entry_of_rdf_has_the_address_that_it_is_about() {
        let linked = with_link("<item rdf:about='a'><title>T</title></item>");
        let expected = "<item rdf:about='a'><link>a</link><title>T</title></item>";
        assert_eq!(linked.as_deref(), Some(expected));
        assert_eq!(with_link("<item><title>T</title></item>"), None);
    }

    #[test]
    fn an_entry_stands_alone_in_a_feed_of_its_kind() {
        for (text, expected) in [
            ("<rss a=b>", "<rss a=\"b\"><channel>1</channel></rss>"),
            ("<rdf:RDF xmlns='x'>", "<RDF xmlns=\"x\">1</RDF>"),
            ("<feed>", "<feed>1</feed>"),
        ] {
            assert_eq!(take_apart(text).unwrap().alone("1"), expected);
        }
        let long = format!("<feed a='{}'>", "b".repeat(MAX_TAG));
        assert!(take_apart(&long).unwrap().alone("1").len() < 100);
    }
}
