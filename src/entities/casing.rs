//! Where capitals tell nothing: text all in capitals, and headlines, in which
//! words have capitals that are no names and marks between names are missing
//! ("Rouhani Putin discuss Syria"). There the names are those that the article
//! writes elsewhere.

use std::ops::{Range, RangeInclusive};

use rustc_hash::{FxHashMap, FxHashSet};

use super::gazetteer::Gazetteer;
use super::tagger::shape::{Class, class, has_capital};
use super::{Kind, Mention};
use crate::text::{Analysis, Token};

/// Capitals tell nothing in a paragraph of so many words or more that has no
/// small letter. Fewer are often a name.
const MIN_SHOUTED: usize = 3;

/// The headline is the first paragraph.
const HEADLINE: u32 = 0;

/// Every word of so many bytes or more has a capital in a headline in title case.
const MIN_LONG: u32 = 5;

/// The bytes of a syllable of a Korean or Chinese name.
const SYLLABLE: RangeInclusive<usize> = 2..=5;

/// What makes adjectives of names.
const ADJECTIVES: [&str; 12] = [
    "born", "era", "held", "led", "like", "made", "run", "style", "based", "owned", "time", "ally",
];

/// Small words that stand inside names, and say nothing about them.
const JOINTS: [&str; 6] = ["of", "the", "and", "for", "in", "al"];

/// Whether a paragraph is all in capitals, and long enough to be more than a name.
pub(super) fn is_shouted(paragraph: &str) -> bool {
    let is_small = |c: char| c.is_lowercase();
    if paragraph.bytes().any(|byte| byte.is_ascii_lowercase()) || paragraph.contains(is_small) {
        return false;
    }
    let is_word = |word: &&str| class(word) != Class::Initial && has_capital(word);
    paragraph.split_whitespace().filter(is_word).nth(MIN_SHOUTED - 1).is_some()
}

/// Adds to the names of people what is written small behind a hyphen ("Kim Jong-un",
/// "Ban Ki-moon"), unless that makes an adjective of a name ("Moon Jae-in-led").
pub(super) fn add_small_parts(mentions: &mut [Mention], analysis: &Analysis, paragraphs: &[&str]) {
    for at in 0..mentions.len() {
        let mention = &mentions[at];
        let end = mention.tokens.end as usize;
        let is_free = mentions.get(at + 1).is_none_or(|next| next.tokens.start as usize > end);
        if mention.kind != Kind::Person || mention.tokens.len() < 2 || !is_free {
            continue;
        }
        let (Some(last), Some(next)) = (analysis.tokens.get(end - 1), analysis.tokens.get(end))
        else {
            continue;
        };
        let paragraph = paragraphs.get(next.paragraph as usize).copied().unwrap_or("");
        let part = |token: &Token| paragraph.get(token.start as usize..token.end as usize);
        let is_joined = last.paragraph == next.paragraph
            && paragraph.get(last.end as usize..next.start as usize) == Some("-");
        let is_part = |word: &str| SYLLABLE.contains(&word.len()) && class(word) == Class::Lower;
        let is_syllable = |word: &str| SYLLABLE.contains(&word.len());
        if is_joined
            && part(last).is_some_and(is_syllable)
            && part(next).is_some_and(|word| is_part(word) && !ADJECTIVES.contains(&word))
        {
            mentions[at].tokens.end += 1;
        }
    }
}

/// Returns the mentions of an article, those of its headline and of what is all in
/// capitals as the rest of it has them. The first paragraph is the headline.
pub(super) fn settled(
    mentions: Vec<Mention>,
    analysis: &Analysis,
    paragraphs: &[&str],
    gazetteer: &Gazetteer,
) -> Vec<Mention> {
    let of = |mention: &Mention| analysis.tokens[mention.tokens.start as usize].paragraph;
    let numbered = (0..).zip(paragraphs);
    let shouted: Vec<u32> =
        numbered.filter(|(_, text)| is_shouted(text)).map(|(at, _)| at).collect();
    let headline = mentions.iter().take_while(|mention| of(mention) == HEADLINE).count();
    let (in_headline, in_body) = mentions.split_at(headline);
    // A name of several words that the body does not have.
    let is_doubtful = |mention: &Mention| {
        mention.tokens.len() > 1
            && !is_written(analysis, in_body, mention)
            && gazetteer.exactly(analysis, paragraphs, mention).is_none()
    };
    if shouted.is_empty() && !in_headline.iter().any(is_doubtful) {
        return mentions;
    }
    let is_sure = |mention: &&Mention| !shouted.contains(&of(mention));
    let sure: Vec<Mention> = in_body.iter().filter(is_sure).cloned().collect();
    let body = Body::new(analysis, paragraphs, &sure);
    let mut settled = Vec::with_capacity(mentions.len());
    for mention in in_headline.iter().filter(is_sure) {
        match is_doubtful(mention).then(|| body.instead_of(mention)).flatten() {
            Some(names) => settled.extend(names),
            None => settled.push(mention.clone()),
        }
    }
    settled.extend(sure);
    if !shouted.is_empty() {
        let known = gazetteer.mentions(analysis, paragraphs);
        shouted.iter().for_each(|&at| body.of_shouted(at, [&mentions, &known], &mut settled));
        settled.sort_by_key(|mention| mention.tokens.start);
    }
    settled
}

