//! Lines that recur throughout an archive: licences, footers, banners.
//!
//! They are known by recurring, so they are learned from a sample of the
//! archive before it is read. They stay in the article, marked, and are left
//! out of what is searched.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

#[cfg(feature = "office")]
use crate::archive::container;
use crate::archive::decode::{self, sniff};
use crate::archive::fold::collapse;
use crate::archive::page::agencies::Agencies;
use crate::archive::page::items;
use crate::archive::page::lines::{self, Line, drop_blank_end};
use crate::archive::{Input, Settings};

/// So many files are looked at, spread evenly over the archive.
const SAMPLE: usize = 400;
/// A line recurs where so many different articles have it …
const MIN_ARTICLES: usize = 5;
/// … and so many in a hundred of the sample, at the end of the text.
const CLOSING_PERCENT: usize = 5;
/// At the start of the text a headline may recur (a daily market report), so
/// that it takes more to be no part of the article.
const OPENING_PERCENT: usize = 20;
/// The end of a line that never stands alone has to recur as often.
const TAIL_PERCENT: usize = 20;
/// Shorter lines ("End", "Photos") are not boilerplate, in characters.
const MIN_LENGTH: usize = 20;
/// Lines looked at from either end, not counting blank ones.
const LINES: usize = 3;
/// Longer ends of lines are not compared, in bytes.
const MAX_TAIL: usize = 1000;

/// The lines that recur in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Boilerplate {
    /// Sorted, in one line each.
    lines: Vec<String>,
}

impl Boilerplate {
    /// Reads an even sample of `inputs` and returns the lines that recur in
    /// it. Files that cannot be read are left out; reading the archive reports
    /// them.
    pub fn learn(inputs: &[Input], settings: &Settings) -> Boilerplate {
        let mut sample = Sample::new(settings);
        let taken = inputs.len().min(SAMPLE);
        for at in 0..taken {
            let input = &inputs[at * inputs.len() / taken];
            if input.size > settings.max_file_bytes {
                continue;
            }
            let Ok(bytes) = std::fs::read(&input.path) else {
                continue;
            };
            match decode::decode(&bytes, settings.encoding) {
                // The lines of structured files are no lines of text.
                Ok(decoded) if sniff::text_kind(&decoded.text).is_some() => {}
                Ok(decoded) => sample.add(&decoded.text),
                #[cfg(feature = "office")]
                Err(_) => {
                    let text = container::parts::text(bytes, &input.relative, settings);
                    text.iter().for_each(|text| sample.add(text));
                }
                #[cfg(not(feature = "office"))]
                Err(_) => {}
            }
        }
        sample.finish()
    }

    /// The lines, sorted, for keeping.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    /// Takes the lines that [`Boilerplate::lines`] gave, or that a person
    /// wrote down.
    pub fn from_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Boilerplate {
        let mut lines: Vec<String> =
            lines.into_iter().map(collapse).filter(|line| !line.is_empty()).collect();
        lines.sort();
        lines.dedup();
        Boilerplate { lines }
    }

    /// Whether a paragraph is one of these lines.
    pub(super) fn holds(&self, paragraph: &str) -> bool {
        self.whole(paragraph).is_some()
    }

    /// Returns a line, in one piece, where it is one of these.
    fn whole(&self, line: &str) -> Option<String> {
        let longest = self.lines.iter().map(String::len).max()?;
        if line.len() > 2 * longest {
            return None;
        }
        let line = collapse(line);
        self.lines.binary_search(&line).is_ok().then_some(line)
    }

    /// Takes recurring lines from the start of a page and returns them.
    pub(super) fn take_opening(&self, lines: &mut Vec<Line<'_>>) -> Vec<String> {
        let mut taken = Vec::new();
        while !self.lines.is_empty() && taken.len() < LINES {
            let Some(at) = lines.iter().position(|line| !line.is_blank()) else {
                break;
            };
            let Some(line) = self.whole(lines[at].text) else {
                break;
            };
            taken.push(line);
            lines.drain(..=at);
        }
        taken
    }

    /// Takes recurring lines, and recurring ends of the last line, from the
    /// end of a page and returns them in the order of the page.
    pub(super) fn take_closing(&self, lines: &mut Vec<Line<'_>>) -> Vec<String> {
        let mut taken = Vec::new();
        while !self.lines.is_empty() && taken.len() < LINES {
            drop_blank_end(lines);
            let Some(last) = lines.last_mut() else {
                break;
            };
            if let Some(whole) = self.whole(last.text) {
                taken.push(whole);
                lines.pop();
                continue;
            }
            let Some((before, tail)) = self.tail(last.text) else {
                break;
            };
            taken.push(tail.to_owned());
            last.text = before;
        }
        taken.reverse();
        taken
    }

    fn tail<'a>(&self, text: &'a str) -> Option<(&'a str, &str)> {
        self.lines
            .iter()
            .filter_map(|known| Some((text.strip_suffix(known.as_str())?, known.as_str())))
            .filter(|(before, _)| before.ends_with(char::is_whitespace))
            .min_by_key(|(before, _)| before.len())
            .map(|(before, known)| (lines::trim(before), known))
    }
}

