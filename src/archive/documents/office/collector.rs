//! Text becomes paragraphs, in reading order.
//!
//! A note or a text box stands inside the paragraph that it hangs on: the
//! paragraphs of a box follow that paragraph, those of notes the whole text.
//! The readers say what they meet; this file knows no format.

use super::document::{Paragraph, Style};

/// What stands inside a paragraph and has paragraphs of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside {
    Box,
    Note,
}

/// The paragraphs of a document as far as it was read.
#[derive(Debug, Default)]
pub(super) struct Collector {
    main: Flow,
    /// The asides that are open in one another.
    open: Vec<(Aside, Flow)>,
    notes: Vec<Paragraph>,
}

/// Text that is one paragraph after the other.
#[derive(Debug, Default)]
struct Flow {
    paragraphs: Vec<Paragraph>,
    current: String,
    /// What follows the paragraph that is open.
    after: Vec<Paragraph>,
}

impl Collector {
    /// Text stands here. Ends of lines in it are those of the file.
    pub fn text(&mut self, text: &str) {
        let current = &mut self.flow().current;
        match text.contains(is_unseen) {
            false => current.push_str(text),
            true => current.extend(text.chars().filter_map(|c| match c {
                '\n' | '\r' | '\t' => Some(' '),
                c if is_unseen(c) => None,
                c => Some(c),
            })),
        }
    }

    /// A tab stands here.
    pub fn tab(&mut self) {
        self.flow().current.push('\t');
    }

    /// The writer broke the line here.
    pub fn line_end(&mut self) {
        self.flow().current.push('\n');
    }

    /// Whether the paragraph that is open has no text yet.
    pub fn is_at_start(&self) -> bool {
        let flow = self.open.last().map_or(&self.main, |(_, flow)| flow);
        flow.current.is_empty()
    }

    /// Whether white space would follow white space.
    pub fn ends_in_space(&self) -> bool {
        let flow = self.open.last().map_or(&self.main, |(_, flow)| flow);
        flow.current.ends_with([' ', '\n', '\t'])
    }

    /// The paragraph ends here.
    pub fn end_paragraph(&mut self, style: Style) {
        self.flow().end(style);
    }

    /// What is inside the paragraph begins here.
    pub fn open(&mut self, aside: Aside) {
        self.open.push((aside, Flow::default()));
    }

    /// What is inside the paragraph ends here.
    pub fn close(&mut self) {
        let Some((aside, mut flow)) = self.open.pop() else {
            return;
        };
        flow.end(Style::Body);
        match aside {
            Aside::Box => self.flow().after.append(&mut flow.paragraphs),
            Aside::Note => {
                self.notes.extend(flow.paragraphs.into_iter().map(Paragraph::into_item));
            }
        }
    }

    /// The document is over.
    pub fn finish(mut self) -> Vec<Paragraph> {
        while !self.open.is_empty() {
            self.close();
        }
        self.main.end(Style::Body);
        let mut paragraphs = self.main.paragraphs;
        paragraphs.append(&mut self.notes);
        while paragraphs.pop_if(|last| last.is_blank()).is_some() {}
        paragraphs
    }

    fn flow(&mut self) -> &mut Flow {
        self.open.last_mut().map_or(&mut self.main, |(_, flow)| flow)
    }
}

impl Flow {
    fn end(&mut self, style: Style) {
        let text = std::mem::take(&mut self.current);
        let paragraph = Paragraph { style, text };
        // One blank paragraph says as much as many.
        let follows = self.paragraphs.last().is_some_and(|last| !last.is_blank());
        if !paragraph.is_blank() || follows && style != Style::Contents {
            self.paragraphs.push(paragraph);
        }
        self.paragraphs.append(&mut self.after);
    }
}

/// Whether a character is none of a text: those of controls, and the ornaments that
/// symbol fonts keep in a private place.
fn is_unseen(c: char) -> bool {
    c.is_control() || ('\u{f000}'..='\u{f0ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_follow_their_paragraph_and_notes_the_text() {
        let mut collector = Collector::default();
        collector.text("One ");
        collector.open(Aside::Box);
        collector.text("In the\nbox");
        collector.end_paragraph(Style::Body);
        collector.open(Aside::Note);
        collector.text("A note");
        collector.close();
        collector.text("and more");
        collector.close();
        collector.text("goes on\u{f0b7}\u{1}");
        for _ in 0..3 {
            collector.end_paragraph(Style::Body);
        }
        collector.text("Two");
        let paragraphs = collector.finish();
        let shown: Vec<&str> = paragraphs.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(shown, ["One goes on", "In the box", "and more", "", "Two", "A note"]);
        assert_eq!(paragraphs[5].style, Style::Item);
    }
}
