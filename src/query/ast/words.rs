//! What a query asks for: its words as they were typed, its values and its entities.

use super::{EntityName, Expr, Pattern, Polarity, Query, ValueField, Word, WordForm};

impl Query {
    /// Returns the plain words, those of phrases included, that an article must
    /// or may have to match: not those under NOT, and no patterns.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        self.collect_words(&mut words);
        words
    }

    /// Whether the query asks for text, so that articles can match it better
    /// or worse.
    pub fn asks_for_text(&self) -> bool {
        match self {
            Query::Text(_) | Query::AtLeast { .. } | Query::Entity(_) => true,
            Query::In { query, .. } | Query::Boost { query, .. } => query.asks_for_text(),
            Query::And(parts) | Query::Or(parts) => parts.iter().any(Query::asks_for_text),
            Query::Everything(_)
            | Query::Value { .. }
            | Query::Date(_)
            | Query::Length(_)
            | Query::Not(..) => false,
        }
    }

    /// Returns the entities that it asks for, those under NOT included.
    pub fn entities(&self) -> Vec<&EntityName> {
        let mut entities = Vec::new();
        self.collect_entities(&mut entities);
        entities
    }

    /// Returns the conditions on whole values (`source:Reuters`) that an article
    /// must or may meet: not those under NOT.
    pub fn values(&self) -> Vec<(ValueField, &Pattern)> {
        match self {
            Query::Value { field, value, .. } => vec![(*field, value)],
            Query::And(parts) | Query::Or(parts) => parts.iter().flat_map(Query::values).collect(),
            Query::Boost { query, .. } => query.values(),
            _ => Vec::new(),
        }
    }

    /// Returns the text and the weight of a word that is searched with its
    /// inflections, where the query is no more than that.
    pub(crate) fn plain_word(&self) -> Option<(&str, f32)> {
        match self {
            Query::Text(Expr::Word(Word { form: WordForm::Stemmed(text), .. })) => {
                Some((text, 1.0))
            }
            Query::Boost { query, factor, .. } => {
                query.plain_word().map(|(text, inner)| (text, inner * factor))
            }
            _ => None,
        }
    }

    /// Whether it asks for nothing in the text at large, so that words around
    /// it stand side by side: `cyber lang:en attack`.
    fn is_condition(&self) -> bool {
        match self {
            Query::Everything(_)
            | Query::In { .. }
            | Query::Value { .. }
            | Query::Entity(_)
            | Query::Date(_)
            | Query::Length(_)
            | Query::Not(..) => true,
            Query::And(parts) | Query::Or(parts) => parts.iter().all(Query::is_condition),
            Query::Boost { query, .. } => query.is_condition(),
            Query::Text(_) | Query::AtLeast { .. } => false,
        }
    }

    fn collect_entities<'q>(&'q self, entities: &mut Vec<&'q EntityName>) {
        match self {
            Query::Text(expr) | Query::AtLeast { expr, .. } => expr.collect_entities(entities),
            Query::In { query, .. } | Query::Boost { query, .. } | Query::Not(query, _) => {
                query.collect_entities(entities);
            }
            Query::And(parts) | Query::Or(parts) => {
                parts.iter().for_each(|part| part.collect_entities(entities));
            }
            Query::Entity(entity) => entities.push(entity),
            Query::Everything(_) | Query::Value { .. } | Query::Date(_) | Query::Length(_) => {}
        }
    }

    fn collect_words(&self, words: &mut Vec<String>) {
        match self {
            Query::Text(expr) | Query::AtLeast { expr, .. } => expr.collect_words(words),
            Query::In { query, .. } | Query::Boost { query, .. } => query.collect_words(words),
            Query::And(parts) | Query::Or(parts) => {
                parts.iter().for_each(|part| part.collect_words(words));
            }
            Query::Everything(_)
            | Query::Value { .. }
            | Query::Entity(_)
            | Query::Date(_)
            | Query::Length(_)
            | Query::Not(..) => {}
        }
    }
}

