//! Expressions become plans: what each word may look like in the index.

use rustc_hash::FxHashSet;

use super::budget::Budget;
use super::pattern::{Parts, Unfit, is_one_word, over_folded_words, regex};
use super::{CompileError, Scope};
use crate::article::Language;
use crate::index::entities::Directory;
use crate::index::queries::spans::Plan;
use crate::index::schema::fields::Fields;
use crate::index::schema::terms;
use crate::index::vocabulary::{ExpansionError, Vocabulary};
use crate::query::ast::{
    EntityName, Expr, Pattern, PatternPart, Query, Span, TextField, Word, WordForm,
};
use crate::text::{self, QueryToken};

/// A closed word of a phrase may be written in at most so many parts.
const MAX_PARTS: usize = 4;
/// A run of words that overlap in closed words is looked for in so many ways.
const MAX_WAYS: usize = 64;

/// Turns words into plans, with the vocabulary of the archive at hand.
pub(super) struct WordPlans<'a> {
    /// The words of the field that is searched.
    pub text: Vocabulary<'a>,
    pub compounds: Vocabulary<'a>,
    pub languages: &'a [Language],
    pub names: Names<'a>,
    pub scope: Scope,
    /// What is left for patterns.
    pub budget: &'a Budget,
}

/// The names of the archive.
pub(super) struct Names<'a> {
    pub engine: &'a tantivy::Searcher,
    pub fields: &'a Fields,
    pub directory: &'a Directory,
}

/// What matches beside the form that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    /// Its inflections, and other spellings of the name.
    Stemmed,
    /// Other spellings of the name: a word of a phrase.
    Spelt,
    /// Nothing.
    Exact,
}

/// A word of a phrase: a token, or anything that takes its place.
enum Item {
    Token(QueryToken, Match),
    Other(Plan),
}

