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
use super::Articles;
use super::xml::{self, Element};
use crate::archive::ReadError;
use crate::archive::draft::{Draft, Place};
use crate::article::{Article, Language, Status};

const FORMAT: &str = "NewsML 1";

/// Reads a document.
///
/// # Errors
/// Where it holds no item.
pub(in crate::archive) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
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
struct Component<'a> {
    /// What is said of it: what stands in it beside its members.
    said: Vec<&'a Element>,
    around: Option<&'a Component<'a>>,
    /// What it is to the item, in small letters.
    role: String,
    language: Option<Language>,
    /// Whether it says a headline or a language of its own: what stands in it is a
    /// story then, where it is a text.
    is_of_its_own: bool,
}

/// Elements that are members of a component.
const MEMBERS: [&str; 4] = ["NewsComponent", "NewsItem", "NewsItemRef", "ContentItem"];

impl<'a> Component<'a> {
    // Found out once: those inside ask for it again and again.
    fn new(element: &'a Element, around: Option<&'a Component<'a>>) -> Component<'a> {
        let said = element.elements().filter(|one| !MEMBERS.contains(&one.name.as_str()));
        let mut component = Component {
            said: said.collect(),
            around,
            role: String::new(),
            language: None,
            is_of_its_own: true,
        };
        let role = component.all("Role").next().and_then(formal_name);
        let outer = || around.map(|around| around.role.clone());
        component.role = role.map(|role| role.to_lowercase()).or_else(outer).unwrap_or_default();
        let language = component.metadata().find_map(|said| said.find("Language"));
        let language = language.and_then(formal_name);
        let language = language.as_deref().or_else(|| element.attribute("lang"));
        let language = language.and_then(Language::parse);
        let outer = around.and_then(|around| around.language);
        component.language = language.or(outer);
        if around.is_some() {
            let says = |line: &Element| line.text().is_some();
            let has_headline =
                component.all("NewsLines").any(|lines| lines.all("HeadLine").any(says));
            component.is_of_its_own =
                has_headline || outer.is_some() && component.language != outer;
        }
        component
    }

    /// What is said of it in elements of this name.
    fn all(&self, name: &str) -> impl Iterator<Item = &'a Element> {
        self.said.iter().copied().filter(move |said| said.name == name)
    }

    /// What is said of its content.
    fn metadata(&self) -> impl Iterator<Item = &'a Element> {
        // The second is how an agency has written it for years.
        let names = ["DescriptiveMetadata", "DescriptiveMetada"];
        self.said.iter().copied().filter(move |said| names.contains(&said.name.as_str()))
    }

    /// The component and those around it, from the inside out.
    fn outwards(&self) -> impl Iterator<Item = &Component<'a>> {
        successors(Some(self), |component| component.around)
    }

    /// All that `read` finds in the innermost component that has any.
    fn list<T>(&self, read: impl Fn(&Component) -> Vec<T>) -> Vec<T> {
        self.outwards().map(read).find(|list| !list.is_empty()).unwrap_or_default()
    }
}

/// An item whose components are looked through.
struct Item<'a> {
    item: &'a Element,
    envelope: Option<&'a Element>,
    place: Place<'a>,
    /// Its stories in the order of the document, and the first component that has a
    /// headline and may have no text.
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

/// An item has at most so many stories: for each, all that is said of it is looked
/// through.
const MAX_STORIES: usize = 100;

impl<'a> Item<'a> {
    /// What an item says, story by story, the main one first.
    fn drafts(
        item: &'a Element,
        envelope: Option<&'a Element>,
        place: Place<'a>,
    ) -> Vec<Result<Draft, ReadError>> {
        let mut read = Item { item, envelope, place, stories: Vec::new(), texts: 0, other: None };
        let components = item.all("NewsComponent");
        let fault = components
            .map(|element| {
                let component = Component::new(element, None);
                read.component(element, &component, &mut Story::default())
            })
            .find_map(Result::err);
        let (mut told, lines): (Vec<Told>, Vec<Told>) =
            std::mem::take(&mut read.stories).into_iter().partition(|told| told.has_text);
        if let Some(main) = told.iter().position(|told| told.is_main) {
            told[..=main].rotate_right(1);
        }
        let parts = told.into_iter().enumerate();
        let mut drafts: Vec<Result<Draft, ReadError>> =
            parts.map(|(at, told)| Ok(told.part(at))).collect();
        match fault {
            Some(fault) => drafts.push(Err(fault)),
            None if drafts.is_empty() => drafts.push(read.without_text(lines)),
            None => {}
        }
        drafts
    }

    /// A flash has no text, and what kills a story needs none.
    fn without_text(&self, lines: Vec<Told>) -> Result<Draft, ReadError> {
        let mut drafts = lines.into_iter().map(|told| told.draft);
        let draft = drafts.find(|draft| !draft.article.headline.is_empty()).unwrap_or_else(|| {
            let mut draft = Draft::default();
            lines::fill(&mut draft.article, &Component::new(self.item, None), self);
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
    fn component(
        &mut self,
        element: &Element,
        component: &Component,
        around: &mut Story,
    ) -> Result<(), ReadError> {
        if !component.is_of_its_own {
            return self.members(element, component, around);
        }
        // In the order in which they begin.
        let at = self.stories.len();
        let mut story = Story::default();
        self.members(element, component, &mut story)?;
        let has_text = story.has_text();
        if !has_text && (content::is_aside(&component.role) || at > 0) {
            return Ok(());
        }
        if self.stories.len() >= MAX_STORIES {
            let fault = format!("an item has more than {MAX_STORIES} stories");
            return Err(self.place.malformed(FORMAT, fault));
        }
        let mut draft = story.draft();
        lines::fill(&mut draft.article, component, self);
        let is_main = component.role == "main";
        let duid = element.attribute("Duid").map(str::to_owned);
        self.stories.insert(at, Told { draft, has_text, is_main, duid });
        Ok(())
    }

    /// Reads what stands in a component.
    fn members(
        &mut self,
        element: &Element,
        component: &Component,
        story: &mut Story,
    ) -> Result<(), ReadError> {
        let are_alternatives = element.attribute("EquivalentsList") == Some("yes");
        let mut languages = Vec::new();
        for member in element.elements() {
            let mut inner = Component::new(member, Some(component));
            let language = inner.language;
            inner.is_of_its_own |= are_alternatives && language != component.language;
            if are_alternatives && languages.contains(&language) {
                continue;
            }
            let before = self.texts;
            match member.name.as_str() {
                "NewsComponent" => self.component(member, &inner, story)?,
                "ContentItem" => self.content(member, &component.role, story)?,
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
        content: &Element,
        role: &str,
        story: &mut Story,
    ) -> Result<(), ReadError> {
        match content::medium(content) {
            Some(what) => self.other = self.other.or(Some(what)),
            None if content::is_aside(role) => {}
            None => self.texts += usize::from(story.add(content, role, self.place)?),
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
