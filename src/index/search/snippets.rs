//! What of an article to show: the places that matched, and up to three pieces
//! of text around them.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use crate::article::Article;
use crate::hit::{Hit, Marked, Snippet};
use crate::index::compile::Scope;
use crate::index::queries::spans::{InText, Mentioned, Plan, Terms, witnesses};
use crate::index::schema::terms::stemmed_as;
use crate::query::ast::TextField;
use crate::text::{self, Analysis, Analyzer, Token};

/// A snippet has about so many characters; it ends where a word ends for
/// a reader.
const SNIPPET_CHARACTERS: usize = 220;
/// So many characters of it stand before the first match, if there are.
const CHARACTERS_BEFORE: usize = 60;
/// A hit shows at most so many snippets.
const MAX_SNIPPETS: usize = 3;

/// Marks articles with what a query's plans matched.
pub(in crate::index) struct Marker<'a> {
    plans: &'a [(Scope, Plan)],
    terms: Terms,
    analyzer: Analyzer,
    analysis: Analysis,
    ready: &'a Analyzers,
}

/// Analysers that lie ready from one search to the next: each knows the stems
/// of the words that it has met.
#[derive(Debug, Default)]
pub(in crate::index) struct Analyzers(Mutex<Vec<Analyzer>>);

impl Analyzers {
    fn take(&self) -> Analyzer {
        self.lock().pop().unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Analyzer>> {
        // A panic elsewhere leaves the list as it was.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Marker<'_> {
    fn drop(&mut self) {
        self.ready.lock().push(std::mem::take(&mut self.analyzer));
    }
}

/// A place that matched.
#[derive(Debug, Clone)]
struct Mark {
    paragraph: usize,
    bytes: Range<usize>,
    /// Which part of the query it answers, and with which word.
    part: (usize, u64),
}

impl<'a> Marker<'a> {
    /// A marker that analyses with one of the analysers that lie ready, and
    /// puts it back in the end.
    pub(in crate::index) fn new(plans: &'a [(Scope, Plan)], ready: &'a Analyzers) -> Self {
        let terms = Terms::of(plans.iter().map(|(_, plan)| plan));
        Marker { plans, terms, analyzer: ready.take(), analysis: Analysis::default(), ready }
    }

    /// What the plans ask for.
    pub(in crate::index) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Makes a hit of an article in which names stand where `mentioned` says.
    pub(in crate::index) fn hit(
        &mut self,
        score: Option<f32>,
        article: Article,
        superseded: bool,
        mentioned: &Mentioned,
    ) -> Hit {
        let marks = self.marks(&article, mentioned);
        let paragraphs: Vec<&str> = article.paragraphs().collect();
        let headline = marked(paragraphs[0], 0..paragraphs[0].len(), &marks, 0);
        let mut pieces = choose(&paragraphs, &marks);
        if pieces.is_empty() {
            let opening = opening(paragraphs.iter().copied());
            pieces.extend(opening.map(|paragraph| (paragraph, 0)));
        }
        let mut snippets: Vec<Snippet> = pieces
            .into_iter()
            .map(|(paragraph, from)| self.snippet(&paragraphs, paragraph, from, &marks))
            .collect();
        snippets.sort_by_key(|snippet| snippet.paragraph);
        Hit { score, article, words: None, superseded, headline, snippets, story: None }
    }

    /// Marks the whole text.
    pub(in crate::index) fn paragraphs(
        &mut self,
        article: &Article,
        mentioned: &Mentioned,
    ) -> Vec<Marked> {
        let marks = self.marks(article, mentioned);
        article
            .paragraphs()
            .enumerate()
            .map(|(paragraph, text)| marked(text, 0..text.len(), &marks, paragraph))
            .collect()
    }

    /// Finds what matched, in order of place.
    fn marks(&mut self, article: &Article, mentioned: &Mentioned) -> Vec<Mark> {
        let language = stemmed_as(article);
        // All that plans look at, and the paragraph that is shown where none matched.
        let reaches = self.plans.iter().map(|(scope, plan)| reach(*scope, plan));
        let reach_of_all = reaches.max().unwrap_or(Reach::Nothing);
        let opening = opening(article.paragraphs()).map_or(1, |place| place + 1);
        let paragraphs = article.paragraphs().take(reach_of_all.paragraphs().max(opening));
        self.analyzer.analyze(Some(language), paragraphs, &mut self.analysis);
        let analysis = &self.analysis;
        let in_text = |wanted: fn(u32) -> bool| {
            InText::new(&self.terms, analysis, language, mentioned, wanted)
        };
        let headline = LazyCell::new(|| in_text(|paragraph| paragraph == 0));
        let whole = LazyCell::new(|| in_text(|_| true));
        let mut marks = Vec::new();
        for (number, (scope, plan)) in self.plans.iter().enumerate() {
            let places = match reach(*scope, plan) {
                Reach::Nothing => continue,
                Reach::Headline => witnesses(plan, &headline),
                Reach::Lede | Reach::All => witnesses(plan, &whole),
            };
            for place in places {
                let first = analysis.tokens.partition_point(|token| token.position < place.start);
                let after = analysis.tokens.partition_point(|token| token.position < place.end);
                marks.extend(by_paragraph(analysis, &analysis.tokens[first..after], number));
            }
        }
        marks.sort_by_key(|mark| (mark.paragraph, mark.bytes.start, mark.bytes.end));
        marks
    }

    /// Cuts a piece out of a paragraph, around the match that begins at byte
    /// `from`.
    fn snippet(
        &self,
        paragraphs: &[&str],
        paragraph: usize,
        from: usize,
        marks: &[Mark],
    ) -> Snippet {
        let text = paragraphs[paragraph];
        let tokens: Vec<Range<usize>> = self
            .analysis
            .tokens
            .iter()
            .filter(|token| token.paragraph as usize == paragraph)
            .map(|token| token.start as usize..token.end as usize)
            .collect();
        let earliest = back(text, from, CHARACTERS_BEFORE);
        let before = text::words_for_readers(text, &tokens, earliest..from);
        let mut starts = before.iter().map(|word| word.start);
        let start = starts.find(|&start| start >= earliest && start <= from);
        let start = start.unwrap_or(from);
        // A piece that nearly begins the paragraph begins with it.
        let start = if tokens.first().is_none_or(|first| first.start >= start) { 0 } else { start };
        let latest = forth(text, start, SNIPPET_CHARACTERS);
        let here = marks.iter().filter(|mark| mark.paragraph == paragraph);
        let reach = here.filter(|mark| mark.bytes.start < latest).map(|mark| mark.bytes.end);
        let words = text::words_for_readers(text, &tokens, from..reach.fold(latest, usize::max));
        let last = |words: &[Range<usize>]| {
            let mut ends = words.iter().map(|word| word.end);
            ends.rfind(|&end| end > from && end <= latest)
        };
        // A word of many parts may be longer than a snippet: it is cut.
        let end = last(&words).or_else(|| last(&tokens)).unwrap_or(text.len());
        // A match is shown whole.
        let straddling = |mark: &&Mark| {
            mark.paragraph == paragraph && mark.bytes.start < end && end < mark.bytes.end
        };
        let whole =
            marks.iter().filter(straddling).map(|mark| mark.bytes.end).fold(end, usize::max);
        let mut around = words.iter().filter(|word| word.start < whole && whole < word.end);
        let end = match around.next() {
            Some(word) if whole > end => word.end,
            _ => whole,
        };
        // What closes the last sentence belongs to it.
        let closing = text[end..].chars().take_while(|c| !c.is_alphanumeric()).count();
        let tail: usize = text[end..].chars().take(closing).map(char::len_utf8).sum();
        let end = if end + tail == text.len() { text.len() } else { end };
        Snippet {
            paragraph,
            marked: marked(text, start..end, marks, paragraph),
            cut_before: start > 0,
            cut_after: end < text.len(),
        }
    }
}

/// How much of an article a plan looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// Nothing of the text that is shown.
    Nothing,
    Headline,
    /// The headline and the lede.
    Lede,
    All,
}

impl Reach {
    /// So many paragraphs.
    fn paragraphs(self) -> usize {
        match self {
            Reach::Nothing => 0,
            Reach::Headline => 1,
            Reach::Lede => 2,
            Reach::All => usize::MAX,
        }
    }
}

fn reach(scope: Scope, plan: &Plan) -> Reach {
    match scope {
        Some(TextField::Headline) if !plan.has_mentions() => Reach::Headline,
        Some(TextField::Lede) => Reach::Lede,
        None | Some(TextField::Headline | TextField::Body) => Reach::All,
        Some(_) => Reach::Nothing,
    }
}

/// The first paragraph below the headline that has text.
fn opening<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Option<usize> {
    paragraphs.skip(1).position(|text| !text.is_empty()).map(|place| place + 1)
}

/// A place may run over the end of a paragraph: each paragraph has its own
/// mark.
fn by_paragraph<'t>(
    analysis: &'t Analysis,
    tokens: &'t [Token],
    plan: usize,
) -> impl Iterator<Item = Mark> + 't {
    tokens.chunk_by(|one, next| one.paragraph == next.paragraph).map(move |run| {
        let word = analysis.stem(&run[0]).unwrap_or(analysis.form(&run[0]));
        Mark {
            paragraph: run[0].paragraph as usize,
            bytes: run[0].start as usize..run[run.len() - 1].end as usize,
            part: (plan, xxh3_64(word.as_bytes())),
        }
    })
}