impl WordPlans<'_> {
    /// The plan of an expression.
    pub(super) fn expr(&self, expr: &Expr) -> Result<Plan, CompileError> {
        let boxed = |expr: &Expr| self.expr(expr).map(Box::new);
        Ok(match expr {
            Expr::Word(word) => self.word(word)?,
            Expr::Phrase(words, span) => self.phrase(words, *span)?,
            Expr::Or(ways) => {
                let mut seen = FxHashSet::default();
                let distinct =
                    ways.iter().filter(|way| seen.insert(Query::Text((*way).clone()).to_string()));
                Plan::Any(distinct.map(|way| self.expr(way)).collect::<Result<_, _>>()?)
            }
            Expr::Near { left, right, distance, order, polarity, .. } => Plan::Near {
                left: boxed(left)?,
                right: boxed(right)?,
                distance: *distance,
                order: *order,
                polarity: *polarity,
            },
            Expr::First { words, expr, .. } => Plan::First { words: *words, inner: boxed(expr)? },
            Expr::Entity(entity) => self.entity(entity)?,
        })
    }

    /// The names of an entity, or of any of a kind.
    pub(super) fn entity(&self, entity: &EntityName) -> Result<Plan, CompileError> {
        let field = match self.scope {
            None | Some(TextField::Headline | TextField::Lede | TextField::Body) => None,
            Some(field) => Some(field.name()),
        };
        if let Some(field) = field {
            return Err(CompileError::NoNamesIn { field, span: entity.span });
        }
        let Names { engine, fields, directory } = self.names;
        let mention = directory.mention(engine, fields, entity)?;
        mention.map(Plan::Mention).ok_or(CompileError::EntitiesNotIndexed { span: entity.span })
    }

    fn word(&self, word: &Word) -> Result<Plan, CompileError> {
        match &word.form {
            WordForm::Stemmed(text) => self.tokens(text, Match::Stemmed, word.span),
            WordForm::Exact(text) => self.tokens(text, Match::Exact, word.span),
            other => self.pattern(other, word.span),
        }
    }

    /// A word that is searched as it is typed; it may be several tokens.
    fn tokens(&self, text: &str, how: Match, span: Span) -> Result<Plan, CompileError> {
        let tokens = text::query_tokens(text);
        match tokens.tokens.as_slice() {
            [] => Err(CompileError::NothingToSearch { text: text.to_owned(), span }),
            [token] => self.token(token, how),
            parts => {
                let open = parts.iter().map(|part| self.spellings(part, how));
                let open = Plan::Sequence(open.collect::<Result<_, _>>()?);
                if !tokens.is_compound() {
                    return Ok(open);
                }
                let closed = self.spellings(&closed(parts), how)?;
                Ok(any(vec![open, closed]))
            }
        }
    }

    /// One token: its spellings, and the ways to write it in parts.
    fn token(&self, token: &QueryToken, how: Match) -> Result<Plan, CompileError> {
        let mut ways = vec![self.spellings(token, how)?];
        let mut forms = vec![token.form.clone()];
        if how == Match::Stemmed {
            forms.extend(self.stems(&token.form).map(|(_, stem)| stem));
        }
        forms.dedup();
        for form in forms {
            for parts in self.written_in_parts(&form)? {
                let parts = parts.iter().map(|part| self.spellings(part, how));
                ways.push(Plan::Sequence(parts.collect::<Result<_, _>>()?));
            }
        }
        Ok(any(ways))
    }

    /// The terms of a token that the archive has. The exact form is first.
    fn spellings(&self, token: &QueryToken, how: Match) -> Result<Plan, CompileError> {
        let mut spellings = vec![token.form.clone()];
        if how != Match::Exact && text::joins_spellings(&token.key) {
            spellings.push(token.key.clone());
            let mut key = String::new();
            terms::push_key(&mut key, &token.key);
            spellings.push(key);
        }
        if how == Match::Stemmed {
            for (language, stem) in self.stems(&token.form) {
                let mut term = String::new();
                terms::push_stem(&mut term, language, &stem);
                spellings.push(term);
                // A word that is its own stem has no other term. `refuge`, the
                // stem of `refugees`, is a word with another stem.
                if text::is_own_stem(&stem, language) {
                    spellings.push(stem);
                }
            }
        }
        let mut known: Vec<String> = Vec::new();
        for spelling in spellings {
            if !known.contains(&spelling) && self.text.frequency(&spelling)? > 0 {
                known.push(spelling);
            }
        }
        Ok(Plan::Terms(known))
    }

    /// The stem of a form in each language of the archive that has one; where
    /// the form is its own stem, the form.
    fn stems(&self, form: &str) -> impl Iterator<Item = (Language, String)> {
        self.languages.iter().map(move |&language| {
            let stem = text::stem(form, language);
            (language, stem.unwrap_or_else(|| form.to_owned()))
        })
    }

    /// How the archive writes a closed word in parts, with hyphens.
    fn written_in_parts(&self, closed: &str) -> Result<Vec<Vec<QueryToken>>, CompileError> {
        let entries = match self.compounds.beginning(&terms::compounds_of(closed)) {
            Ok(entries) => entries,
            // So many ways to write one word are no help.
            Err(ExpansionError::TooMany) => Vec::new(),
            Err(ExpansionError::Engine(error)) => return Err(error.into()),
            Err(ExpansionError::TooLarge | ExpansionError::Syntax(_)) => Vec::new(),
        };
        let parts = entries.iter().filter_map(|entry| terms::parts_of(entry));
        Ok(parts.map(|parts| parts.into_iter().map(token).collect()).collect())
    }

    /// The closed form of two words side by side, where the archive writes it
    /// with a hyphen somewhere.
    pub(super) fn closed_form(&self, one: &str, next: &str) -> Result<Option<Plan>, CompileError> {
        let mut tokens = text::query_tokens(one).tokens;
        tokens.extend(text::query_tokens(next).tokens);
        if tokens.len() != 2 || !self.is_compound(&tokens)? {
            return Ok(None);
        }
        self.spellings(&closed(&tokens), Match::Stemmed).map(Some)
    }

    fn is_compound(&self, parts: &[QueryToken]) -> Result<bool, CompileError> {
        let mut entry = String::new();
        let words = parts.iter().map(|part| part.form.as_str());
        terms::push_compound(&mut entry, words);
        Ok(self.compounds.frequency(&entry)? > 0)
    }

    fn phrase(&self, words: &[Word], span: Span) -> Result<Plan, CompileError> {
        let mut items = Vec::new();
        for word in words {
            let (text, how) = match &word.form {
                WordForm::Stemmed(text) => (text, Match::Stemmed),
                WordForm::Exact(text) => (text, Match::Spelt),
                other => {
                    items.push(Item::Other(self.pattern(other, word.span)?));
                    continue;
                }
            };
            let tokens = text::query_tokens(text).tokens.into_iter();
            items.extend(tokens.map(|token| Item::Token(token, how)));
        }
        if items.is_empty() {
            let text = "\"…\"".to_owned();
            return Err(CompileError::NothingToSearch { text, span });
        }
        self.sequence(&items)
    }

    /// The ways to write a run of words: as they are, or with some of them
    /// closed up.
    fn sequence(&self, items: &[Item]) -> Result<Plan, CompileError> {
        let mut steps = Vec::new();
        for start in 0..items.len() {
            let mut ways = Vec::new();
            for end in start + 1..=items.len().min(start + MAX_PARTS) {
                ways.extend(self.step(&items[start..end])?.map(|plan| (end, plan)));
            }
            steps.push(ways);
        }
        Ok(Plan::Sequence(pieces(&steps)))
    }

    /// One place of a phrase: an item, or several written in one word.
    fn step(&self, items: &[Item]) -> Result<Option<Plan>, CompileError> {
        match items {
            [Item::Other(plan)] => Ok(Some(plan.clone())),
            [Item::Token(token, how)] => self.token(token, *how).map(Some),
            several => {
                let mut tokens = Vec::new();
                let mut closed_as = Match::Spelt;
                for item in several {
                    let Item::Token(token, how) = item else {
                        return Ok(None);
                    };
                    tokens.push(token.clone());
                    closed_as = *how;
                }
                if !self.is_compound(&tokens)? {
                    return Ok(None);
                }
                self.spellings(&closed(&tokens), closed_as).map(Some)
            }
        }
    }

    /// A pattern of several parts: side by side, or closed up. What cannot be
    /// answered is said of the whole, as it was typed.
    fn in_parts(&self, parts: &Parts, typed: &Pattern, span: Span) -> Result<Plan, CompileError> {
        let of_the_whole = |error| match error {
            CompileError::TooManyWords { span, .. } => {
                CompileError::TooManyWords { text: typed.to_string(), span }
            }
            CompileError::TooManyTogether { span, .. } => {
                CompileError::TooManyTogether { text: typed.to_string(), span }
            }
            CompileError::TooLarge { span, .. } => {
                CompileError::TooLarge { text: typed.to_string(), span }
            }
            other => other,
        };
        let mut steps = Vec::new();
        for part in &parts.parts {
            let form = match part.0.as_slice() {
                [PatternPart::Literal(text)] => WordForm::Exact(text.clone()),
                _ if is_one_word(part) => WordForm::Wildcard(part.clone()),
                _ => return Err(CompileError::NotOneWord { text: typed.to_string(), span }),
            };
            steps.push(match &form {
                WordForm::Exact(text) => self.tokens(text, Match::Spelt, span)?,
                form => self.pattern(form, span).map_err(of_the_whole)?,
            });
        }
        let mut ways = vec![Plan::Sequence(steps)];
        if parts.closes {
            let closed = WordForm::Wildcard(parts.closed());
            ways.push(self.pattern(&closed, span).map_err(of_the_whole)?);
        }
        Ok(any(ways))
    }

    fn pattern(&self, form: &WordForm, span: Span) -> Result<Plan, CompileError> {
        let typed = || match form {
            WordForm::Wildcard(pattern) => pattern.to_string(),
            WordForm::Fuzzy(word, edits) => format!("{word}~{edits}"),
            WordForm::Regex(regex) => format!("/{regex}/"),
            WordForm::Stemmed(text) | WordForm::Exact(text) => text.clone(),
        };
        let words = match form {
            WordForm::Wildcard(pattern) => {
                let parts = Parts::of(pattern);
                match parts.parts.as_slice() {
                    [word] if is_one_word(word) => {
                        self.text.matching(&regex(word, text::fold_fragment))
                    }
                    [] | [_] => return Err(CompileError::NotOneWord { text: typed(), span }),
                    _ => return self.in_parts(&parts, pattern, span),
                }
            }
            WordForm::Fuzzy(word, edits) => {
                let tokens = text::query_tokens(word).tokens;
                let [token] = tokens.as_slice() else {
                    return Err(CompileError::NotOneWord { text: word.clone(), span });
                };
                self.text.similar(&token.form, *edits)
            }
            WordForm::Regex(regex) => {
                let folded = over_folded_words(regex).map_err(|unfit| match unfit {
                    Unfit::SeveralWords => CompileError::NotOneWord { text: typed(), span },
                    Unfit::NotKnown(reason) => {
                        CompileError::BadRegex { text: typed(), reason, span }
                    }
                })?;
                self.text.matching(&folded)
            }
            WordForm::Stemmed(text) => return self.tokens(text, Match::Stemmed, span),
            WordForm::Exact(text) => return self.tokens(text, Match::Exact, span),
        };
        let words = words.map_err(|error| CompileError::expansion(error, typed(), span))?;
        match self.budget.take(words.len()) {
            Some(()) => Ok(Plan::Terms(words)),
            None => Err(CompileError::TooManyTogether { text: typed(), span }),
        }
    }
}

