//! `config.toml`, as a person writes it: each setting with a value of the kind that
//! it takes, else what is wrong, in words.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, TableLike};

use super::HomeError;
use crate::query::nearest;

/// What the settings say.
#[derive(Debug, Default)]
pub(super) struct Config {
    pub(super) root: Option<PathBuf>,
    pub(super) path_patterns: Vec<String>,
    pub(super) exclude: Vec<String>,
    pub(super) time_zone: Option<String>,
    pub(super) encoding: Option<String>,
    pub(super) follow_links: Option<bool>,
    pub(super) max_file_bytes: Option<u64>,
    pub(super) day_order: Option<String>,
    pub(super) entities: Option<bool>,
    pub(super) defaults: Defaults,
    pub(super) agencies: Vec<AgencyEntry>,
    /// Parts of an article, each with the names of which the first counts that is there.
    pub(super) fields: Vec<(String, Vec<String>)>,
    pub(super) limits: LimitsEntry,
}

#[derive(Debug, Default)]
pub(super) struct Defaults {
    pub(super) agency: Option<String>,
    pub(super) source: Option<String>,
    pub(super) section: Option<String>,
    pub(super) language: Option<String>,
}

#[derive(Debug)]
pub(super) struct AgencyEntry {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct LimitsEntry {
    pub(super) expanded_bytes: Option<u64>,
    pub(super) ratio: Option<u64>,
    pub(super) members: Option<u64>,
    pub(super) depth: Option<u64>,
}

const SETTINGS: &[&str] = &[
    "root",
    "path_patterns",
    "exclude",
    "time_zone",
    "encoding",
    "follow_links",
    "max_file_bytes",
    "day_order",
    "entities",
    "defaults",
    "agency",
    "fields",
    "limits",
];
const DEFAULTS: &[&str] = &["agency", "source", "section", "language"];
const AGENCY: &[&str] = &["code", "name", "aliases"];
const LIMITS: &[&str] = &["expanded_bytes", "ratio", "members", "depth"];

impl Config {
    /// Understands the text of the settings in a file.
    pub(super) fn read(path: &Path, text: &str) -> Result<Config, HomeError> {
        let document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or(text));
            HomeError::Syntax {
                path: path.to_owned(),
                line: before.matches('\n').count() + 1,
                message: error.message().replace('\n', ", "),
            }
        })?;
        let all = Section::new(path, "", document.as_table(), SETTINGS)?;
        let defaults = all.section("defaults", DEFAULTS)?;
        let limits = all.section("limits", LIMITS)?;
        Ok(Config {
            root: all.text("root")?.map(PathBuf::from),
            path_patterns: all.list("path_patterns")?,
            exclude: all.list("exclude")?,
            time_zone: all.text("time_zone")?,
            encoding: all.text("encoding")?,
            follow_links: all.flag("follow_links")?,
            max_file_bytes: all.number("max_file_bytes")?,
            day_order: all.text("day_order")?,
            entities: all.flag("entities")?,
            defaults: match defaults {
                None => Defaults::default(),
                Some(defaults) => Defaults {
                    agency: defaults.text("agency")?,
                    source: defaults.text("source")?,
                    section: defaults.text("section")?,
                    language: defaults.text("language")?,
                },
            },
            agencies: all.agencies()?,
            fields: all.fields()?,
            limits: match limits {
                None => LimitsEntry::default(),
                Some(limits) => LimitsEntry {
                    expanded_bytes: limits.number("expanded_bytes")?,
                    ratio: limits.number("ratio")?,
                    members: limits.number("members")?,
                    depth: limits.number("depth")?,
                },
            },
        })
    }
}

/// The settings under one heading.
struct Section<'a> {
    path: &'a Path,
    /// What stands before their names: `defaults.`
    prefix: String,
    table: &'a dyn TableLike,
}

