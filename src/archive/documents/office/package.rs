//! A zip file that is one document: which of its parts say what.

use super::document::{Document, Paragraph, Properties};
use super::styles::Styles;
use super::xml::{self, Listener, Tag};
use super::{docx, name, odt};
use crate::archive::container::parts::Parts;
use crate::archive::{Format, ReadError};

/// What a zip file is that is one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::archive) enum Package {
    /// A text; the part that holds it.
    Docx { main: String },
    /// An OpenDocument text.
    Odt,
    /// Something else, with its kind.
    Other(&'static str),
}

/// Where the types of the parts of an Office document are said, and what its package
/// is related to.
const TYPES: &str = "[Content_Types].xml";
const RELATIONS: &str = "_rels/.rels";
/// Where an OpenDocument file says what it is, and its text.
const MEDIA_TYPE: &str = "mimetype";
const CONTENT: &str = "content.xml";

impl Package {
    /// Recognises the package that a zip file is; `None` where it is none.
    ///
    /// # Errors
    /// Where the part that says it for an Office document cannot be read.
    pub fn recognise(parts: &mut Parts) -> Result<Option<Package>, ReadError> {
        let types = parts.text(TYPES)?.map(|part| content_types(&part.text));
        // Some programs write the types last: what breaks off has lost them.
        if types.is_some() || parts.is_cut() && parts.has(RELATIONS) {
            let relations = parts.text(RELATIONS)?.map(|part| relations(&part.text));
            let main = relations.as_deref().and_then(|all| target(all, "", "/officeDocument"));
            return Ok(Some(office(&types.unwrap_or_default(), main)));
        }
        // A file of this name may also be one of many that have nothing to do with it.
        if let Ok(Some(media_type)) = parts.text(MEDIA_TYPE) {
            return Ok(open_document(media_type.text.trim()));
        }
        let is_bare = parts.has("META-INF/manifest.xml") && parts.has(CONTENT);
        Ok(is_bare.then_some(Package::Odt))
    }
}

/// Reads a document.
///
/// # Errors
/// Where no text of it can be read.
pub(in crate::archive) fn open(
    package: &Package,
    parts: &mut Parts,
) -> Result<(Format, Document), ReadError> {
    let (format, mut document) = match package {
        Package::Docx { main } => (Format::Docx, open_docx(main, parts)?),
        Package::Odt => (Format::Odt, open_odt(parts)?),
        Package::Other(kind) => return Err(ReadError::Binary { path: parts.path(), kind }),
    };
    // Notes may stand in what is not there.
    if parts.is_cut() && document.warnings.is_empty() {
        document.warnings.push(odt::cut("it breaks off"));
    }
    Ok((format, document))
}

fn open_docx(main: &str, parts: &mut Parts) -> Result<Document, ReadError> {
    let related = match parts.text(&relations_of(main))? {
        Some(part) => relations(&part.text),
        None => Vec::new(),
    };
    let of_type = |kind: &str| target(&related, main, kind);
    let styles = match of_type("/styles") {
        Some(name) => parts.text(&name)?.map(|part| docx::styles(&part.text)).unwrap_or_default(),
        None => Styles::default(),
    };
    let mut document = Document::default();
    add(parts, main, Format::Docx, &mut document, |text| docx::text(text, &styles))?;
    for kind in ["/footnotes", "/endnotes"] {
        if let Some(name) = of_type(kind).filter(|name| parts.has(name)) {
            let mut notes = Document::default();
            add(parts, &name, Format::Docx, &mut notes, |text| docx::text(text, &styles))?;
            let notes_of = notes.paragraphs.into_iter();
            document.paragraphs.extend(notes_of.map(Paragraph::into_item));
            document.warnings.append(&mut notes.warnings);
        }
    }
    let package = match parts.text(RELATIONS)? {
        Some(part) => relations(&part.text),
        None => Vec::new(),
    };
    document.properties = match target(&package, "", "/core-properties") {
        Some(name) => {
            parts.text(&name)?.map(|part| docx::properties(&part.text)).unwrap_or_default()
        }
        None => Properties::default(),
    };
    Ok(document)
}

fn open_odt(parts: &mut Parts) -> Result<Document, ReadError> {
    let manifest = parts.text("META-INF/manifest.xml")?;
    if manifest.is_some_and(|part| part.text.contains("encryption-data")) {
        return Err(ReadError::Encrypted { path: parts.path() });
    }
    let styles = parts.text("styles.xml")?.map(|part| odt::styles(&part.text));
    let styles = styles.unwrap_or_default();
    let mut document = Document::default();
    add(parts, CONTENT, Format::Odt, &mut document, |text| odt::content(text, styles))?;
    let properties = parts.text("meta.xml")?.map(|part| odt::properties(&part.text));
    document.properties = properties.unwrap_or_default();
    Ok(document)
}

