//! What a word processor's file says, whatever its format: paragraphs of text
//! with their styles, and the properties of the file.

use crate::article::Warning;

/// A document.
#[derive(Debug, Default)]
pub(in crate::archive) struct Document {
    /// The paragraphs in reading order; notes stand at the end. A blank one
    /// stands where the writer left room.
    pub paragraphs: Vec<Paragraph>,
    /// What the file says of itself.
    pub properties: Properties,
    /// What its reader had to decide on its own.
    pub warnings: Vec<Warning>,
}

impl Document {
    /// The text, a paragraph on a line, with blank lines where the writer left room.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.paragraphs.iter().map(|one| one.text.as_str()).collect();
        texts.join("\n")
    }
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::archive) struct Paragraph {
    /// What its style says that it is.
    pub style: Style,
    /// The text; `\n` where the writer broke a line within it.
    pub text: String,
}

impl Paragraph {
    /// The paragraph as one of a note, whatever its style.
    pub fn into_item(self) -> Paragraph {
        Paragraph { style: Style::Item, ..self }
    }

    /// Whether it has no text.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// What the style of a paragraph says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::archive) enum Style {
    /// Nothing.
    #[default]
    Body,
    /// The headline.
    Title,
    /// A line below the headline.
    Subtitle,
    /// A heading of this level, 1 the highest.
    Heading(u8),
    /// Somebody's words.
    Quotation,
    /// Who wrote it.
    Byline,
    /// An item of a list, a cell of a table or a note: text, however short.
    Item,
    /// A line of a table of contents, which says nothing that is not said elsewhere.
    Contents,
}

/// What a file says of itself. Empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::archive) struct Properties {
    pub title: String,
    pub subject: String,
    pub keywords: Vec<String>,
    /// When the file was begun, as it is written there.
    pub created: String,
    /// When it was last saved.
    pub modified: String,
}
