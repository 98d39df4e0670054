//! Pages of the web that databases make of many documents.

use super::{europresse, factiva_page};
use crate::archive::collection::draft;
use crate::archive::container::place::Place;
use crate::archive::{Format, ReadError, Reader};
use crate::article::Article;

/// What database a page comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Page {
    Factiva,
    Europresse,
}

impl Page {
    /// Returns the database that a page comes from.
    pub fn of(text: &str) -> Option<Page> {
        match text {
            _ if factiva_page::is_page(text) => Some(Page::Factiva),
            _ if europresse::is_page(text) => Some(Page::Europresse),
            _ => None,
        }
    }

    pub fn format(self) -> Format {
        match self {
            Page::Factiva => Format::Factiva,
            Page::Europresse => Format::Europresse,
        }
    }

    /// Reads the documents of a page.
    pub fn articles(
        self,
        text: &str,
        place: &Place,
        reader: &Reader,
    ) -> Vec<Result<Article, ReadError>> {
        let documents: Vec<&str> = match self {
            Page::Factiva => factiva_page::documents(text).collect(),
            Page::Europresse => europresse::documents(text).collect(),
        };
        let read = |(number, html): (u64, &str)| {
            let draft = match self {
                Page::Factiva => factiva_page::draft(html, reader),
                Page::Europresse => europresse::draft(html, reader),
            };
            if draft.is_empty() {
                let (path, what) = (place.path.clone(), draft::NOTHING.to_owned());
                return Err(ReadError::NoArticle { path, what });
            }
            Ok(draft.finish(&place.numbered(number), reader))
        };
        (0..).zip(documents).map(read).collect()
    }
}