/// Reads a part with text as far as it goes, and says so where that is not to its end.
fn add(
    parts: &mut Parts,
    part: &str,
    format: Format,
    document: &mut Document,
    read: impl FnOnce(&str) -> (Vec<Paragraph>, Option<String>),
) -> Result<(), ReadError> {
    let Some(found) = parts.text(part)? else {
        // What breaks off may have had it.
        return Err(match parts.is_cut() {
            true => ReadError::Truncated { path: parts.path(), format: name(format) },
            false => parts.malformed(name(format), format!("there is no `{part}` in it")),
        });
    };
    let (paragraphs, fault) = read(&found.text);
    let fault = fault.or(found.is_cut.then(|| "it breaks off".to_owned()));
    if let Some(fault) = fault {
        if paragraphs.iter().all(Paragraph::is_blank) {
            return Err(parts.malformed(name(format), format!("`{part}`: {fault}")));
        }
        document.warnings.push(odt::cut(&fault));
    }
    document.paragraphs = paragraphs;
    document.warnings.extend(found.warnings);
    Ok(())
}

/// What a package is by the type of its main part.
fn office(types: &[(String, String)], main: Option<String>) -> Package {
    let typed = || types.iter().find(|(_, kind)| is_text(kind)).map(|(name, _)| name.clone());
    let Some(main) = main.or_else(typed) else {
        return Package::Other("an Office document");
    };
    let of = |name: &str| types.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    // Some writers give the type by the ending of the name.
    let (_, ending) = main.rsplit_once('.').unwrap_or_default();
    let kind = of(&main).or_else(|| of(ending)).map_or("", |(_, kind)| kind);
    let is = |name: &str| kind.contains(name);
    if is_text(kind) || main.ends_with("word/document.xml") {
        Package::Docx { main }
    } else if is("spreadsheetml") || is("ms-excel") {
        Package::Other("a spreadsheet")
    } else if is("presentationml") || is("ms-powerpoint") {
        Package::Other("a presentation")
    } else {
        Package::Other("an Office document")
    }
}

/// Whether a part of this type is the main one of a text, or of a template for one.
fn is_text(kind: &str) -> bool {
    (kind.contains("wordprocessingml") || kind.contains("ms-word")) && kind.contains(".main+xml")
}

fn open_document(media_type: &str) -> Option<Package> {
    let kind = match media_type.strip_prefix("application/vnd.oasis.opendocument.") {
        Some(kind) => kind,
        None if media_type == "application/epub+zip" => return Some(Package::Other("an e-book")),
        None => return None,
    };
    Some(match kind {
        _ if kind.starts_with("text") => Package::Odt,
        _ if kind.starts_with("spreadsheet") => Package::Other("a spreadsheet"),
        _ if kind.starts_with("presentation") => Package::Other("a presentation"),
        _ if kind.starts_with("graphics") => Package::Other("a drawing"),
        _ => Package::Other("an OpenDocument file"),
    })
}

/// A relation: its type, and what the part is related to.
type Relation = (String, String);

/// Reads the tags of this name and two attributes of each.
fn pairs(part: &str, names: &[&str], keys: &[&str], value: &str) -> Vec<(String, String)> {
    struct Pairs<'a> {
        names: &'a [&'a str],
        keys: &'a [&'a str],
        value: &'a str,
        found: Vec<(String, String)>,
    }
    impl Listener for Pairs<'_> {
        fn open(&mut self, name: &str, tag: &Tag) {
            if self.names.contains(&name) {
                let mut keys = self.keys.iter().map(|key| tag.attribute(key));
                let key = keys.find(|key| !key.is_empty()).unwrap_or_default();
                self.found.push((key, tag.attribute(self.value)));
            }
        }
        fn close(&mut self, _: &str) {}
        fn text(&mut self, _: &str) {}
    }
    let mut pairs = Pairs { names, keys, value, found: Vec::new() };
    xml::read(part, &mut pairs);
    pairs.found
}

fn relations(part: &str) -> Vec<Relation> {
    pairs(part, &["Relationship"], &["Type"], "Target")
}

/// The types of parts, by their names and endings.
fn content_types(part: &str) -> Vec<(String, String)> {
    let types = pairs(part, &["Override", "Default"], &["PartName", "Extension"], "ContentType");
    types.into_iter().map(|(name, kind)| (name.trim_start_matches('/').to_owned(), kind)).collect()
}

/// The name of the part that a relation of this type leads to from the part `from`.
/// Types are addresses that differ between editions of the standard before their end.
fn target(relations: &[Relation], from: &str, kind: &str) -> Option<String> {
    let (_, target) = relations.iter().find(|(name, _)| name.ends_with(kind))?;
    if let Some(whole) = target.strip_prefix('/') {
        return Some(whole.to_owned());
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = path.pop(),
            part => path.push(part),
        }
    }
    Some(path.join("/"))
}

/// Where the relations of a part stand.
fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_lead_from_one_part_to_another() {
        let relation = |target: &str| [("http://a/styles".to_owned(), target.to_owned())];
        for (from, to, expected) in [
            ("word/document.xml", "styles.xml", "word/styles.xml"),
            ("word/document.xml", "/word/styles2.xml", "word/styles2.xml"),
            ("word/document.xml", "../styles.xml", "styles.xml"),
            ("", "./word//styles.xml", "word/styles.xml"),
        ] {
            assert_eq!(target(&relation(to), from, "/styles").as_deref(), Some(expected));
        }
        assert_eq!(target(&relation("styles.xml"), "", "/settings"), None);
        assert_eq!(relations_of("word/document.xml"), "word/_rels/document.xml.rels");
    }
}
