//! The analyser: walks the paragraphs of an article and writes tokens,
//! boundaries and compounds. Where words end is decided in `word`, where
//! sentences end in `sentence`; here they get their positions.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Form;
use super::known::{Known, PlainWord, Signs};
use super::lexicon::{Lexicon, UNNUMBERED};
use super::sentence::ends_sentence;
use crate::article::Language;
use crate::text::letters::chars::{Class, classify, peek};
use crate::text::letters::fold::{
    MAX_FORM_BYTES, char_boundary, cut_form, fold_word, spelling_key,
};
use crate::text::stems::Stem;
use crate::text::words::plain::scan_plain;
use crate::text::words::segment::{Segmenter, run_end};
use crate::text::words::word::{Apostrophe, Word, joined_part, scan_word};
use crate::text::{Analysis, Boundary, BoundaryKind, Compound, Token};

/// The most parts of one compound; a longer chain becomes several.
const MAX_COMPOUND_PARTS: u32 = 8;

/// The most bytes of paragraphs and forms in one analysis; the words after them are
/// left out. With [`MAX_PARAGRAPHS`] it keeps all offsets and positions in 32 bits:
/// each token has at least one byte here and at most one boundary before it.
const MAX_FORMS_BYTES: usize = 1 << 30;

/// Headline and lede: they have an end, with words or without.
const LEADING_PARAGRAPHS: u32 = 2;

/// The most paragraphs of one article.
const MAX_PARAGRAPHS: u32 = 1 << 30;

/// Turns texts into tokens. Keeps caches and buffers: make one for each
/// thread and use it for all texts.
#[derive(Debug, Default)]
pub struct Analyzer {
    segmenter: Segmenter,
    known: FxHashMap<Language, Known>,
    lexicon: Arc<Lexicon>,
    raw: String,
}

impl Analyzer {
    /// Returns an analyser with empty caches and a lexicon of its own.
    pub fn new() -> Self {
        Analyzer::default()
    }

    /// Returns an analyser that numbers words in a lexicon with others.
    pub(crate) fn sharing(lexicon: Arc<Lexicon>) -> Self {
        Analyzer { lexicon, ..Analyzer::default() }
    }

    /// Analyses the paragraphs of one article into `out`, which is emptied
    /// first. The language chooses the stemmer and, for numbers with a full
    /// stop, the ends of sentences; in Turkish it parts endings behind an
    /// apostrophe from the word. The tokens are the same without it otherwise.
    pub fn analyze<'a>(
        &mut self,
        language: Option<Language>,
        paragraphs: impl Iterator<Item = &'a str>,
        out: &mut Analysis,
    ) {
        out.clear();
        out.lexicon = self.lexicon.identity();
        let mut pass = Pass {
            segmenter: &mut self.segmenter,
            known: language.and_then(|language| known(&mut self.known, language)),
            lexicon: &self.lexicon,
            raw: &mut self.raw,
            language,
            out,
            position: 0,
            paragraph: 0,
            small: 0,
            joined: false,
        };
        for (paragraph, text) in (0..MAX_PARAGRAPHS).zip(paragraphs) {
            pass.paragraph = paragraph;
            pass.read(text);
            pass.push_boundary(BoundaryKind::Paragraph);
        }
    }
}

fn known(known: &mut FxHashMap<Language, Known>, language: Language) -> Option<&mut Known> {
    let known = match known.entry(language) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(place) => place.insert(Known::of(language)?),
    };
    known.tidy();
    Some(known)
}

/// Where a token lies: its form among the forms, its bytes in the paragraph.
struct Place {
    form: Form,
    start: usize,
    end: usize,
}

/// One article on its way through the analyser.
struct Pass<'a> {
    segmenter: &'a mut Segmenter,
    known: Option<&'a mut Known>,
    lexicon: &'a Lexicon,
    raw: &'a mut String,
    language: Option<Language>,
    out: &'a mut Analysis,
    /// The next free position.
    position: u32,
    paragraph: u32,
    /// Where it begins in small letters, among the forms.
    small: usize,
    /// Whether the next token is the next part of the last one's compound.
    joined: bool,
}