/// Returns the places of plain words that stand side by side among the parts of
/// an AND, each pair in order: a weight or a condition between them parts no
/// words.
pub(crate) fn neighbours(parts: &[Query]) -> Vec<(usize, usize)> {
    let of_text: Vec<usize> =
        (0..parts.len()).filter(|&place| !parts[place].is_condition()).collect();
    let pairs = of_text.windows(2).map(|pair| (pair[0], pair[1]));
    let are_words = |&(one, next): &(usize, usize)| {
        parts[one].plain_word().is_some() && parts[next].plain_word().is_some()
    };
    pairs.filter(are_words).collect()
}

impl Expr {
    fn collect_entities<'q>(&'q self, entities: &mut Vec<&'q EntityName>) {
        match self {
            Expr::Entity(entity) => entities.push(entity),
            Expr::Or(ways) => ways.iter().for_each(|way| way.collect_entities(entities)),
            Expr::Near { left, right, .. } => {
                left.collect_entities(entities);
                right.collect_entities(entities);
            }
            Expr::First { expr, .. } => expr.collect_entities(entities),
            Expr::Word(_) | Expr::Phrase(..) => {}
        }
    }

    fn collect_words(&self, words: &mut Vec<String>) {
        match self {
            Expr::Word(word) => words.extend(plain(word)),
            Expr::Phrase(phrase, _) => words.extend(phrase.iter().filter_map(plain)),
            Expr::Or(ways) => ways.iter().for_each(|way| way.collect_words(words)),
            Expr::Near { left, right, polarity, .. } => {
                left.collect_words(words);
                if *polarity == Polarity::Near {
                    right.collect_words(words);
                }
            }
            Expr::First { expr, .. } => expr.collect_words(words),
            Expr::Entity(_) => {}
        }
    }
}

fn plain(word: &Word) -> Option<String> {
    match &word.form {
        WordForm::Stemmed(text) | WordForm::Exact(text) => Some(text.clone()),
        WordForm::Wildcard(_) | WordForm::Fuzzy(..) | WordForm::Regex(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::query::ast::Query;
    use crate::query::{neighbours, parse};

    #[test]
    fn conditions_and_weights_part_no_words() {
        let today = jiff::civil::date(2022, 9, 10);
        for (query, expected) in [
            ("a b c", "a+b b+c"),
            ("a^2 b", "a+b"),
            ("a (b^2)^3", "a+b"),
            ("a lang:en date:2022 -x headline:y person:z b", "a+b"),
            ("a (lang:en OR lang:de) b", "a+b"),
            ("lang:en a b", "a+b"),
            ("a \"x\" b", ""),
            ("a =b c*", ""),
            ("a (x OR y) b", ""),
            ("a ATLEAST 2 (x) b", ""),
        ] {
            let Ok(Query::And(parts)) = parse(query, today) else { panic!("{query}") };
            let word = |place: usize| parts[place].plain_word().unwrap().0;
            let pairs = neighbours(&parts).into_iter();
            let pairs: Vec<String> =
                pairs.map(|(one, next)| format!("{}+{}", word(one), word(next))).collect();
            assert_eq!(pairs.join(" "), expected, "{query}");
        }
    }

    #[test]
    fn words_are_what_an_article_may_have() {
        let today = jiff::civil::date(2022, 9, 10);
        for (query, expected, text) in [
            ("nato cyber", "nato cyber", true),
            ("\"in no position\" -iran", "in no position", true),
            ("headline:(a OR =b) c* d~1", "a b", true),
            ("a W/5 b c NOT W/5 d", "a b c", true),
            ("ATLEAST 2 (a)^2 FIRST 9 (b)", "a b", true),
            ("source:x date:2022", "", false),
            ("NOT iran", "", false),
            ("person:rama", "", true),
            ("*", "", false),
        ] {
            let query = parse(query, today).unwrap();
            assert_eq!(query.words().join(" "), expected, "{query}");
            assert_eq!(query.asks_for_text(), text, "{query}");
        }
    }
}
