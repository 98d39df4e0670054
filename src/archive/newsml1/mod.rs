//! NewsML 1.0 to 1.2: items of news, as agencies sent them before NewsML-G2.
//!
//! An item is a tree of components, each with lines (headline, byline …), metadata
//! and content. What a component does not say, the one around it does. One that has
//! a text, and a headline or a language of its own, is a story; an item of several
//! stories gives as many articles.

mod content;
mod lines;
mod subjects;

use std::iter::successors;

use self::content::Story;
use super::ReadError;
use super::documents::Articles;
use super::draft::{Draft, Place};
use super::xml::{self, Element};
use crate::article::{Article, Language, Status};

const FORMAT: &str = "NewsML 1";

/// Reads a document.
///
/// # Errors
/// Where it holds no item.
pub(super) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    let parsed = xml::find(text, &["NewsEnvelope", "NewsItem"]);
    let envelope = parsed.elements.iter().find(|element| element.name == "NewsEnvelope");
    let mut items = Vec::new();
    for item in parsed.elements.iter().filter(|element| element.name == "NewsItem") {
        items.push(item);
        add_items_inside(item, &mut items);
    }
    if items.is_empty() {
        return Err(match parsed.fault {
            Some(fault) => place.malformed(FORMAT, fault),
            None => place.no_article("a message without items"),
        });
    }
    let drafts = items.into_iter().flat_map(|item| Item::drafts(item, envelope, place));
    let drafts: Vec<Result<Draft, ReadError>> = drafts.collect();
    let several = drafts.len() > 1 || parsed.fault.is_some();
    let mut articles: Articles = drafts
        .into_iter()
        .zip(0..)
        .map(|(draft, record)| draft?.finish(several.then_some(record), place))
        .collect();
    articles.extend(parsed.fault.map(|fault| Err(place.malformed(FORMAT, fault))));
    Ok(articles)
}

// As deep as the tree, which has a limit.
fn add_items_inside<'a>(element: &'a Element, items: &mut Vec<&'a Element>) {
    for inner in element.elements() {
        match inner.name.as_str() {
            "NewsItem" => items.push(inner),
            "NewsComponent" => {}
            _ => continue,
        }
        add_items_inside(inner, items);
    }
}

/// The name of what an element stands for.
fn formal_name(element: &Element) -> Option<String> {
    element.attribute("FormalName").map(str::to_owned).or_else(|| element.text())
}

/// A component, and the one around it.
#[derive(Clone, Copy)]
struct Component<'a> {
    element: &'a Element,
    around: Option<&'a Component<'a>>,
}

impl<'a> Component<'a> {
    /// The component and those around it, from the inside out.
    fn outwards(&'a self) -> impl Iterator<Item = &'a Element> {
        successors(Some(self), |component| component.around).map(|component| component.element)
    }

    /// All that `read` finds in the innermost component that has any.
    fn list<T>(&self, read: impl Fn(&Element) -> Vec<T>) -> Vec<T> {
        self.outwards().map(read).find(|list| !list.is_empty()).unwrap_or_default()
    }

    fn language(&self) -> Option<Language> {
        self.outwards().find_map(language)
    }

    /// What it is to the item, in small letters.
    fn role(&self) -> String {
        let role = self.outwards().find_map(|component| component.find("Role"));
        role.and_then(formal_name).unwrap_or_default().to_lowercase()
    }

    /// Whether what stands in it is a story of its own, where it is a text.
    fn tells_its_own(&self) -> bool {
        let Some(around) = self.around else {
            return true;
        };
        let has_headline = self.element.find("NewsLines/HeadLine").and_then(Element::text);
        let other = |own: Language| around.language().is_some_and(|language| language != own);
        has_headline.is_some() || language(self.element).is_some_and(other)
    }
}

/// The language that a component says it is in.
fn language(component: &Element) -> Option<Language> {
    let said = subjects::metadata(component).find_map(|said| said.find("Language"));
    let said = said.and_then(formal_name);
    let said = said.as_deref().or_else(|| component.attribute("lang"));
    said.and_then(Language::parse)
}

/// An item whose components are looked through.
struct Item<'a> {
    item: &'a Element,
    envelope: Option<&'a Element>,
    place: Place<'a>,
    /// Its components that may be stories, in the order of the document.
    stories: Vec<Told>,
    /// How many texts were found.
    texts: usize,
    /// What it holds where that is no text.
    other: Option<&'static str>,
}

