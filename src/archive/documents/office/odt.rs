//! OpenDocument text (OASIS OpenDocument 1.3, part 3): the content of a package, or a
//! flat document that has all of it in one XML.
//!
//! What is no text: deleted words, hidden text, comments, descriptions of pictures,
//! tables of contents, headers and footers.

use super::collector::{Aside, Collector};
use super::document::{Document, Paragraph, Properties, Style};
use super::styles::{Defined, Styles};
use super::xml::{self, Listener, Tag};
use crate::article::{Warning, WarningCode};

/// So many blanks are written for one tag at most.
const MAX_BLANKS: usize = 40;

/// Reads a flat document. The error says why it is none.
pub(super) fn flat(text: &str) -> Result<Document, String> {
    let (paragraphs, fault) = content(text, Styles::default());
    let mut warnings = Vec::new();
    match fault {
        Some(fault) if paragraphs.is_empty() => return Err(fault),
        Some(fault) => warnings.push(cut(&fault)),
        None => {}
    }
    Ok(Document { paragraphs, properties: properties(text), warnings })
}

/// The warning about a document that was read as far as a fault.
pub(super) fn cut(fault: &str) -> Warning {
    let detail = format!("the document was read as far as it goes: {fault}");
    Warning { code: WarningCode::Truncated, detail }
}

/// Reads text, with the styles that were read before; also returns why it could not be
/// read to its end.
pub(super) fn content(part: &str, styles: Styles) -> (Vec<Paragraph>, Option<String>) {
    let mut text = Text {
        definer: Definer { styles, ..Definer::default() },
        collector: Collector::default(),
        is_body: false,
        inside: 0,
        skipped: 0,
        open: Vec::new(),
        spans: Vec::new(),
        hidden: 0,
        items: 0,
    };
    let fault = xml::read(part, &mut text);
    (text.collector.finish(), fault)
}

/// Reads the styles of a package.
pub(super) fn styles(part: &str) -> Styles {
    let mut definer = Definer::default();
    xml::read(part, &mut definer);
    definer.styles
}

/// Reads what a document says of itself.
pub(super) fn properties(part: &str) -> Properties {
    // A flat document says it first.
    let end = part.find("</office:meta>").unwrap_or(part.len());
    let mut properties = Properties::default();
    for (name, text) in xml::texts(&part[..end]) {
        match name.as_str() {
            "title" => properties.title = text,
            "subject" => properties.subject = text,
            "keyword" => properties.keywords.push(text),
            "creation-date" => properties.created = text,
            "date" => properties.modified = text,
            _ => {}
        }
    }
    properties
}

struct Text {
    definer: Definer,
    collector: Collector,
    /// Whether the body has begun.
    is_body: bool,
    /// How many elements are open that hold the text of a document.
    inside: usize,
    /// How many elements are open whose text is none.
    skipped: usize,
    /// The styles of the paragraphs that are open: one in the box of another.
    open: Vec<(Style, bool)>,
    /// Whether each of the open spans hides its text.
    spans: Vec<bool>,
    /// How many of the open spans and paragraphs do.
    hidden: usize,
    /// How many lists and cells are open.
    items: usize,
}

impl Listener for Text {
    fn open(&mut self, name: &str, tag: &Tag) {
        if self.inside == 0 {
            match name {
                "body" => self.is_body = true,
                "text" if self.is_body => self.inside = 1,
                _ => self.definer.open(name, tag),
            }
            return;
        }
        if self.skipped > 0 || is_no_text(name, tag) {
            self.skipped += 1;
            return;
        }
        match name {
            "text" => self.inside += 1,
            "p" | "h" => {
                let key = tag.attribute("style-name");
                let styles = &self.definer.styles;
                let is_hidden = styles.hides(&key);
                let style = match (styles.style(&key), name) {
                    (Style::Body, "h") => {
                        Style::Heading(tag.attribute("outline-level").parse().unwrap_or(1))
                    }
                    (Style::Body, _) if self.items > 0 => Style::Item,
                    (style, _) => style,
                };
                self.hidden += usize::from(is_hidden);
                self.open.push((style, is_hidden));
            }
            "span" => {
                let is_hidden = self.definer.styles.hides(&tag.attribute("style-name"));
                self.hidden += usize::from(is_hidden);
                self.spans.push(is_hidden);
            }
            "s" if self.is_shown() => {
                let count = tag.attribute("c").parse().unwrap_or(1);
                self.collector.text(&" ".repeat(MAX_BLANKS.min(count)));
            }
            "tab" if self.is_shown() => self.collector.tab(),
            "line-break" if self.is_shown() => self.collector.line_end(),
            "note" => self.collector.open(Aside::Note),
            "text-box" | "custom-shape" => self.collector.open(Aside::Box),
            "list" | "table-cell" => self.items += 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.inside == 0 {
            return self.definer.close(name);
        }
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "text" => self.inside -= 1,
            "p" | "h" => {
                if let Some((style, is_hidden)) = self.open.pop() {
                    self.hidden -= usize::from(is_hidden);
                    self.collector.end_paragraph(style);
                }
            }
            "span" => {
                let is_hidden = self.spans.pop().unwrap_or_default();
                self.hidden -= usize::from(is_hidden);
            }
            "note" | "text-box" | "custom-shape" => self.collector.close(),
            "list" | "table-cell" => self.items = self.items.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.inside == 0 || self.skipped > 0 || !self.is_shown() {
            return;
        }
        // White space of the file is one blank, and none where a paragraph begins.
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        let mut words = text.split(is_blank);
        if let Some(first) = words.next() {
            self.collector.text(first);
        }
        for word in words {
            if !self.collector.is_at_start() && !self.collector.ends_in_space() {
                self.collector.text(" ");
            }
            self.collector.text(word);
        }
    }
}

impl Text {
    /// Whether text is shown here: in a paragraph, and not hidden.
    fn is_shown(&self) -> bool {
        self.hidden == 0 && !self.open.is_empty()
    }
}

/// Whether all that stands in an element is no text of the document.
fn is_no_text(name: &str, tag: &Tag) -> bool {
    match name {
        "tracked-changes" | "annotation" | "forms" | "desc" | "ruby-text" | "note-citation"
        | "table-of-content" | "event-listeners" => true,
        // The title of a picture; that of the document is a field of the text.
        "title" => tag.is_of("svg"),
        "hidden-text" | "hidden-paragraph" | "section" => {
            tag.attribute("is-hidden") == "true" || tag.attribute("display") == "none"
        }
        _ => false,
    }
}

/// Reads the styles that a document defines.
#[derive(Default)]
struct Definer {
    styles: Styles,
    key: String,
    current: Defined,
}

impl Listener for Definer {
    fn open(&mut self, name: &str, tag: &Tag) {
        match name {
            "style" => {
                self.key = tag.attribute("name");
                let shown = tag.attribute("display-name");
                self.current = Defined {
                    name: if shown.is_empty() { readable(&self.key) } else { shown },
                    parent: tag.attribute("parent-style-name"),
                    ..Defined::default()
                };
            }
            "text-properties" => self.current.is_hidden = tag.attribute("display") == "none",
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if name == "style" {
            self.styles.add(std::mem::take(&mut self.key), std::mem::take(&mut self.current));
        }
    }

    fn text(&mut self, _: &str) {}
}

/// A name as people see it: `Heading_20_1` is "Heading 1".
fn readable(key: &str) -> String {
    key.replace("_20_", " ")
}