impl<'a> Section<'a> {
    /// Refuses settings that are not among the known ones.
    fn new(
        path: &'a Path,
        prefix: &str,
        table: &'a dyn TableLike,
        known: &'static [&'static str],
    ) -> Result<Section<'a>, HomeError> {
        let section = Section { path, prefix: prefix.to_owned(), table };
        match table.iter().find(|(name, _)| !known.contains(name)) {
            None => Ok(section),
            Some((name, _)) => Err(HomeError::Unknown {
                path: path.to_owned(),
                setting: section.name(name),
                near: nearest(&name.to_lowercase(), known.iter().copied()),
                known,
            }),
        }
    }

    fn name(&self, setting: &str) -> String {
        format!("{}{setting}", self.prefix)
    }

    /// The value of a setting, if it is there: `of` makes it of what is written.
    fn value<T>(
        &self,
        setting: &str,
        kind: &str,
        of: impl FnOnce(&'a Item) -> Option<T>,
    ) -> Result<Option<T>, HomeError> {
        let Some(item) = self.table.get(setting) else { return Ok(None) };
        let wrong = || HomeError::Value {
            path: self.path.to_owned(),
            setting: self.name(setting),
            value: shown(item),
            hint: format!("{setting} = {kind}"),
        };
        of(item).ok_or_else(wrong).map(Some)
    }

    fn text(&self, setting: &str) -> Result<Option<String>, HomeError> {
        self.value(setting, "\"…\": a text in quotation marks", |item| {
            item.as_str().map(str::to_owned)
        })
    }

    fn flag(&self, setting: &str) -> Result<Option<bool>, HomeError> {
        self.value(setting, "true or false, without quotation marks", Item::as_bool)
    }

    fn number(&self, setting: &str) -> Result<Option<u64>, HomeError> {
        self.value(setting, "a whole number, 0 or more, without quotation marks", |item| {
            u64::try_from(item.as_integer()?).ok()
        })
    }

    fn list(&self, setting: &str) -> Result<Vec<String>, HomeError> {
        let kind = "[\"…\", \"…\"]: texts in brackets";
        Ok(self.value(setting, kind, texts)?.unwrap_or_default())
    }

    fn section(
        &self,
        setting: &str,
        known: &'static [&'static str],
    ) -> Result<Option<Section<'a>>, HomeError> {
        match self.table_of(setting)? {
            None => Ok(None),
            Some(table) => Section::new(self.path, &format!("{setting}."), table, known).map(Some),
        }
    }

    fn table_of(&self, setting: &str) -> Result<Option<&'a dyn TableLike>, HomeError> {
        let kind = format!("{{ … }}, or [{setting}] on a line above its settings");
        self.value(setting, &kind, Item::as_table_like)
    }

    fn agencies(&self) -> Result<Vec<AgencyEntry>, HomeError> {
        let kind = "[{ … }], or [[agency]] on a line above `code` and `name` of each";
        let tables = self.value("agency", kind, tables)?.unwrap_or_default();
        let of = |(number, table)| {
            let agency = Section::new(self.path, "agency.", table, AGENCY)?;
            let needed = |setting| {
                let path = self.path.to_owned();
                let missing = || HomeError::Missing { path, number, setting };
                agency.text(setting)?.ok_or_else(missing)
            };
            let (code, name) = (needed("code")?, needed("name")?);
            Ok(AgencyEntry { code, name, aliases: agency.list("aliases")? })
        };
        (1..).zip(tables).map(of).collect()
    }

    fn fields(&self) -> Result<Vec<(String, Vec<String>)>, HomeError> {
        let Some(table) = self.table_of("fields")? else { return Ok(Vec::new()) };
        let fields = Section { path: self.path, prefix: "fields.".to_owned(), table };
        let names = |part: &str| {
            let kind = "\"…\", or [\"…\", \"…\"] of which the first counts that is there";
            let names = fields.value(part, kind, |item| match item.as_str() {
                Some(name) => Some(vec![name.to_owned()]),
                None => texts(item),
            })?;
            Ok((part.to_owned(), names.unwrap_or_default()))
        };
        table.iter().map(|(part, _)| names(part)).collect()
    }
}

/// The texts of a list, if it has no other things.
fn texts(item: &Item) -> Option<Vec<String>> {
    item.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

/// The tables of a list of tables, in whichever way it is written.
fn tables(item: &Item) -> Option<Vec<&dyn TableLike>> {
    match item.as_array_of_tables() {
        Some(tables) => Some(tables.iter().map(|table| table as &dyn TableLike).collect()),
        None => {
            let tables = item.as_array()?.iter();
            tables.map(|table| table.as_inline_table().map(|table| table as _)).collect()
        }
    }
}

/// A value as it is written, or its beginning.
fn shown(item: &Item) -> String {
    const LONGEST: usize = 40;
    let written = item.to_string();
    let line = written.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