/// What an article writes where capitals tell something.
struct Body<'a> {
    analysis: &'a Analysis,
    paragraphs: &'a [&'a str],
    /// Its names, by their first words: surnames by themselves, too.
    names: FxHashMap<&'a str, Vec<(Range<u32>, Kind)>>,
    /// Its words without capitals.
    small: FxHashSet<&'a str>,
}

impl<'a> Body<'a> {
    fn new(analysis: &'a Analysis, paragraphs: &'a [&'a str], mentions: &[Mention]) -> Self {
        let mut body =
            Body { analysis, paragraphs, names: FxHashMap::default(), small: FxHashSet::default() };
        for mention in mentions {
            body.learn(mention.tokens.clone(), mention.kind);
            if mention.kind == Kind::Person && mention.tokens.len() > 1 {
                body.learn(mention.tokens.end - 1..mention.tokens.end, Kind::Person);
            }
        }
        let is_small = |token: &&Token| token.paragraph != HEADLINE && !body.has_capital(token);
        let small = analysis.tokens.iter().filter(is_small).map(|token| analysis.form(token));
        body.small = small.collect();
        body
    }

    fn learn(&mut self, tokens: Range<u32>, kind: Kind) {
        let Some(first) = self.form(tokens.start) else { return };
        let forms = self.analysis;
        let names = self.names.entry(first).or_default();
        if !names.iter().any(|(known, _)| is_alike(forms, known.clone(), tokens.clone())) {
            names.push((tokens, kind));
        }
    }

    fn token(&self, at: u32) -> Option<&'a Token> {
        self.analysis.tokens.get(at as usize)
    }

    fn form(&self, at: u32) -> Option<&'a str> {
        self.token(at).map(|token| self.analysis.form(token))
    }

    fn written(&self, token: &Token) -> &'a str {
        let paragraph = self.paragraphs.get(token.paragraph as usize).copied().unwrap_or("");
        paragraph.get(token.start as usize..token.end as usize).unwrap_or("")
    }

    fn has_capital(&self, token: &Token) -> bool {
        has_capital(self.written(token))
    }

    /// Whether the body has a word without a capital: "Sanctions", "US" only where all
    /// is in capitals, and "U.S." never.
    fn is_small(&self, at: u32) -> bool {
        let Some(token) = self.token(at) else { return false };
        let is_acronym = || match class(self.written(token)) {
            Class::Dotted => true,
            Class::Capital | Class::Lower => false,
            _ => {
                let paragraph = self.paragraphs.get(token.paragraph as usize);
                !paragraph.is_some_and(|text| is_shouted(text))
            }
        };
        self.small.contains(self.analysis.form(token)) && !is_acronym()
    }

    /// Whether all long words of the headline have capitals.
    fn is_in_title_case(&self) -> bool {
        let headline = self.analysis.tokens.iter().take_while(|token| token.paragraph == HEADLINE);
        let is_long = |token: &&Token| token.end - token.start >= MIN_LONG;
        headline.filter(is_long).all(|token| self.has_capital(token))
    }

    /// The longest name of the body that begins at a token and ends before `end`. A
    /// word that the body has in small letters, too, is none by itself.
    fn name_at(&self, at: u32, end: u32) -> Option<Mention> {
        let names = self.names.get(self.form(at)?)?;
        let fitting = names.iter().filter_map(|(name, kind)| {
            let tokens = at..at + (name.end - name.start);
            let fits = tokens.end <= end && is_alike(self.analysis, name.clone(), tokens.clone());
            fits.then_some(Mention { tokens, kind: *kind })
        });
        let longest = fitting.max_by_key(|mention| mention.tokens.len())?;
        (longest.tokens.len() > 1 || !self.is_small(at)).then_some(longest)
    }

    /// The names that stand where the tagger took several words of a headline for one:
    /// the body has names for some of them, and the others in small letters.
    fn instead_of(&self, mention: &Mention) -> Option<Vec<Mention>> {
        let Range { start, end } = mention.tokens;
        let (mut names, mut rest) = (Vec::new(), Vec::new());
        let mut at = start;
        while at < end {
            match self.name_at(at, end) {
                Some(name) => {
                    at = name.tokens.end;
                    names.push(name);
                }
                None => {
                    rest.push(at);
                    at += 1;
                }
            }
        }
        let is_joint = |at| self.form(at).is_some_and(|form| JOINTS.contains(&form));
        let is_word = |&at: &u32| self.is_small(at) || is_joint(at);
        if !rest.iter().all(is_word) {
            return None;
        }
        // Capitals tell something in a headline that has words without: what is named
        // after somebody is a name of its own ("Ferdowsi Day").
        let is_capital = |&at: &u32| self.token(at).is_some_and(|token| self.has_capital(token));
        let may_be_whole = names.is_empty() || mention.kind == Kind::Other;
        let is_whole = may_be_whole && rest.iter().any(is_capital) && !self.is_in_title_case();
        (!is_whole).then_some(names)
    }

    /// Adds the names of a paragraph that is all in capitals: those of the body, what
    /// the tagger found that is no word of it, and the known ones.
    fn of_shouted(&self, paragraph: u32, found: [&[Mention]; 2], settled: &mut Vec<Mention>) {
        let tokens = &self.analysis.tokens;
        let start = tokens.partition_point(|token| token.paragraph < paragraph) as u32;
        let end = tokens.partition_point(|token| token.paragraph <= paragraph) as u32;
        let mut at = start;
        while at < end {
            let here = |mentions: &[Mention]| {
                let begins = |mention: &Mention| mention.tokens.start.cmp(&at);
                let mention = &mentions[mentions.binary_search_by(begins).ok()?];
                let is_word = mention.tokens.clone().any(|at| self.is_small(at));
                (!is_word).then(|| mention.clone())
            };
            let [tagged, known] = found;
            match self.name_at(at, end).or_else(|| here(tagged)).or_else(|| here(known)) {
                Some(name) => {
                    at = name.tokens.end;
                    settled.push(name);
                }
                None => at += 1,
            }
        }
    }
}

