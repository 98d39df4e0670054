//! The parts of an Office Open XML text document (ECMA-376, part 1, WordprocessingML).
//!
//! What is no text: deleted and moved words, field codes, hidden text, comments,
//! headers and footers, the second form of what is drawn (`mc:Fallback`), the
//! invitation to click that an empty form field shows.

use super::collector::{Aside, Collector};
use super::document::{Paragraph, Properties, Style};
use super::styles::{Defined, Styles};
use super::xml::{self, Listener, Tag};

/// Reads a part with text; also returns why it could not be read to its end.
pub(super) fn text(part: &str, styles: &Styles) -> (Vec<Paragraph>, Option<String>) {
    let mut text = Text {
        styles,
        collector: Collector::default(),
        skipped: 0,
        paragraphs: Vec::new(),
        run: Run::default(),
        runs: Vec::new(),
        codes: 0,
        fields: Vec::new(),
        choices: Vec::new(),
        invitations: Vec::new(),
        cells: 0,
        is_formatting: 0,
        is_text: false,
    };
    let fault = xml::read(part, &mut text);
    (text.collector.finish(), fault)
}

/// Reads the styles that a document defines.
pub(super) fn styles(part: &str) -> Styles {
    let mut reader = StyleReader::default();
    xml::read(part, &mut reader);
    reader.styles
}

/// Reads what a package says of itself (`docProps/core.xml`).
pub(super) fn properties(part: &str) -> Properties {
    let mut properties = Properties::default();
    for (name, text) in xml::texts(part) {
        match name.as_str() {
            "title" => properties.title = text,
            "subject" => properties.subject = text,
            "keywords" => properties.keywords.push(text),
            "created" => properties.created = text,
            "modified" => properties.modified = text,
            _ => {}
        }
    }
    properties
}

struct Text<'a> {
    styles: &'a Styles,
    collector: Collector,
    /// How many elements are open whose text is none.
    skipped: usize,
    /// The paragraphs that are open: one in the box of another.
    paragraphs: Vec<Open>,
    run: Run,
    /// The runs around the one that is open.
    runs: Vec<Run>,
    /// How many of the open fields are being told their code, and which.
    codes: usize,
    fields: Vec<bool>,
    /// Whether a choice was taken, for each alternative that is open.
    choices: Vec<bool>,
    /// Whether it shows an invitation, for each form field that is open.
    invitations: Vec<bool>,
    cells: usize,
    /// How many elements with the format of a paragraph are open.
    is_formatting: usize,
    is_text: bool,
}

/// A paragraph that is open.
#[derive(Default)]
struct Open {
    style: Style,
    /// Whether its end was deleted, so that the next one goes on in it.
    has_no_end: bool,
}

/// A run that is open: text of one format.
#[derive(Default, Clone, Copy)]
struct Run {
    is_open: bool,
    is_hidden: bool,
}

