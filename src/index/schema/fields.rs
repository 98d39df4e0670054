//! The index's fields, read from `schema/index.toml`, and the Tantivy schema
//! made of them.

use serde::Deserialize;
use tantivy::schema::{
    Field, IndexRecordOption, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

use crate::query::ast::{TextField, ValueField};

/// The definition as it is written, for `morgue schema index`.
pub const DEFINITION: &str = include_str!("../../../schema/index.toml");

/// The names under which a schema says how its fields become terms. `build`
/// makes them: Tantivy is never asked to.
pub(in crate::index) const TOKENS: &str = "morgue_tokens";
pub(in crate::index) const VALUE: &str = "morgue_value";

/// The version of the index that this program reads and writes.
pub(in crate::index) const VERSION: u32 = 11;

/// One field of the index.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldDefinition {
    /// Its name in the index.
    pub name: String,
    /// How it is indexed.
    pub kind: Kind,
    /// Whether it is also a column.
    #[serde(default)]
    pub fast: bool,
    /// What it is called in a query.
    pub query: Option<String>,
    /// Parts of it that a query can name.
    #[serde(default)]
    pub zones: Vec<String>,
    /// What it holds.
    pub about: String,
}

/// How a field is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Kept, not searched.
    Stored,
    /// One exact value.
    Key,
    /// Exact values, in a column only.
    Column,
    /// A whole value without regard to case and accents.
    Value,
    /// Such a value, of which nearly each article has its own, in a column only.
    Locator,
    /// Words with positions.
    Text,
    /// A few words with positions: how many they are counts nowhere.
    Short,
    /// Names at the positions of a text field.
    Mentions,
    /// Values looked up by their beginning.
    Terms,
    /// A moment in seconds.
    Date,
    /// A number that hits are put in order by.
    Order,
}

impl Kind {
    /// Whether it is known where its terms stand.
    pub(in crate::index) fn has_positions(self) -> bool {
        matches!(self, Kind::Text | Kind::Short | Kind::Mentions)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    version: u32,
    field: Vec<FieldDefinition>,
}

/// Returns every field of the index, in the order of `schema/index.toml`.
pub fn definitions() -> Vec<FieldDefinition> {
    // The text is part of the program and read by every test.
    let definition: Definition =
        toml::from_str(DEFINITION).expect("schema/index.toml is well-formed");
    assert_eq!(definition.version, VERSION, "schema/index.toml has the program's version");
    definition.field
}

/// The value of `version` for an article that a newer version has replaced.
pub(in crate::index) const SUPERSEDED: &str = "superseded";

/// The fields by the names that the code uses.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Fields {
    pub key: Field,
    pub version: Field,
    pub text: Field,
    pub headline: Field,
    pub byline: Field,
    pub dateline: Field,
    pub section: Field,
    pub section_name: Field,
    pub keyword: Field,
    pub keyword_name: Field,
    pub compound: Field,
    pub mentions: Field,
    pub entity: Field,
    pub name: Field,
    pub alias: Field,
    pub source: Field,
    pub agency: Field,
    pub id: Field,
    pub lang: Field,
    pub status: Field,
    pub path: Field,
    pub url: Field,
    pub published: Field,
    pub published_until: Field,
    pub embargoed_until: Field,
    pub serial: Field,
    pub words: Field,
}

/// Builds the Tantivy schema.
pub(in crate::index) fn schema() -> Schema {
    let mut builder = Schema::builder();
    for field in definitions() {
        add(&mut builder, &field);
    }
    builder.build()
}

