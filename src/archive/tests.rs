//! Whole pages: the golden files, the seed, and bytes that mean nothing.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use proptest::prelude::*;

#[cfg(feature = "newsml")]
mod alto;
#[cfg(feature = "feeds")]
mod feeds;
mod headers;
#[cfg(feature = "markdown")]
mod markdown;
#[cfg(feature = "newsml")]
mod newsml1;
mod ninjs;
#[cfg(feature = "office")]
mod office;
#[cfg(feature = "office")]
mod open_document;
#[cfg(feature = "newsml")]
mod rcv1;
#[cfg(feature = "office")]
mod rich_text;
mod standing;
#[cfg(feature = "html")]
mod web;
#[cfg(feature = "office")]
mod word;

use super::*;
use crate::article::{BlockKind, Language, Precision, Status, WarningCode};

/// Shows the fields of an article that are filled, one on a line.
fn dump(article: &Article) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| _ = writeln!(out, "{name}: {value}");
    line("id", article.id.as_str());
    for (name, value) in [
        ("uri", &article.uri),
        ("agency", &article.agency),
        ("agency id", &article.agency_id),
        ("source", &article.source),
        ("published", &article.published.map(|date| date.to_string())),
        ("version created", &article.version_created.map(|date| date.to_string())),
        ("kicker", &article.kicker),
        ("headline", &Some(article.headline.clone())),
        ("subhead", &article.subhead),
        ("byline", &article.byline),
        ("dateline", &article.dateline),
        ("located", &article.located),
        ("section", &article.section),
        ("desk", &article.desk),
        ("initials", &article.initials),
        ("slugline", &article.slugline),
        ("version", &article.version.map(|version| version.to_string())),
        ("urgency", &article.urgency.map(|urgency| urgency.to_string())),
        ("embargoed until", &article.embargoed_until.map(|date| date.to_string())),
        ("expires", &article.expires.map(|date| date.to_string())),
        ("editor's note", &article.ed_note),
        ("language", &article.language.map(|language| language.to_string())),
        ("url", &article.url),
        ("rights", &article.rights),
        ("lede", &article.lede),
    ] {
        if let Some(value) = value {
            line(name, value);
        }
    }
    for block in &article.body {
        line(block.kind.name(), &block.text);
    }
    for keyword in &article.keywords {
        line("keyword", keyword);
    }
    for author in &article.authors {
        line("author", author);
    }
    for (name, list) in [
        ("subject", &article.subjects),
        ("person", &article.people),
        ("organisation", &article.organisations),
        ("place", &article.places),
        ("genre", &article.genres),
    ] {
        for concept in list {
            let id = concept.id.as_deref().map(|id| format!(" ({id})"));
            line(name, &format!("{}{}", concept.name, id.unwrap_or_default()));
        }
    }
    for id in &article.alt_ids {
        line("other id", &format!("{} {}", id.role.as_deref().unwrap_or("-"), id.value));
    }
    if article.status != Status::Usable {
        line("status", article.status.name());
    }
    for signal in &article.signals {
        line("signal", signal.name());
    }
    for warning in &article.warnings {
        line(&format!("warning {}", warning.code.name()), &warning.detail);
    }
    out
}

fn read(reader: &Reader, bytes: &[u8], relative: &str) -> String {
    let records = match reader.read_bytes(bytes, relative) {
        Ok(records) => records,
        Err(error) => return format!("rejected {}: {error}\n", error.reason()),
    };
    let shown = records.map(|record| match record.article {
        Ok(article) => dump(&article),
        Err(error) => format!("rejected {}: {error}\n", error.reason()),
    });
    let shown: Vec<String> = shown.collect();
    shown.join("\n")
}

