//! What every reader ends with: the gaps that a document leaves are filled
//! from its path, and those that remain from the settings; then the article
//! gets its identity.

use super::identity::{self, Naming};
use crate::archive::Context;
use crate::archive::fold::letters;
use crate::archive::folder::pattern::PathFacts;
use crate::archive::page::dateline::Dateline;
use crate::article::{Article, Language, Precision, Published, Warning, WarningCode};

/// A path and a page may differ by the largest offset between their clocks.
const CLOCK_DIFFERENCE: i64 = 14 * 3600;

/// Completes an article that holds what its document says. `dateline` is what
/// its text begins with.
pub(in crate::archive) fn complete(
    mut article: Article,
    facts: PathFacts,
    dateline: Option<Dateline>,
    context: Context,
) -> Article {
    let settings = context.settings;
    let dated = facts.date.filter(|_| article.agency_id.is_none() && facts.agency_id.is_some());
    let mut filler = Filler { warnings: std::mem::take(&mut article.warnings) };
    article.published = filler.date(article.published, facts.date);
    article.agency = filler.prefer("agency", article.agency, facts.agency, &settings.agency);
    article.source = filler.prefer("source", article.source, facts.source, &settings.source);
    article.section = filler.prefer("section", article.section, facts.section, &settings.section);
    article.agency_id = filler.prefer("id", article.agency_id, facts.agency_id, &None);
    article.desk = filler.prefer("desk", article.desk, facts.desk, &None);
    let path_language = || facts.language.as_deref().and_then(Language::parse);
    article.language = article.language.or_else(path_language).or(settings.language);
    article.warnings = filler.warnings;
    let naming = Naming { dated, source_is_credit: article.source.is_some() };
    article.id = identity::identify(&article, naming, context.agencies);
    if let Some(dateline) = dateline {
        fill_dateline(&mut article, dateline, context);
    }
    article
}

/// The agency that a dateline names is the source, unless the document credits
/// somebody or the agency is the one that distributes the article.
fn fill_dateline(article: &mut Article, dateline: Dateline, context: Context) {
    article.dateline = article.dateline.take().or(dateline.place);
    let agencies = context.agencies;
    let distributes = |name: &String| {
        article.agency.as_deref().is_some_and(|agency| {
            letters(agency) == letters(name)
                || agencies.find(agency).is_some_and(|row| agencies.find(name) == Some(row))
        })
    };
    if article.source.is_none() {
        article.source = dateline.agency.filter(|name| !distributes(name));
    }
}

/// Chooses between what is said in several places, and notes where they
/// differ.
struct Filler {
    warnings: Vec<Warning>,
}

impl Filler {
    /// Returns the first that is there of what the document, the path and the
    /// settings say; warns where document and path differ.
    fn prefer(
        &mut self,
        what: &str,
        page: Option<String>,
        path: Option<String>,
        default: &Option<String>,
    ) -> Option<String> {
        if let (Some(page), Some(path)) = (&page, &path)
            && letters(page) != letters(path)
        {
            self.warn(format!("the path says {what} {path:?}, the page {page:?}"));
        }
        page.or(path).or_else(|| default.clone())
    }

    fn date(&mut self, page: Option<Published>, path: Option<Published>) -> Option<Published> {
        if let (Some(page), Some(path)) = (page, path)
            && !overlap(page, path)
        {
            self.warn(format!("the path says {path}, the page {page}"));
        }
        page.or(path)
    }

    fn warn(&mut self, detail: String) {
        self.warnings.push(Warning { code: WarningCode::PathConflict, detail });
    }
}

/// Whether two dates can mean the same moment.
fn overlap(page: Published, path: Published) -> bool {
    let slack = match page.precision {
        Precision::Minute | Precision::Second => CLOCK_DIFFERENCE,
        _ => 0,
    };
    page.seconds <= path.last_second() + slack && path.seconds <= page.last_second() + slack
}
