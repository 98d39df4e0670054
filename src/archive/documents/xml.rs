//! XML documents as trees, record by record.
//!
//! Nothing outside of the document is ever fetched, no entity that the
//! document defines itself is expanded, and depth has a limit. Names of
//! elements and attributes are taken without their prefixes: the formats read
//! here do not differ in namespaces alone.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::blocks::Builder;
use super::{Articles, references};
use crate::archive::ReadError;
use crate::archive::draft::Place;
use crate::archive::fold::collapse;
use crate::article::{Article, Block};

/// Elements may be so deep in others.
const MAX_DEPTH: usize = 256;
/// An element may have so many attributes: each is compared with those before it.
const MAX_ATTRIBUTES: usize = 1_000;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name, without prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of an attribute, without white space at its ends; `None`
    /// where it is empty.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// The elements in it.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements in it that have one of these names.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element at the end of a path, `a/b/c`.
    pub fn find(&self, path: &str) -> Option<&Element> {
        path.split('/')
            .try_fold(self, |element, name| element.elements().find(|child| child.name == name))
    }

    /// The first element of that name, at any depth.
    pub fn descendant(&self, name: &str) -> Option<&Element> {
        let mut open = vec![self];
        while let Some(element) = open.pop() {
            if element.name == name {
                return Some(element);
            }
            open.extend(element.elements().rev());
        }
        None
    }

    /// The text in it, with white space collapsed; `None` where it has none.
    pub fn text(&self) -> Option<String> {
        let mut text = String::new();
        self.add_text(&mut text);
        Some(collapse(&text)).filter(|text| !text.is_empty())
    }

    /// The text in it that stands in no element of this name.
    pub fn text_without(&self, name: &str) -> Option<String> {
        let mut text = String::new();
        for node in &self.children {
            match node {
                Node::Text(piece) => text.push_str(piece),
                Node::Element(element) if element.name == name => {}
                Node::Element(element) => element.add_text(&mut text),
            }
        }
        Some(collapse(&text)).filter(|text| !text.is_empty())
    }

    /// The text at the end of a path.
    pub fn text_at(&self, path: &str) -> Option<String> {
        self.find(path)?.text()
    }

    /// The text in it as it is written.
    pub fn raw_text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    // As deep as the tree, which has a limit.
    fn add_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(piece) => text.push_str(piece),
                // A title stands beside the name that it belongs to.
                Node::Element(element) if element.name == "byttl" => {
                    text.push(' ');
                    element.add_text(text);
                    text.push(' ');
                }
                Node::Element(element) => element.add_text(text),
            }
        }
    }

    /// The blocks of text in it.
    pub fn blocks(&self) -> Vec<Block> {
        let mut builder = Builder::default();
        self.build(&mut builder);
        builder.finish()
    }

    // As deep as the tree, which has a limit.
    fn build(&self, builder: &mut Builder) {
        let name = self.name.to_ascii_lowercase();
        builder.open(&name);
        for node in &self.children {
            match node {
                Node::Text(text) => builder.text(text),
                Node::Element(element) => element.build(builder),
            }
        }
        if Builder::has_content(&name) {
            builder.close();
        }
    }
}

/// What was found in a document.
#[derive(Debug)]
pub(super) struct Parsed {
    /// The elements that were looked for, in the order of the document, but
    /// none inside another.
    pub elements: Vec<Element>,
    /// Why the document could not be read to its end, with the line.
    pub fault: Option<String>,
}

/// Finds the elements of these names in a document. Those before a fault are
/// found all the same.
pub(in crate::archive) fn find(document: &str, names: &[&str]) -> Parsed {
    let mut tree = Tree { names, inside: 0, open: Vec::new(), found: Vec::new() };
    let mut reader = Reader::from_str(document);
    let fault = loop {
        match reader.read_event() {
            Ok(Event::Eof) if tree.open.is_empty() => break None,
            Ok(Event::Eof) => {
                let open = tree.open.last().map(|element| element.name.as_str());
                break Some(format!("it ends inside of `{}`", open.unwrap_or_default()));
            }
            Ok(event) => {
                if let Err(fault) = tree.take(event) {
                    let line = line_of(document, reader.buffer_position());
                    break Some(format!("{fault} (line {line})"));
                }
            }
            Err(error) => {
                let line = line_of(document, reader.error_position());
                break Some(format!("{error} (line {line})"));
            }
        }
    };
    Parsed { elements: tree.found, fault }
}

