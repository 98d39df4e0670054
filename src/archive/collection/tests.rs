//! Collections, good and bad: every record of each, shown in full.

mod columns;
mod exports;
mod hits;
mod mail;
mod paths;
mod sgml;

use std::fmt::Write as _;

use crate::archive::{Boilerplate, Fields, Part, Reader, Settings};
use crate::article::{AltId, Concept, Signal};

fn names(concepts: &[Concept]) -> Option<String> {
    let shown = |concept: &Concept| match &concept.id {
        Some(id) => format!("{} <{id}>", concept.name),
        None => concept.name.clone(),
    };
    listed(concepts.iter().map(shown))
}

fn signals(signals: &[Signal]) -> Option<String> {
    listed(signals.iter().map(|signal| signal.name().to_owned()))
}

fn ids(ids: &[AltId]) -> Option<String> {
    listed(ids.iter().map(|id| format!("{} {}", id.role.as_deref().unwrap_or("-"), id.value)))
}

fn listed(items: impl Iterator<Item = String>) -> Option<String> {
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then(|| items.join("; "))
}

/// Shows the records of a file: the fields that are filled, one on a line.
fn show(reader: &Reader, bytes: &[u8], name: &str) -> String {
    let records = match reader.read_bytes(bytes, name) {
        Ok(records) => records,
        Err(error) => return format!("rejected {}: {error}\n", error.reason()),
    };
    let mut out = String::new();
    for record in records {
        let article = match record.article {
            Ok(article) => article,
            Err(error) => {
                _ = writeln!(out, "rejected {}: {error}", error.reason());
                continue;
            }
        };
        let format = record.format.map_or("-", |format| format.name());
        let number = article.origin.record.map(|number| format!("#{number}")).unwrap_or_default();
        _ = writeln!(out, "{format} {}{number}", article.origin.path);
        for (name, value) in [
            ("id", Some(article.id.to_string()).filter(|id| !id.starts_with("x:"))),
            ("uri", article.uri),
            ("agency", article.agency),
            ("agency id", article.agency_id),
            ("source", article.source),
            ("published", article.published.map(|date| date.to_string())),
            ("version created", article.version_created.map(|date| date.to_string())),
            ("version", article.version.map(|version| version.to_string())),
            ("kicker", article.kicker),
            ("headline", Some(article.headline)),
            ("subhead", article.subhead),
            ("byline", article.byline),
            ("authors", Some(article.authors.join("; ")).filter(|names| !names.is_empty())),
            ("dateline", article.dateline),
            ("section", article.section),
            ("slugline", article.slugline),
            ("genres", names(&article.genres)),
            ("subjects", names(&article.subjects)),
            ("people", names(&article.people)),
            ("organisations", names(&article.organisations)),
            ("places", names(&article.places)),
            ("signals", signals(&article.signals)),
            ("other ids", ids(&article.alt_ids)),
            ("rights", article.rights),
            ("editor's note", article.ed_note),
            ("language", article.language.map(|language| language.to_string())),
            ("url", article.url),
            ("keywords", Some(article.keywords.join("; ")).filter(|words| !words.is_empty())),
            ("lede", article.lede),
            ("embargoed until", article.embargoed_until.map(|date| date.to_string())),
            ("status", Some(article.status.name().to_owned()).filter(|name| name != "usable")),
        ] {
            if let Some(value) = value {
                _ = writeln!(out, "  {name}: {value}");
            }
        }
        for block in article.body {
            _ = writeln!(out, "  {}: {}", block.kind.name(), block.text);
        }
        for warning in article.warnings {
            _ = writeln!(out, "  warning {}: {}", warning.code.name(), warning.detail);
        }
    }
    out
}

fn reader() -> Reader {
    Reader::new(Settings::default(), Boilerplate::default())
}

#[test]
fn objects_one_on_a_line() {
    let text = r#"{"title": "Bridge opens", "text": "LINDMOUTH – It opened.\n\nMany came.", "date": "2022-09-10T07:35:25Z", "source": {"id": null, "name": "Mill Post"}, "url": "https://example.org/1", "author": "Jane Doe; Jim Roe", "id": 3, "tags": ["bridges", "river"], "lang": "en-GB"}

{"title": "broken
{"headline": "Mill &amp; lake", "description": "It stopped.", "content": "<p>It stopped.</p><p>Nobody <b>came</b>.</p>", "publishedAt": 1662795325000, "section": "Local", "newsId": "1304903", "agency": "Lakeside News Agency"}
[1, 2]
{"name": "nothing of an article"}
{"text": "Lake freezes\n\nIt froze over."}
"#;
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "x.jsonl"));
}

