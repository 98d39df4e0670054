//! A text as the tagger sees it: the words around capitals, the gaps between
//! them, and the windows in which names are looked for.

use std::ops::Range;

use super::gap::Gap;
use super::model::Model;
use super::shape::has_capital;
use super::words::{Word, Words, Written, longer_name};
use crate::text::Analysis;

/// How many tokens around a candidate may be part of a name.
const AROUND: usize = 1;

/// How many tokens around a window its features look at.
const CONTEXT: usize = 2;

/// The most words of a listed name.
pub const LONGEST_NAME: usize = 4;

/// No word looked up.
const NONE: u32 = u32::MAX;

/// The most words of a run of capitals that are looked through on each side.
const LONGEST_RUN: usize = 12;

/// A text on its way through the tagger. Keeps its memory from text to text.
#[derive(Debug, Default)]
pub struct Passage {
    pub(super) words: Words,
    numbers: Vec<u32>,
    gaps: Vec<Gap>,
    /// How many words of the same paragraph are known before and after each
    /// token, at most [`CONTEXT`].
    reach: Vec<[u8; 2]>,
    windows: Vec<Range<usize>>,
    runs: Vec<(u32, u32)>,
    /// Listed names by token: list and the token's part in the name.
    names: Vec<(u32, u16)>,
    capitals: Vec<bool>,
}

impl Passage {
    /// Reads a text: afterwards words, gaps, windows and runs are there.
    pub fn read(&mut self, model: &Model, analysis: &Analysis, paragraphs: &[&str]) {
        self.words.begin(analysis.lexicon);
        let tokens = &analysis.tokens;
        self.capitals.clear();
        let Passage { words, capitals, .. } = self;
        capitals.extend(tokens.iter().map(|token| {
            words.has_capital(token.word, || {
                let paragraph = paragraphs.get(token.paragraph as usize).copied().unwrap_or("");
                paragraph.get(token.start as usize..token.end as usize).is_some_and(has_capital)
            })
        }));
        self.find_windows(analysis);
        self.numbers.clear();
        self.numbers.resize(tokens.len(), NONE);
        self.gaps.clear();
        self.gaps.resize(tokens.len() + 1, Gap::EDGE);
        for window in &self.windows {
            let first = window.start.saturating_sub(CONTEXT);
            let end = (window.end + CONTEXT).min(tokens.len());
            for at in first..end {
                let token = &tokens[at];
                let paragraph = paragraphs.get(token.paragraph as usize).copied().unwrap_or("");
                if at > 0 {
                    self.gaps[at] = Gap::between(&tokens[at - 1], token, paragraph);
                }
                if self.numbers[at] == NONE {
                    let capital = self.capitals[at];
                    self.numbers[at] = self.words.number(model, token.word, || {
                        let raw = paragraph.get(token.start as usize..token.end as usize);
                        Written { raw: raw.unwrap_or(""), form: analysis.form(token), capital }
                    });
                }
            }
            if end < tokens.len() {
                let paragraph = paragraphs.get(tokens[end].paragraph as usize).copied();
                self.gaps[end] =
                    Gap::between(&tokens[end - 1], &tokens[end], paragraph.unwrap_or(""));
            }
        }
        self.find_reach();
        self.find_runs();
        self.find_names(model);
    }

    /// The windows: token ranges near a candidate, apart from each other, each
    /// in one paragraph.
    pub fn windows(&self) -> &[Range<usize>] {
        &self.windows
    }

    /// Returns the word at a token of a window or beside one.
    pub fn word(&self, at: usize) -> &Word {
        self.words.get(self.numbers[at])
    }

    /// Returns the word at any token, where it was looked up.
    pub fn known_word(&self, at: usize) -> Option<&Word> {
        (self.numbers[at] != NONE).then(|| self.word(at))
    }

    /// Returns the number of the word at a token.
    pub(super) fn number(&self, at: usize) -> u32 {
        self.numbers[at]
    }

    /// Returns the word some tokens before, of the same paragraph.
    pub fn word_before(&self, at: usize, distance: usize) -> Option<&Word> {
        self.number_before(at, distance).map(|number| self.words.get(number))
    }

    /// Returns the word some tokens after, of the same paragraph.
    pub fn word_after(&self, at: usize, distance: usize) -> Option<&Word> {
        self.number_after(at, distance).map(|number| self.words.get(number))
    }

