//! Marked-up text becomes paragraphs, subheads and quotations.
//!
//! A [`Builder`] is told what opens, what closes and the text between; it
//! knows what the elements of HTML, XHTML and NITF mean for a text and no
//! parser. Entities are decoded before the text comes here; white space is
//! collapsed here.

use crate::archive::fold::collapse;
use crate::article::{Block, BlockKind};

/// Deeper elements than this are taken for text of the one around them.
const MAX_DEPTH: usize = 512;

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Nothing: a part of a paragraph.
    Inline,
    /// Ends the paragraph before it and the last one in it.
    Block,
    /// Heads what follows.
    Heading,
    /// Somebody's words.
    Quotation,
    /// Its text is no part of the article's; ends the paragraph before it.
    Hidden,
    /// Its text is no part of the article's, and it stands within a paragraph.
    Unseen,
}

impl Role {
    fn is_block(self) -> bool {
        !matches!(self, Role::Inline | Role::Unseen)
    }
}

fn role(name: &str) -> Role {
    match name {
        "p" | "div" | "section" | "article" | "main" | "body" | "html" | "li" | "ul" | "ol"
        | "dl" | "dt" | "dd" | "table" | "tbody" | "thead" | "tr" | "pre" | "address" | "hr"
        | "center" | "details" | "summary" | "block" | "body.content" | "nitf-table"
        | "fieldset" | "form" => Role::Block,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl1" | "hl2" => Role::Heading,
        "blockquote" | "bq" => Role::Quotation,
        "title" | "head" | "header" | "nav" | "aside" | "footer" | "figure" | "figcaption"
        | "media" | "media-caption" | "media-producer" | "note" | "body.end" | "caption" => {
            Role::Hidden
        }
        "script" | "style" | "noscript" | "template" | "picture" | "video" | "audio" | "iframe"
        | "object" | "embed" | "svg" | "math" | "button" | "select" | "textarea" | "fn" => {
            Role::Unseen
        }
        _ => Role::Inline,
    }
}

/// Makes blocks of what it is told, in the order of the document.
#[derive(Debug, Default)]
pub(in crate::archive) struct Builder {
    blocks: Vec<Block>,
    current: String,
    open: Vec<Role>,
    /// How many elements are open beyond [`MAX_DEPTH`].
    beyond: usize,
}

impl Builder {
    /// An element opens; `name` is in small letters.
    pub fn open(&mut self, name: &str) {
        let role = role(name);
        match name {
            "br" => return self.line_end(),
            // Cells of a row stay in one line.
            "td" | "th" => self.current.push(' '),
            _ if role.is_block() => self.end_block(),
            _ => {}
        }
        if is_void(name) {
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            self.beyond += 1;
            return;
        }
        self.open.push(role);
    }

    /// Whether an element closes: those of HTML that never have content do not.
    pub fn has_content(name: &str) -> bool {
        !is_void(name)
    }

    /// The element that opened last closes.
    pub fn close(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if self.open.last().is_some_and(|role| role.is_block()) {
            self.end_block();
        }
        self.open.pop();
    }

    /// Text stands here.
    pub fn text(&mut self, text: &str) {
        let hides = |role: &Role| matches!(role, Role::Hidden | Role::Unseen);
        if !self.open.iter().any(hides) {
            self.current.push_str(text);
        }
    }

    /// One `<br>` breaks a line, two end a paragraph.
    fn line_end(&mut self) {
        let blank =
            self.current.rsplit_once('\n').is_some_and(|(_, after)| after.trim().is_empty());
        match blank {
            true => self.end_block(),
            false => self.current.push('\n'),
        }
    }

    fn end_block(&mut self) {
        let text = collapse(&std::mem::take(&mut self.current));
        if text.chars().any(char::is_alphanumeric) {
            let kind = if self.open.contains(&Role::Heading) {
                BlockKind::Subhead
            } else if self.open.contains(&Role::Quotation) {
                BlockKind::Quotation
            } else {
                BlockKind::Paragraph
            };
            self.blocks.push(Block { kind, text });
        }
    }

    /// The document is over.
    pub fn finish(mut self) -> Vec<Block> {
        self.end_block();
        self.blocks
    }
}

/// Whether an element of HTML never has content.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells a builder tags and words: `<x` opens, `>` closes.
    fn check(told: &[&str], expected: &[&str]) {
        let mut builder = Builder::default();
        for piece in told {
            match piece.strip_prefix('<') {
                Some(name) => builder.open(name),
                None if *piece == ">" => builder.close(),
                None => builder.text(piece),
            }
        }
        let shown: Vec<String> = builder
            .finish()
            .into_iter()
            .map(|block| format!("{}:{}", &block.kind.name()[..1], block.text))
            .collect();
        assert_eq!(shown, expected, "{told:?}");
    }

    #[test]
    fn elements_become_blocks() {
        check(&["<p", "It ", "<b", "rained", ">", ".", ">"], &["p:It rained."]);
        check(&["One.", "<p", "Two.", ">", "Three."], &["p:One.", "p:Two.", "p:Three."]);
        check(&["<h2", "Rain", ">", "<p", "It\n fell.", ">"], &["s:Rain", "p:It fell."]);
        check(&["<blockquote", "<p", "So.", ">", "<p", "Yes.", ">", ">"], &["q:So.", "q:Yes."]);
        check(&["<script", "var x", ">", "<p", "***", ">", "<p", "Two.", ">"], &["p:Two."]);
        check(&["One", "<br", "more.", "<br", " ", "<br", "Two."], &["p:One more.", "p:Two."]);
        check(&["<tr", "<td", "Rain", ">", "<td", "3 mm", ">", ">"], &["p:Rain 3 mm"]);
        check(&["One", "<img", "two", ">", ">"], &["p:Onetwo"]);
    }

    #[test]
    fn depth_has_a_limit() {
        let mut told = vec!["<div"; 100_000];
        told.push("Deep.");
        told.extend(vec![">"; 100_000]);
        told.extend(["<h2", "Rain", ">"]);
        check(&told, &["p:Deep.", "s:Rain"]);
    }
}