/// Chooses where the snippets begin: first what answers most parts of the
/// query, in most words, then what has most matches, as long as each shows
/// another word: the ends of a proximity may lie far apart.
fn choose(paragraphs: &[&str], marks: &[Mark]) -> Vec<(usize, usize)> {
    let body: Vec<&Mark> = marks.iter().filter(|mark| mark.paragraph > 0).collect();
    let mut parts: Vec<(usize, u64)> = body.iter().map(|mark| mark.part).collect();
    parts.sort_unstable();
    parts.dedup();
    let number = |mark: &&Mark| parts.partition_point(|part| *part < mark.part);
    let numbers: Vec<usize> = body.iter().map(number).collect();
    let windows: Vec<usize> =
        (0..body.len()).map(|place| window(paragraphs, &body[place..])).collect();
    let mut is_answered = vec![false; parts.len()];
    // The last place whose snippet would answer each part, and each plan.
    let plans = parts.last().map_or(0, |(plan, _)| plan + 1);
    let (mut part_at, mut plan_at) = (vec![0; parts.len()], vec![0; plans]);
    let mut is_plan_answered = vec![false; plan_at.len()];
    let mut chosen = Vec::new();
    while chosen.len() < MAX_SNIPPETS {
        let mut best: Option<((usize, usize, usize), usize)> = None;
        for (place, &within) in windows.iter().enumerate() {
            let here = chosen.len() * body.len() + place + 1;
            let (mut new_plans, mut new_parts) = (0, 0);
            for &part in &numbers[place..place + within] {
                let plan = parts[part].0;
                if !is_answered[part] && std::mem::replace(&mut part_at[part], here) != here {
                    new_parts += 1;
                    let is_new = std::mem::replace(&mut plan_at[plan], here) != here;
                    new_plans += usize::from(is_new && !is_plan_answered[plan]);
                }
            }
            let worth = (new_plans, new_parts, within);
            if new_parts > 0 && best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, place));
            }
        }
        let Some((_, place)) = best else {
            break;
        };
        for &part in &numbers[place..place + windows[place]] {
            is_answered[part] = true;
            is_plan_answered[parts[part].0] = true;
        }
        chosen.push((body[place].paragraph, body[place].bytes.start));
    }
    chosen
}

