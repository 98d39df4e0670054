//! What the styles of word processors mean for an article.

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::Style;

/// The styles that a document defines, by the name that its paragraphs use.
#[derive(Debug, Default)]
pub(super) struct Styles(FxHashMap<String, Defined>);

/// A style as the document defines it.
#[derive(Debug, Default, Clone)]
pub(super) struct Defined {
    /// The name that people see.
    pub name: String,
    /// The style that it is made from.
    pub parent: String,
    /// The level of headings that it gives, where it says so.
    pub level: Option<u8>,
    /// Whether its text is hidden.
    pub is_hidden: bool,
}

impl Styles {
    /// Adds a style; a second one of the name counts.
    pub fn add(&mut self, key: String, style: Defined) {
        self.0.insert(key, style);
    }

    /// What a style says of a paragraph, or the first that it is made from that says
    /// something.
    pub fn style(&self, key: &str) -> Style {
        self.first(key, |key, defined| {
            let shown = defined.map_or(key, |defined| &defined.name);
            let level = defined.and_then(|defined| defined.level);
            named(shown).or_else(|| named(key)).or_else(|| level.map(Style::Heading))
        })
        .unwrap_or_default()
    }

    /// Whether a style hides its text.
    pub fn hides(&self, key: &str) -> bool {
        let hidden =
            |_: &str, defined: Option<&Defined>| defined.filter(|one| one.is_hidden).map(|_| true);
        self.first(key, hidden).unwrap_or(false)
    }

    /// Asks a style, then those it is made from, until one answers.
    fn first<'a, T>(
        &'a self,
        key: &'a str,
        ask: impl Fn(&str, Option<&Defined>) -> Option<T>,
    ) -> Option<T> {
        let mut seen = FxHashSet::default();
        let mut key = key;
        while !key.is_empty() && seen.len() < DEPTH && seen.insert(key) {
            let defined = self.0.get(key);
            if let Some(answer) = ask(key, defined) {
                return Some(answer);
            }
            key = defined?.parent.as_str();
        }
        None
    }
}

/// A style is made from so many others at most.
const DEPTH: usize = 16;

/// What a style of this name is for. Built-in styles have English names in the file,
/// whatever the language of the program; newsrooms name theirs after what they are.
pub(super) fn named(name: &str) -> Option<Style> {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).take(40).collect();
    let name = name.to_lowercase();
    let level = |rest: &str| rest.parse().ok().filter(|level| (1..=9).contains(level));
    if let Some(level) = name.strip_prefix("heading").and_then(level) {
        return Some(Style::Heading(level));
    }
    if name.strip_prefix("toc").or(name.strip_prefix("contents")).and_then(level).is_some() {
        return Some(Style::Contents);
    }
    Some(match name.as_str() {
        "title" | "headline" => Style::Title,
        "subtitle" | "standfirst" | "deck" => Style::Subtitle,
        "subhead" | "subheading" | "crosshead" | "crossheading" => Style::Heading(2),
        "quote" | "intensequote" | "blocktext" | "blockquote" | "blockquotation" | "quotations" => {
            Style::Quotation
        }
        "byline" | "author" => Style::Byline,
        "tocheading" | "contentsheading" => Style::Contents,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_styles_say_what_they_are_for() {
        for (name, expected) in [
            ("heading 1", Some(Style::Heading(1))),
            ("Heading_20_3", None),
            ("Heading3", Some(Style::Heading(3))),
            ("heading 12", None),
            ("Title", Some(Style::Title)),
            ("Intense Quote", Some(Style::Quotation)),
            ("toc 2", Some(Style::Contents)),
            ("Normal", None),
            ("", None),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
    }

    #[test]
    fn a_style_is_what_it_is_made_from() {
        let mut styles = Styles::default();
        let made = |name: &str, parent: &str| Defined {
            name: name.to_owned(),
            parent: parent.to_owned(),
            ..Defined::default()
        };
        styles.add("Titre1".into(), made("heading 1", "Normal"));
        styles.add("Copy".into(), made("House copy", "Titre1"));
        styles.add("A".into(), made("a", "B"));
        styles.add("B".into(), Defined { is_hidden: true, ..made("b", "A") });
        assert_eq!(styles.style("Copy"), Style::Heading(1));
        assert_eq!(styles.style("Heading2"), Style::Heading(2));
        assert_eq!(styles.style("A"), Style::Body);
        assert!(styles.hides("A") && !styles.hides("Copy"));
    }
}