/// The settings of the golden archive.
fn golden_reader() -> Reader {
    let patterns = [
        "dated/{date}/{agency_id}.txt",
        "{agency_id}_news_{headline:slug}.txt",
        "{date:yyyy-mm-dd}.{_}.txt",
    ];
    let settings = Settings {
        path_patterns: patterns.iter().map(|text| text.parse().unwrap()).collect(),
        ..Settings::default()
    };
    let lines = [
        "All texts of the Lakeside Gazette are free to copy.",
        "Follow us on the harbour wall @lindmouth",
    ];
    Reader::new(settings, Boilerplate::from_lines(lines))
}

/// Every file of a folder reads as the file beside it says whose name ends in
/// `expected`. With `MORGUE_BLESS` set, the expectations are written anew, for
/// a person to look at.
fn golden(folder: &str, least: usize, expectation: fn(&Path) -> PathBuf) {
    let reader = golden_reader();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder);
    let (mut count, mut wrong) = (0, String::new());
    for input in walk(&folder, &folder, &Settings::default()).unwrap() {
        let input = input.unwrap();
        if input.relative.ends_with(".expected") {
            continue;
        }
        count += 1;
        let found = read(&reader, &std::fs::read(&input.path).unwrap(), &input.relative);
        let path = expectation(&input.path);
        if std::env::var_os("MORGUE_BLESS").is_some() {
            std::fs::write(&path, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if found != expected {
            wrong += &format!("== {}\n-- expected\n{expected}-- found\n{found}", input.relative);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= least, "only {count} golden files in {}", folder.display());
}

#[test]
fn golden_pages() {
    golden("agency", 20, |path| path.with_extension("expected"));
}

#[test]
#[cfg(feature = "default")]
fn golden_documents() {
    golden("documents", 40, |path| path.with_added_extension("expected"));
}

#[test]
fn the_seed_page_field_by_field() {
    let shared = std::env::var_os("MORGUE_SHARED_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = shared.join("seed/000_80ebabcfc2efe3ca.txt");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let reader = Reader::new(Settings::default(), Boilerplate::default());
    let article = reader.read_bytes(&bytes, "seed.txt").unwrap().next().unwrap().article.unwrap();
    assert_eq!(article.id.as_str(), "abna:1304903");
    assert_eq!(article.agency.as_deref(), Some("AhlulBayt News Agency"));
    assert_eq!(article.source.as_deref(), Some("Press TV"));
    assert_eq!(article.agency_id.as_deref(), Some("1304903"));
    let published = article.published.unwrap();
    assert_eq!(published.to_string(), "2022-09-10T07:35:25Z");
    assert_eq!(published.precision, Precision::Second);
    // The lines of the page that are not blank, without the indents.
    let page = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = page.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(article.headline, lines[6]);
    assert_eq!(article.lede.as_deref(), Some(lines[7]));
    assert_eq!(lines[7], lines[8], "the page prints its lede twice");
    let body: Vec<&str> = article.body.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(body, lines[9..lines.len() - 1]);
    let codes: Vec<_> = article.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, [WarningCode::Repeated]);
    let places = |kind| -> Vec<usize> {
        let blocks = article.body.iter().enumerate();
        blocks.filter(|(_, block)| block.kind == kind).map(|(at, _)| at).collect()
    };
    assert_eq!(places(BlockKind::Quotation), [2, 4]);
    assert_eq!(places(BlockKind::Subhead), [10]);
    assert_eq!(article.desk.as_deref(), Some("129"));
    assert_eq!(article.language, None);
    assert_eq!(article.dateline, None);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { max_file_bytes: 10, ..Settings::default() };
    let reader = Reader::new(settings, Boilerplate::default());
    let path = folder.path().join("big.txt");
    std::fs::write(&path, "More than ten bytes.").unwrap();
    let inputs: Vec<Input> = walk(folder.path(), folder.path(), &Settings::default())
        .unwrap()
        .map(|input| input.unwrap())
        .collect();
    let error = reader.read(&inputs[0]).unwrap_err();
    assert_eq!((error.reason(), error.path()), ("too-large", "big.txt"));
    std::fs::remove_file(&path).unwrap();
    let gone = Input { size: 1, ..inputs[0].clone() };
    assert_eq!(reader.read(&gone).unwrap_err().reason(), "unreadable");
}

/// From the folder to the articles: what recurs is learned, and set aside.
#[test]
fn an_archive_is_walked_learned_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let licence = "Tous droits réservés au Courrier du Lac.";
    for n in 0..30 {
        let text = match n % 2 {
            0 => format!("GENÈVE – Il a plu {n} fois à l’été. {licence}"),
            _ => format!("Il a neigé {n} fois.\n\n« Encore », dit-on {n} fois.\n{licence}\n"),
        };
        std::fs::write(folder.path().join(format!("{n}.txt")), text).unwrap();
    }
    let settings =
        Settings { path_patterns: vec!["{agency_id}.txt".parse().unwrap()], ..Settings::default() };
    let inputs: Vec<Input> = walk(folder.path(), folder.path(), &settings)
        .unwrap()
        .map(|input| input.unwrap())
        .collect();
    let boilerplate = Boilerplate::learn(&inputs, &settings);
    assert_eq!(boilerplate.lines().collect::<Vec<_>>(), [licence]);
    let reader = Reader::new(settings, boilerplate);
    for input in &inputs {
        let article = reader.read(input).unwrap().next().unwrap().article.unwrap();
        let last = article.body.last().unwrap();
        assert_eq!((last.kind, last.text.as_str()), (BlockKind::Boilerplate, licence));
        assert_eq!(format!("{}.txt", article.id), input.relative);
    }
}

#[test]
fn settings_speak_for_articles_that_do_not() {
    let settings = Settings {
        agency: Some("Lakeside News Agency".to_owned()),
        source: Some("Gazette".to_owned()),
        section: Some("Local".to_owned()),
        language: Some(Language::ENGLISH),
        time_zone: TimeZone::fixed(jiff::tz::Offset::constant(2)),
        path_patterns: vec!["{agency_id}.txt".parse().unwrap()],
        ..Settings::default()
    };
    let reader = Reader::new(settings, Boilerplate::default());
    let text =
        "Date: 10 September 2022 01:00\nSource: Mill Post\n\nMill stops\n\nIt stopped at noon.";
    let shown = read(&reader, text.as_bytes(), "12.txt");
    for line in [
        "id: lakeside-news-agency:12",
        "agency: Lakeside News Agency",
        "source: Mill Post",
        "section: Local",
        "language: en",
        "published: 2022-09-09T23:00Z",
    ] {
        assert!(shown.lines().any(|found| found == line), "{line} is not in\n{shown}");
    }
}

#[test]
fn a_document_goes_before_its_path_and_the_path_before_the_settings() {
    let settings = Settings {
        path_patterns: vec!["{date:yyyy-mm-dd}/{agency_id}.json".parse().unwrap()],
        agency: Some("Lakeside News Agency".to_owned()),
        section: Some("Local".to_owned()),
        ..Settings::default()
    };
    let reader = Reader::new(settings, Boilerplate::default());
    let item = r#"{"guid":"12","versioncreated":"","headline":"Mill stops","section":"Trade"}"#;
    let shown = read(&reader, item.as_bytes(), "2022-09-10/77.json");
    for line in [
        "id: lakeside-news-agency:12",
        "published: 2022-09-10",
        "section: Trade",
        "warning path-conflict: the path says id \"77\", the page \"12\"",
    ] {
        assert!(shown.lines().any(|found| found == line), "{line} is not in\n{shown}");
    }
}

#[test]
fn an_article_that_was_written_is_read_back() {
    let reader = golden_reader();
    let page = "Lakeside News Agency\n10 September 2022\n12\n\nMill stops\n\nIt stopped at noon.";
    let first = |text: &str, name: &str| {
        reader.read_text(text, name).unwrap().next().unwrap().article.unwrap()
    };
    let article = first(page, "a.txt");
    let json = crate::wire::article_to_json(&article);
    let moved = Article {
        origin: crate::article::Origin { path: "b.json".to_owned(), record: None },
        ..article
    };
    assert_eq!(first(&json, "b.json"), moved);
}

/// Pieces of structured documents, to be put together at random.
const MARKUP: [&str; 52] = [
    "<?xml version='1.0' encoding='x'?>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "<html><head>",
    "<meta property='og:title' content='T'>",
    "<script type='application/ld+json'>",
    "{\"@type\":\"NewsArticle\",\"headline\":\"H\"}",
    "</script>",
    "<p>It rained.",
    "<table><tr><td>",
    "<br><br>",
    "</p>",
    "<newsMessage><itemSet>",
    "<newsItem guid='urn:1'>",
    "<contentMeta><headline>H</headline></contentMeta>",
    "<inlineXML>",
    "</newsItem>",
    "<nitf><body>",
    "<body.content>",
    "</nitf>",
    "<newsitem itemid='1'><text>",
    "</text></newsitem>",
    "<alto><Layout><Page>",
    "<TextBlock><TextLine><String CONTENT='a' SUBS_TYPE='HypPart1' SUBS_CONTENT='ab'/>",
    "<HYP/></TextLine></TextBlock>",
    "</Page></Layout></alto>",
    "<NewsML><NewsItem>",
    "<NewsComponent EquivalentsList='yes'>",
    "<NewsLines><HeadLine>H</HeadLine></NewsLines>",
    "<ContentItem><DataContent>",
    "</DataContent></ContentItem></NewsComponent>",
    "</NewsItem></NewsML>",
    "<rss version='2.0'><channel>",
    "<item><title>",
    "</title></item>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<entry>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&",
    "&a;",
    "&#x110000;",
    "<!--",
    "-->",
    "---\ntitle: x\n",
    "+++\n",
    "{\"uri\":\"u\",\"headline\":",
    "[\"x\",",
    "\"body_html\":\"<p>\"}",
    "\"",
    "é",
    "# Head\n> *quote",
];

/// Pieces of pages, to be put together at random.
const PIECES: [&str; 24] = [
    "AhlulBayt News Agency",
    "source : Press TV",
    "Saturday",
    "10 September 2022",
    "7:35:25 AM",
    "1304903",
    "News ID:",
    "date 2025-09-19 ABNA:",
    "/129",
    "End/ 345",
    "EF/MA",
    "***",
    "TEHRAN –",
    "It rained.",
    "«",
    "\u{a0}\u{a0}",
    "\n",
    "\n\n",
    " ",
    "-",
    "کد خبر: ۱۲",
    "۱۹ شهریور ۱۴۰۱",
    "31.02.2022",
    "By Jane Doe",
];

proptest! {
    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..2000), name in "[a-z_/{}.]{0,20}") {
        let _ = golden_reader().read_bytes(&bytes, &name).map(Iterator::count);
    }

    #[test]
    fn no_page_breaks_the_reader(places in prop::collection::vec(0..PIECES.len(), 0..40), noise in "\\PC{0,40}") {
        let mut text: String = places.iter().map(|place| PIECES[*place]).collect();
        text.push_str(&noise);
        let _ = golden_reader().read_text(&text, "dated/19160101/a.txt").map(Iterator::count);
    }

    #[test]
    fn no_document_breaks_the_reader(places in prop::collection::vec(0..MARKUP.len(), 0..30), noise in "\\PC{0,20}") {
        let mut text: String = places.iter().map(|place| MARKUP[*place]).collect();
        text.push_str(&noise);
        for name in ["a.html", "a.md"] {
            let _ = golden_reader().read_text(&text, name).map(Iterator::count);
        }
    }

    #[test]
    fn no_pattern_breaks_the_parser(pattern in "[{}a-z_:/é-]{0,30}", path in "[a-z_/é-]{0,30}") {
        if let Ok(pattern) = pattern.parse::<PathPattern>() {
            let _ = pattern.facts(&path);
            prop_assert_eq!(pattern.to_string().parse::<PathPattern>().unwrap(), pattern);
        }
    }
}