/// Reads a document in which each element of a name is an article; their records are
/// counted where there are several.
///
/// # Errors
/// Where it is not well-formed before the first of them ends.
pub(in crate::archive) fn articles(
    document: &str,
    name: &str,
    format: &'static str,
    place: Place,
    article: impl Fn(&Element, Option<u64>, Place) -> Result<Article, ReadError>,
) -> Result<Articles, ReadError> {
    let parsed = find(document, &[name]);
    if parsed.elements.is_empty() {
        let fault = parsed.fault.unwrap_or_else(|| format!("there is no `{name}` in it"));
        return Err(place.malformed(format, fault));
    }
    let several = parsed.elements.len() > 1;
    let elements = parsed.elements.iter().zip(0..);
    let mut articles: Articles = elements
        .map(|(element, record)| article(element, several.then_some(record), place))
        .collect();
    articles.extend(parsed.fault.map(|fault| Err(place.malformed(format, fault))));
    Ok(articles)
}

fn line_of(document: &str, position: u64) -> usize {
    let end = usize::try_from(position).unwrap_or(usize::MAX).min(document.len());
    document.as_bytes()[..end].iter().filter(|byte| **byte == b'\n').count() + 1
}

struct Tree<'a> {
    names: &'a [&'a str],
    /// How many of the open elements are inside of a wanted one, itself
    /// included.
    inside: usize,
    open: Vec<Element>,
    found: Vec<Element>,
}

impl Tree<'_> {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(start) => self.start(&start)?,
            Event::Empty(start) => {
                self.start(&start)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| error.to_string())?;
                match character {
                    Some(c) => self.text(references::numbered(c).encode_utf8(&mut [0; 4])),
                    None => {
                        let name: &str = &reference;
                        let text = references::named(name).ok_or_else(|| unknown_entity(name))?;
                        self.text(&text);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("elements are more than {MAX_DEPTH} deep in each other"));
        }
        let name = start.local_name().into_inner().to_owned();
        if self.inside > 0 || self.names.contains(&name.as_str()) {
            self.inside += 1;
        }
        let mut element = Element { name, ..Element::default() };
        if self.inside > 0 {
            for (at, attribute) in start.attributes().enumerate() {
                if at == MAX_ATTRIBUTES {
                    return Err(format!("an element has more than {MAX_ATTRIBUTES} attributes"));
                }
                let attribute = attribute.map_err(|error| error.to_string())?;
                let value = references::unescape(&attribute.value).map_err(unknown_entity)?;
                let name = attribute.key.local_name().into_inner().to_owned();
                element.attributes.push((name, value));
            }
        }
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        if self.inside == 0 {
            return;
        }
        self.inside -= 1;
        match self.open.last_mut() {
            Some(parent) if self.inside > 0 => parent.children.push(Node::Element(element)),
            _ => self.found.push(element),
        }
    }

    fn text(&mut self, text: &str) {
        if self.inside == 0 {
            return;
        }
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        match parent.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => parent.children.push(Node::Text(text.to_owned())),
        }
    }
}

fn unknown_entity(name: &str) -> String {
    let shown: String = name.chars().take(40).collect();
    format!("the entity `{shown}` is not known")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stands_beside_its_name() {
        let parsed = find("<by><person>Jane Doe</person><byttl>Staff</byttl></by>", &["by"]);
        assert_eq!(parsed.elements[0].text().as_deref(), Some("Jane Doe Staff"));
    }

    fn check(document: &str, expected: &str) {
        let parsed = find(document, &["item"]);
        let mut shown: Vec<String> =
            parsed.elements.iter().map(|item| item.text().unwrap_or_default()).collect();
        shown.extend(parsed.fault.map(|fault| format!("! {fault}")));
        assert_eq!(shown.join("|"), expected, "{document}");
    }

    #[test]
    fn records_before_a_fault_are_kept() {
        check("<a><item>One</item><item>T&#119;o &amp; <b>three</b></item></a>", "One|Two & three");
        check("<x:item xmlns:x='y'>One<item>in</item></x:item>", "Onein");
        check("<a>\n<item>One</item>\n<item>Two", "One|! it ends inside of `item`");
        check(
            "<a>\n<item>One</item>\n<item>&lol;</item></a>",
            "One|! the entity `lol` is not known (line 3)",
        );
        check("<item>caf&eacute;<![CDATA[ <b> ]]></item>", "café <b>");
        check("<item>Ko&scaron;ice, Ni&#142;n&#233; it&#146;s</item>", "Košice, NiŽné it’s");
        let many: String = (0..1_001).map(|n| format!(" a{n}=''")).collect();
        let wide = format!("<item>One</item><item{many}>");
        check(&wide, "One|! an element has more than 1000 attributes (line 1)");
        let deep = format!("<item>One</item>{}", "<i>".repeat(300));
        check(&deep, "One|! elements are more than 256 deep in each other (line 1)");
    }

    #[test]
    fn what_is_not_closed_is_a_fault() {
        let parsed = find("<a><item>One</item></b></a>", &["item"]);
        assert_eq!(parsed.elements.len(), 1);
        assert!(parsed.fault.unwrap().ends_with("(line 1)"));
    }
}
