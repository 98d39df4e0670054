//! What a structured document says becomes an article: one logic for all
//! formats on what is headline, lede and body.

pub(super) mod filler;
mod finish;
pub(super) mod identity;
pub(super) mod standing;

use rustc_hash::FxHashSet;

use crate::archive::fold::{collapse, letters, same_letters};
use crate::archive::folder::pattern::PathFacts;
use crate::archive::page::body::is_byline;
use crate::archive::page::{dateline, headline, items};
use crate::archive::{Context, ReadError, dates};
use crate::article::{
    AltId, Article, Block, BlockKind, Concept, Origin, Published, Status, Warning, WarningCode,
};

/// The headline and the description are looked for again in so many blocks.
const REPEATS_WITHIN: usize = 4;
/// A printed date is looked for in so many.
const PRINTED_WITHIN: usize = 3;
/// A description that is cut off has at least so many letters in common with
/// the paragraph that it is cut from; fewer where three dots say that it is.
const MIN_CUT: usize = 20;
const MIN_CUT_WITH_DOTS: usize = 8;

/// Where a document was read, and with what.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub relative: &'a str,
    pub facts: &'a PathFacts,
    pub context: Context<'a>,
}

impl Place<'_> {
    /// The error of a document that cannot be read as `format`.
    pub fn malformed(&self, format: &'static str, detail: impl Into<String>) -> ReadError {
        ReadError::Malformed { path: self.relative.to_owned(), format, detail: detail.into() }
    }

    /// The error of a document whose reader was left out.
    #[cfg(not(all(
        feature = "html",
        feature = "feeds",
        feature = "newsml",
        feature = "markdown",
        feature = "office"
    )))]
    pub fn built_without(&self, format: &'static str, feature: &'static str) -> ReadError {
        ReadError::BuiltWithout { path: self.relative.to_owned(), format, feature }
    }

    /// The error of a document that is well-formed and holds no article.
    pub fn no_article(&self, what: impl Into<String>) -> ReadError {
        ReadError::NoArticle { path: self.relative.to_owned(), what: what.into() }
    }
}

/// What a document says.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The fields around the text; lede and body are not filled yet.
    pub article: Article,
    /// The description, abstract or summary.
    pub description: Option<String>,
    /// The text.
    pub blocks: Vec<Block>,
}

impl Draft {
    /// Makes the article. `record` is its number where the document holds
    /// several; what the path says of a headline is then not taken for its.
    ///
    /// # Errors
    /// Where there is neither a headline nor text.
    pub fn finish(mut self, record: Option<u64>, place: Place) -> Result<Article, ReadError> {
        self.tidy();
        let facts = place.facts.clone().of_record(record);
        let is_empty = self.article.headline.is_empty()
            && self.blocks.is_empty()
            && self.description.is_none();
        if is_empty && !self.kills() {
            return Err(place.no_article("neither headline nor text"));
        }
        self.fill_headline(facts.headline.as_deref());
        self.fill_byline();
        self.drop_printed_date(place.context);
        self.fill_text(place.context);
        let mut article = self.article;
        article.origin = Origin { path: place.relative.to_owned(), record };
        let found = article.lede.as_deref().or(article.body.first().map(|block| &*block.text));
        let dateline = found.and_then(|text| dateline::read(text, place.context.agencies));
        Ok(filler::complete(article, facts, dateline, place.context))
    }

    /// Whether it kills an article that it names, which takes no words.
    fn kills(&self) -> bool {
        let names = [&self.article.uri, &self.article.agency_id];
        self.article.status == Status::Canceled && names.iter().any(|name| name.is_some())
    }

    /// Collapses white space and drops what is empty.
    fn tidy(&mut self) {
        let article = &mut self.article;
        article.headline = collapse(&article.headline);
        for text in [
            &mut self.description,
            &mut article.uri,
            &mut article.agency,
            &mut article.agency_id,
            &mut article.source,
            &mut article.kicker,
            &mut article.subhead,
            &mut article.byline,
            &mut article.dateline,
            &mut article.located,
            &mut article.section,
            &mut article.slugline,
            &mut article.ed_note,
            &mut article.rights,
            &mut article.url,
        ] {
            *text = text.take().map(|text| collapse(&text)).filter(|text| !text.is_empty());
        }
        // What is no URI is unique with its publisher and nowhere else.
        if let Some(id) = article.uri.take_if(|uri| !uri.contains(':')) {
            article.agency_id.get_or_insert(id);
        }
        for list in [&mut article.authors, &mut article.keywords] {
            tidy_texts(list);
        }
        for list in [
            &mut article.subjects,
            &mut article.people,
            &mut article.organisations,
            &mut article.places,
            &mut article.genres,
        ] {
            tidy_concepts(list);
        }
        let mut seen = FxHashSet::default();
        article.alt_ids.retain(|id| !id.value.is_empty() && seen.insert(id.clone()));
        self.blocks.retain(|block| !block.text.is_empty());
    }

    fn fill_headline(&mut self, path: Option<&str>) {
        let article = &mut self.article;
        if !article.headline.is_empty() {
            headline::check_path(&article.headline, path, &mut article.warnings);
        } else if let Some(path) = path {
            article.headline = path.to_owned();
        } else {
            let detail = "neither the document nor its path gives a headline".to_owned();
            article.warnings.push(Warning { code: WarningCode::NoHeadline, detail });
        }
        let article = &self.article;
        let mut at = 0;
        self.blocks.retain(|block| {
            at += 1;
            let again = |text: &str| !text.is_empty() && same_letters(&block.text, text);
            let known = [article.kicker.as_deref(), article.subhead.as_deref()];
            let heading =
                block.kind == BlockKind::Subhead && known.into_iter().flatten().any(again);
            at > REPEATS_WITHIN || !(again(&article.headline) || heading)
        });
    }

