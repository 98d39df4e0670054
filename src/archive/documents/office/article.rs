//! A document becomes an article.
//!
//! Its text is read as a page of text would be: one that has an agency's header is
//! taken apart field by field. Where there is none, styles say what is headline and
//! subhead. What the file says of itself fills gaps, with care: dates are those of the
//! file, its author is an account, its language that of the program.

use rustc_hash::FxHashMap;

use super::document::{Document, Paragraph, Properties, Style};
use crate::archive::documents::agency_page;
use crate::archive::draft::{Place, filler};
use crate::archive::fold::{collapse, same_letters};
use crate::archive::page::body::is_byline;
use crate::archive::page::dateline::{self, Dateline};
use crate::archive::page::headline;
use crate::archive::page::lines::ends_sentence;
use crate::archive::{ReadError, dates};
use crate::article::{Article, Block, BlockKind, Concept, Origin, Warning, WarningCode};

/// The headline is looked for in so many paragraphs …
const WITHIN: usize = 4;
/// … and has at most so many characters.
const MAX_HEADLINE: usize = 250;
/// It may be broken into so many paragraphs.
const MAX_LINES: usize = 3;
/// Above it stands a kicker where it is at most so long, in percent of the headline.
const KICKER_PERCENT: usize = 60;
/// No text is broken to lines of more characters, …
const MAX_WIDTH: usize = 100;
/// … and a text that is has so many lines, of which half are at least so long, in
/// percent of the longest. Blank lines divide it, or many lines begin small.
const MIN_LINES: usize = 6;
const FULL_PERCENT: usize = 60;

/// Makes the article.
///
/// # Errors
/// Where the document has no text.
pub(super) fn make(document: Document, place: Place) -> Result<Article, ReadError> {
    let Document { mut paragraphs, properties, warnings } = document;
    paragraphs.retain(|paragraph| paragraph.style != Style::Contents);
    if paragraphs.iter().all(Paragraph::is_blank) {
        return Err(place.no_article("it has no text"));
    }
    if are_all_headings(&paragraphs) {
        paragraphs.iter_mut().for_each(|paragraph| paragraph.style = Style::Body);
    }
    let kinds = kinds(&paragraphs);
    let byline = take_first(&mut paragraphs, 0, Style::Byline);
    let subhead = headline_at(&paragraphs, &properties.title)
        .and_then(|headline| take_first(&mut paragraphs, headline, Style::Subtitle));
    let (mut article, dateline) = contents(paragraphs, &properties, place);
    article.byline = byline.or(article.byline);
    article.subhead = subhead.or(article.subhead);
    tell_kinds(&mut article, &kinds);
    let lede = article.lede.as_deref();
    let dateline =
        dateline.or_else(|| lede.and_then(|lede| dateline::read(lede, place.context.agencies)));
    article.warnings.splice(0..0, warnings);
    describe(&mut article, &properties);
    let mut article = filler::complete(article, place.facts.clone(), dateline, place.context);
    if article.published.is_none() {
        article.warnings.extend(written(&properties));
    }
    Ok(article)
}

/// Reads the text, and what it begins with: by its header, by its styles, or as plain
/// text.
fn contents(
    mut paragraphs: Vec<Paragraph>,
    properties: &Properties,
    place: Place,
) -> (Article, Option<Dateline>) {
    let (context, path) = (place.context, place.facts.headline.as_deref());
    let text = page(&paragraphs);
    let head = match agency_page::has_header(&text, context) {
        true => None,
        false => Head::take(&mut paragraphs, properties),
    };
    let Some(Head { headline, kicker }) = head else {
        let contents = agency_page::contents(&text, place.relative, place.facts, context);
        let (mut article, dateline) = contents;
        name(&mut article, &properties.title);
        return (article, dateline);
    };
    let (mut article, dateline) = agency_page::below(headline, None, &page(&paragraphs), context);
    headline::check_path(&article.headline, path, &mut article.warnings);
    article.origin = Origin { path: place.relative.to_owned(), record: None };
    article.kicker = kicker;
    (article, dateline)
}

/// Tells paragraphs for what their styles say.
fn tell_kinds(article: &mut Article, kinds: &FxHashMap<String, BlockKind>) {
    let of_lede = article.lede.as_ref().and_then(|lede| kinds.get(lede));
    let first = article.body.first();
    // A heading above everything stands below the headline.
    if of_lede == Some(&BlockKind::Subhead)
        && article.subhead.is_none()
        && first.is_some_and(|first| first.kind != BlockKind::Boilerplate)
    {
        article.subhead = article.lede.replace(article.body.remove(0).text);
        take_byline(article);
    }
    for block in article.body.iter_mut().filter(|block| block.kind != BlockKind::Boilerplate) {
        block.kind = kinds.get(&block.text).copied().unwrap_or(block.kind);
    }
}