    pub(super) fn number_before(&self, at: usize, distance: usize) -> Option<u32> {
        (distance <= self.reach[at][0].into()).then(|| self.numbers[at - distance])
    }

    pub(super) fn number_after(&self, at: usize, distance: usize) -> Option<u32> {
        (distance <= self.reach[at][1].into()).then(|| self.numbers[at + distance])
    }

    /// Returns what stands before a token.
    pub fn gap_before(&self, at: usize) -> Gap {
        self.gaps[at]
    }

    /// Returns what stands after a token.
    pub fn gap_after(&self, at: usize) -> Gap {
        self.gaps[at + 1]
    }

    /// Returns the first and the last token of the run of capitalised words
    /// that a token stands in.
    pub fn run(&self, at: usize) -> Option<(usize, usize)> {
        let (first, last) = self.runs[at];
        (first != NONE).then_some((first as usize, last as usize))
    }

    /// Returns the listed names that a token is part of, as numbers that tell
    /// list and part.
    pub fn names_at(&self, at: usize) -> impl Iterator<Item = u16> {
        let at = at as u32;
        let from = self.names.partition_point(|name| name.0 < at);
        self.names[from..].iter().take_while(move |name| name.0 == at).map(|name| name.1)
    }

    fn find_windows(&mut self, analysis: &Analysis) {
        self.windows.clear();
        let tokens = &analysis.tokens;
        for at in (0..tokens.len()).filter(|&at| self.capitals[at]) {
            let paragraph = tokens[at].paragraph;
            let mut first = at;
            while first > at.saturating_sub(AROUND) && tokens[first - 1].paragraph == paragraph {
                first -= 1;
            }
            let mut end = at + 1;
            let reach = (at + 1 + AROUND).min(tokens.len());
            while end < reach && tokens[end].paragraph == paragraph {
                end += 1;
            }
            match self.windows.last_mut() {
                Some(last) if last.end >= first && tokens[last.end - 1].paragraph == paragraph => {
                    last.end = end;
                }
                _ => self.windows.push(first..end),
            }
        }
    }

    fn find_reach(&mut self) {
        self.reach.clear();
        self.reach.resize(self.numbers.len(), [0; 2]);
        for at in self.windows.iter().flat_map(Range::clone) {
            let is_joined = |gap: usize| self.gaps[gap] != Gap::EDGE;
            let before = (1..=CONTEXT.min(at)).take_while(|&distance| {
                is_joined(at + 1 - distance) && self.numbers[at - distance] != NONE
            });
            let after = (1..=CONTEXT.min(self.numbers.len() - 1 - at)).take_while(|&distance| {
                is_joined(at + distance) && self.numbers[at + distance] != NONE
            });
            self.reach[at] = [before.count() as u8, after.count() as u8];
        }
    }

    fn find_runs(&mut self) {
        self.runs.clear();
        self.runs.resize(self.numbers.len(), (NONE, NONE));
        for window in &self.windows {
            let mut at = window.start;
            while at < window.end {
                if !self.capitals[at] {
                    at += 1;
                    continue;
                }
                let first = at;
                let reach = window.end.min(first + LONGEST_RUN);
                while at + 1 < reach
                    && self.capitals[at + 1]
                    && matches!(self.gaps[at + 1].0, 0 | Gap::JOINED)
                {
                    at += 1;
                }
                let run = (first as u32, at as u32);
                self.runs[first..=at].fill(run);
                at += 1;
            }
        }
    }

    fn find_names(&mut self, model: &Model) {
        self.names.clear();
        for window in &self.windows {
            let mut at = window.start;
            while at < window.end {
                if !self.capitals[at] || !self.words.get(self.numbers[at]).begins_name {
                    at += 1;
                    continue;
                }
                let mut name = self.words.get(self.numbers[at]).form;
                let mut found = None;
                let reach = (at + LONGEST_NAME).min(window.end);
                for next in at + 1..reach {
                    if !matches!(self.gaps[next].0, 0 | Gap::JOINED) {
                        break;
                    }
                    name = longer_name(name, self.words.get(self.numbers[next]).form);
                    if let Some(lists) = model.name(name) {
                        found = Some((next, lists));
                    }
                }
                let Some((last, lists)) = found else {
                    at += 1;
                    continue;
                };
                for part in at..=last {
                    let place = u16::from(part > at) + u16::from(part == last);
                    self.names.push((part as u32, u16::from(lists) << 4 | place));
                }
                at = last + 1;
            }
        }
    }
}
