//! The article: what every reader makes and every other room understands.
//!
//! Shape and names follow IPTC ninjs 3 (`schema/article.schema.json`), with
//! extensions where news archives need them. This room knows the article and
//! the small closed types in it. It never imports serde, tantivy, clap or the
//! file system.

use std::fmt;

use xxhash_rust::xxh3::xxh3_128;

mod published;

pub use published::{Precision, Published};

/// One article as an archive holds it, in one version.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// The identity (see [`ArticleId`]); never the path.
    pub id: ArticleId,
    /// `guid` or `uri` as the publisher gave it.
    pub uri: Option<String>,
    /// The agency that distributes the article ("AhlulBayt News Agency").
    pub agency: Option<String>,
    /// The number or code that the agency files the article under.
    pub agency_id: Option<String>,
    /// Whom the agency credits ("Press TV").
    pub source: Option<String>,
    /// When the article was published, as precisely as is known.
    pub published: Option<Published>,
    /// The version number, where the publisher counts versions.
    pub version: Option<u32>,
    /// When this version was made, where the publisher says so.
    pub version_created: Option<Published>,
    /// Whether the article may be used.
    pub status: Status,
    /// What happened to the story since: correction, update, kill.
    pub signals: Vec<Signal>,
    /// The headline, without mark-up.
    pub headline: String,
    /// The line above the headline.
    pub kicker: Option<String>,
    /// The line below the headline.
    pub subhead: Option<String>,
    /// The first paragraph, printed once however often the page repeats it.
    pub lede: Option<String>,
    /// The paragraphs after the lede, in order.
    pub body: Vec<Block>,
    /// The byline as printed ("By Jane Doe").
    pub byline: Option<String>,
    /// The authors' names.
    pub authors: Vec<String>,
    /// The place line that opens the text, as printed ("TEHRAN").
    pub dateline: Option<String>,
    /// The place that the report comes from, where the publisher says so apart
    /// from the dateline.
    pub located: Option<String>,
    /// The section of the paper or of the site.
    pub section: Option<String>,
    /// The desk code that closes an agency page ("129").
    pub desk: Option<String>,
    /// Initials of reporters and editors that close the text ("EF/MA").
    pub initials: Option<String>,
    /// The language of headline and body.
    pub language: Option<Language>,
    /// Keywords as the publisher gave them.
    pub keywords: Vec<String>,
    /// The short name under which a newsroom tracks the story.
    pub slugline: Option<String>,
    /// What the article is about, as the publisher says.
    pub subjects: Vec<Concept>,
    /// People in it, as the publisher says.
    pub people: Vec<Concept>,
    /// Organisations in it, as the publisher says.
    pub organisations: Vec<Concept>,
    /// Places in it, as the publisher says.
    pub places: Vec<Concept>,
    /// What kind of piece it is: a report, an interview, a comment.
    pub genres: Vec<Concept>,
    /// 1 (most urgent) to 9.
    pub urgency: Option<u8>,
    /// Hidden until then.
    pub embargoed_until: Option<Published>,
    /// Of no more use from then on, as the publisher says.
    pub expires: Option<Published>,
    /// Other identifiers that the publisher gives.
    pub alt_ids: Vec<AltId>,
    /// A note to editors; stored, never searched.
    pub ed_note: Option<String>,
    /// Who may use it, and how.
    pub rights: Option<String>,
    /// Where the article was published on the web.
    pub url: Option<String>,
    /// Where it was read.
    pub origin: Origin,
    /// What the reader had to decide on its own.
    pub warnings: Vec<Warning>,
}

/// The identity of an article: its `uri` if it has one, else
/// `<agency code>:<agency id>`, else its URL, else a hash of headline, date
/// and text. A moved file is the same article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ArticleId(String);

impl ArticleId {
    /// An identity has so many bytes at most: what is longer is an address with a
    /// picture in it, or a table without a quotation mark.
    pub const LONGEST: usize = 1_000;

    /// Takes an identity as it is written, without surrounding white space.
    /// Control characters, which keys of the index are made with, are replaced
    /// by U+FFFD. One that is too long is cut, and ends in its hash.
    pub fn new(id: impl Into<String>) -> Self {
        let mut id = id.into().trim().replace(char::is_control, "\u{fffd}");
        if id.len() > ArticleId::LONGEST {
            let hash = format!("#{:032x}", xxh3_128(id.as_bytes()));
            let end = (0..=ArticleId::LONGEST - hash.len()).rev();
            id.truncate(end.into_iter().find(|&end| id.is_char_boundary(end)).unwrap_or(0));
            id.push_str(&hash);
        }
        ArticleId(id)
    }

    /// The identity as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that an article is about or names, as its publisher marks it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Concept {
    /// The name; empty where only an identifier is given.
    pub name: String,
    /// A URI, a code with the alias of its scheme (`medtop:20000062`), or
    /// whatever the publisher identifies it by.
    pub id: Option<String>,
}