/// Takes the byline that stands below the subhead.
fn take_byline(article: &mut Article) {
    let is_text = |block: &Block| block.kind != BlockKind::Boilerplate;
    if article.byline.is_none()
        && article.lede.as_deref().is_some_and(is_byline)
        && article.body.first().is_some_and(is_text)
    {
        article.byline = article.lede.replace(article.body.remove(0).text);
    }
}

/// The text as a page. Paragraphs have a blank line between them, unless each is a
/// line of a text that was broken to a width, as plain text that Word opened is.
fn page(paragraphs: &[Paragraph]) -> String {
    let between = match is_broken_to_width(paragraphs) {
        true => "\n",
        false => "\n\n",
    };
    let texts: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
    texts.join(between)
}

fn is_broken_to_width(paragraphs: &[Paragraph]) -> bool {
    let length = |one: &Paragraph| one.text.chars().count();
    let longest = paragraphs.iter().map(length).max().unwrap_or(0);
    if longest > MAX_WIDTH {
        return false;
    }
    let (mut count, mut open, mut full, mut small) = (0, 0, 0, 0);
    for two in paragraphs.windows(2).filter(|two| two.iter().all(|one| !one.is_blank())) {
        count += 1;
        open += usize::from(!ends_sentence(&two[0].text));
        full += usize::from(length(&two[0]) * 100 >= longest * FULL_PERCENT);
        small += usize::from(two[1].text.starts_with(char::is_lowercase));
    }
    let is_divided = paragraphs.iter().any(Paragraph::is_blank) || small * 3 >= count;
    count >= MIN_LINES && open * 2 >= count && full * 2 >= count && is_divided
}

/// Whether the writer used the styles of headings for how they look.
fn are_all_headings(paragraphs: &[Paragraph]) -> bool {
    let is_heading = |one: &&Paragraph| matches!(one.style, Style::Title | Style::Heading(_));
    let filled = paragraphs.iter().filter(|one| !one.is_blank()).count();
    let headings = paragraphs.iter().filter(|one| !one.is_blank()).filter(is_heading).count();
    filled > WITHIN && headings * 4 > filled * 3
}

/// What styles say that paragraphs are, by their text in one line.
fn kinds(paragraphs: &[Paragraph]) -> FxHashMap<String, BlockKind> {
    let mut kinds = FxHashMap::default();
    for paragraph in paragraphs {
        let kind = match paragraph.style {
            // A heading is no longer than a headline.
            Style::Title | Style::Heading(_) if !is_short(paragraph) => continue,
            Style::Title | Style::Subtitle | Style::Heading(_) => BlockKind::Subhead,
            Style::Quotation => BlockKind::Quotation,
            Style::Item => BlockKind::Paragraph,
            Style::Body | Style::Byline | Style::Contents => continue,
        };
        kinds.extend(paragraph.text.lines().map(|line| (collapse(line), kind)));
        kinds.insert(collapse(&paragraph.text), kind);
    }
    kinds
}

/// What stands above the text, by its styles.
#[derive(Debug, Default)]
struct Head {
    headline: String,
    kicker: Option<String>,
}

impl Head {
    /// Takes the headline, and what is around it, from the paragraphs; `None`, and
    /// nothing taken, where no style says which it is.
    fn take(paragraphs: &mut Vec<Paragraph>, properties: &Properties) -> Option<Head> {
        let at = headline_at(paragraphs, &properties.title)?;
        let style = paragraphs[at].style;
        let mut head = Head { headline: collapse(&paragraphs.remove(at).text), ..Head::default() };
        for _ in 1..MAX_LINES {
            let goes_on = paragraphs.get(at).is_some_and(|one| one.style == style);
            if style == Style::Title && goes_on {
                head.headline =
                    format!("{} {}", head.headline, collapse(&paragraphs.remove(at).text));
            }
        }
        head.take_kicker(paragraphs, at);
        Some(head)
    }

    /// Takes the line above the headline, which is the only one there.
    fn take_kicker(&mut self, paragraphs: &mut Vec<Paragraph>, headline: usize) {
        let mut above = (0..headline).filter(|at| !paragraphs[*at].is_blank());
        let (Some(at), None) = (above.next(), above.next()) else {
            return;
        };
        let text = collapse(&paragraphs[at].text);
        let is_short = text.chars().count() * 100
            <= self.headline.chars().count().saturating_mul(KICKER_PERCENT);
        let is_body = matches!(paragraphs[at].style, Style::Body | Style::Subtitle);
        let is_other =
            is_byline(&text) || ends_sentence(&text) || dates::read_whole(&text).is_some();
        if is_short && is_body && !is_other {
            paragraphs.remove(at);
            self.kicker = Some(text);
        }
    }
}

fn is_short(paragraph: &Paragraph) -> bool {
    paragraph.text.chars().nth(MAX_HEADLINE).is_none()
}

/// The first paragraphs that are not blank, with their places.
fn opening(paragraphs: &[Paragraph]) -> impl Iterator<Item = (usize, &Paragraph)> {
    (0..).zip(paragraphs).filter(|(_, one)| !one.is_blank()).take(WITHIN)
}

