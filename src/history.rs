//! What changed from one version of an article to the next, word by word.
//! Never imports the index, rendering or JSON.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use crate::article::Article;

/// After so long a comparison is content with more changes than there must be.
const PATIENCE: Duration = Duration::from_secs(2);

/// A piece of text in a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub fate: Fate,
    /// Words with the spaces between them.
    pub text: String,
}

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Both versions have it.
    Kept,
    /// Only the newer has it.
    Added,
    /// Only the older has it.
    Removed,
}

impl Fate {
    /// The name, stable for programs.
    pub fn name(self) -> &'static str {
        match self {
            Fate::Kept => "kept",
            Fate::Added => "added",
            Fate::Removed => "removed",
        }
    }
}

/// Compares the headlines and texts of two versions: for each paragraph of
/// either its pieces.
pub fn compare(older: &Article, newer: &Article) -> Vec<Vec<Piece>> {
    let text = |article: &Article| {
        let paragraphs = article.paragraphs().filter(|text| !text.is_empty());
        paragraphs.map(|text| text.replace('\n', " ") + "\n").collect::<String>()
    };
    let (older, newer) = (text(older), text(newer));
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(&older, &newer);
    let mut paragraphs = vec![Vec::new()];
    for change in diff.iter_all_changes() {
        let fate = match change.tag() {
            ChangeTag::Equal => Fate::Kept,
            ChangeTag::Insert => Fate::Added,
            ChangeTag::Delete => Fate::Removed,
        };
        for part in change.value().split_inclusive('\n') {
            if let Some(paragraph) = paragraphs.last_mut() {
                push(paragraph, fate, part.trim_end_matches('\n'));
            }
            if part.ends_with('\n') {
                paragraphs.push(Vec::new());
            }
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

fn push(paragraph: &mut Vec<Piece>, fate: Fate, text: &str) {
    match paragraph.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.fate == fate => last.text.push_str(text),
        _ => paragraph.push(Piece { fate, text: text.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(headline: &str, lede: &str) -> Article {
        let lede = Some(lede.to_owned());
        Article { headline: headline.to_owned(), lede, ..Article::default() }
    }

    fn compared(older: &Article, newer: &Article) -> Vec<String> {
        let piece = |piece: &Piece| match piece.fate {
            Fate::Kept => piece.text.clone(),
            Fate::Added => format!("{{+{}+}}", piece.text),
            Fate::Removed => format!("[-{}-]", piece.text),
        };
        let paragraphs = compare(older, newer);
        paragraphs.iter().map(|paragraph| paragraph.iter().map(piece).collect()).collect()
    }

    #[test]
    fn words_are_compared_paragraph_by_paragraph() {
        let older = article("A bridge opens", "It opened on Monday, at noon.");
        let newer = article("A bridge opens", "It opened on Tuesday, at noon.");
        assert_eq!(
            compared(&older, &newer),
            ["A bridge opens", "It opened on [-Monday,-]{+Tuesday,+} at noon."]
        );
        assert_eq!(compared(&older, &older).len(), 2);
        let without = article("A bridge opens", "");
        assert_eq!(
            compared(&without, &older),
            ["A bridge opens", "{+It opened on Monday, at noon.+}"]
        );
    }
}
