//! Whole values that a query asks for and no article has, with those that may
//! be meant.

use crate::article::Status;
use crate::facets::FacetField;
use crate::index::IndexError;
use crate::index::search::Searcher;
use crate::index::search::page::Versions;
use crate::index::vocabulary::{Similar, edits_to_nearest};
use crate::query::ast::{Pattern, PatternPart, Query, Span, ValueField};
use crate::query::language_tag;
use crate::text;

/// So many values are named that may be meant.
const MOST_NEAR: usize = 3;

/// No value is looked for that is longer, in bytes.
const LONGEST: usize = 100;

/// A condition on a value that no article meets.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MissingValue {
    /// The condition as a query.
    pub asked: Query,
    /// Conditions that may be meant, the likeliest first.
    pub near: Vec<Query>,
}

impl Searcher {
    /// Returns the conditions of a query on whole values that no article
    /// meets, older versions included; patterns are not looked at.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn missing_values(&self, query: &Query) -> Result<Vec<MissingValue>, IndexError> {
        let mut missing = Vec::new();
        for (field, value) in query.values() {
            let [PatternPart::Literal(text)] = value.0.as_slice() else { continue };
            let asked = condition(field, text.clone());
            let is_new = missing.iter().all(|known: &MissingValue| known.asked != asked);
            // That a search leaves articles of a status out is another matter.
            let is_status =
                Status::ALL.iter().any(|status| text.eq_ignore_ascii_case(status.name()));
            if is_new
                && !(field == ValueField::Status && is_status)
                && self.count(&asked, Versions::All)? == 0
            {
                let near = self.near_value(field, &text::fold_value(text))?;
                let near = near.into_iter().map(|value| condition(field, value)).collect();
                missing.push(MissingValue { asked, near });
            }
        }
        Ok(missing)
    }

    /// The values of the archive that have a folded one as words in them, then
    /// those that are spelt much like it.
    fn near_value(&self, field: ValueField, asked: &str) -> Result<Vec<String>, IndexError> {
        let counted = match field {
            ValueField::Source => FacetField::Source,
            ValueField::Agency => FacetField::Agency,
            ValueField::Lang => FacetField::Lang,
            ValueField::Status => {
                return Ok(Status::ALL.map(|status| status.name().to_owned()).into());
            }
            ValueField::Id | ValueField::Path | ValueField::Url => return Ok(Vec::new()),
        };
        if let (ValueField::Lang, Some(tag)) = (field, language_tag(asked)) {
            return Ok(vec![tag.to_owned()]);
        }
        if asked.len() > LONGEST {
            return Ok(Vec::new());
        }
        let alike = Similar::to(asked, edits_to_nearest(asked));
        let words = format!(" {asked} ");
        let rank = |value: &str| {
            let folded = text::fold_value(value);
            if format!(" {folded} ").contains(&words) {
                return Some(0);
            }
            alike.edits(&folded).map(|edits| 1 + edits)
        };
        let everything = Query::Everything(Span::default());
        let facets = self.facets(&everything, Versions::Current, &[counted])?;
        let values = facets.into_iter().flat_map(|facet| facet.values);
        let mut near: Vec<(u8, String)> =
            values.filter_map(|(value, _)| Some((rank(&value)?, value))).collect();
        // The most frequent come first, and stay so among equals.
        near.sort_by_key(|(rank, _)| *rank);
        Ok(near.into_iter().take(MOST_NEAR).map(|(_, value)| value).collect())
    }
}

fn condition(field: ValueField, value: String) -> Query {
    let value = Pattern(vec![PatternPart::Literal(value)]);
    Query::Value { field, value, span: Span::default() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::article::{Article, ArticleId, Language};
    use crate::index::tests::index_of;
    use crate::query;

    #[test]
    fn a_value_that_no_article_has_is_named_with_those_that_are_near() {
        let article = |id: &str, source: &str| Article {
            id: ArticleId::new(id),
            headline: "A bridge opened".to_owned(),
            source: Some(source.to_owned()),
            agency: Some("Northern Star News Agency".to_owned()),
            language: Some(Language::ENGLISH),
            ..Article::default()
        };
        let (_folder, searcher) = index_of(&[
            article("1", "Harbour TV"),
            article("2", "The Velmora Times"),
            article("3", "The Velmora Times"),
            article("4", "Velmora Tribune"),
        ]);
        for (query, expected) in [
            ("source:\"Harbour TV\" bridge", ""),
            (
                "source:velmora",
                "source:velmora: source:\"The Velmora Times\", source:\"Velmora Tribune\"",
            ),
            ("bridge source:\"harbor tv\"", "source:\"harbor tv\": source:\"Harbour TV\""),
            ("source:nosuch", "source:nosuch: "),
            ("agency:star", "agency:star: agency:\"Northern Star News Agency\""),
            ("lang:english OR lang:en", "lang:english: lang:en"),
            ("status:foo", "status:foo: status:usable, status:withheld, status:canceled"),
            ("status:Withheld", ""),
            ("source:no* NOT source:none id:9", "id:9: "),
        ] {
            let parsed = query::parse(query, date(2022, 9, 10)).unwrap();
            let missing = searcher.missing_values(&parsed).unwrap();
            let missing = missing.iter().map(|missing| {
                let near: Vec<String> = missing.near.iter().map(ToString::to_string).collect();
                format!("{}: {}", missing.asked, near.join(", "))
            });
            assert_eq!(missing.collect::<Vec<_>>().join("; "), expected, "{query}");
        }
    }
}