impl Concept {
    /// A concept of which only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Concept { name: name.into(), id: None }
    }

    /// What it is shown by: the name, or the identifier where there is none.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { self.id.as_deref().unwrap_or("") } else { &self.name }
    }
}

/// A further identifier of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AltId {
    /// What kind of identifier it is, where that is said.
    pub role: Option<String>,
    /// The identifier.
    pub value: String,
}

/// A piece of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What the piece is.
    pub kind: BlockKind,
    /// Its text, in one line, without the indent that marked it.
    pub text: String,
}

/// What a piece of the body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// An ordinary paragraph.
    Paragraph,
    /// An indented block: somebody's words.
    Quotation,
    /// A short line between paragraphs that heads what follows.
    Subhead,
    /// A line that recurs in the archive (a licence, a footer): kept in the
    /// article, never searched.
    Boilerplate,
}

impl BlockKind {
    /// Every kind, in the order of the schema.
    pub const ALL: [BlockKind; 4] =
        [BlockKind::Paragraph, BlockKind::Quotation, BlockKind::Subhead, BlockKind::Boilerplate];

    /// The name in the canonical article.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Paragraph => "paragraph",
            BlockKind::Quotation => "quotation",
            BlockKind::Subhead => "subhead",
            BlockKind::Boilerplate => "boilerplate",
        }
    }
}

/// Whether an article may be used (ninjs `pubstatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// May be published.
    #[default]
    Usable,
    /// Not to be published yet.
    Withheld,
    /// Killed: never to be published.
    Canceled,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 3] = [Status::Usable, Status::Withheld, Status::Canceled];

    /// The name in the canonical article.
    pub fn name(self) -> &'static str {
        match self {
            Status::Usable => "usable",
            Status::Withheld => "withheld",
            Status::Canceled => "canceled",
        }
    }
}

/// What this version does to the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signal {
    /// Corrects an earlier version.
    Correction,
    /// Adds to an earlier version.
    Update,
    /// Withdraws the story.
    Kill,
}

impl Signal {
    /// Every signal.
    pub const ALL: [Signal; 3] = [Signal::Correction, Signal::Update, Signal::Kill];

    /// The name in the canonical article.
    pub fn name(self) -> &'static str {
        match self {
            Signal::Correction => "correction",
            Signal::Update => "update",
            Signal::Kill => "kill",
        }
    }
}

/// The primary subtag of a BCP 47 language tag: two or three small letters
/// (`en`, `fa`, `ckb`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language([u8; 3]);

impl Language {
    /// English.
    pub const ENGLISH: Language = Language(*b"en\0");

    /// Returns the language that a tag such as `en`, `fa-IR` or `pt_BR` names,
    /// or `None` where its first part is not two or three letters.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.as_bytes();
        if !(2..=3).contains(&primary.len()) || !primary.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        let mut code = [0; 3];
        for (slot, letter) in code.iter_mut().zip(primary) {
            *slot = letter.to_ascii_lowercase();
        }
        Some(Language(code))
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        let length = if self.0[2] == 0 { 2 } else { 3 };
        // The bytes are ASCII letters by construction.
        std::str::from_utf8(&self.0[..length]).unwrap_or("und")
    }

    /// Whether the language is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        matches!(
            self.as_str(),
            "ar" | "fa" | "he" | "ur" | "ps" | "ckb" | "sd" | "ug" | "yi" | "dv"
        )
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where an article was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The file, relative to the archive's folder, with `/` between parts.
    pub path: String,
    /// The record in it, from 0, where a file holds several.
    pub record: Option<u64>,
}

/// Something that a reader had to decide on its own, or that a page
/// contradicts itself about. The article is indexed all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The kind, stable for programs.
    pub code: WarningCode,
    /// What was seen and what was done, for people, in lower case.
    pub detail: String,
}

/// The kinds of warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningCode {
    /// Bytes that are not text in the encoding were replaced.
    StrayBytes,
    /// The encoding was guessed and is not UTF-8.
    EncodingGuessed,
    /// The weekday is not that of the date; the date was kept.
    WeekdayMismatch,
    /// Two dates in one page; the header's was kept.
    DateConflict,
    /// A date that could be read in two ways.
    DateAmbiguous,
    /// Something in the place of a date that no calendar has.
    DateImpossible,
    /// A day and month without a year.
    DateWithoutYear,
    /// Two agency ids in one page; the header's was kept.
    IdConflict,
    /// The headline was taken from the first line or from the file name.
    HeadlineAssumed,
    /// The page printed a part twice; it was kept once.
    Repeated,
    /// The file name or path says otherwise than the page; the page was kept.
    PathConflict,
    /// The page has no text below its headline.
    NoText,
    /// A web archive says when it captured the page, or a file when it was
    /// written, which is not when the text was published.
    Captured,
    /// Only the beginning of the text is there.
    Truncated,
    /// Neither the page nor its path gives a headline.
    NoHeadline,
    /// A value that its field cannot have was left out.
    ValueDropped,
    /// The document is not well-formed and was read all the same.
    Repaired,
    /// Columns of a table or fields of a record that are no part of an article; said once
    /// for each of a file.
    ColumnsUnread,
}

