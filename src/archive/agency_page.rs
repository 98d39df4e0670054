//! A page of text becomes an article: an agency page with a header, or text
//! without one.
//!
//! The order: what recurs in the archive is set aside, then what closes the
//! page, then the header; the rest is headline, lede and body. What the page
//! says goes before what its path says, and that before the settings.

use super::agencies::Agencies;
use super::body::{self, Body};
use super::closing::Closing;
use super::dateline::{self, Dateline};
use super::fold::letters;
use super::header::{self, Header};
use super::identity::{self, Naming};
use super::lines;
use super::paragraphs::{self, Paragraph};
use super::pattern::PathFacts;
use super::{Boilerplate, Settings, headline};
use crate::article::{
    Article, Block, BlockKind, Language, Origin, Precision, Published, Warning, WarningCode,
};

/// A path and a page may differ by the largest offset between their clocks.
const CLOCK_DIFFERENCE: i64 = 14 * 3600;

/// What a page is read with.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub settings: &'a Settings,
    pub agencies: &'a Agencies,
    pub boilerplate: &'a Boilerplate,
}

/// Reads a page. `facts` is what its path says.
pub(super) fn read(text: &str, relative: &str, facts: PathFacts, context: Context) -> Article {
    let text = lines::unify_ends(text);
    let mut lines = lines::split(&text);
    let banners = context.boilerplate.take_opening(&mut lines);
    let mut footers = context.boilerplate.take_closing(&mut lines);
    let mut closing = Closing::default();
    closing.take(&mut lines, context.agencies);
    footers.splice(0..0, context.boilerplate.take_closing(&mut lines));
    closing.take_tail(&mut lines);
    let mut header = header::take(&mut lines, &closing.foot, context.agencies);
    if header.is_none() {
        closing.give_back(&mut lines);
    }
    let mut warnings = Vec::new();
    let mut paragraphs = paragraphs::build(&lines);
    if let Some(text) = header.as_mut().and_then(|header| header.rest.take()) {
        paragraphs.insert(0, Paragraph { text, indented: false, closed: true });
    }
    let headline = headline::take(
        &mut paragraphs,
        header.as_mut(),
        facts.headline.as_deref(),
        relative,
        context.agencies,
        &mut warnings,
    );
    let body = body::build(paragraphs, &headline.text, &mut warnings);
    let mut article = Article {
        headline: headline.text,
        kicker: headline.kicker,
        initials: closing.initials,
        desk: closing.desk,
        origin: Origin { path: relative.to_owned(), record: None },
        ..Article::default()
    };
    fill_body(&mut article, body, banners, footers, &mut warnings);
    article.warnings = warnings;
    let header = header.unwrap_or_default();
    Filler { article, context, facts }.fill(header)
}

fn fill_body(
    article: &mut Article,
    body: Body,
    banners: Vec<String>,
    footers: Vec<String>,
    warnings: &mut Vec<Warning>,
) {
    if body.lede.is_none() {
        let detail = "there is no text below the headline".to_owned();
        warnings.push(Warning { code: WarningCode::NoText, detail });
    }
    let set_aside = |text| Block { kind: BlockKind::Boilerplate, text };
    article.lede = body.lede;
    article.byline = body.byline;
    article.body = banners.into_iter().map(set_aside).collect();
    article.body.extend(body.blocks);
    article.body.extend(footers.into_iter().map(set_aside));
}

/// Fills the fields around the text.
struct Filler<'a> {
    article: Article,
    context: Context<'a>,
    facts: PathFacts,
}

