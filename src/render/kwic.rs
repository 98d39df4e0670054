//! Concordances (keywords in context): each place that matched, with what stands before
//! and behind it.

use crate::article::Article;
use crate::hit::Marked;

/// So many characters are shown on either side, up to a whole word.
const WIDTH: usize = 60;
/// Marks with no more than so many bytes between them, none of a word, are one place: the
/// words of a phrase.
const APART: usize = 4;

/// The columns of a concordance as CSV.
pub const KWIC_COLUMNS: [&str; 7] =
    ["id", "published", "source", "paragraph", "before", "match", "after"];

/// Returns the places of an article that matched, in the order of [`KWIC_COLUMNS`]:
/// `paragraphs` are the article's, marked.
pub fn kwic_rows(article: &Article, paragraphs: &[Marked]) -> Vec<[String; 7]> {
    let rows = paragraphs.iter().enumerate().flat_map(|(number, marked)| {
        places(marked).into_iter().map(move |(start, end)| {
            let text = &marked.text;
            [
                article.id.to_string(),
                article.published.map(|date| date.to_string()).unwrap_or_default(),
                article.source.clone().unwrap_or_default(),
                number.to_string(),
                before(&text[..start]).to_owned(),
                text[start..end].to_owned(),
                after(&text[end..]).to_owned(),
            ]
        })
    });
    rows.collect()
}

/// The places of a paragraph in bytes, those of a phrase as one.
fn places(marked: &Marked) -> Vec<(usize, usize)> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for mark in &marked.marks {
        match places.last_mut() {
            Some((_, end)) if is_one(&marked.text[*end..mark.start]) => *end = mark.end,
            _ => places.push((mark.start, mark.end)),
        }
    }
    places
}

fn is_one(between: &str) -> bool {
    between.len() <= APART && !between.contains(char::is_alphanumeric)
}

/// The end of a text, from the beginning of a word on.
fn before(text: &str) -> &str {
    let Some((start, _)) = text.char_indices().rev().nth(WIDTH - 1) else { return text };
    let is_whole = text[..start].ends_with(char::is_whitespace);
    match text[start..].find(char::is_whitespace).filter(|_| !is_whole) {
        Some(end) => text[start + end..].trim_start(),
        None => &text[start..],
    }
}

/// The beginning of a text, up to the end of a word.
fn after(text: &str) -> &str {
    let Some((end, _)) = text.char_indices().nth(WIDTH) else { return text };
    let is_whole = text[end..].starts_with(char::is_whitespace);
    match text[..end].rfind(char::is_whitespace).filter(|_| !is_whole) {
        Some(start) => text[..start].trim_end(),
        None => &text[..end],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;

    #[test]
    fn each_place_stands_in_its_context_and_a_phrase_is_one() {
        let article = Article { id: ArticleId::new("nsna:1"), ..Article::default() };
        let long = "The harbour of Karsund closed on Monday, and all of the ferries stayed where they were, \
                    said the harbour master, who had seen no such storm in all of his years there.";
        let mark = |word: &str, nth: usize| {
            let (at, _) = long.match_indices(word).nth(nth).unwrap();
            at..at + word.len()
        };
        let marks = vec![mark("ferries", 0), mark("harbour", 1), mark("master", 0)];
        let paragraphs = [Marked::default(), Marked { text: long.to_owned(), marks }];
        let rows = kwic_rows(&article, &paragraphs);
        let shown: Vec<[&str; 3]> =
            rows.iter().map(|row| [4, 5, 6].map(|at| row[at].as_str())).collect();
        assert_eq!(
            shown,
            [
                [
                    "The harbour of Karsund closed on Monday, and all of the ",
                    "ferries",
                    " stayed where they were, said the harbour master, who had"
                ],
                [
                    "and all of the ferries stayed where they were, said the ",
                    "harbour master",
                    ", who had seen no such storm in all of his years there."
                ],
            ]
        );
        assert_eq!((rows[0][0].as_str(), rows[0][3].as_str()), ("nsna:1", "1"));
    }

    #[test]
    fn words_longer_than_the_context_are_cut() {
        let long = "x".repeat(200);
        assert_eq!((before(&long).len(), after(&long).len()), (WIDTH, WIDTH));
        let signs = "語".repeat(100);
        assert_eq!(before(&signs).chars().count(), WIDTH);
        assert_eq!(after(&signs).chars().count(), WIDTH);
    }
}
