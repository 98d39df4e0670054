//! What a story is about: codes of subjects, places, keywords, and topics that the
//! item describes itself.

use rustc_hash::FxHashMap;

use super::{Component, formal_name};
use crate::archive::documents::xml::Element;
use crate::article::{Article, Concept};

/// Fills what is said of the content of a story.
pub(super) fn fill(article: &mut Article, component: &Component, item: &Element) {
    let keywords = keywords(component);
    if !keywords.is_empty() {
        article.keywords = keywords;
    }
    let subjects = component.list(|one| {
        let codes = one.metadata().flat_map(|said| said.all("SubjectCode"));
        let codes = codes.flat_map(Element::elements).filter(|code| {
            matches!(code.name.as_str(), "Subject" | "SubjectMatter" | "SubjectDetail")
        });
        codes.filter_map(formal_name).map(coded).collect()
    });
    // Mark-up in the text may know their names.
    if article.subjects.is_empty() {
        article.subjects = subjects;
    }
    let genres = component.list(|one| {
        let genres = one.metadata().flat_map(|said| said.all("Genre"));
        genres.filter_map(formal_name).map(Concept::named).collect()
    });
    article.genres.extend(genres);
    for (is_origin, place) in component.list(locations) {
        match (is_origin, &article.located) {
            (true, None) => article.located = Some(place.name),
            _ => article.places.push(place),
        }
    }
    topics(article, component, item);
}

fn coded(code: String) -> Concept {
    Concept { name: String::new(), id: Some(code) }
}

fn keywords(component: &Component) -> Vec<String> {
    let printed = component.list(|one| {
        let lines = one.all("NewsLines").flat_map(|lines| lines.all("KeywordLine"));
        lines.filter_map(Element::text).collect()
    });
    let listed = component.list(|one| {
        let own = one.metadata().flat_map(|said| said.all("Property"));
        let own = own.filter(|property| property.attribute("FormalName") == Some("Keyword"));
        let other = one.all("Metadata").filter(|metadata| {
            let kind = metadata.find("MetadataType").and_then(formal_name).unwrap_or_default();
            kind.to_lowercase().contains("keyword")
        });
        let properties = own.chain(other.flat_map(|metadata| metadata.all("Property")));
        properties.filter_map(|one| one.attribute("Value")).map(str::to_owned).collect()
    });
    let all = printed.iter().chain(&listed).flat_map(|line| line.split([';', ',']));
    all.map(str::to_owned).collect()
}

/// The places of a component, and whether each is where the story comes from.
fn locations(component: &Component) -> Vec<(bool, Concept)> {
    let locations = component.metadata().flat_map(|said| said.all("Location"));
    let read = |location: &Element| {
        let said = |name: &str| {
            let mut properties = location.all("Property");
            let found = properties.find(|one| one.attribute("FormalName") == Some(name));
            found.and_then(|property| property.attribute("Value")).map(str::to_owned)
        };
        let country = said("Country");
        let place = match (said("City").or_else(|| said("CountryArea")), country) {
            (Some(name), _) => Concept::named(name),
            (None, Some(code)) if code.len() <= 3 => coded(code),
            (None, country) => Concept::named(country?),
        };
        let is_origin = location.attribute("HowPresent") == Some("Origin");
        Some((is_origin && !place.name.is_empty(), place))
    };
    locations.filter_map(read).collect()
}

/// Adds the topics that the metadata refers to, which the item describes.
fn topics(article: &mut Article, component: &Component, item: &Element) {
    let occurrences = component.list(|one| {
        let topics = one.metadata().flat_map(|said| said.all("TopicOccurrence"));
        let names = topics.filter_map(|topic| topic.attribute("Topic")?.strip_prefix('#'));
        names.map(str::to_owned).collect()
    });
    if occurrences.is_empty() {
        return;
    }
    let sets = component.outwards().flat_map(|one| one.all("TopicSet"));
    let sets = sets.chain(item.all("TopicSet"));
    let known = sets.flat_map(|set| set.all("Topic"));
    let known: FxHashMap<&str, &Element> =
        known.filter_map(|topic| Some((topic.attribute("Duid")?, topic))).collect();
    for topic in occurrences.iter().filter_map(|name| known.get(name.as_str())) {
        let name = topic.text_at("Description").unwrap_or_default();
        let id = topic.find("FormalName").and_then(|code| {
            let scheme = code.attribute("Scheme").map(|scheme| format!("{scheme}:"));
            Some(format!("{}{}", scheme.unwrap_or_default(), code.text()?))
        });
        let kind = topic.find("TopicType").and_then(formal_name).unwrap_or_default();
        let list = match kind.to_lowercase().as_str() {
            "person" | "people" => &mut article.people,
            "company" | "organisation" | "organization" => &mut article.organisations,
            "geography" | "location" | "country" | "city" | "place" => &mut article.places,
            _ => &mut article.subjects,
        };
        list.push(Concept { name, id });
    }
}
