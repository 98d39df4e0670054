//! ALTO: digitised pages of papers as libraries keep them, with the place of each word.
//!
//! A page is an article: what stands on it, block by block. Which blocks are an article
//! of the paper, ALTO does not say, nor which line is a headline.

use super::Articles;
use super::xml::{self, Element};
use crate::archive::ReadError;
use crate::archive::draft::{Draft, Place};
use crate::archive::page::paragraphs;
use crate::article::{Article, Block, BlockKind, Language};

const FORMAT: &str = "ALTO";

/// Reads a document.
///
/// # Errors
/// Where it is not well-formed before its first page ends.
pub(in crate::archive) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    xml::articles(text, "Page", FORMAT, place, article)
}

fn article(page: &Element, record: Option<u64>, place: Place) -> Result<Article, ReadError> {
    let mut draft = Draft::default();
    let mut text = Text::default();
    // What stands in the margins comes first in the document.
    let is_margin = |part: &&Element| part.name.ends_with("Margin");
    let (margins, parts): (Vec<&Element>, Vec<&Element>) = page.elements().partition(is_margin);
    for part in parts.into_iter().chain(margins) {
        text.add(part);
    }
    draft.article.language = text.language;
    draft.blocks = text.blocks;
    draft.finish(record, place)
}

/// The text of a page as far as it was read.
#[derive(Default)]
struct Text {
    blocks: Vec<Block>,
    language: Option<Language>,
    /// Whether the last word is one that was divided, as a whole: its second part
    /// follows.
    is_divided: bool,
}

impl Text {
    /// Adds the blocks of an element. As deep as the tree, which has a limit.
    fn add(&mut self, element: &Element) {
        if element.name != "TextBlock" {
            element.elements().for_each(|part| self.add(part));
            return;
        }
        let mut tags = ["LANG", "language"].iter().filter_map(|name| element.attribute(name));
        // Codes of three letters are a library's; the text says its language as well.
        let language = tags.find(|tag| tag.len() != 3).and_then(Language::parse);
        self.language = self.language.or(language);
        let mut text = String::new();
        for line in element.all("TextLine") {
            self.add_line(line, &mut text);
        }
        self.blocks.push(Block { kind: BlockKind::Paragraph, text });
    }

    fn add_line(&mut self, line: &Element, text: &mut String) {
        let mut words = String::new();
        for part in line.elements() {
            match part.name.as_str() {
                "String" => self.add_word(part, &mut words),
                // A word that is given as a whole has no hyphen.
                "HYP" if !self.is_divided => words.push('-'),
                _ => {}
            }
        }
        if !words.is_empty() {
            paragraphs::append(text, &words);
        }
    }

    /// Adds a word, of a divided one the whole in the place of its first part.
    fn add_word(&mut self, word: &Element, words: &mut String) {
        let whole = word.attribute("SUBS_CONTENT");
        let is_open = std::mem::take(&mut self.is_divided);
        let said = match word.attribute("SUBS_TYPE") {
            Some("HypPart1") if whole.is_some() => {
                self.is_divided = true;
                whole
            }
            Some("HypPart2") if is_open => return,
            _ => word.attribute("CONTENT"),
        };
        if let Some(said) = said {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(said);
        }
    }
}