/// How many marks fit into one snippet that begins with the first of them.
fn window(paragraphs: &[&str], marks: &[&Mark]) -> usize {
    let first = marks[0];
    let room = SNIPPET_CHARACTERS - CHARACTERS_BEFORE;
    let limit = forth(paragraphs[first.paragraph], first.bytes.start, room);
    let fits = |mark: &&Mark| mark.paragraph == first.paragraph && mark.bytes.end <= limit;
    marks.iter().take_while(|mark| fits(mark)).count().max(1)
}

/// The byte at most so many characters before another.
fn back(text: &str, from: usize, characters: usize) -> usize {
    let before = text[..from].char_indices().rev();
    before.take(characters).last().map_or(from, |(byte, _)| byte)
}

/// The byte at most so many characters after another.
fn forth(text: &str, from: usize, characters: usize) -> usize {
    text[from..].char_indices().nth(characters).map_or(text.len(), |(byte, _)| from + byte)
}

/// A piece of a paragraph with its marks, which are in order of place; those that touch
/// or overlap are one.
fn marked(text: &str, piece: Range<usize>, marks: &[Mark], paragraph: usize) -> Marked {
    let mut within: Vec<Range<usize>> = Vec::new();
    let here = &marks[marks.partition_point(|mark| mark.paragraph < paragraph)..];
    for mark in here.iter().take_while(|mark| mark.paragraph == paragraph) {
        let start = mark.bytes.start.max(piece.start);
        let end = mark.bytes.end.min(piece.end);
        if start >= end {
            continue;
        }
        let shifted = start - piece.start..end - piece.start;
        match within.last_mut() {
            Some(last) if shifted.start <= last.end => last.end = last.end.max(shifted.end),
            _ => within.push(shifted),
        }
    }
    Marked { text: text[piece].to_owned(), marks: within }
}