impl Filler<'_> {
    fn fill(mut self, header: Header) -> Article {
        let dateline = self.article.lede.as_deref();
        let dateline = dateline.and_then(|lede| dateline::read(lede, self.context.agencies));
        self.fill_published(&header, dateline.as_ref());
        let settings = self.context.settings;
        let facts = std::mem::take(&mut self.facts);
        // A page that has an id of its own, credits nobody and names an agency
        // only where the text begins is that agency's.
        let filed_by = dateline.as_ref().and_then(|dateline| dateline.agency.clone());
        let credited = header.agency.is_some() || header.source.is_some();
        let filed_by = filed_by.filter(|_| header.id.is_some() && !credited);
        let agency = header.agency.or_else(|| self.known_agency(filed_by));
        let agency = self.prefer("agency", agency, facts.agency, &settings.agency);
        let source = self.prefer("source", header.source, facts.source, &settings.source);
        let section = self.prefer("section", header.section, facts.section, &settings.section);
        let desk = header.desk.or(self.article.desk.take());
        let naming = Naming {
            dated: facts.date.filter(|_| header.id.is_none() && facts.agency_id.is_some()),
            source_is_credit: source.is_some(),
        };
        let language = header.language.as_deref().and_then(Language::parse);
        let path_language = || facts.language.as_deref().and_then(Language::parse);
        self.article.language = language.or_else(path_language).or(settings.language);
        self.article.agency_id = self.prefer("id", header.id, facts.agency_id, &None);
        self.article.desk = self.prefer("desk", desk, facts.desk, &None);
        self.article.section = section;
        self.article.byline = self.article.byline.take().or(header.byline);
        self.article.url = header.url;
        self.article.rights = header.rights;
        self.article.keywords = header.keywords;
        self.article.warnings.splice(0..0, header.warnings);
        self.article.agency = agency;
        self.article.source = source;
        self.article.id = identity::identify(&self.article, naming, self.context.agencies);
        if let Some(dateline) = dateline {
            self.fill_dateline(dateline);
        }
        self.article
    }

    /// The agency that a dateline names is the source, unless the page credits
    /// somebody or the agency is the one that distributes the article.
    fn fill_dateline(&mut self, dateline: Dateline) {
        self.article.dateline = dateline.place;
        let agencies = self.context.agencies;
        let distributes = |name: &String| {
            let agency = self.article.agency.as_deref();
            agency.is_some_and(|agency| {
                letters(agency) == letters(name)
                    || agencies.find(agency).is_some_and(|row| agencies.find(name) == Some(row))
            })
        };
        if self.article.source.is_none() {
            self.article.source = dateline.agency.filter(|name| !distributes(name));
        }
    }

    /// The name of the agency that a dateline means by an abbreviation.
    fn known_agency(&self, printed: Option<String>) -> Option<String> {
        self.context.agencies.find(&printed?).map(|agency| agency.name.clone())
    }

    /// Returns the first that is there of what the page, the path and the
    /// settings say; warns where page and path differ.
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
            self.warn_path(format!("the path says {what} {path:?}, the page {page:?}"));
        }
        page.or(path).or_else(|| default.clone())
    }

    fn warn_path(&mut self, detail: String) {
        let code = WarningCode::PathConflict;
        self.article.warnings.push(Warning { code, detail });
    }

    fn fill_published(&mut self, header: &Header, dateline: Option<&Dateline>) {
        let path_date = self.facts.date;
        let settings = self.context.settings;
        let mut pieces = header.when;
        // A dateline's date is when the report was filed: it stands in for a
        // date of publication, and never against one.
        let filed = dateline.and_then(|dateline| dateline.when);
        let by_path = path_date.is_some_and(|date| date.precision >= Precision::Day);
        if pieces.day.is_none()
            && !by_path
            && let Some(filed) = filed
        {
            pieces.merge(filed);
        }
        let (zone, order) = (&settings.time_zone, settings.day_order);
        let warnings = &mut self.article.warnings;
        let page_date = pieces.settle(zone, order, path_date, warnings);
        if let Some(updated) = header.updated {
            self.article.version_created = updated.settle(zone, order, page_date, warnings);
        }
        if let (Some(page), Some(path)) = (page_date, path_date)
            && !overlap(page, path)
        {
            self.warn_path(format!("the path says {path}, the page {page}"));
        }
        self.article.published = page_date.or(path_date);
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