impl Pass<'_> {
    fn read(&mut self, text: &str) {
        let forms = &mut self.out.forms;
        let text = &text[..char_boundary(text, MAX_FORMS_BYTES.saturating_sub(forms.len()))];
        self.small = forms.len();
        forms.push_str(text);
        forms[self.small..].make_ascii_lowercase();
        let mut at = 0;
        let mut may_end = false;
        let mut last_word = None;
        while let Some(start) = next_word(text, at, &mut may_end) {
            if self.out.forms.len() > MAX_FORMS_BYTES {
                return;
            }
            if let Some(last) = last_word
                && may_end
                && ends_sentence(text, last, start, self.language)
            {
                self.push_boundary(BoundaryKind::Sentence);
            }
            let before = self.out.tokens.len();
            let word = self.read_word(text, start);
            may_end = word.has_stop;
            last_word = Some((start, word.end));
            at = word.next;
            // A part that folds to nothing is no token, and nothing joins it.
            self.joined = word.joins && self.out.tokens.len() > before;
        }
        self.joined = false;
    }

    /// Reads the word or the run of words at `start`.
    fn read_word(&mut self, text: &str, start: usize) -> Word {
        let form = self.out.forms.len();
        if let Some(word) = scan_plain(text.as_bytes(), start) {
            self.push_plain(text, start, word.end);
            return word;
        }
        if peek(text, start).is_some_and(|first| first.class == Class::Segmented) {
            return self.read_run(text, start);
        }
        let word = scan_word(text, start, Apostrophe::of(self.language), self.raw);
        fold_word(self.raw, &mut self.out.forms);
        self.push_token(form, start, word.end);
        word
    }

    /// Reads a run of a script without spaces.
    fn read_run(&mut self, text: &str, start: usize) -> Word {
        let end = run_end(text, start);
        let run = &text[start..end];
        let mut from = 0;
        for to in self.segmenter.ends(run) {
            self.raw.clear();
            let kept = |&c: &char| classify(c) != Class::Ignorable;
            self.raw.extend(run[from..to].chars().filter(kept));
            let form = self.out.forms.len();
            fold_word(self.raw, &mut self.out.forms);
            self.push_token(form, start + from, start + to);
            self.joined = false;
            from = to;
        }
        let part = peek(text, end)
            .filter(|sign| sign.class == Class::Joiner)
            .and_then(|joiner| joined_part(text, joiner));
        Word { end, next: part.unwrap_or(end), joins: part.is_some(), has_stop: false }
    }

    /// Adds the token of a plain word, whose form is the word in small letters.
    fn push_plain(&mut self, text: &str, start: usize, end: usize) {
        let small = self.small + start;
        let form = small..self.small + end.min(start + MAX_FORM_BYTES);
        let known = self.known.as_mut();
        let word = match known.map(|known| (known.plain(&text.as_bytes()[start..end]), known)) {
            Some((Some(word), _)) => word,
            Some((None, known)) => {
                known.learn(&text[start..end], &self.out.forms[form.clone()], self.lexicon)
            }
            None => {
                let signs = Signs::of(&self.out.forms[form.clone()]);
                PlainWord::new(UNNUMBERED, Stem::default(), signs)
            }
        };
        let (stem, signs) = word.parts();
        let place = Place { form: piece(form.start, form.end), start, end };
        self.push(place, word.number, stem, signs);
    }

    /// Adds the token whose form is the end of the forms, from `form` on.
    fn push_token(&mut self, form: usize, start: usize, end: usize) {
        let forms = &mut self.out.forms;
        cut_form(form, forms);
        if !forms[form..].bytes().any(|byte| byte.is_ascii_alphanumeric())
            && !forms[form..].contains(char::is_alphanumeric)
        {
            forms.truncate(form);
            return;
        }
        let whole = piece(form, forms.len());
        let stem = self.known.as_mut().map(|known| known.stems.stem(&forms[form..]));
        let signs = Signs::of(&forms[form..]);
        let place = Place { form: whole, start, end };
        self.push(place, UNNUMBERED, stem.unwrap_or_default(), signs);
    }

    #[inline]
    fn push(&mut self, place: Place, word: u32, stem: Stem, signs: Signs) {
        let Place { form, start, end } = place;
        let forms = &mut self.out.forms;
        let stem = match &self.known {
            Some(known) => known.stems.place(stem, form.start as usize, forms),
            None => None,
        };
        let key = signs.has_key.then(|| {
            let spelling =
                spelling_key(&forms[form.start as usize..form.end as usize]).into_owned();
            forms.push_str(&spelling);
            piece(forms.len() - spelling.len(), forms.len())
        });
        if signs.has_digit {
            self.out.with_digits.push(offset(self.out.tokens.len()));
        }
        if self.joined {
            self.join();
        }
        self.out.tokens.push(Token {
            position: self.position,
            paragraph: self.paragraph,
            start: offset(start),
            end: offset(end),
            word,
            form,
            stem: stem.map(|stem| piece(stem.start, stem.end)),
            key,
        });
        self.position = self.position.saturating_add(1);
    }

    /// Records that the token to come is a part of the last one's compound.
    fn join(&mut self) {
        let Some(last) = self.out.tokens.len().checked_sub(1).map(offset) else {
            return;
        };
        // What begins with a number is not closed up: `5+1` is not 51.
        let before = self.out.tokens.last().map(|token| self.out.form(token));
        if before.is_some_and(|form| form.chars().all(char::is_numeric)) {
            return;
        }
        match self.out.compounds.last_mut() {
            Some(compound) if compound.first + compound.parts == last + 1 => {
                if compound.parts < MAX_COMPOUND_PARTS {
                    compound.parts += 1;
                }
            }
            _ => self.out.compounds.push(Compound { first: last, parts: 2 }),
        }
    }

    fn push_boundary(&mut self, kind: BoundaryKind) {
        if let Some(last) = self.out.boundaries.last_mut()
            && last.position + 1 == self.position
            && (kind == BoundaryKind::Sentence
                || last.kind == BoundaryKind::Sentence
                || self.paragraph >= LEADING_PARAGRAPHS)
        {
            // No word stands between.
            if kind == BoundaryKind::Paragraph {
                last.kind = kind;
            }
            return;
        }
        self.out.boundaries.push(Boundary { position: self.position, kind });
        self.position = self.position.saturating_add(1);
    }
}

