//! The brute-force matcher: looks at the words of an article one by one. It
//! shares no code with the index.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::{Document, Words};
use super::queries::REGEXES;
use crate::query::ast::{
    DateRange, Distance, Expr, Order, Pattern, PatternPart, Polarity, Query, TextField, Word,
    WordForm,
};

/// The places of an expression, first and last word, each with the words that
/// make it one.
type Places = BTreeMap<(usize, usize), Words>;

/// What the archive writes with hyphens.
type Compounds = BTreeSet<(String, Vec<String>)>;

/// Looks at one article.
pub(super) struct Matcher<'a> {
    document: &'a Document,
    compounds: &'a Compounds,
    scope: Option<TextField>,
    /// The words that are looked at.
    from: usize,
    to: usize,
}

/// What matches as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// Inflections and other spellings.
    Stemmed,
    /// Other spellings.
    Spelt,
    Exact,
}

/// A word of a phrase.
enum Item<'q> {
    Token(&'q str, How),
    Pattern(&'q WordForm),
}

struct Phrase<'q> {
    items: Vec<Item<'q>>,
    /// Runs of items that the archive writes with hyphens: from, to, and the
    /// closed form.
    closed: Vec<(usize, usize, String)>,
}

impl<'q> Phrase<'q> {
    fn new(words: &'q [Word], compounds: &Compounds) -> Phrase<'q> {
        let items: Vec<Item> = words.iter().flat_map(items).collect();
        let mut closed = Vec::new();
        for from in 0..items.len() {
            for (word, parts) in compounds {
                let run = items.iter().skip(from).take(parts.len());
                let is_run = run.clone().count() == parts.len()
                    && run.zip(parts).all(|(item, part)| match item {
                        Item::Token(token, _) => token == part,
                        Item::Pattern(_) => false,
                    });
                if is_run {
                    closed.push((from, from + parts.len(), word.clone()));
                }
            }
        }
        Phrase { items, closed }
    }
}

/// Whether an article matches a query.
pub(super) fn matches(document: &Document, compounds: &Compounds, query: &Query) -> bool {
    Matcher::of(document, compounds, None).holds(query)
}

/// The words that make a query of one expression hold.
pub(super) fn marked(document: &Document, compounds: &Compounds, query: &Query) -> Words {
    let (scope, expr) = match query {
        Query::Text(expr) => (None, expr),
        Query::In { field, query, .. } => match &**query {
            Query::Text(expr) => (Some(*field), expr),
            _ => return 0,
        },
        _ => return 0,
    };
    let matcher = Matcher::of(document, compounds, scope);
    matcher.places(expr).values().fold(0, |all, words| all | words)
}

impl<'a> Matcher<'a> {
    fn of(
        document: &'a Document,
        compounds: &'a Compounds,
        scope: Option<TextField>,
    ) -> Matcher<'a> {
        let before =
            |paragraph| document.words.iter().filter(|word| word.paragraph < paragraph).count();
        let (from, to) = match scope {
            None => (0, document.words.len()),
            Some(TextField::Headline) => (0, before(1)),
            Some(TextField::Lede) => (before(1), before(2)),
            Some(TextField::Body) => (before(1), document.words.len()),
            // The articles have no others.
            Some(_) => (0, 0),
        };
        Matcher { document, compounds, scope, from, to }
    }

    fn holds(&self, query: &Query) -> bool {
        match query {
            // An article is there without a text; a field is not.
            Query::Everything(_) => self.scope.is_none() || self.from < self.to,
            Query::Text(expr) => !self.places(expr).is_empty(),
            Query::AtLeast { count, expr, .. } => self.places(expr).len() >= *count as usize,
            Query::In { field, query, .. } => {
                Matcher::of(self.document, self.compounds, Some(*field)).holds(query)
            }
            Query::Value { value, .. } => {
                value.0 == [PatternPart::Literal(self.document.id.to_string())]
            }
            Query::Entity(_) => false,
            Query::Length(test) => {
                let words = self.document.words.len() as u64;
                test.range.from <= words && test.range.to.is_none_or(|to| words <= to)
            }
            Query::Date(test) => match test.range {
                DateRange::Undated => self.document.day.is_none(),
                DateRange::Between { from, to } => self.document.day.is_some_and(|day| {
                    from.is_none_or(|from| from.seconds <= day * 86_400)
                        && to.is_none_or(|to| day * 86_400 <= to.seconds)
                }),
            },
            Query::And(parts) => (0..parts.len()).all(|place| {
                let part = &parts[place];
                let in_text = |part: &&Query| !is_condition(part);
                let before = parts[..place].iter().rev().find(in_text);
                let after = parts[place + 1..].iter().find(in_text);
                self.holds(part)
                    || before.is_some_and(|before| self.holds_closed(before, part))
                    || after.is_some_and(|after| self.holds_closed(part, after))
            }),
            Query::Or(parts) => parts.iter().any(|part| self.holds(part)),
            Query::Not(query, _) => !self.holds(query),
            Query::Boost { query, .. } => self.holds(query),
        }
    }