impl Listener for Text<'_> {
    fn open(&mut self, name: &str, tag: &Tag) {
        // The mark at the end of a paragraph can be deleted, too.
        let is_mark = self.is_formatting > 0 && matches!(name, "del" | "moveFrom");
        if self.skipped > 0 || is_no_text(name) && !is_mark {
            self.skipped += 1;
            return;
        }
        match name {
            "p" => self.paragraphs.push(Open::default()),
            "pPr" => self.is_formatting += 1,
            _ if self.is_formatting > 0 => self.format(name, tag),
            "r" => {
                self.runs.push(self.run);
                self.run = Run { is_open: true, is_hidden: false };
            }
            "rStyle" => self.run.is_hidden |= self.styles.hides(&tag.attribute("val")),
            "vanish" => self.run.is_hidden = tag.is_on(),
            "t" => self.is_text = true,
            "tab" | "ptab" if self.is_shown() => self.collector.tab(),
            "br" | "cr" if self.is_shown() => self.collector.line_end(),
            "noBreakHyphen" if self.is_shown() => self.collector.text("\u{2011}"),
            "sym" if self.is_shown() => {
                let number = u32::from_str_radix(&tag.attribute("char"), 16).ok();
                if let Some(sign) = number.and_then(char::from_u32) {
                    self.collector.text(sign.encode_utf8(&mut [0; 4]));
                }
            }
            "fldChar" => self.field(&tag.attribute("fldCharType")),
            "tc" => self.cells += 1,
            "txbxContent" => self.collector.open(Aside::Box),
            "AlternateContent" => self.choices.push(false),
            "Choice" | "Fallback" => match self.choices.last_mut() {
                Some(taken) if *taken => self.skipped += 1,
                Some(taken) => *taken = true,
                None => {}
            },
            "sdt" => self.invitations.push(false),
            "showingPlcHdr" => {
                if let Some(invites) = self.invitations.last_mut() {
                    *invites = tag.is_on();
                }
            }
            "sdtContent" if self.invitations.last() == Some(&true) => self.skipped += 1,
            // Lines above the notes are notes, too, of another type.
            "footnote" | "endnote" if !matches!(tag.attribute("type").as_str(), "" | "normal") => {
                self.skipped += 1;
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.is_formatting = self.is_formatting.saturating_sub(1),
            _ if self.is_formatting > 0 => {}
            "r" => self.run = self.runs.pop().unwrap_or_default(),
            "t" => self.is_text = false,
            "tc" => self.cells = self.cells.saturating_sub(1),
            "txbxContent" => self.collector.close(),
            "AlternateContent" => _ = self.choices.pop(),
            "sdt" => _ = self.invitations.pop(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_text && self.skipped == 0 && self.is_shown() {
            self.collector.text(text);
        }
    }
}

impl Text<'_> {
    /// Whether text is shown here.
    fn is_shown(&self) -> bool {
        self.run.is_open && !self.run.is_hidden && self.codes == 0
    }

    /// What the format of a paragraph says.
    fn format(&mut self, name: &str, tag: &Tag) {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        let is_body = matches!(paragraph.style, Style::Body | Style::Item);
        match name {
            "pStyle" => paragraph.style = self.styles.style(&tag.attribute("val")),
            "outlineLvl" if is_body => {
                let level = tag.attribute("val").parse().ok().filter(|level| *level < 9);
                if let Some(level) = level {
                    let level: u8 = level;
                    paragraph.style = Style::Heading(level + 1);
                }
            }
            "numPr" if is_body => paragraph.style = Style::Item,
            "del" | "moveFrom" => paragraph.has_no_end = true,
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(Open { style, has_no_end }) = self.paragraphs.pop() else {
            return;
        };
        // A code that goes on would take the rest of the text with it.
        self.codes = 0;
        self.fields.iter_mut().for_each(|is_code| *is_code = false);
        if has_no_end {
            return;
        }
        let style = match style {
            Style::Body if self.cells > 0 => Style::Item,
            style => style,
        };
        self.collector.end_paragraph(style);
    }

    /// A field has a code, and behind it what the code gives.
    fn field(&mut self, what: &str) {
        match what {
            "begin" => {
                self.fields.push(true);
                self.codes += 1;
            }
            "separate" => {
                if let Some(is_code) = self.fields.last_mut().filter(|is_code| **is_code) {
                    *is_code = false;
                    self.codes -= 1;
                }
            }
            "end" => self.codes -= usize::from(self.fields.pop() == Some(true)),
            _ => {}
        }
    }
}

/// Whether all that stands in an element is no text of the document.
fn is_no_text(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "moveFrom"
            | "delText"
            | "instrText"
            | "delInstrText"
            | "rPrChange"
            | "pPrChange"
            | "sectPrChange"
            | "tblPrChange"
            | "tcPrChange"
            | "trPrChange"
            | "sectPr"
            | "rt"
    )
}

#[derive(Default)]
struct StyleReader {
    styles: Styles,
    key: String,
    current: Defined,
}

impl Listener for StyleReader {
    fn open(&mut self, name: &str, tag: &Tag) {
        let value = || tag.attribute("val");
        match name {
            "style" => {
                self.key = tag.attribute("styleId");
                self.current = Defined::default();
            }
            "name" => self.current.name = value(),
            "basedOn" => self.current.parent = value(),
            "outlineLvl" => {
                let level: Option<u8> = value().parse().ok();
                self.current.level = level.filter(|level| *level < 9).map(|level| level + 1);
            }
            "vanish" => self.current.is_hidden = tag.is_on(),
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