/// Returns where the next word begins, from byte `at` on; sets `may_end` where
/// a sentence may end before it.
fn next_word(text: &str, mut at: usize, may_end: &mut bool) -> Option<usize> {
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte.is_ascii_alphanumeric() {
            return Some(at);
        }
        if byte.is_ascii() {
            *may_end |= matches!(byte, b'.' | b'!' | b'?');
            at += 1;
            continue;
        }
        let c = text[at..].chars().next()?;
        match classify(c) {
            Class::Letter | Class::Digit | Class::Segmented => return Some(at),
            Class::Terminator => *may_end = true,
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

/// Offsets fit by [`MAX_FORMS_BYTES`].
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn piece(start: usize, end: usize) -> Form {
    Form { start: offset(start), end: offset(end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_boundaries_share_the_positions() {
        let mut analysis = Analysis::default();
        let paragraphs = ["Oil fell. Gas rose.", "", "The end", "* * *", "Again"];
        Analyzer::new().analyze(None, paragraphs.into_iter(), &mut analysis);
        let tokens: Vec<(u32, u32, &str)> = analysis
            .tokens
            .iter()
            .map(|token| (token.position, token.paragraph, analysis.form(token)))
            .collect();
        let expected = [
            (0, 0, "oil"),
            (1, 0, "fell"),
            (3, 0, "gas"),
            (4, 0, "rose"),
            (7, 2, "the"),
            (8, 2, "end"),
            (10, 4, "again"),
        ];
        assert_eq!(tokens, expected);
        let boundaries: Vec<(u32, bool)> = analysis
            .boundaries
            .iter()
            .map(|end| (end.position, end.kind == BoundaryKind::Paragraph))
            .collect();
        assert_eq!(boundaries, [(2, false), (5, true), (6, true), (9, true), (11, true)]);
    }

    #[test]
    fn an_analysis_is_emptied_before_it_is_filled() {
        let mut analyzer = Analyzer::new();
        let mut analysis = Analysis::default();
        for _ in 0..2 {
            analyzer.analyze(None, ["a-b"].into_iter(), &mut analysis);
            assert_eq!(analysis.tokens.len(), 2);
            assert_eq!(analysis.compounds.len(), 1);
        }
    }

    #[test]
    fn compounds_have_parts() {
        let mut analysis = Analysis::default();
        let text = "cyber-attacks and F-16";
        Analyzer::new().analyze(Some(Language::ENGLISH), [text].into_iter(), &mut analysis);
        let parts = |compound| -> Vec<(&str, Option<&str>)> {
            let parts = analysis.parts(compound).iter();
            parts.map(|token| (analysis.form(token), analysis.stem(token))).collect()
        };
        let found: Vec<_> = analysis.compounds.iter().map(parts).collect();
        let cyberattacks = vec![("cyber", None), ("attacks", Some("attack"))];
        assert_eq!(found, [cyberattacks, vec![("f", None), ("16", None)]]);
        assert!(analysis.parts(&Compound { first: 9, parts: 9 }).is_empty());
    }
}