#[test]
fn records_say_whom_an_article_names() {
    let text = r#"{"title": "Bridge opens", "text": "It opened.", "people": ["Lorne, Ada", {"name": "Jim Roe", "role": "mayor"}, "", 7], "organizations": "Mill Council; Lake Club", "places": 12}"#;
    let shown = show(&reader(), text.as_bytes(), "x.jsonl");
    assert!(shown.contains("  people: Lorne, Ada; Jim Roe\n"), "{shown}");
    assert!(shown.contains("  organisations: Mill Council; Lake Club\n"), "{shown}");
    assert!(!shown.contains("  places: "), "{shown}");
    for people in ["Ada Lorne; Roe, Jim", "['Ada Lorne', 'Roe, Jim']"] {
        let table = format!("Title,Text,People\nBridge opens,It opened.,\"{people}\"\n");
        let shown = show(&reader(), table.as_bytes(), "x.csv");
        assert!(shown.contains("  people: Ada Lorne; Roe, Jim\n"), "{shown}");
    }
    let table = "Title,Text,People\nBridge opens,It opened.,[]\n";
    assert!(!show(&reader(), table.as_bytes(), "x.csv").contains("  people: "));
}

#[test]
fn arrays_are_cut_at_their_commas() {
    let text = r#" [ {"title": "A [strange], \"title\"", "body": "It, rained]."},
        {"title": "broken" "body": 1}, {"title": "Mill stops", "body": ["One.", "Two."]} ] "#;
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "x.json"));
    let cut = show(&reader(), &text.as_bytes()[..text.len() - 20], "x.json");
    assert!(cut.contains("rejected truncated: x.json: breaks off (JSON)"), "{cut}");
    assert!(cut.contains("A [strange]"), "{cut}");
}

#[test]
fn tables_with_any_separator() {
    let rows = [
        ["Date", "Title", "Text", "Author", "Keywords"],
        ["10 September 2022", "Bridge opens", "It opened. Many came.", "Jane Doe", "bridges"],
        ["2022-09-11", "Mill stops", "It stopped.", "", ""],
    ];
    let first = show(&reader(), rows.map(|row| row.join(",")).join("\n").as_bytes(), "x.csv");
    insta::assert_snapshot!(first);
    for separator in ["\t", ";", "|"] {
        let text = rows.map(|row| row.join(separator)).join("\r\n");
        assert_eq!(show(&reader(), text.as_bytes(), "x.csv"), first, "{separator:?}");
        // The first row tells a table, whatever its name.
        assert_eq!(
            show(&reader(), text.as_bytes(), "x.csv").lines().count(),
            first.lines().count()
        );
    }
    let wide: Vec<u8> = rows
        .map(|row| row.join(","))
        .join("\n")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [b"\xff\xfe".to_vec(), wide].concat();
    assert_eq!(show(&reader(), &marked, "x.csv"), first);
}

#[test]
fn broken_rows_and_foreign_tables() {
    let text = "headline;text;date\nOne;\"It; rained\nfor days\";soon\nTwo;x\n;;\nThree;\"y \"\"z\"\"\";NaN\n";
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "x.csv"));
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode("title,text\nCafé,Ça va bien à l’été\n");
    assert!(show(&reader(), &bytes, "x.csv").contains("headline: Café"));
    let foreign = show(&reader(), b"population,area\n1,2\n", "x.csv");
    assert_eq!(
        foreign,
        "rejected no-article: x.csv: is no article: no column is known to be a headline or a text\n"
    );
    // Prose that begins with such words is no table.
    let prose = show(&reader(), b"Title, date and text are asked for.\n\nIt rained.\n", "x.txt");
    assert!(prose.starts_with("agency-page"), "{prose}");
}

