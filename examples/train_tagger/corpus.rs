//! Annotated texts: CoNLL files and stand-off annotations.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use morgue::article::Language;
use morgue::entities::{Kind, Mention};
use morgue::text::{Analysis, Analyzer};

/// What ends the text of an article of the archive.
const LICENCE_LINE: &str = "All Content by Mehr News Agency is licensed";

/// A text with the names in it.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub name: String,
    pub paragraphs: Vec<String>,
    /// Paragraph, bytes in it, kind.
    pub spans: Vec<(usize, Range<usize>, Kind)>,
}

impl Document {
    pub fn paragraphs(&self) -> Vec<&str> {
        self.paragraphs.iter().map(String::as_str).collect()
    }

    pub fn analyze(&self, analyzer: &mut Analyzer, analysis: &mut Analysis) {
        let paragraphs = self.paragraphs.iter().map(String::as_str);
        analyzer.analyze(Some(Language::ENGLISH), paragraphs, analysis);
    }

    /// The names as mentions: all tokens that a span touches.
    pub fn mentions(&self, analysis: &Analysis) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = Vec::new();
        for (paragraph, bytes, kind) in &self.spans {
            let first = analysis.tokens.partition_point(|token| {
                (token.paragraph as usize, token.end as usize) <= (*paragraph, bytes.start)
            });
            let end = analysis.tokens.partition_point(|token| {
                (token.paragraph as usize, (token.start as usize)) < (*paragraph, bytes.end)
            });
            let taken = mentions.last().map_or(0, |last| last.tokens.end as usize);
            if first.max(taken) < end {
                let tokens = first.max(taken) as u32..end as u32;
                mentions.push(Mention { tokens, kind: *kind });
            }
        }
        mentions
    }
}

/// Reads a CoNLL file: a word and a label on each line, `-DOCSTART-` before
/// each document (without it, each sentence is one). `FILE@80-100` are the last
/// 20 % of the documents.
pub fn conll(spec: &str) -> Result<Vec<Document>> {
    let (path, part) = spec.split_once('@').unwrap_or((spec, "0-100"));
    let (from, to) = part.split_once('-').context("a part is FROM-TO, in percent")?;
    let (from, to): (usize, usize) = (from.parse()?, to.parse()?);
    let text = fs::read_to_string(path).with_context(|| path.to_owned())?;
    let one_each = !text.contains("-DOCSTART-");
    let mut documents: Vec<Document> = Vec::new();
    let mut sentence = Sentence::default();
    let mut fresh = true;
    for line in text.lines().chain([""]) {
        let mut parts = line.split_whitespace();
        let (Some(word), label) = (parts.next(), parts.next_back()) else {
            if !sentence.text.is_empty() {
                if fresh || one_each {
                    let name = format!("{path}#{}", documents.len());
                    documents.push(Document { name, ..Document::default() });
                    fresh = false;
                }
                let document = documents.last_mut().context("a document is open")?;
                std::mem::take(&mut sentence).close(document);
            }
            continue;
        };
        if word == "-DOCSTART-" {
            fresh = true;
            continue;
        }
        sentence.push(word, label.unwrap_or("O"), true);
    }
    let count = documents.len();
    Ok(documents.drain(count * from / 100..count * to / 100).collect())
}

/// A sentence being put together from words.
#[derive(Debug, Default)]
pub struct Sentence {
    pub text: String,
    spans: Vec<(Range<usize>, Option<Kind>)>,
    open: bool,
}

impl Sentence {
    pub fn push(&mut self, word: &str, label: &str, spaced: bool) {
        let word = match word {
            "-LRB-" => "(",
            "-RRB-" => ")",
            "``" | "''" => "\"",
            word => word,
        };
        if spaced && !self.text.is_empty() && !matches!(word, "'s" | "’s") {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(word);
        let end = self.text.len();
        let Some((role, name)) = label.split_once('-') else {
            self.open = false;
            return;
        };
        let kind = kind(name);
        match self.spans.last_mut() {
            Some(last) if self.open && role != "B" && last.1 == kind => last.0.end = end,
            _ => self.spans.push((start..end, kind)),
        }
        self.open = true;
    }

    pub fn close(self, document: &mut Document) {
        let paragraph = document.paragraphs.len();
        for (bytes, kind) in self.spans {
            document.spans.extend(kind.map(|kind| (paragraph, bytes, kind)));
        }
        document.paragraphs.push(self.text);
    }
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name.to_ascii_lowercase().as_str() {
        "per" | "person" => Kind::Person,
        "org" | "corporation" | "group" | "organization" => Kind::Organisation,
        "loc" | "location" | "place" => Kind::Place,
        "misc" | "creative-work" | "product" | "other" | "event" => Kind::Other,
        _ => return None,
    })
}

/// Reads stand-off annotations (`# FILE`, then lines of start, end, type,
/// entity; bytes of the file) of the files that the split gives to a part.
pub fn standoff(
    annotations: &Path,
    texts: &Path,
    split: &Path,
    part: &str,
) -> Result<Vec<Document>> {
    let split = fs::read_to_string(split).with_context(|| split.display().to_string())?;
    let wanted: BTreeSet<&str> = split
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(_, given)| *given == part)
        .map(|(file, _)| file)
        .collect();
    let text =
        fs::read_to_string(annotations).with_context(|| annotations.display().to_string())?;
    let mut marks: BTreeMap<&str, Vec<(usize, usize, Kind)>> = BTreeMap::new();
    let mut file = "";
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            file = name;
            marks.entry(file).or_default();
            continue;
        }
        let mut columns = line.split('\t');
        let mut next = || columns.next().with_context(|| format!("too few columns: {line}"));
        let (start, end) = (next()?.parse()?, next()?.parse()?);
        let kind = kind(next()?).with_context(|| format!("unknown type: {line}"))?;
        marks.entry(file).or_default().push((start, end, kind));
    }
    let mut documents = Vec::new();
    for (file, mut marks) in marks.into_iter().filter(|(file, _)| wanted.contains(file)) {
        let text = article(&texts.join(file))?;
        marks.sort_unstable_by_key(|mark| mark.0);
        marks.retain(|mark| mark.1 <= text.len());
        let spans = marks.into_iter().map(|(start, end, kind)| (0, start..end, kind)).collect();
        documents.push(Document { name: file.to_owned(), paragraphs: vec![text], spans });
    }
    Ok(documents)
}

/// Reads the text of an article, without the licence line.
pub fn article(path: &Path) -> Result<String> {
    let mut text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    if let Some(end) = text.find(LICENCE_LINE) {
        text.truncate(end);
    }
    Ok(text)
}