/// What a component says.
struct Told {
    draft: Draft,
    has_text: bool,
    is_main: bool,
    /// What the component is called within the item.
    duid: Option<String>,
}

impl<'a> Item<'a> {
    /// What an item says, story by story, the main one first.
    fn drafts(
        item: &'a Element,
        envelope: Option<&'a Element>,
        place: Place<'a>,
    ) -> Vec<Result<Draft, ReadError>> {
        let mut read = Item { item, envelope, place, stories: Vec::new(), texts: 0, other: None };
        for component in item.all("NewsComponent") {
            let component = Component { element: component, around: None };
            if let Err(error) = read.component(&component, &mut Story::default()) {
                return vec![Err(error)];
            }
        }
        let (mut told, lines): (Vec<Told>, Vec<Told>) =
            std::mem::take(&mut read.stories).into_iter().partition(|told| told.has_text);
        if told.is_empty() {
            return vec![read.without_text(lines)];
        }
        if let Some(main) = told.iter().position(|told| told.is_main) {
            told[..=main].rotate_right(1);
        }
        told.into_iter().enumerate().map(|(at, told)| Ok(told.part(at))).collect()
    }

    /// A flash has no text, and what kills a story needs none.
    fn without_text(&self, lines: Vec<Told>) -> Result<Draft, ReadError> {
        let mut drafts = lines.into_iter().map(|told| told.draft);
        let draft = drafts.find(|draft| !draft.article.headline.is_empty()).unwrap_or_else(|| {
            let mut draft = Draft::default();
            let component = Component { element: self.item, around: None };
            lines::fill(&mut draft.article, &component, self);
            draft
        });
        let is_update = self.item.find("Update").is_some();
        let other = is_update.then_some("changes to an earlier revision").or(self.other);
        match other.filter(|_| draft.article.status != Status::Canceled) {
            Some(what) => Err(self.place.no_article(what)),
            None => Ok(draft),
        }
    }

    // As deep as the tree, which has a limit.
    fn component(&mut self, component: &Component, around: &mut Story) -> Result<(), ReadError> {
        if !component.tells_its_own() {
            return self.members(component, around);
        }
        // In the order in which they begin.
        let at = self.stories.len();
        let mut story = Story::default();
        self.members(component, &mut story)?;
        let has_text = story.has_text();
        if has_text || !content::is_aside(&component.role()) {
            let mut draft = story.draft();
            lines::fill(&mut draft.article, component, self);
            let is_main = component.role() == "main";
            let duid = component.element.attribute("Duid").map(str::to_owned);
            self.stories.insert(at, Told { draft, has_text, is_main, duid });
        }
        Ok(())
    }

    /// Reads what stands in a component.
    fn members(&mut self, component: &Component, story: &mut Story) -> Result<(), ReadError> {
        let are_alternatives = component.element.attribute("EquivalentsList") == Some("yes");
        let mut languages = Vec::new();
        for member in component.element.elements() {
            let inner = Component { element: member, around: Some(component) };
            let is_component = member.name == "NewsComponent";
            let language = inner.language();
            if are_alternatives && languages.contains(&language) {
                continue;
            }
            let before = self.texts;
            match member.name.as_str() {
                _ if is_component => self.component(&inner, story)?,
                "ContentItem" => self.content(member, component, story)?,
                "NewsItem" | "NewsItemRef" => self.other = Some("a package of other items"),
                _ => continue,
            }
            if self.texts > before {
                languages.push(language);
            }
        }
        Ok(())
    }

    fn content(
        &mut self,
        item: &Element,
        component: &Component,
        story: &mut Story,
    ) -> Result<(), ReadError> {
        let role = component.role();
        match content::medium(item) {
            Some(what) => self.other = self.other.or(Some(what)),
            None if content::is_aside(&role) => {}
            None => self.texts += usize::from(story.add(item, &role, self.place)?),
        }
        Ok(())
    }
}

impl Told {
    /// What is told in the story that stands at this place of its item: the first has
    /// the item's name, the others that of their part.
    fn part(self, at: usize) -> Draft {
        let mut draft = self.draft;
        let Article { uri, agency_id, .. } = &mut draft.article;
        let name = if uri.is_some() { uri } else { agency_id };
        if let Some(name) = name.as_mut().filter(|_| at > 0) {
            let part = self.duid.unwrap_or_else(|| (at + 1).to_string());
            name.push('#');
            name.push_str(&part);
        }
        draft
    }
}
