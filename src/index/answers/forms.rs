//! The forms in which articles have a word of a query: what a stem or a pattern
//! stands for.

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::article::Language;
use crate::index::IndexError;
use crate::index::compile::Compiled;
use crate::index::queries::spans::Plan;
use crate::index::schema::terms;
use crate::index::search::Searcher;
use crate::index::search::page::Versions;
use crate::index::visible::frequency::Frequencies;
use crate::index::vocabulary::{Alike, Vocabulary};
use crate::query::ast::{Expr, Query};
use crate::text;

/// So many forms are named.
const NAMED: usize = 10;

/// The forms of a word.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// The most frequent ones, each with the number of articles that match and
    /// have it.
    pub named: Vec<(String, u64)>,
    /// How many there are beside them.
    pub more: usize,
}

/// What a marked term stands for.
enum Marked<'t> {
    Stem(Language, &'t str),
    Key(&'t str),
}

impl Marked<'_> {
    fn is_of(&self, form: &str) -> bool {
        match self {
            Marked::Stem(language, stem) => {
                text::stem(form, *language).is_some_and(|own| own == *stem)
            }
            Marked::Key(key) => text::spelling_key(form) == *key,
        }
    }

    /// What its forms begin with: the last letters of a stem may be others
    /// (`dying`, `die`).
    fn beginning(&self) -> String {
        match self {
            Marked::Stem(_, stem) => {
                let sure = stem.chars().count().saturating_sub(2).clamp(1, 3);
                stem.chars().take(sure).collect()
            }
            Marked::Key(key) => key.chars().take(1).collect(),
        }
    }
}

impl Searcher {
    /// Returns the forms in which articles have what a query of one word or one
    /// pattern finds; none for any other, or where it is asked of lede or body
    /// alone.
    pub(super) fn forms(
        &self,
        query: &Query,
        compiled: &Compiled,
        versions: Versions,
    ) -> Result<Forms, IndexError> {
        let (scope, query) = match query {
            Query::In { field, query, .. } => (Some(*field), &**query),
            query => (None, query),
        };
        let (Query::Text(Expr::Word(_)), [(_, plan)]) = (query, compiled.plans.as_slice()) else {
            return Ok(Forms::default());
        };
        let fields = self.fields();
        let field = scope.map_or(fields.text, |scope| fields.text_field(scope));
        let vocabulary = Vocabulary::new(self.engine(), field);
        let frequencies = Frequencies::new(self.engine(), &self.left_out(versions))?;
        let mut spellings = Vec::new();
        collect(plan, &mut spellings);
        let mut forms = Vec::new();
        // What has such a term matches.
        for &plain in spellings.iter().filter(|term| !terms::is_marked(term)) {
            forms.push((plain.to_owned(), frequencies.of(&vocabulary.term(plain))?));
        }
        // Of what has such a form only what is of the language does.
        let marked: Vec<Marked<'_>> = spellings.iter().filter_map(|term| marked(term)).collect();
        let alike = Alike::beginning(marked.iter().map(Marked::beginning));
        for form in vocabulary.alike(&alike, |form| marked.iter().any(|term| term.is_of(form)))? {
            if !spellings.contains(&form.as_str()) {
                let has_form = TermQuery::new(vocabulary.term(&form), IndexRecordOption::Basic);
                let both = vec![Box::new(has_form) as _, compiled.query.box_clone()];
                let articles = self.engine().search(&BooleanQuery::intersection(both), &Count)?;
                forms.push((form, articles as u64));
            }
        }
        forms.retain(|(_, articles)| *articles > 0);
        forms.sort_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
        let more = forms.len().saturating_sub(NAMED);
        forms.truncate(NAMED);
        Ok(Forms { named: forms, more })
    }
}

/// The terms of a plan that is a word in one piece.
fn collect<'p>(plan: &'p Plan, spellings: &mut Vec<&'p str>) {
    match plan {
        Plan::Terms(terms) => spellings.extend(terms.iter().map(String::as_str)),
        Plan::Any(ways) => ways.iter().for_each(|way| collect(way, spellings)),
        _ => {}
    }
}

fn marked(term: &str) -> Option<Marked<'_>> {
    match terms::language_and_stem(term) {
        Some((language, stem)) => Some(Marked::Stem(language, stem)),
        None => terms::key_of(term).map(Marked::Key),
    }
}