impl WarningCode {
    /// Every code.
    pub const ALL: [WarningCode; 18] = [
        WarningCode::StrayBytes,
        WarningCode::EncodingGuessed,
        WarningCode::WeekdayMismatch,
        WarningCode::DateConflict,
        WarningCode::DateAmbiguous,
        WarningCode::DateImpossible,
        WarningCode::DateWithoutYear,
        WarningCode::IdConflict,
        WarningCode::HeadlineAssumed,
        WarningCode::Repeated,
        WarningCode::PathConflict,
        WarningCode::NoText,
        WarningCode::Captured,
        WarningCode::Truncated,
        WarningCode::NoHeadline,
        WarningCode::ValueDropped,
        WarningCode::Repaired,
        WarningCode::ColumnsUnread,
    ];

    /// The name in the canonical article and in reports.
    pub fn name(self) -> &'static str {
        match self {
            WarningCode::StrayBytes => "stray-bytes",
            WarningCode::EncodingGuessed => "encoding-guessed",
            WarningCode::WeekdayMismatch => "weekday-mismatch",
            WarningCode::DateConflict => "date-conflict",
            WarningCode::DateAmbiguous => "date-ambiguous",
            WarningCode::DateImpossible => "date-impossible",
            WarningCode::DateWithoutYear => "date-without-year",
            WarningCode::IdConflict => "id-conflict",
            WarningCode::HeadlineAssumed => "headline-assumed",
            WarningCode::Repeated => "repeated",
            WarningCode::PathConflict => "path-conflict",
            WarningCode::NoText => "no-text",
            WarningCode::Captured => "captured",
            WarningCode::Truncated => "truncated",
            WarningCode::NoHeadline => "no-headline",
            WarningCode::ValueDropped => "value-dropped",
            WarningCode::Repaired => "repaired",
            WarningCode::ColumnsUnread => "columns-unread",
        }
    }
}

impl Article {
    /// The texts that a search reads: the headline, the lede, then each block of
    /// the body that is not boilerplate; at the end the kicker and the subhead,
    /// which are read beside the headline. The headline and the lede are always
    /// there, empty where the article has none, so that the n-th paragraph means
    /// the same in every article.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        let body = self
            .body
            .iter()
            .filter(|block| block.kind != BlockKind::Boilerplate)
            .map(|block| block.text.as_str());
        let beside = [self.kicker.as_deref(), self.subhead.as_deref()].into_iter().flatten();
        let opening = [self.headline.as_str(), self.lede.as_deref().unwrap_or("")];
        opening.into_iter().chain(body).chain(beside)
    }

    /// How late a version this is among those of the article: by its number, where it
    /// has one, then by its date. A version without a number comes before one with it.
    pub fn lateness(&self) -> (Option<u32>, Option<i64>) {
        let date = self.version_created.or(self.published);
        (self.version, date.map(|date| date.seconds))
    }

    /// The number that the agency files the article under: the first one in its id,
    /// if 64 bits hold it. Agencies number their articles as they come.
    pub fn agency_number(&self) -> Option<u64> {
        first_number(self.agency_id.as_deref()?)
    }
}

fn first_number(id: &str) -> Option<u64> {
    let from = id.find(|character: char| character.is_ascii_digit())?;
    let digits = &id[from..];
    let to = digits.find(|character: char| !character.is_ascii_digit()).unwrap_or(digits.len());
    digits[..to].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_has_no_control_characters() {
        assert_eq!(ArticleId::new(" nsna:1\u{1f}2\n").as_str(), "nsna:1\u{fffd}2");
        assert_eq!(ArticleId::new("صفر 1").as_str(), "صفر 1");
    }

    #[test]
    fn identities_that_are_too_long_are_told_apart_and_stay_what_they_are() {
        let [one, other] = ["a", "b"].map(|end| ArticleId::new("صفر".repeat(200) + end));
        assert!(one.as_str().len() <= ArticleId::LONGEST && one != other);
        assert_eq!(ArticleId::new(one.as_str()), one);
    }

    #[test]
    fn a_language_is_the_first_part_of_its_tag() {
        for (tag, expected) in [
            ("en", Some("en")),
            ("fa-IR", Some("fa")),
            ("pt_BR", Some("pt")),
            ("CKB", Some("ckb")),
            ("", None),
            ("x", None),
            ("english", None),
            ("e1", None),
        ] {
            let language = Language::parse(tag);
            assert_eq!(language.as_ref().map(Language::as_str), expected, "{tag}");
        }
    }

    #[test]
    fn the_number_is_the_first_in_the_id() {
        for (id, number) in [
            ("1304903", Some(1_304_903)),
            ("A-17/3", Some(17)),
            ("x", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(first_number(id), number, "{id}");
        }
    }
}
