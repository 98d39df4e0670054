//! What the settings mean for reading an archive.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use jiff::tz::TimeZone;
use xxhash_rust::xxh3::xxh3_64;

use super::config::Config;
use super::files::read_or_empty;
use super::{Home, HomeError, above};
use crate::archive::{Agency, DayOrder, Limits, Part, PathPattern, Settings, path_below};
use crate::article::Language;

impl Home {
    /// The home's own path below the archive's folder, if it lies there: it
    /// holds no articles.
    fn below_root(&self) -> Result<Option<String>, HomeError> {
        let root = self.named_root()?.unwrap_or_else(|| above(&self.folder).to_owned());
        let (Ok(root), Ok(folder)) = (root.canonicalize(), self.folder.canonicalize()) else {
            return Ok(None);
        };
        Ok(if folder.starts_with(&root) { path_below(&root, &folder) } else { None })
    }

    /// Reads the settings; an archive without a settings file has the
    /// defaults.
    ///
    /// # Errors
    /// Where the file cannot be read or says something that cannot be.
    pub fn settings(&self) -> Result<Settings, HomeError> {
        let config = self.read_config()?;
        let wrong = |setting, value: &str, hint| self.wrong(setting, value, hint);
        let mut settings = Settings::default();
        for pattern in &config.path_patterns {
            let pattern = PathPattern::parse(pattern)
                .map_err(|source| HomeError::Pattern { path: self.config(), source })?;
            settings.path_patterns.push(pattern);
        }
        settings.exclude = self.exclude(&config.exclude)?;
        settings.time_zone = self.zone_of(&config)?;
        if let Some(label) = &config.encoding {
            let hint = "a label of the WHATWG encoding standard, such as \"windows-1256\"";
            settings.encoding = Some(
                encoding_rs::Encoding::for_label(label.as_bytes())
                    .ok_or_else(|| wrong("encoding", label, hint))?,
            );
        }
        if let Some(tag) = &config.defaults.language {
            let hint = "a language tag such as \"en\" or \"fa\"";
            let language = Language::parse(tag);
            settings.language =
                Some(language.ok_or_else(|| wrong("defaults.language", tag, hint))?);
        }
        settings.day_order = match config.day_order.as_deref() {
            None => DayOrder::default(),
            Some("by-column") => DayOrder::ByColumn,
            Some("by-clock") => DayOrder::ByClock,
            Some("day-first") => DayOrder::DayFirst,
            Some("month-first") => DayOrder::MonthFirst,
            Some(other) => {
                let hint = "\"by-column\", \"by-clock\", \"day-first\" or \"month-first\"";
                return Err(wrong("day_order", other, hint));
            }
        };
        settings.agencies = config
            .agencies
            .into_iter()
            .map(|entry| Agency { code: entry.code, name: entry.name, aliases: entry.aliases })
            .collect();
        for (name, names) in config.fields {
            let hint = "parts of an article are headline, body, published, source and the like";
            let part = Part::named(&name).ok_or_else(|| wrong("fields", &name, hint))?;
            settings.fields.set(part, names);
        }
        let (limits, default) = (config.limits, Limits::default());
        settings.limits = Limits {
            expanded_bytes: limits.expanded_bytes.unwrap_or(default.expanded_bytes),
            ratio: limits.ratio.unwrap_or(default.ratio),
            members: limits.members.unwrap_or(default.members),
            depth: limits.depth.map_or(default.depth, |depth| depth as usize),
        };
        settings.agency = config.defaults.agency;
        settings.source = config.defaults.source;
        settings.section = config.defaults.section;
        settings.follow_links = config.follow_links.unwrap_or(settings.follow_links);
        settings.max_file_bytes = config.max_file_bytes.unwrap_or(settings.max_file_bytes);
        Ok(settings)
    }

    /// What is not read: files that the settings leave out, and the home itself.
    fn exclude(&self, globs: &[String]) -> Result<GlobSet, HomeError> {
        let mut exclude = GlobSetBuilder::new();
        for glob in globs {
            let hint = "a pattern such as \"drafts/**\" or \"*.bak\", relative to the archive";
            exclude.add(Glob::new(glob).map_err(|_| self.wrong("exclude", glob, hint))?);
        }
        if let Some(own) = self.below_root()? {
            let hint = "a folder outside the archive, or one whose name begins with a dot";
            let own_alone = globset::escape(&own);
            let glob = GlobBuilder::new(&own_alone).backslash_escape(false).build();
            exclude.add(glob.map_err(|_| self.wrong("--index", &own, hint))?);
        }
        exclude.build().map_err(|_| self.wrong("exclude", "…", "fewer or shorter patterns"))
    }

    /// A setting has a value that it cannot have.
    fn wrong(&self, setting: &str, value: &str, hint: &str) -> HomeError {
        HomeError::Value {
            path: self.config(),
            setting: setting.to_owned(),
            value: value.to_owned(),
            hint: hint.to_owned(),
        }
    }

    /// The time zone of the archive: UTC where the settings say nothing.
    ///
    /// # Errors
    /// As [`Home::settings`].
    pub fn time_zone(&self) -> Result<TimeZone, HomeError> {
        self.zone_of(&self.read_config()?)
    }

    fn zone_of(&self, config: &Config) -> Result<TimeZone, HomeError> {
        let Some(name) = &config.time_zone else {
            return Ok(TimeZone::UTC);
        };
        let hint = "a name of the IANA time zone database, such as \"Asia/Tehran\"";
        TimeZone::get(name).map_err(|_| self.wrong("time_zone", name, hint))
    }

    /// Whether names of people, organisations and places are found: they are,
    /// unless the settings say `entities = false`.
    ///
    /// # Errors
    /// As [`Home::settings`].
    pub fn finds_entities(&self) -> Result<bool, HomeError> {
        Ok(self.read_config()?.entities.unwrap_or(true))
    }

    /// A number for what the settings say about reading files: with another one they
    /// are read in another way.
    ///
    /// # Errors
    /// As [`Home::settings`].
    pub(crate) fn reading(&self) -> Result<i64, HomeError> {
        self.read_config()?;
        // It was read as settings before, so it is TOML.
        let mut settings: toml::Table = read_or_empty(&self.config())?.parse().unwrap_or_default();
        for of_the_walk in ["root", "exclude", "follow_links"] {
            settings.remove(of_the_walk);
        }
        let settings = serde_json::to_string(&settings).unwrap_or_default();
        Ok(xxh3_64(settings.as_bytes()).cast_signed())
    }

    pub(super) fn read_config(&self) -> Result<Config, HomeError> {
        let path = self.config();
        Config::read(&path, &read_or_empty(&path)?)
    }
}
