//! XML read from front to back, without a tree: the text of a document may be large
//! and deep. Names are taken without their prefixes, which writers choose freely.
//!
//! No entity that a document defines itself is expanded, and depth has a limit.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::archive::documents::references;

/// Elements may be so deep in others.
const MAX_DEPTH: usize = 256;

/// What is told what a document has in it.
pub(super) trait Listener {
    /// An element begins.
    fn open(&mut self, name: &str, tag: &Tag);
    /// An element ends.
    fn close(&mut self, name: &str);
    /// Text stands here.
    fn text(&mut self, text: &str);
}

/// The tag that an element begins with.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The value of an attribute; empty where it is not there.
    pub fn attribute(&self, name: &str) -> String {
        let mut attributes = self.0.attributes();
        // Comparing each with those before it takes long where there are many.
        let mut found = attributes
            .with_checks(false)
            .flatten()
            .filter(|one| one.key.local_name().into_inner() == name);
        let value = found.next().and_then(|one| references::unescape(&one.value).ok());
        value.unwrap_or_default()
    }

    /// Whether the name has this prefix.
    pub fn is_of(&self, prefix: &str) -> bool {
        let name = self.0.name();
        name.prefix().is_some_and(|known| known.into_inner() == prefix)
    }

    /// Whether a property is on, which it is where its tag does not say otherwise.
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_str(), "0" | "false" | "off" | "none")
    }
}

/// Reads a document; returns why it could not be read to its end, with the byte.
pub(super) fn read(document: &str, listener: &mut impl Listener) -> Option<String> {
    let mut reader = Reader::from_str(document);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Some(format!("{error} (byte {})", reader.error_position())),
        };
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(format!("elements are more than {MAX_DEPTH} deep in each other"));
                }
                let tag = Tag(start);
                listener.open(tag.0.local_name().into_inner(), &tag);
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                listener.close(end.local_name().into_inner());
            }
            Event::Text(text) => listener.text(&text),
            Event::CData(text) => listener.text(&text),
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                match references::resolve(name) {
                    Some(text) => listener.text(&text),
                    None => {
                        let shown: String = name.chars().take(40).collect();
                        let place = reader.buffer_position();
                        return Some(format!("the entity `{shown}` is not known (byte {place})"));
                    }
                }
            }
            Event::Eof if depth > 0 => return Some("it breaks off".to_owned()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The elements of a document that hold nothing but text, with their names, as
/// properties are written.
pub(super) fn texts(document: &str) -> Vec<(String, String)> {
    #[derive(Default)]
    struct Texts {
        found: Vec<(String, String)>,
        current: String,
    }
    impl Listener for Texts {
        fn open(&mut self, _: &str, _: &Tag) {
            self.current.clear();
        }
        fn close(&mut self, name: &str) {
            let text = std::mem::take(&mut self.current);
            if !text.trim().is_empty() {
                self.found.push((name.to_owned(), text.trim().to_owned()));
            }
        }
        fn text(&mut self, text: &str) {
            self.current.push_str(text);
        }
    }
    let mut texts = Texts::default();
    read(document, &mut texts);
    texts.found
}