/// Takes the first paragraph of a style from the beginning of a text, from a place on.
fn take_first(paragraphs: &mut Vec<Paragraph>, from: usize, style: Style) -> Option<String> {
    let found = opening(paragraphs).find(|(at, one)| *at >= from && one.style == style);
    let at = found.map(|(at, _)| at)?;
    Some(collapse(&paragraphs.remove(at).text))
}

/// Where the headline is: in style "Title", else the first heading, else what the file
/// says is its title.
fn headline_at(paragraphs: &[Paragraph], title: &str) -> Option<usize> {
    let find = |is: &dyn Fn(&Paragraph) -> bool| {
        opening(paragraphs).find(|(_, one)| is(one) && is_short(one)).map(|(at, _)| at)
    };
    let is_title = |one: &Paragraph| one.style == Style::Title;
    let is_heading = |one: &Paragraph| matches!(one.style, Style::Heading(_));
    let is_named = |one: &Paragraph| is_headline(title) && same_letters(&one.text, title);
    find(&is_title).or_else(|| find(&is_heading)).or_else(|| find(&is_named))
}

/// Gives an article that would be named after its file the title of the file.
fn name(article: &mut Article, title: &str) {
    let assumed = |warning: &&mut Warning| {
        warning.code == WarningCode::HeadlineAssumed && warning.detail == headline::OF_FILE
    };
    if is_headline(title)
        && let Some(warning) = article.warnings.iter_mut().find(assumed)
    {
        warning.detail = "taken from the properties of the file".to_owned();
        article.headline = collapse(title);
    }
}

/// Whether a title was given by somebody, and not by a program.
fn is_headline(title: &str) -> bool {
    const ENDINGS: [&str; 8] = [".doc", ".docx", ".docm", ".dot", ".rtf", ".odt", ".txt", ".pdf"];
    const PROGRAMS: [&str; 4] = ["microsoft word", "untitled", "new document", "powerpoint"];
    let title = title.trim().to_lowercase();
    let is_worded = title.contains(' ') || !title.is_ascii();
    is_worded
        && title.chars().count() <= MAX_HEADLINE
        && title.chars().any(char::is_alphabetic)
        && !ENDINGS.iter().any(|ending| title.ends_with(ending))
        && !PROGRAMS.iter().any(|program| title.starts_with(program))
}

/// Fills in what the file says of its text, where the text does not.
fn describe(article: &mut Article, properties: &Properties) {
    if article.keywords.is_empty() {
        let keywords = properties.keywords.iter();
        // Some programs write all of them as one.
        let keywords = keywords.flat_map(|all| all.split([',', ';', '،', '、', '，']));
        for keyword in keywords.map(collapse) {
            if !keyword.is_empty() && !article.keywords.contains(&keyword) {
                article.keywords.push(keyword);
            }
        }
    }
    if article.subjects.is_empty() {
        let subject = Some(collapse(&properties.subject)).filter(|subject| !subject.is_empty());
        article.subjects.extend(subject.map(Concept::named));
    }
}

/// The warning that says when the file was written.
fn written(properties: &Properties) -> Option<Warning> {
    let Properties { created, modified, .. } = properties;
    let when = match (created.trim(), modified.trim()) {
        ("", "") => return None,
        ("", modified) => format!("saved at {modified}"),
        (created, "") => format!("begun at {created}"),
        (created, modified) => format!("begun at {created} and saved at {modified}"),
    };
    let detail = format!("the file was {when}, which is not when it was published");
    Some(Warning { code: WarningCode::Captured, detail })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_programs_give_are_no_headlines() {
        for (title, expected) in [
            ("Bridge opens in the lake town", true),
            ("Мост", true),
            ("Microsoft Word - draft3.doc", false),
            ("bridge story final.docx", false),
            ("Normal", false),
            ("Untitled document", false),
            ("12 / 3", false),
            ("", false),
        ] {
            assert_eq!(is_headline(title), expected, "{title}");
        }
    }

    #[test]
    fn lines_of_a_text_that_was_broken_are_no_paragraphs() {
        let paragraphs = |text: &str| -> Vec<Paragraph> {
            let lines = text.lines();
            lines.map(|line| Paragraph { style: Style::Body, text: line.to_owned() }).collect()
        };
        let line = "The council of the lake town met on Monday to\n";
        let broken = format!("{}the end.\n\n{}so it is.", line.repeat(4), line.repeat(4));
        assert!(is_broken_to_width(&paragraphs(&broken)));
        assert!(!is_broken_to_width(&paragraphs(&broken.replace("\n\n", "\n"))));
        let begun = broken.replace("\n\n", "\n").replace("The council", "the council");
        assert!(is_broken_to_width(&paragraphs(&begun)));
        let short =
            "Milk\nBread\nEggs\nRice\nTea\nOil\nSalt\n\nThat is what the shops had left to sell.";
        assert!(!is_broken_to_width(&paragraphs(short)));
    }
}
