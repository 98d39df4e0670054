//! A page of text becomes an article: an agency page with a header, or text
//! without one.
//!
//! The order: what recurs in the archive is set aside, then what closes the
//! page, then the header; the rest is headline, lede and body. What the page
//! says goes before what its path says, and that before the settings.

use crate::archive::Context;
use crate::archive::dates::moment;
use crate::archive::draft::filler;
use crate::archive::draft::standing::{self, Embargo};
use crate::archive::folder::pattern::PathFacts;
use crate::archive::page::body::{self, Body};
use crate::archive::page::closing::Closing;
use crate::archive::page::dateline::{self, Dateline};
use crate::archive::page::header::{self, Header};
use crate::archive::page::headline;
use crate::archive::page::lines::{self, Line};
use crate::archive::page::paragraphs::{self, Paragraph};
use crate::article::{
    Article, Block, BlockKind, Language, Origin, Precision, Published, Signal, Warning, WarningCode,
};

/// Reads a page. `facts` is what its path says.
pub(in crate::archive) fn read(
    text: &str,
    relative: &str,
    facts: PathFacts,
    context: Context,
) -> Article {
    let (article, dateline) = contents(text, relative, &facts, context);
    filler::complete(article, facts, dateline, context)
}

/// Returns what a page says itself, and what its text begins with. The path is
/// asked only where it decides what the page means.
pub(in crate::archive) fn contents(
    text: &str,
    relative: &str,
    facts: &PathFacts,
    context: Context,
) -> (Article, Option<Dateline>) {
    let text = lines::unify_ends(text);
    let mut lines = lines::split(&text);
    let Around { banners, footers, closing, mut header } = Around::take(&mut lines, context);
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
    Filler { article, context, path_date: facts.date }.fill(header)
}

/// Whether a page has a header.
#[cfg(feature = "office")]
pub(super) fn has_header(text: &str, context: Context) -> bool {
    let text = lines::unify_ends(text);
    Around::take(&mut lines::split(&text), context).header.is_some()
}

/// Makes lede and body of the text below a known headline; also returns what the text
/// begins with. `lede` stands above the text where it is given apart.
pub(in crate::archive) fn below(
    headline: String,
    lede: Option<String>,
    text: &str,
    context: Context,
) -> (Article, Option<Dateline>) {
    let text = lines::unify_ends(text);
    let mut lines = lines::split(&text);
    let banners = context.boilerplate.take_opening(&mut lines);
    let footers = context.boilerplate.take_closing(&mut lines);
    let mut paragraphs = paragraphs::build(&lines);
    if let Some(text) = lede {
        paragraphs.insert(0, Paragraph { text, indented: false, closed: true });
    }
    let mut warnings = Vec::new();
    let body = body::build(paragraphs, &headline, &mut warnings);
    let mut article = Article { headline, ..Article::default() };
    fill_body(&mut article, body, banners, footers, &mut warnings);
    article.warnings = warnings;
    let lede = article.lede.as_deref();
    let dateline = lede.and_then(|lede| dateline::read(lede, context.agencies));
    (article, dateline)
}

/// What stands around the text of a page.
struct Around<'a> {
    banners: Vec<String>,
    footers: Vec<String>,
    closing: Closing<'a>,
    header: Option<Header>,
}

impl<'a> Around<'a> {
    /// Takes it from the lines of a page.
    fn take(lines: &mut Vec<Line<'a>>, context: Context) -> Around<'a> {
        let banners = context.boilerplate.take_opening(lines);
        let mut footers = context.boilerplate.take_closing(lines);
        let mut closing = Closing::default();
        closing.take(lines, context.agencies);
        footers.splice(0..0, context.boilerplate.take_closing(lines));
        closing.take_tail(lines);
        let header = header::take(lines, &closing.foot, context.agencies);
        if header.is_none() {
            closing.give_back(lines);
        }
        Around { banners, footers, closing, header }
    }
}

/// Fills in the text, with what recurs in the archive above and below it.
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
    path_date: Option<Published>,
}

impl Filler<'_> {
    fn fill(mut self, header: Header) -> (Article, Option<Dateline>) {
        let dateline = self.article.lede.as_deref();
        let dateline = dateline.and_then(|lede| dateline::read(lede, self.context.agencies));
        self.fill_published(&header, dateline.as_ref());
        // A page that has an id of its own, credits nobody and names an agency
        // only where the text begins is that agency's.
        let filed_by = dateline.as_ref().and_then(|dateline| dateline.agency.clone());
        let credited = header.agency.is_some() || header.source.is_some();
        let filed_by = filed_by.filter(|_| header.id.is_some() && !credited);
        self.fill_standing(&header);
        let agency = header.agency.or_else(|| self.known_agency(filed_by));
        let article = &mut self.article;
        article.source = header.source;
        article.section = header.section;
        article.language = header.language.as_deref().and_then(Language::parse);
        article.agency_id = header.id;
        article.desk = header.desk.or(article.desk.take());
        article.byline = article.byline.take().or(header.byline);
        article.url = header.url;
        article.rights = header.rights;
        article.keywords = header.keywords;
        article.agency = agency;
        article.warnings.splice(0..0, header.warnings);
        (self.article, dateline)
    }

    /// Fills in whether the article may be used.
    fn fill_standing(&mut self, header: &Header) {
        let embargo = header.embargo.as_deref().unwrap_or_default();
        let embargo = Embargo::read(embargo, |text| {
            moment::read("embargo", text, self.context, &mut self.article.warnings)
        });
        self.article.signals.extend(header.is_killed.then_some(Signal::Kill));
        standing::apply(&mut self.article, header.status.as_deref().unwrap_or_default(), embargo);
    }

    /// The name of the agency that a dateline means by an abbreviation.
    fn known_agency(&self, printed: Option<String>) -> Option<String> {
        self.context.agencies.find(&printed?).map(|agency| agency.name.clone())
    }

    fn fill_published(&mut self, header: &Header, dateline: Option<&Dateline>) {
        let path_date = self.path_date;
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
        self.article.published = page_date;
    }
}
