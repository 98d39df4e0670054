//! What stands in the components of an item: text in some mark-up, and what is none.

use super::formal_name;
use crate::archive::documents::xml::{self, Element};
use crate::archive::documents::{base64, markup, nitf, plain};
use crate::archive::draft::{Draft, Place};
use crate::archive::{ReadError, decode};
use crate::article::{Article, Block};

/// The texts of a story.
#[derive(Default)]
pub(super) struct Story {
    /// What the texts say beside themselves.
    article: Article,
    summary: Option<String>,
    lead: Vec<Block>,
    text: Vec<Block>,
    rest: Vec<Block>,
}

/// Roles of what belongs to a picture or a page, and is no part of a text.
const ASIDES: [&str; 16] = [
    "caption",
    "photo",
    "photocaption",
    "picture",
    "image",
    "graphic",
    "logo",
    "thumbnail",
    "preview",
    "quicklook",
    "icon",
    "video",
    "audio",
    "stylesheet",
    "style sheet",
    "advertisement",
];

/// Whether what has this role is no part of a text.
pub(super) fn is_aside(role: &str) -> bool {
    ASIDES.contains(&role)
}

/// What a content is that is no text.
pub(super) fn medium(content: &Element) -> Option<&'static str> {
    const MEDIA: [(&str, &str); 14] = [
        ("photo", "a picture"),
        ("picture", "a picture"),
        ("image", "a picture"),
        ("jpeg", "a picture"),
        ("jpg", "a picture"),
        ("tiff", "a picture"),
        ("graphic", "a graphic"),
        ("video", "a film"),
        ("animation", "a film"),
        ("mpeg", "a film"),
        ("audio", "a sound recording"),
        ("css", "a style sheet"),
        ("pdf", "a PDF document"),
        ("msword", "an old Office document"),
    ];
    let said = ["MediaType", "MimeType", "Format"].into_iter();
    let said = said.filter_map(|name| content.find(name).and_then(formal_name));
    let said: Vec<String> = said.map(|said| said.to_lowercase()).collect();
    let known = MEDIA.iter().find(|(word, _)| said.iter().any(|said| said.contains(word)));
    known.map(|(_, what)| *what)
}

impl Story {
    pub fn has_text(&self) -> bool {
        let texts = [&self.lead, &self.text, &self.rest];
        self.summary.is_some() || texts.iter().any(|text| !text.is_empty())
    }

    pub fn draft(self) -> Draft {
        Draft {
            article: self.article,
            description: self.summary,
            blocks: [self.lead, self.text, self.rest].concat(),
        }
    }

    /// Adds a content that has this role; returns whether it has a text.
    ///
    /// # Errors
    /// Where its mark-up cannot be read.
    pub fn add(&mut self, content: &Element, role: &str, place: Place) -> Result<bool, ReadError> {
        let mut blocks = Vec::new();
        for data in content.all("DataContent") {
            blocks.extend(self.blocks(data, content, place)?);
        }
        for coded in content.all("Encoding") {
            blocks.extend(self.decoded(coded, content, place)?);
        }
        let line = || {
            let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
            texts.join(" ")
        };
        if blocks.is_empty() {
            return Ok(false);
        }
        match role {
            "title" | "headline" => self.article.headline = line(),
            "subheadline" | "subhead" | "subtitle" => self.article.subhead = Some(line()),
            "abstract" | "summary" | "teaser" | "synopsis" => self.summary = Some(line()),
            "lead" | "lede" | "intro" => self.lead.extend(blocks),
            "contact" | "supporting" | "supplementary" | "sidebar" => self.rest.extend(blocks),
            _ => self.text.extend(blocks),
        }
        Ok(true)
    }

    fn decoded(
        &mut self,
        coded: &Element,
        content: &Element,
        place: Place,
    ) -> Result<Vec<Block>, ReadError> {
        let notation = coded.attribute("Notation").unwrap_or_default();
        let data = coded.find("DataContent").map(Element::raw_text).unwrap_or_default();
        let is_base64 = notation.to_ascii_lowercase().contains("base64");
        let bytes = base64::decode(&data).filter(|_| is_base64);
        let text = bytes.and_then(|bytes| decode(&bytes, None).ok());
        let text = text.ok_or_else(|| {
            place.malformed(super::FORMAT, format!("a text in the encoding {notation:?}"))
        })?;
        self.written(&text.text, content, place)
    }

    fn blocks(
        &mut self,
        data: &Element,
        content: &Element,
        place: Place,
    ) -> Result<Vec<Block>, ReadError> {
        match data.elements().next() {
            Some(_) => Ok(self.marked_up(data, place)),
            None => self.written(&data.raw_text(), content, place),
        }
    }

    fn marked_up(&mut self, data: &Element, place: Place) -> Vec<Block> {
        match data.descendant("nitf") {
            Some(document) => self.nitf(document, place),
            None => data.descendant("body").unwrap_or(data).blocks(),
        }
    }

    fn nitf(&mut self, document: &Element, place: Place) -> Vec<Block> {
        nitf::head(&mut self.article, document, place);
        nitf::content(document, &mut self.article)
    }

    /// Reads text whose mark-up, if it has any, was written as text.
    fn written(
        &mut self,
        text: &str,
        content: &Element,
        place: Place,
    ) -> Result<Vec<Block>, ReadError> {
        if text.contains("<nitf") {
            let parsed = xml::find(text, &["nitf"]);
            if let (Some(document), None) = (parsed.elements.into_iter().next(), parsed.fault) {
                return Ok(self.nitf(&document, place));
            }
        }
        let mime = content.find("MimeType").and_then(formal_name).unwrap_or_default();
        match mime != "text/plain" && markup::looks_like_html(text) {
            true => markup::blocks(text, place),
            false => Ok(plain::blocks(text)),
        }
    }
}