/// For a line, the fingerprints of the articles it stands in, with the first article
/// that has each.
type Seen = FxHashMap<String, FxHashMap<u64, usize>>;

/// What two versions of one story have in common: more than so many lines, and so much
/// of the shorter text, in percent. Their last paragraphs are no boilerplate.
const VERSION_LINES: usize = LINES;
const VERSION_PERCENT: usize = 50;

/// The lines of an article by their fingerprints, with the length of each in bytes.
struct Lines(FxHashMap<u64, usize>);

impl Lines {
    fn new(lines: &[String]) -> Lines {
        let long = lines.iter().filter(|line| line.chars().nth(MIN_LENGTH - 1).is_some());
        Lines(long.map(|line| (fingerprint([line]), line.len())).collect())
    }

    fn are_a_version_of(&self, other: &Lines) -> bool {
        let both = self.0.iter().filter(|(line, _)| other.0.contains_key(line));
        let lengths: Vec<usize> = both.map(|(_, length)| *length).collect();
        let length = |lines: &Lines| lines.0.values().sum::<usize>();
        let shorter = length(self).min(length(other));
        lengths.len() > VERSION_LINES
            && lengths.iter().sum::<usize>() * 100 > shorter * VERSION_PERCENT
    }
}

fn fingerprint<'a>(lines: impl IntoIterator<Item = &'a String>) -> u64 {
    let mut hasher = FxHasher::default();
    lines.into_iter().for_each(|line| hasher.write(line.as_bytes()));
    hasher.finish()
}

struct Sample {
    agencies: Agencies,
    articles: Vec<Lines>,
    opening: Seen,
    closing: Seen,
    /// The ends of last lines, with the fingerprint of what goes before.
    tails: Vec<(String, u64)>,
}

impl Sample {
    fn new(settings: &Settings) -> Self {
        Sample {
            agencies: Agencies::new(&settings.agencies),
            articles: Vec::new(),
            opening: Seen::default(),
            closing: Seen::default(),
            tails: Vec::new(),
        }
    }

    fn add(&mut self, text: &str) {
        let text = lines::unify_ends(text);
        let lines = lines::split(&text);
        let lines: Vec<String> =
            lines.iter().filter(|line| !line.is_blank()).map(|line| collapse(line.text)).collect();
        let article = self.articles.len();
        self.articles.push(Lines::new(&lines));
        let few = lines.len().saturating_sub(1).min(LINES);
        for line in &lines[..few] {
            note(&mut self.opening, line, (article, &lines), &self.agencies);
        }
        for line in &lines[lines.len() - few..] {
            note(&mut self.closing, line, (article, &lines), &self.agencies);
        }
        if let Some((last, before)) = lines.split_last() {
            let mut start = last.len().saturating_sub(MAX_TAIL);
            while !last.is_char_boundary(start) {
                start += 1;
            }
            let mut all = FxHasher::default();
            before.iter().for_each(|line| all.write(line.as_bytes()));
            all.write(&last.as_bytes()[..last.len() / 2]);
            self.tails.push((last[start..].chars().rev().collect(), all.finish()));
        }
    }

    fn finish(mut self) -> Boilerplate {
        let enough =
            |percent: usize| MIN_ARTICLES.max((self.articles.len() * percent).div_ceil(100));
        let (closing, opening) = (enough(CLOSING_PERCENT), enough(OPENING_PERCENT));
        let tail = enough(TAIL_PERCENT);
        let recurring = |seen: &Seen, least: usize| -> Vec<String> {
            let lines = seen.iter().filter(|(_, articles)| {
                articles.len() >= least && self.has_stories(articles.values().copied(), least)
            });
            lines.map(|(line, _)| line.clone()).collect()
        };
        let mut lines = recurring(&self.closing, closing);
        lines.extend(recurring(&self.opening, opening));
        let known = |end: &str| lines.iter().any(|line| line.ends_with(end));
        let tails: Vec<String> =
            recurring_tails(&mut self.tails, tail).into_iter().filter(|end| !known(end)).collect();
        lines.extend(tails);
        Boilerplate::from_lines(lines.iter().map(String::as_str))
    }

    /// Whether among articles there are so many that are no versions of one another.
    fn has_stories(&self, articles: impl Iterator<Item = usize>, least: usize) -> bool {
        let mut stories: Vec<&Lines> = Vec::new();
        for article in articles.map(|at| &self.articles[at]) {
            if stories.len() >= least {
                break;
            }
            if !stories.iter().any(|story| article.are_a_version_of(story)) {
                stories.push(article);
            }
        }
        stories.len() >= least
    }
}

/// Notes that `line` stands in an article with `lines`, unless the line is one
/// of an agency page's header.
fn note(seen: &mut Seen, line: &str, (article, lines): (usize, &[String]), agencies: &Agencies) {
    if line.chars().count() < MIN_LENGTH || items::single(line, agencies).is_some() {
        return;
    }
    let others = fingerprint(lines.iter().filter(|other| *other != line));
    match seen.get_mut(line) {
        Some(articles) => _ = articles.entry(others).or_insert(article),
        None => _ = seen.insert(line.to_owned(), FxHashMap::from_iter([(others, article)])),
    }
}