/// The words of a vocabulary that a pattern matches.
pub(in crate::index) fn words_like(
    vocabulary: &Vocabulary<'_>,
    pattern: &Pattern,
) -> Result<Vec<String>, CompileError> {
    vocabulary
        .matching(&regex(pattern, text::fold_fragment))
        .map_err(|error| CompileError::expansion(error, pattern.to_string(), Span::default()))
}

/// What a phrase is made of, one after the other. `steps` says for each word
/// of it how far one term can reach from there, the word alone first. A piece
/// with several ways ends where no term reaches beyond.
fn pieces(steps: &[Vec<(usize, Plan)>]) -> Vec<Plan> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < steps.len() {
        let mut end = start + 1;
        let mut at = start;
        while at < end {
            end = steps[at].iter().map(|(reach, _)| *reach).fold(end, usize::max);
            at += 1;
        }
        let mut ways = Vec::new();
        add_ways(steps, start, end, &mut Vec::new(), &mut ways);
        pieces.push(any(ways));
        start = end;
    }
    pieces
}

/// Adds each way to get from one word of a phrase to another, the words as
/// they are first, up to [`MAX_WAYS`].
fn add_ways(
    steps: &[Vec<(usize, Plan)>],
    at: usize,
    end: usize,
    so_far: &mut Vec<Plan>,
    ways: &mut Vec<Plan>,
) {
    if at == end {
        ways.push(match so_far.as_slice() {
            [word] => word.clone(),
            words => Plan::Sequence(words.to_vec()),
        });
        return;
    }
    for (next, plan) in &steps[at] {
        if ways.len() >= MAX_WAYS {
            return;
        }
        so_far.push(plan.clone());
        add_ways(steps, *next, end, so_far, ways);
        so_far.pop();
    }
}

/// One of several plans; spellings of one word are one word.
fn any(mut ways: Vec<Plan>) -> Plan {
    ways.retain(|way| !matches!(way, Plan::Terms(terms) if terms.is_empty()));
    match ways.len() {
        0 => Plan::Terms(Vec::new()),
        1 => ways.remove(0),
        _ => Plan::Any(ways),
    }
}

/// Parts written in one word.
fn closed(parts: &[QueryToken]) -> QueryToken {
    token(&parts.iter().map(|part| part.form.as_str()).collect::<String>())
}

/// A token of a folded form.
fn token(form: &str) -> QueryToken {
    let key = text::spelling_key(form).into_owned();
    QueryToken { form: form.to_owned(), key, range: 0..form.len() }
}