fn add(builder: &mut SchemaBuilder, field: &FieldDefinition) {
    let name = &field.name;
    match field.kind {
        // `articles` keeps it.
        Kind::Stored => builder.add_custom_field(name, "article", serde_json::Value::Null),
        Kind::Key => builder.add_text_field(name, indexed("raw", IndexRecordOption::Basic, false)),
        Kind::Column | Kind::Locator => {
            builder.add_text_field(name, TextOptions::default().set_fast("raw"))
        }
        Kind::Value => {
            let mut options = indexed(VALUE, IndexRecordOption::Basic, false);
            if field.fast {
                options = options.set_fast("raw");
            }
            builder.add_text_field(name, options)
        }
        Kind::Text | Kind::Short | Kind::Mentions => builder.add_text_field(
            name,
            // `positions` knows where they stand.
            indexed(TOKENS, IndexRecordOption::WithFreqs, field.kind == Kind::Text),
        ),
        Kind::Terms => {
            builder.add_text_field(name, indexed(TOKENS, IndexRecordOption::Basic, false))
        }
        // Seconds as a plain number: what a range query and a sort need.
        Kind::Date => builder.add_i64_field(name, tantivy::schema::FAST),
        Kind::Order => builder.add_u64_field(name, tantivy::schema::FAST),
    };
}

fn indexed(tokenizer: &str, record: IndexRecordOption, norms: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(record)
            .set_fieldnorms(norms),
    )
}

impl Fields {
    /// Finds the fields in an index's schema; `None` if one is missing.
    pub(in crate::index) fn of(schema: &Schema) -> Option<Fields> {
        let field = |name| schema.get_field(name).ok();
        Some(Fields {
            key: field("key")?,
            version: field("version")?,
            text: field("text")?,
            headline: field("headline")?,
            byline: field("byline")?,
            dateline: field("dateline")?,
            section: field("section")?,
            section_name: field("section_name")?,
            keyword: field("keyword")?,
            keyword_name: field("keyword_name")?,
            compound: field("compound")?,
            mentions: field("mentions")?,
            entity: field("entity")?,
            name: field("name")?,
            alias: field("alias")?,
            source: field("source")?,
            agency: field("agency")?,
            id: field("id")?,
            lang: field("lang")?,
            status: field("status")?,
            path: field("path")?,
            url: field("url")?,
            published: field("published")?,
            published_until: field("published_until")?,
            embargoed_until: field("embargoed_until")?,
            serial: field("serial")?,
            words: field("words")?,
        })
    }

    /// The field that a text field of a query searches. `lede` and `body` have
    /// none of their own: they are zones of `text`.
    pub(in crate::index) fn text_field(&self, field: TextField) -> Field {
        match field {
            TextField::Headline => self.headline,
            TextField::Lede | TextField::Body => self.text,
            TextField::Byline => self.byline,
            TextField::Dateline => self.dateline,
            TextField::Section => self.section,
            TextField::Keyword => self.keyword,
        }
    }

    /// What a value field of a query searches.
    pub(in crate::index) fn value_field(&self, field: ValueField) -> Valued {
        match field {
            ValueField::Source => Valued::Terms(self.source),
            ValueField::Agency => Valued::Terms(self.agency),
            ValueField::Id => Valued::Terms(self.id),
            ValueField::Lang => Valued::Terms(self.lang),
            ValueField::Status => Valued::Terms(self.status),
            ValueField::Path | ValueField::Url => Valued::Column(field.name()),
        }
    }
}

/// Where the values lie that a query asks for.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) enum Valued {
    /// They are terms of a field.
    Terms(Field),
    /// They are locators, in the column of this name.
    Column(&'static str),
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_definition_makes_the_schema_that_the_code_uses() {
        let schema = schema();
        assert!(Fields::of(&schema).is_some());
        assert_eq!(schema.fields().count(), definitions().len());
    }

    #[test]
    fn the_query_knows_the_fields_of_the_definition_and_no_others() {
        let defined: BTreeSet<String> = definitions()
            .into_iter()
            .flat_map(|field| field.zones.into_iter().chain(field.query))
            .collect();
        let known: BTreeSet<String> = TextField::ALL
            .iter()
            .map(|field| field.name())
            .chain(ValueField::ALL.iter().map(|field| field.name()))
            .chain(["entity", "person", "org", "place", "date", "words"])
            .map(str::to_owned)
            .collect();
        assert_eq!(defined, known);
    }
}