    /// Whether two words that stand side by side in a query stand in the
    /// article as one.
    fn holds_closed(&self, one: &Query, next: &Query) -> bool {
        let (Some(one), Some(next)) = (plain_word(one), plain_word(next)) else {
            return false;
        };
        let closed = format!("{one}{next}");
        self.compounds.contains(&(closed.clone(), vec![one, next]))
            && (self.from..self.to).any(|at| self.is(at, &closed, How::Stemmed))
    }

    fn places(&self, expr: &Expr) -> Places {
        let mut places = Places::new();
        match expr {
            Expr::Word(word) => {
                for at in self.from..self.to {
                    for end in self.word_ends(&word.form, at) {
                        add(&mut places, (at, end - 1), run(at, end));
                    }
                }
            }
            Expr::Phrase(words, _) => {
                let phrase = Phrase::new(words, self.compounds);
                for at in self.from..self.to {
                    for end in self.phrase_ends(&phrase, 0, at, at) {
                        add(&mut places, (at, end - 1), run(at, end));
                    }
                }
            }
            Expr::Or(ways) => {
                for way in ways {
                    for (place, words) in self.places(way) {
                        add(&mut places, place, words);
                    }
                }
            }
            Expr::Near { left, right, distance, order, polarity, .. } => {
                let (left, right) = (self.places(left), self.places(right));
                let near = |one, other| self.near(one, other, *distance);
                let either = *order == Order::Either;
                match polarity {
                    Polarity::Near => {
                        places = self.covers(&left, &right, &near);
                        if either {
                            for (cover, words) in self.covers(&right, &left, &near) {
                                add(&mut places, cover, words);
                            }
                        }
                        keep_shortest(&mut places);
                    }
                    Polarity::NotNear => {
                        places = left;
                        places.retain(|&one, _| {
                            !right
                                .keys()
                                .any(|&other| near(one, other) || either && near(other, one))
                        });
                    }
                }
            }
            Expr::First { words, expr, .. } => {
                places = self.places(expr);
                places.retain(|&(_, last), _| last - self.from < *words as usize);
            }
            Expr::Entity(_) => {}
        }
        places
    }

    /// What covers a place and a later one near it, with the words of the pair
    /// that has the least between.
    fn covers(
        &self,
        before: &Places,
        after: &Places,
        near: &dyn Fn((usize, usize), (usize, usize)) -> bool,
    ) -> Places {
        let mut covers = Places::new();
        // A later one that starts later, an earlier one that ends later, has
        // the last word.
        for (&other, more) in after {
            for (&one, words) in before.iter().filter(|&(&one, _)| near(one, other)) {
                covers.insert((one.0, other.1), words | more);
            }
        }
        covers
    }

    /// Whether a place and one behind it are near each other.
    fn near(&self, before: (usize, usize), after: (usize, usize), distance: Distance) -> bool {
        let (first, last) = (&self.document.words[before.0], &self.document.words[after.1]);
        before.1 < after.0
            && match distance {
                Distance::Words(limit) => after.0 - before.1 <= limit as usize,
                Distance::Sentence => first.sentence == last.sentence,
                Distance::Paragraph => first.paragraph == last.paragraph,
            }
    }

    /// Where a word may end that begins at `at`.
    fn word_ends(&self, form: &WordForm, at: usize) -> Vec<usize> {
        let how = match form {
            WordForm::Stemmed(_) => How::Stemmed,
            _ => How::Exact,
        };
        match form {
            WordForm::Stemmed(text) | WordForm::Exact(text) => {
                let parts: Vec<&str> = text.split('-').collect();
                match parts.as_slice() {
                    [word] => self.token_ends(word, how, at),
                    parts => {
                        let closed = self.is(at, &parts.concat(), how).then_some(at + 1);
                        self.run_end(parts, how, at).into_iter().chain(closed).collect()
                    }
                }
            }
            pattern => self.is_like(at, pattern).then_some(at + 1).into_iter().collect(),
        }
    }

    /// One word: as it is, or in the parts in which the archive writes it.
    fn token_ends(&self, word: &str, how: How, at: usize) -> Vec<usize> {
        let mut ends: Vec<usize> = self.is(at, word, how).then_some(at + 1).into_iter().collect();
        for (closed, parts) in self.compounds {
            if closed == word || how == How::Stemmed && closed == stem(word) {
                let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
                ends.extend(self.run_end(&parts, how, at));
            }
        }
        ends
    }

    /// Words next to each other in one sentence.
    fn run_end(&self, parts: &[&str], how: How, at: usize) -> Option<usize> {
        let end = at + parts.len();
        let stand = end <= self.to
            && self.in_one_sentence(at, end)
            && (at..end).zip(parts).all(|(at, part)| self.is(at, part, how));
        stand.then_some(end)
    }

