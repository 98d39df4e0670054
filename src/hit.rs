//! A hit: an article that a search found, and where it matched. Never imports
//! the index, rendering or JSON.

use std::ops::Range;

use crate::article::Article;

/// An article that a search found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Hit {
    /// How well it matches; `None` where hits are in order of date.
    pub score: Option<f32>,
    /// The article as it is stored.
    pub article: Article,
    /// How many words it has, its headline, kicker and subhead among them; `None`
    /// where they were not counted.
    pub words: Option<u64>,
    /// Whether a newer version has replaced it.
    pub superseded: bool,
    /// The headline with the places that matched.
    pub headline: Marked,
    /// Up to three pieces of lede and body with the places that matched, in
    /// reading order. Without a match there, the beginning of the text.
    pub snippets: Vec<Snippet>,
    /// Who else carries it, where that was asked for and somebody does.
    pub story: Option<Story>,
}

/// A story that several articles carry: copies of one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Story {
    /// The articles, the first one first.
    pub carriers: Vec<Carrier>,
    /// Whether the dates leave no doubt about who was first.
    pub is_sure: bool,
}

/// One of the articles that carry a story.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Carrier {
    /// The article.
    pub id: String,
    /// Its source, or its agency.
    pub name: Option<String>,
    /// The first second that its date can mean.
    pub since: Option<i64>,
}

impl Story {
    /// The names of those that carry it beside one article, each once, in their
    /// order; an article of nobody goes by its id.
    pub fn beside(&self, id: &str) -> Vec<&str> {
        let mut names = Vec::new();
        for carrier in self.carriers.iter().filter(|carrier| carrier.id != id) {
            let name = carrier.name.as_deref().unwrap_or(&carrier.id);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// A piece of lede or body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snippet {
    /// The paragraph it is cut from, as
    /// [`Article::paragraphs`](crate::article::Article::paragraphs) counts.
    pub paragraph: usize,
    /// The piece and its matches.
    pub marked: Marked,
    /// Whether the paragraph goes on before the piece.
    pub cut_before: bool,
    /// Whether the paragraph goes on after the piece.
    pub cut_after: bool,
}

/// A text with the places that matched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// The places in bytes, in order, apart from each other.
    pub marks: Vec<Range<usize>>,
}

impl Marked {
    /// Splits the text at its marks: each piece with whether it matched.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, bool)> {
        let mut end = 0;
        let mut pieces = Vec::with_capacity(self.marks.len() * 2 + 1);
        for mark in &self.marks {
            pieces.push((&self.text[end..mark.start], false));
            pieces.push((&self.text[mark.clone()], true));
            end = mark.end;
        }
        pieces.push((&self.text[end..], false));
        pieces.into_iter().filter(|(piece, _)| !piece.is_empty())
    }
}