/// Returns the ends that at least `least` of the reversed lines share, each as
/// long as nine in ten of those that have it allow, cut to begin with a
/// capital or a sign.
fn recurring_tails(reversed: &mut [(String, u64)], least: usize) -> Vec<String> {
    reversed.sort();
    let start = |line: &str| line.chars().take(MIN_LENGTH).collect::<String>();
    let mut tails = Vec::new();
    for group in reversed.chunk_by(|one, other| start(&one.0) == start(&other.0)) {
        let articles: FxHashSet<u64> = group.iter().map(|(_, before)| *before).collect();
        if articles.len() < least {
            continue;
        }
        // In sorted order, what a window's ends share, all in it share.
        let most = group.len() - group.len() / 10;
        let shared = group
            .windows(most)
            .map(|window| shared_start(&window[0].0, &window[most - 1].0))
            .max_by_key(|shared| shared.len());
        let tail: String = shared.unwrap_or_default().chars().rev().collect();
        let words = tail.match_indices(' ').map(|(at, _)| &tail[at + 1..]);
        let open = |end: &&str| end.chars().next().is_some_and(|c| !c.is_lowercase());
        let longest = words.filter(open).find(|end| end.chars().count() >= MIN_LENGTH);
        tails.extend(longest.map(str::to_owned));
    }
    tails
}

fn shared_start<'a>(one: &'a str, other: &str) -> &'a str {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    &one[..same.map(|(a, _)| a.len_utf8()).sum()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const LICENCE: &str = "All texts of the Lakeside Gazette are free to copy.";

    fn learn(texts: impl Iterator<Item = String>) -> Vec<String> {
        let mut sample = Sample::new(&Settings::default());
        texts.for_each(|text| sample.add(&text));
        sample.finish().lines
    }

    #[test]
    fn a_line_that_closes_different_articles_is_learned() {
        let page = |n: usize| format!("Story {n}\n\nIt rained {n} times in the town.\n{LICENCE}");
        assert_eq!(learn((0..5).map(page)), [LICENCE]);
        assert!(learn((0..4).map(page)).is_empty());
        // The same article five times says nothing about the archive.
        assert!(learn((0..5).map(|_| page(1))).is_empty());
    }

    #[test]
    fn the_last_lines_of_versions_of_one_story_are_its_text() {
        let version = |n: usize| {
            format!(
                "Draft {n} of the bridge story\n\nThe bridge of the town is shut, the mayor said.\n\
                 It was built in the year 1931.\nIt has been shut twice since the spring.\n\
                 Repairs will cost a lot of money."
            )
        };
        let page = |n: usize| format!("Story {n}\n\nIt rained {n} times in the town.\n{LICENCE}");
        assert!(learn((0..9).map(version)).is_empty());
        assert_eq!(learn((0..9).map(version).chain((0..9).map(page))), [LICENCE]);
    }

    #[test]
    fn the_end_of_a_line_is_learned_where_it_is_common() {
        let page = |n: usize| format!("It rained {n} times, said the {n}th minister. {LICENCE}");
        assert_eq!(learn((0..50).map(page)), [LICENCE]);
        let mixed = |n: usize| match n % 10 {
            0 => page(n),
            _ => format!("Nothing happened on day {n}, or on day {}", n + 1),
        };
        assert!(learn((0..100).map(mixed)).is_empty());
    }

    #[test]
    fn headers_are_not_learned() {
        let page = |n: usize| {
            format!(
                "AhlulBayt News Agency\nSaturday, 10 September 2022\nStory {n}\n\nIt rained {n} times.\n\n{n}"
            )
        };
        assert!(learn((0..20).map(page)).is_empty());
    }

    #[test]
    fn learned_lines_are_taken_from_the_ends_only() {
        let boilerplate = Boilerplate::from_lines([LICENCE, "Read more on our site today"]);
        let text = format!(
            "{LICENCE}\nOne.\n{LICENCE}\nTwo. {LICENCE}\n\n  Read more  on our site today \n"
        );
        let mut lines = lines::split(&text);
        assert_eq!(boilerplate.take_opening(&mut lines), [LICENCE]);
        let closing = boilerplate.take_closing(&mut lines);
        assert_eq!(closing, [LICENCE, "Read more on our site today"]);
        let left: Vec<&str> = lines.iter().map(|line| line.text).collect();
        assert_eq!(left, ["One.", LICENCE, "Two."]);
    }

    #[test]
    fn learned_lines_can_be_kept() {
        let boilerplate = Boilerplate::from_lines(["b  line", "a line", "b line", " "]);
        assert_eq!(boilerplate.lines().collect::<Vec<_>>(), ["a line", "b line"]);
        assert_eq!(Boilerplate::from_lines(boilerplate.lines()), boilerplate);
    }
}