#[test]
fn the_settings_name_fields() {
    let mut fields = Fields::default();
    fields.set(Part::Headline, vec!["meta.hed".to_owned()]);
    fields.set(Part::AgencyId, vec!["nr".to_owned()]);
    let reader = Reader::new(Settings { fields, ..Settings::default() }, Boilerplate::default());
    let text = r#"{"meta": {"hed": "Bridge opens"}, "title": "no", "nr": 7, "text": "It opened."}"#;
    let shown = show(&reader, text.as_bytes(), "x.jsonl");
    assert!(shown.contains("headline: Bridge opens") && shown.contains("agency id: 7"), "{shown}");
}

#[test]
fn records_that_must_not_be_used_are_hidden() {
    let mut text = "Title,Text,pubStatus,embargo\n".to_owned();
    let rows = [
        ("usable", "", None),
        ("200", "", None),
        ("True", "", None),
        ("Killed", "", Some("status: canceled")),
        ("stopped", "", Some("status: withheld")),
        ("", "2030-01-01T10:00:00Z", Some("embargoed until: 2030-01-01T10:00:00Z")),
        ("embargoed", "2030-01-01", Some("embargoed until: 2030-01-01")),
        ("", "1893492000", Some("embargoed until: 2030-01-01T10:00:00Z")),
        ("", "next Friday", Some("status: withheld")),
        ("", "false", None),
    ];
    for (status, embargo, _) in rows {
        text += &format!("Bridge,It opened.,{status},{embargo}\n");
    }
    let shown = show(&reader(), text.as_bytes(), "x.csv");
    let records: Vec<&str> = shown.split("table x.csv").skip(1).collect();
    for (record, (status, embargo, expected)) in records.iter().zip(rows) {
        let mut lines = record.lines().map(str::trim);
        let found = lines.find(|line| line.starts_with("status") || line.starts_with("embargoed"));
        assert_eq!(found, expected, "{status} {embargo}: {record}");
    }
    assert_eq!(records.len(), rows.len());
    for (member, expected) in [
        (r#""status": "published""#, ""),
        (r#""status": 404"#, ""),
        (r#""status": "draft""#, "status: withheld"),
        (r#""embargoedUntil": {"$date": "2030-01-01T10:00:00Z"}"#, "2030-01-01T10:00:00Z"),
        (r#""embargoed": true"#, "status: withheld"),
        (r#""embargoed": false"#, ""),
        (r#""embargo": {"end": 5}"#, "status: withheld"),
    ] {
        let text = format!(r#"{{"title": "Bridge", "text": "It opened.", {member}}}"#);
        let shown = show(&reader(), text.as_bytes(), "x.jsonl");
        assert!(shown.contains(expected), "{member}: {shown}");
        assert_eq!(expected.is_empty(), !shown.contains("status") && !shown.contains("embargo"));
    }
}

#[test]
fn the_settings_name_the_field_of_the_status() {
    let mut fields = Fields::default();
    fields.set(Part::Status, vec!["state".to_owned()]);
    let reader = Reader::new(Settings { fields, ..Settings::default() }, Boilerplate::default());
    let text = r#"{"title": "Bridge", "text": "It opened.", "status": "usable", "state": 3}"#;
    let shown = show(&reader, text.as_bytes(), "x.jsonl");
    assert!(shown.contains("the status \"3\" is not known; taken as withheld"), "{shown}");
}

#[test]
fn an_id_that_is_too_long_a_number_is_left_out_with_a_warning() {
    let text = r#"{"title": "Bridge", "text": "It opened.", "id": 12345678901234567890123}"#;
    let shown = show(&reader(), text.as_bytes(), "x.jsonl");
    assert!(!shown.contains("agency id"), "{shown}");
    assert!(shown.contains("warning value-dropped: an id is a number"), "{shown}");
}

#[test]
fn a_list_of_subjects_is_no_headline() {
    let text = "{\"subject\": [\"bridges\", \"mills\"], \"name\": \"Mill Post\"}\n";
    let shown = show(&reader(), text.as_bytes(), "x.jsonl");
    assert!(shown.starts_with("rejected no-article"), "{shown}");
}

#[test]
fn the_name_of_a_file_is_not_the_id_of_its_records() {
    let path_patterns = vec!["{source}-{agency_id}.jsonl".parse().unwrap()];
    let settings = Settings { path_patterns, ..Settings::default() };
    let reader = Reader::new(settings, Boilerplate::default());
    let text = "{\"title\": \"Bridge opens\"}\n{\"text\": \"Mill stops\"}\n";
    let shown = show(&reader, text.as_bytes(), "post-12345.jsonl");
    assert_eq!(shown.matches("source: post").count(), 2, "{shown}");
    assert!(!shown.contains("  id: ") && !shown.contains("agency id"), "{shown}");
}

const MAIL: &str = "From: =?utf-8?q?Jos=C3=A9_Rizal?= <jose@example.org>
To: desk@example.org
Subject: Bridge opens
Date: Sat, 10 Sep 2022 12:05:25 +0430
Message-ID: <1/2@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

It opened at the caf=E9 <by the river>.

Many came.
--c
Content-Type: text/html

<p>It opened.</p>
--c--
--b
Content-Type: text/plain; name=mill.txt
Content-Disposition: attachment; filename=mill.txt

Mill stops

It stopped at noon, and nobody came to see it.
--b
Content-Type: image/png; name=photo.png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b--
";

#[test]
fn messages_and_what_they_carry() {
    insta::assert_snapshot!(show(&reader(), MAIL.as_bytes(), "x.eml"));
    let html = "From: a@example.org\nSubject: Mill\nMIME-Version: 1.0\nContent-Type: text/html\n\n<html><head><title>no</title></head><body><p>One.</p><p>Two.</p></body></html>";
    let shown = show(&reader(), html.as_bytes(), "y.eml");
    assert!(shown.contains("lede: One.\n  paragraph: Two."), "{shown}");
    let (raw, ..) = encoding_rs::KOI8_R
        .encode("From: a@example.org\nMIME-Version: 1.0\nSubject: Вчера открыли новый мост\nMessage-ID: <1@x>\n\nВчера в городе открыли новый мост через реку, и все пришли.\n");
    let shown = show(&reader(), &raw, "z");
    assert!(shown.contains("headline: Вчера открыли новый мост"), "{shown}");
    assert!(shown.contains("lede: Вчера в городе"), "{shown}");
}

#[test]
fn dates_of_messages_are_read_as_they_are_written() {
    for (date, expected) in [
        ("Sat, 10 Sep 2022 12:05:25 +0430", "published: 2022-09-10T07:35:25Z"),
        ("Sat, 10 Sep 2022 09:35:25 CEST", "published: 2022-09-10T07:35:25Z"),
        ("Thu, 31 Feb 2022 12:05:25 +0000", "warning "),
        ("10 Sep 2022", "published: 2022-09-10"),
    ] {
        let mail = MAIL.replace("Sat, 10 Sep 2022 12:05:25 +0430", date);
        let shown = show(&reader(), mail.as_bytes(), "x.eml");
        assert!(shown.contains(expected), "{date}: {shown}");
        assert_eq!(shown.contains("published"), expected.starts_with("published"), "{date}");
    }
}

#[test]
fn mailboxes() {
    let text = format!(
        "From jose@example.org Sat Sep 10 07:35:25 2022\n{MAIL}\nFrom a@b Sat Sep 10 08:00:00 2022\nFrom: a@b\nSubject: Second\n\nFirst line.\n>From here on it rained.\n>>From there too.\n\nFrom the river it came.\n"
    );
    let shown = show(&reader(), text.as_bytes(), "x.mbox");
    insta::assert_snapshot!(shown);
}

fn record(kind: &str, uri: &str, block: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2014-01-03T03:03:21Z\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    out.extend(block);
    out.extend(b"\r\n\r\n");
    out
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").into_bytes();
    out.extend(body);
    out
}

const PAGE: &str = "Bridge opens\n\nIt opened at noon, and many came to see it.\n";

/// A web archive with what web archives have.
pub(in crate::archive) fn warc() -> Vec<u8> {
    let plain = "Content-Type: text/plain";
    let chunked = "Content-Type: text/plain\r\nTransfer-Encoding: chunked";
    let chunks = format!("{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
    let cut = format!("{:x}\r\n{PAGE}\r\n", PAGE.len());
    let squeezed = zlib(PAGE.as_bytes());
    let gzip = gzip(PAGE.as_bytes());
    [
        record("warcinfo", "", b"software: a test"),
        record("request", "http://example.org/1", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "http://example.org/1", &answer(plain, PAGE.as_bytes())),
        record("response", "http://example.org/2", &answer(chunked, chunks.as_bytes())),
        record("response", "http://example.org/3", &answer(chunked, cut.as_bytes())),
        record(
            "response",
            "http://example.org/4",
            &answer("Content-Type: text/plain\r\nContent-Encoding: deflate", &squeezed),
        ),
        record(
            "response",
            "http://example.org/4b",
            &answer("Content-Type: text/plain\r\nContent-Encoding: gzip", &gzip[..gzip.len() - 9]),
        ),
        record("response", "http://example.org/5", &answer("Content-Type: image/png", b"\x89PNG")),
        record("response", "http://example.org/6", b"HTTP/1.1 404 Not Found\r\n\r\nno"),
        record("response", "http://example.org/7", b"no answer"),
    ]
    .concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_body_in_brotli_is_refused_by_name() {
    let answer = |encoding: &str, body: &[u8]| {
        let head = format!("Content-Type: text/plain\r\nContent-Encoding: {encoding}");
        show(&reader(), &record("response", "http://example.org/1", &answer(&head, body)), "x.warc")
    };
    for encoding in ["br", "BR", "gzip, br"] {
        let shown = answer(encoding, b"\x0b\x82\x80It\xff\xfe\x03");
        let expected = "rejected unsupported: x.warc!/http://example.org/1: \
                        is compressed with Brotli, which cannot be read yet\n";
        assert_eq!(shown, expected, "{encoding}");
    }
    // Crawlers keep the header of a body that they have decompressed.
    assert!(answer("br", PAGE.as_bytes()).contains("headline: Bridge opens"));
}

#[test]
fn web_archives() {
    insta::assert_snapshot!(show(&reader(), &warc(), "x.warc"));
}

#[test]
fn a_record_that_lies_about_its_length_loses_nobody_else() {
    let plain = "Content-Type: text/plain";
    let one = record("response", "http://example.org/1", &answer(plain, PAGE.as_bytes()));
    let two = record("response", "http://example.org/2", &answer(plain, PAGE.as_bytes()));
    let three = record("response", "http://example.org/3", &answer(plain, PAGE.as_bytes()));
    let text = String::from_utf8(one).unwrap();
    let (head, rest) = text.split_once("Content-Length: ").unwrap();
    let (_, rest) = rest.split_once('\r').unwrap();
    for length in ["10", "300", "none", "99999"] {
        let one = format!("{head}Content-Length: {length}\r{rest}").into_bytes();
        let shown = show(&reader(), &[one, two.clone(), three.clone()].concat(), "x.warc");
        assert!(shown.contains("rejected "), "{length}: {shown}");
        if length != "99999" {
            assert!(shown.contains("x.warc!/http://example.org/2"), "{length}: {shown}");
            assert!(shown.contains("x.warc!/http://example.org/3"), "{length}: {shown}");
        }
    }
}

#[test]
fn arc_files() {
    let body = answer("Content-Type: text/plain", PAGE.as_bytes());
    let text = format!(
        "filedesc://x.arc 0.0.0.0 20140103030321 text/plain 14\n1 0 InternetAr\n\nhttp://example.org/a b 93.184.216.119 20140103030322 text/plain {}\n",
        body.len()
    );
    let bytes = [text.as_bytes(), &body, b"\n"].concat();
    insta::assert_snapshot!(show(&reader(), &bytes, "x.arc"));
}

#[test]
fn stories_of_reuters() {
    let text = "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">
<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" OLDID=\"5544\" NEWID=\"17\">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<TOPICS><D>cocoa</D><D>crops</D></TOPICS>
<PLACES><D>freedonia</D></PLACES>
<PEOPLE></PEOPLE>
<TEXT>&#2;
<TITLE>CROP &amp; RAIN IN LINDMOUTH</TITLE>
<AUTHOR>    By Jane Doe, Reuters</AUTHOR>
<DATELINE>    LINDMOUTH, Feb 26 - </DATELINE><BODY>Showers continued through
the week in the valley.
    Farmers said that &lt;Mill Post> was wrong.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS NEWID=\"18\">
<TEXT TYPE=\"UNPROC\">never closed
<REUTERS NEWID=\"19\">
<TEXT TYPE=\"BRIEF\"><TITLE>MILL STOPS</TITLE></TEXT>
</REUTERS>
<REUTERS NEWID=\"20\">
<TEXT>cut";
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "reut.sgm"));
}