/// Whether one of these names has all words of a mention in it, next to each other.
fn is_written(analysis: &Analysis, names: &[Mention], mention: &Mention) -> bool {
    let length = mention.tokens.end - mention.tokens.start;
    names.iter().any(|name| {
        let mut starts = name.tokens.start..(name.tokens.end + 1).saturating_sub(length);
        starts.any(|at| is_alike(analysis, at..at + length, mention.tokens.clone()))
    })
}

/// Whether the tokens of two ranges have the same forms.
fn is_alike(analysis: &Analysis, one: Range<u32>, other: Range<u32>) -> bool {
    let tokens = |range: Range<u32>| analysis.tokens.get(range.start as usize..range.end as usize);
    let (Some(one), Some(other)) = (tokens(one), tokens(other)) else { return false };
    let is_one = |(one, other)| analysis.form(one) == analysis.form(other);
    one.len() == other.len() && one.iter().zip(other).all(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Language;
    use crate::entities::Annotator;
    use crate::text::Analyzer;

    fn names(headline: &str, body: &str) -> Vec<String> {
        let paragraphs = [headline, "", body];
        let mut analysis = Analysis::default();
        let english = Some(Language::ENGLISH);
        Analyzer::new().analyze(english, paragraphs.into_iter(), &mut analysis);
        let names = Annotator::shipped().annotate(Language::ENGLISH, &analysis, &paragraphs, &[]);
        let of_headline = names
            .mentions
            .iter()
            .filter(|name| analysis.tokens[name.tokens.start as usize].paragraph == HEADLINE);
        of_headline.map(|name| names.keys[name.key].clone()).collect()
    }

    #[test]
    fn a_headline_without_marks_has_the_names_of_the_article() {
        let body = "President Hassan Rouhani met Vladimir Putin in Moscow on Friday. Putin and \
                    Rouhani spoke of the fragile relations of the two countries.";
        let both = ["person:hassan ruhani", "person:vladimir putin"];
        assert_eq!(names("Rouhani Putin discuss relations", body), both);
        assert_eq!(names("Rouhani Putin Stress Fragile Relations", body), both);
    }

    #[test]
    fn names_may_have_small_parts() {
        let body = "Kim Jong-un met the South Korean president, Moon Jae-in, on Friday.";
        let mut names = names(body, "");
        names.retain(|key| key.starts_with("person:"));
        assert_eq!(names, ["person:kim jong un", "person:mun jae in"]);
    }

    #[test]
    fn capitals_alone_make_no_names() {
        let body = "Prime Minister Edi Rama rejects the claims of the U.S. about Tirana. Rama \
                    may travel to Brussels in May, he told us by telephone.";
        assert_eq!(
            names("RAMA MAY REJECT CLAIMS ABOUT TIRANA BY TELEPHONE", body),
            ["person:edi rama", "place:tirana"]
        );
        assert_eq!(
            names("U.S. CLAIMS FRAGILE: RAMA TO BRUSSELS", body),
            ["place:united states", "person:edi rama", "place:brussels"]
        );
        for (text, expected) in [
            ("IRAN REJECTS CLAIMS", true),
            ("NATO", false),
            ("TEHRAN (MNA)", false),
            ("IRAN REJECTS claims", false),
            ("ایران و عراق و سوریه", false),
            ("Ü Ä Ö 1 2 3", false),
        ] {
            assert_eq!(is_shouted(text), expected, "{text}");
        }
    }
}