    /// A byline that is printed as the first paragraph is none of the text.
    fn fill_byline(&mut self) {
        let known = self.article.byline.clone();
        let printed = |block: &Block| {
            is_byline(&block.text) || known.as_ref().is_some_and(|by| same_letters(&block.text, by))
        };
        if self.blocks.len() > 1 && self.blocks.first().is_some_and(printed) {
            let first = self.blocks.remove(0).text;
            self.article.byline.get_or_insert(first);
        }
    }

    /// A date or a counter that is printed above the text or below its first
    /// paragraph is none of the text. Another day than that of publication may be.
    fn drop_printed_date(&mut self, context: Context) {
        // The printed day is that of another zone.
        const NEAR: i64 = 2 * 86_400;
        let mut at = 0;
        while at < PRINTED_WITHIN.min(self.blocks.len()) && self.blocks.len() > 1 {
            let text = &self.blocks[at].text;
            let date = dates::read_whole(text).filter(|pieces| pieces.day.is_some());
            let date = date.and_then(|pieces| {
                let (zone, order) = (&context.settings.time_zone, context.settings.day_order);
                pieces.settle(zone, order, None, &mut Vec::new())
            });
            let article = &mut self.article;
            let is_known = |date: Published| {
                let known = [article.published, article.version_created].into_iter().flatten();
                known.map(|known| known.seconds - date.seconds).any(|apart| apart.abs() < NEAR)
            };
            match date {
                Some(date) if article.published.is_none() => article.published = Some(date),
                Some(date) if is_known(date) => {}
                None if items::is_count(text) => {}
                _ => {
                    at += 1;
                    continue;
                }
            }
            self.blocks.remove(at);
        }
    }

    fn fill_text(&mut self, context: Context) {
        let article = &mut self.article;
        // A heading above everything stands below the headline.
        if self.blocks.len() > 1
            && self.blocks[0].kind == BlockKind::Subhead
            && article.subhead.is_none()
        {
            article.subhead = Some(self.blocks.remove(0).text);
        }
        for block in &mut self.blocks {
            if context.boilerplate.holds(&block.text) {
                block.kind = BlockKind::Boilerplate;
            }
        }
        let description = self.description.take();
        let first = self
            .blocks
            .iter()
            .position(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Quotation));
        let repeats = match (&description, first) {
            (Some(description), Some(first)) => repeats(description, &self.blocks[first].text),
            _ => Repeats::No,
        };
        let opens = first == Some(0);
        article.lede = match description {
            Some(description) if repeats == Repeats::No => Some(description),
            _ if opens => Some(self.blocks.remove(0).text),
            Some(_) => first.map(|first| self.blocks.remove(first).text),
            None => None,
        };
        article.body = std::mem::take(&mut self.blocks);
        let length = article.body.len();
        let mut at = 0;
        article.body.retain(|block| {
            at += 1;
            let again = |lede: &String| same_letters(&block.text, lede);
            at > REPEATS_WITHIN || !article.lede.as_ref().is_some_and(again)
        });
        if repeats == Repeats::Whole || article.body.len() < length {
            let detail = "the lede is printed again".to_owned();
            article.warnings.push(Warning { code: WarningCode::Repeated, detail });
        }
        if article.lede.is_none() && article.body.is_empty() {
            let detail = "there is no text below the headline".to_owned();
            article.warnings.push(Warning { code: WarningCode::NoText, detail });
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeats {
    No,
    /// The description is the paragraph.
    Whole,
    /// The description is cut from the paragraph, or goes on after it.
    Part,
}

fn repeats(description: &str, paragraph: &str) -> Repeats {
    if same_letters(description, paragraph) {
        return Repeats::Whole;
    }
    let least = match description.ends_with(['…', ']']) || description.ends_with("...") {
        true => MIN_CUT_WITH_DOTS,
        false => MIN_CUT,
    };
    let (description, paragraph) = (letters(description), letters(paragraph));
    let (short, long) = match description.len() <= paragraph.len() {
        true => (&description, &paragraph),
        false => (&paragraph, &description),
    };
    match short.chars().count() >= least && long.starts_with(short.as_str()) {
        true => Repeats::Part,
        false => Repeats::No,
    }
}

fn tidy_texts(list: &mut Vec<String>) {
    let mut seen = FxHashSet::default();
    list.iter_mut().for_each(|text| *text = collapse(text));
    list.retain(|text| !text.is_empty() && seen.insert(text.clone()));
}

fn tidy_concepts(list: &mut Vec<Concept>) {
    let mut seen = FxHashSet::default();
    for concept in list.iter_mut() {
        concept.name = collapse(&concept.name);
        concept.id = concept.id.take().map(|id| collapse(&id)).filter(|id| !id.is_empty());
    }
    list.retain(|concept| {
        (!concept.name.is_empty() || concept.id.is_some()) && seen.insert(concept.clone())
    });
}

/// An identifier with its role.
pub(super) fn alt_id(role: Option<&str>, value: impl Into<String>) -> AltId {
    AltId { role: role.map(str::to_owned).filter(|role| !role.is_empty()), value: value.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_that_repeat_the_text() {
        let long = "The last mill on the river stopped on Saturday after a hundred years.";
        for (description, expected) in [
            (long, Repeats::Whole),
            ("The last mill on the river stopped on…", Repeats::Part),
            (&format!("{long} Forty people worked there."), Repeats::Part),
            ("Forty people lose their work.", Repeats::No),
            ("The last", Repeats::No),
            ("The last mill [...]", Repeats::Part),
        ] {
            assert_eq!(repeats(description, long), expected, "{description}");
        }
    }
}