    /// Where the rest of a phrase may end that goes on at `at`: from its item
    /// `next` on.
    fn phrase_ends(
        &self,
        phrase: &Phrase,
        next: usize,
        start: usize,
        at: usize,
    ) -> BTreeSet<usize> {
        if next == phrase.items.len() {
            return BTreeSet::from([at]);
        }
        if at >= self.to || !self.in_one_sentence(start, at + 1) {
            return BTreeSet::new();
        }
        // Which item comes next, and where it may begin.
        let mut steps: Vec<(usize, usize)> = Vec::new();
        match phrase.items[next] {
            Item::Token(word, how) => {
                let ends = self.token_ends(word, how, at);
                steps.extend(ends.into_iter().map(|end| (next + 1, end)));
            }
            Item::Pattern(form) => {
                steps.extend(self.is_like(at, form).then_some((next + 1, at + 1)));
            }
        }
        for (from, to, closed) in &phrase.closed {
            let how = match phrase.items[to - 1] {
                Item::Token(_, how) => how,
                Item::Pattern(_) => continue,
            };
            if *from == next && self.is(at, closed, how) {
                steps.push((*to, at + 1));
            }
        }
        steps
            .into_iter()
            .flat_map(|(next, end)| self.phrase_ends(phrase, next, start, end))
            .filter(|&end| self.in_one_sentence(start, end))
            .collect()
    }

    fn in_one_sentence(&self, from: usize, to: usize) -> bool {
        self.document.words[from].sentence == self.document.words[to - 1].sentence
    }

    /// Whether a word of the article is a form of another.
    fn is(&self, at: usize, word: &str, how: How) -> bool {
        let form = &self.document.words[at].form;
        form == word
            || how != How::Exact && is_spelled_alike(form, word)
            || how == How::Stemmed && stem(form) == stem(word)
    }

    fn is_like(&self, at: usize, form: &WordForm) -> bool {
        let word = &self.document.words[at].form;
        match form {
            WordForm::Stemmed(text) => self.is(at, text, How::Stemmed),
            WordForm::Exact(text) => self.is(at, text, How::Exact),
            WordForm::Wildcard(Pattern(parts)) => fits(word, parts),
            WordForm::Fuzzy(other, edits) => edit_distance(word, other) <= usize::from(*edits),
            WordForm::Regex(regex) => {
                REGEXES.iter().any(|(other, words)| other == regex && words.contains(&&**word))
            }
        }
    }
}

/// Whether words on both sides of a part stand side by side.
fn is_condition(query: &Query) -> bool {
    match query {
        Query::Text(_) | Query::AtLeast { .. } => false,
        Query::And(parts) | Query::Or(parts) => parts.iter().all(is_condition),
        Query::Boost { query, .. } => is_condition(query),
        _ => true,
    }
}

/// A word without hyphens, whatever it weighs.
fn plain_word(query: &Query) -> Option<String> {
    match query {
        Query::Text(Expr::Word(Word { form: WordForm::Stemmed(text), .. })) => {
            (!text.contains('-')).then(|| text.clone())
        }
        Query::Boost { query, .. } => plain_word(query),
        _ => None,
    }
}

/// Keeps the shortest from each beginning, and the shortest to each end.
fn keep_shortest(places: &mut Places) {
    let all: Vec<(usize, usize)> = places.keys().copied().collect();
    places.retain(|&(start, end), _| {
        !all.iter().any(|other| other.0 == start && other.1 < end)
            || !all.iter().any(|other| other.1 == end && other.0 > start)
    });
}

fn add(places: &mut Places, place: (usize, usize), words: Words) {
    *places.entry(place).or_default() |= words;
}

/// The words from one to before another.
fn run(from: usize, to: usize) -> Words {
    (from..to).fold(0, |run, at| run | 1 << at)
}

fn items(word: &Word) -> Vec<Item<'_>> {
    let (text, how) = match &word.form {
        WordForm::Stemmed(text) => (text, How::Stemmed),
        WordForm::Exact(text) => (text, How::Spelt),
        pattern => return vec![Item::Pattern(pattern)],
    };
    text.split('-').map(|token| Item::Token(token, how)).collect()
}

/// All plurals of the archives end in s, and no other word does.
fn stem(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Whether two words are spellings of one name.
fn is_spelled_alike(one: &str, other: &str) -> bool {
    one == other
        || one.contains("aa") != other.contains("aa") && {
            one.replace("aa", "a") == other.replace("aa", "a")
        }
}

fn fits(word: &str, parts: &[PatternPart]) -> bool {
    match parts {
        [] => word.is_empty(),
        [PatternPart::Literal(text), rest @ ..] => {
            word.strip_prefix(text.as_str()).is_some_and(|word| fits(word, rest))
        }
        [PatternPart::AnyOne, rest @ ..] => !word.is_empty() && fits(&word[1..], rest),
        [PatternPart::AnyMany, rest @ ..] => {
            (0..=word.len()).any(|skipped| fits(&word[skipped..], rest))
        }
    }
}

/// The least number of letters to insert, delete, replace or exchange with
/// their neighbour.
fn edit_distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut rows = vec![vec![0; other.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            if i == 0 || j == 0 {
                rows[i][j] = i + j;
                continue;
            }
            let replaced = rows[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
            let mut least = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[one.len()][other.len()]
}
