//! Documents of word processors, with what their programs leave in them.

use std::io::{Cursor, Write as _};

use super::*;
use ::zip::ZipWriter;
use ::zip::write::SimpleFileOptions;

const STORED: ::zip::CompressionMethod = ::zip::CompressionMethod::Stored;

pub(super) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(STORED);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TYPES: &str = "<Types><Default Extension='xml' ContentType='application/xml'/>\
    <Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-\
    officedocument.wordprocessingml.document.main+xml'/></Types>";
const PACKAGE: &str = "<Relationships>\
    <Relationship Id='1' Type='http://x/officeDocument' Target='word/document.xml'/>\
    <Relationship Id='2' Type='http://x/metadata/core-properties' Target='docProps/core.xml'/>\
    </Relationships>";
const RELATED: &str = "<Relationships>\
    <Relationship Id='1' Type='http://x/styles' Target='styles.xml'/>\
    <Relationship Id='2' Type='http://x/footnotes' Target='footnotes.xml'/>\
    <Relationship Id='3' Type='http://x/comments' Target='comments.xml'/></Relationships>";
const STYLES: &str = "<w:styles xmlns:w='w'>\
    <w:style w:type='paragraph' w:styleId='Titel'><w:name w:val='Title'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Rub1'><w:name w:val='heading 1'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Rub2'><w:name w:val='heading 2'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Vorspann'><w:name w:val='Subtitle'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Zitat'><w:name w:val='Quote'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Haus'><w:name w:val='House line'/>\
    <w:basedOn w:val='Rub2'/></w:style>\
    <w:style w:type='character' w:styleId='Notiz'><w:name w:val='Note'/>\
    <w:rPr><w:vanish/></w:rPr></w:style></w:styles>";

pub(super) fn document(body: &str) -> String {
    format!("<?xml version='1.0'?><w:document xmlns:w='w'><w:body>{body}</w:body></w:document>")
}

/// A document with this body, notes and properties.
pub(super) fn docx(body: &str, notes: &str, core: &str) -> Vec<u8> {
    let notes = format!("<w:footnotes xmlns:w='w'>{notes}</w:footnotes>");
    let core = format!("<cp:coreProperties xmlns:dc='dc'>{core}</cp:coreProperties>");
    zip(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", PACKAGE),
        ("word/document.xml", &document(body)),
        ("word/_rels/document.xml.rels", RELATED),
        ("word/styles.xml", STYLES),
        ("word/footnotes.xml", &notes),
        ("word/comments.xml", "<w:comments><w:p><w:r><w:t>Cut this</w:t></w:r></w:p></w:comments>"),
        ("docProps/core.xml", &core),
    ])
}

/// A paragraph: `style|text`, or without style.
pub(super) fn p(text: &str) -> String {
    let (style, text) = text.split_once('|').unwrap_or(("", text));
    let style = match style {
        "" => String::new(),
        style => format!("<w:pPr><w:pStyle w:val='{style}'/></w:pPr>"),
    };
    format!("<w:p>{style}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

pub(super) fn ps(texts: &[&str]) -> String {
    texts.iter().map(|text| p(text)).collect()
}

pub(super) fn record(bytes: &[u8], name: &str) -> Result<(Format, Article), String> {
    let reader = golden_reader();
    let mut records = reader.read_bytes(bytes, name).map_err(|error| error.to_string())?;
    let record = records.next().ok_or("no record")?;
    assert!(records.next().is_none(), "one document is one article");
    let article = record.article.map_err(|error| error.to_string())?;
    Ok((record.format.unwrap(), article))
}

/// The headline, the lede and the blocks with the first letters of their kinds.
pub(super) fn shown(bytes: &[u8], name: &str) -> String {
    match record(bytes, name) {
        Err(error) => format!("! {error}"),
        Ok((_, article)) => {
            let mut shown = vec![article.headline, article.lede.unwrap_or_default()];
            let block = |block: &crate::article::Block| {
                format!("{}:{}", &block.kind.name()[..1], block.text)
            };
            shown.extend(article.body.iter().map(block));
            shown.join("|")
        }
    }
}

pub(super) fn check(body: &str, expected: &str) {
    assert_eq!(shown(&docx(body, "", ""), "copy.docx"), expected, "{body}");
}

pub(super) const LEDE: &str = "The last ferry left the harbour of Lindmouth on Saturday, to music.";

#[test]
fn an_agency_page_in_word_is_read_field_by_field() {
    let lines = [
        "Northern Star News Agency",
        "source : Press TV",
        "Saturday",
        "10 September 2022",
        "7:35:25 AM",
        "1304903",
        "Last ferry leaves Lindmouth",
        LEDE,
        "Nobody knows who will take the sheep across now, the mayor said.",
        "/129",
    ];
    let text = format!("{}\n\n{}", lines[..7].join("\n"), lines[7..].join("\n\n"));
    let page = golden_reader().read_text(&text, "a.txt").unwrap().next().unwrap().article.unwrap();
    for body in [ps(&lines), ps(&lines.join("||").split('|').collect::<Vec<_>>())] {
        let (format, article) = record(&docx(&body, "", ""), "a.txt").unwrap();
        assert_eq!(format, Format::Docx);
        assert_eq!(dump(&article), dump(&page));
    }
    // With soft line breaks in one paragraph, as pages that are pasted have them.
    let broken = lines[..7].join("</w:t><w:br/><w:t>");
    let body = ps(&[&broken, lines[7], lines[8], lines[9]]);
    let (_, article) = record(&docx(&body, "", ""), "a.txt").unwrap();
    assert_eq!(dump(&article), dump(&page));
    assert_eq!(article.agency_id.as_deref(), Some("1304903"));
    assert_eq!(article.desk.as_deref(), Some("129"));
}

#[test]
fn a_byline_stands_where_reporters_write_it() {
    let head = "Ferry leaves";
    for (lines, byline) in [
        (&["By Jane Doe", "jane@a.example", head, LEDE][..], "By Jane Doe, jane@a.example"),
        (&[head, "By Jane Doe", "Staff Writer", LEDE], "By Jane Doe, Staff Writer"),
        (&["Ferry leaves</w:t><w:br/><w:t>By Jane Doe", LEDE], "By Jane Doe"),
        (&["Titel|Ferry leaves", "by Jane Doe and Jim Roe", LEDE], "by Jane Doe and Jim Roe"),
        (&["Rub1|Ferry leaves", "Rub2|Sheep stay", "By Jim Roe", LEDE], "By Jim Roe"),
    ] {
        let body = ps(&[lines, &["Nobody knows who will take the sheep across now."]].concat());
        let (_, article) = record(&docx(&body, "", ""), "copy.docx").unwrap();
        assert_eq!(article.headline, head);
        assert_eq!(article.byline.as_deref(), Some(byline));
        assert_eq!(article.lede.as_deref(), Some(LEDE));
    }
}

#[test]
fn styles_say_what_a_text_without_header_has() {
    check(
        &ps(&[
            "Titel|Last ferry leaves",
            "Vorspann|No boat to the island",
            LEDE,
            "Rub1|Sheep",
            "More.",
            "Haus|Music",
            "Zitat|“So it is,” he said.",
        ]),
        &format!("Last ferry leaves|{LEDE}|s:Sheep|p:More.|s:Music|q:“So it is,” he said."),
    );
    // Without a title the first heading is the headline.
    check(
        &ps(&["Rub1|Last ferry leaves", LEDE, "Rub2|Sheep", "More."]),
        &format!("Last ferry leaves|{LEDE}|s:Sheep|p:More."),
    );
    // A heading below the text is none.
    let late =
        ps(&["One is here.", "Two is here.", "Three is here.", "Four is here.", "Rub1|Late", LEDE]);
    assert!(shown(&docx(&late, "", ""), "Ferry-news.docx").starts_with("Ferry news|One is here.|"));
    let body = ps(&["HARBOUR", "Titel|Last ferry", "Titel|leaves Lindmouth", LEDE]);
    let (_, article) = record(&docx(&body, "", ""), "a.docx").unwrap();
    assert_eq!(article.kicker.as_deref(), Some("HARBOUR"));
    assert_eq!(article.headline, "Last ferry leaves Lindmouth");
    // A date makes a header; the line below the headline is none all the same.
    let body = ps(&[
        "Titel|Ferry gone",
        "Vorspann|No boat to the island from Monday",
        "10 September 2022",
        LEDE,
        "More.",
    ]);
    let (_, article) = record(&docx(&body, "", ""), "a.docx").unwrap();
    assert_eq!(article.headline, "Ferry gone");
    assert_eq!(article.subhead.as_deref(), Some("No boat to the island from Monday"));
    assert_eq!((article.kicker, article.lede.as_deref()), (None, Some(LEDE)));
    assert!(article.published.is_some());
    // Lines that styles do not name are told as those of plain text are.
    check(&ps(&["Last ferry leaves", LEDE]), &format!("Last ferry leaves|{LEDE}"));
}

#[test]
fn properties_fill_what_the_text_does_not_say() {
    let core = |title: &str| {
        format!(
            "<dc:title>{title}</dc:title><dc:creator>jdoe</dc:creator><dc:subject>Shipping</dc:subject>\
             <cp:keywords>ferry, island; ferry</cp:keywords><dc:language>de-DE</dc:language>\
             <dcterms:created>2021-03-04T05:06:00Z</dcterms:created>"
        )
    };
    let body = ps(&[LEDE, "More."]);
    let (_, article) =
        record(&docx(&body, "", &core("Last ferry leaves Lindmouth")), "a.docx").unwrap();
    assert_eq!(article.headline, "Last ferry leaves Lindmouth");
    assert_eq!(article.keywords, ["ferry", "island"]);
    assert_eq!(article.subjects, [crate::article::Concept::named("Shipping")]);
    assert_eq!((article.published, article.language, article.byline), (None, None, None));
    assert!(article.authors.is_empty());
    let codes: Vec<_> = article.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, [WarningCode::HeadlineAssumed, WarningCode::Captured]);
    assert!(article.warnings[1].detail.contains("begun at 2021-03-04T05:06:00Z"));
    // A first line of that title is the headline, whatever it ends in.
    let body = ps(&["The ferry has left.", LEDE]);
    let (_, article) = record(&docx(&body, "", &core("The ferry has left")), "a.docx").unwrap();
    assert_eq!(article.headline, "The ferry has left.");
    let found =
        shown(&docx(&ps(&[LEDE, "More."]), "", &core("Microsoft Word - draft3.doc")), "a-b.docx");
    assert!(found.starts_with("a b|"), "{found}");
}

#[test]
fn what_is_no_text_is_named() {
    let office = |main: &str, kind: &str| {
        let types = format!("<Types><Override PartName='/{main}' ContentType='{kind}'/></Types>");
        let package = PACKAGE.replace("word/document.xml", main);
        let bytes =
            zip(&[("[Content_Types].xml", &types), ("_rels/.rels", &package), (main, "<a/>")]);
        shown(&bytes, "a.bin")
    };
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    let slides = "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml";
    let text = "application/vnd.ms-word.document.macroEnabled.main+xml";
    assert_eq!(office("xl/workbook.xml", sheet), "! a.bin: is not text but a spreadsheet");
    assert_eq!(office("ppt/presentation.xml", slides), "! a.bin: is not text but a presentation");
    assert_eq!(office("other.xml", ""), "! a.bin: is not text but an Office document");
    assert_eq!(office("word/document2.xml", text), "! a.bin: is no article: it has no text");
    let open = |kind: &str| {
        let kind = format!("application/vnd.oasis.opendocument.{kind}");
        shown(&zip(&[("mimetype", &kind), ("content.xml", "<a/>")]), "a.bin")
    };
    assert_eq!(open("spreadsheet"), "! a.bin: is not text but a spreadsheet");
    assert_eq!(open("presentation-template"), "! a.bin: is not text but a presentation");
    let no_main = zip(&[("[Content_Types].xml", TYPES), ("a.xml", "<a/>")]);
    assert_eq!(
        shown(&no_main, "a.docx"),
        "! a.docx: is not well-formed DOCX: there is no `word/document.xml` in it"
    );
    // A zip file of texts is none.
    let texts = zip(&[("content.xml", "<p>One</p>"), ("word/a.txt", "Two")]);
    assert_eq!(golden_reader().read_bytes(&texts, "a.zip").unwrap().count(), 2);
}

#[test]
fn a_document_in_containers_is_one_article() {
    let inner = docx(&ps(&["Titel|Ferry", LEDE]), "", "");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file("copy/ferry.docx", SimpleFileOptions::default().compression_method(STORED))
        .unwrap();
    writer.write_all(&inner).unwrap();
    let outer = writer.finish().unwrap().into_inner();
    let reader = golden_reader();
    let records: Vec<Record> = reader.read_bytes(&outer, "a.zip").unwrap().collect();
    assert_eq!(records.len(), 1);
    assert_eq!(
        (records[0].member.as_str(), records[0].format),
        ("copy/ferry.docx", Some(Format::Docx))
    );
    let article = records[0].article.as_ref().unwrap();
    assert_eq!(
        (article.headline.as_str(), article.origin.path.as_str()),
        ("Ferry", "a.zip!/copy/ferry.docx")
    );
}

#[test]
fn a_broken_document_is_read_as_far_as_it_goes() {
    let whole = docx(&ps(&["Titel|Ferry", LEDE, "More is here."]), "", "");
    let at = whole.windows(4).position(|bytes| bytes == b"More").unwrap();
    let (_, article) = record(&whole[..at + 4], "a.docx").unwrap();
    assert_eq!(article.paragraphs().collect::<Vec<_>>(), ["a", "Ferry", LEDE, "More"]);
    assert_eq!(article.warnings[0].code, WarningCode::Truncated);
    // Only its table is not there.
    let table = whole.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    let (_, article) = record(&whole[..table], "a.docx").unwrap();
    assert_eq!(article.headline, "Ferry");
    assert_eq!(article.warnings[0].code, WarningCode::Truncated);
    for end in 0..whole.len() {
        let _ = golden_reader().read_bytes(&whole[..end], "a.docx").map(Iterator::count);
    }
    let laughs = document(
        "<w:p><w:r><w:t>One.</w:t></w:r></w:p><w:p><w:r><w:t>Two. &lol;</w:t></w:r></w:p>",
    );
    let laughs =
        laughs.replacen("<w:document", "<!DOCTYPE d [<!ENTITY lol 'lol lol'>]><w:document", 1);
    let bytes = zip(&[("[Content_Types].xml", TYPES), ("word/document.xml", &laughs)]);
    let (_, article) = record(&bytes, "a.docx").unwrap();
    assert_eq!(article.paragraphs().collect::<Vec<_>>(), ["a", "One.", "Two."]);
    assert!(article.warnings.iter().any(|warning| warning.detail.contains("`lol` is not known")));
    let deep = document(&"<w:p>".repeat(1000));
    let bytes = zip(&[("[Content_Types].xml", TYPES), ("word/document.xml", &deep)]);
    assert!(shown(&bytes, "a.docx").contains("more than 256 deep"));
}

#[test]
fn limits_hold_for_the_parts_of_a_document() {
    let long = "word ".repeat(10_000);
    let bytes = docx(&ps(&["Titel|Ferry", &long]), "", "");
    let with = |settings: Settings| {
        let reader = Reader::new(settings, Boilerplate::default());
        reader.read_bytes(&bytes, "a.docx").map(|_| ()).map_err(|error| error.reason())
    };
    assert_eq!(with(Settings::default()), Ok(()));
    let limits = Limits { expanded_bytes: 20_000, ..Limits::default() };
    assert_eq!(with(Settings { limits, ..Settings::default() }), Err("bomb"));
    assert_eq!(with(Settings { max_file_bytes: 20_000, ..Settings::default() }), Err("too-large"));
    // The parts are no members.
    let limits = Limits { members: 1, depth: 0, ..Limits::default() };
    assert_eq!(with(Settings { limits, ..Settings::default() }), Ok(()));
}

#[test]
fn standing_lines_are_learned_from_documents() {
    const LINE: &str = "All texts of the Harbour Press are free to copy.";
    let folder = tempfile::tempdir().unwrap();
    for number in 0..6 {
        let body = ps(&["Titel|Ferry", &format!("Boat {number} left."), LINE]);
        let path = folder.path().join(format!("{number}.docx"));
        std::fs::write(path, docx(&body, "", "")).unwrap();
        let rtf = format!(r"{{\rtf1 Boat {number} came.\par {LINE}\par}}");
        std::fs::write(folder.path().join(format!("{number}.rtf")), rtf).unwrap();
    }
    let settings = Settings::default();
    let inputs = walk(folder.path(), folder.path(), &settings).unwrap();
    let inputs: Vec<Input> = inputs.map(Result::unwrap).collect();
    let boilerplate = Boilerplate::learn(&inputs, &settings);
    assert_eq!(boilerplate.lines().collect::<Vec<_>>(), [LINE]);
    let reader = Reader::new(settings, boilerplate);
    for input in &inputs {
        let article = reader.read(input).unwrap().next().unwrap().article.unwrap();
        let last = article.body.last().unwrap();
        assert_eq!((last.kind, last.text.as_str()), (BlockKind::Boilerplate, LINE));
    }
}

proptest! {
    #[test]
    fn no_part_breaks_the_reader(places in prop::collection::vec(0..TAGS.len(), 0..60)) {
        let body: String = places.iter().map(|place| TAGS[*place]).collect();
        let _ = shown(&docx(&body, &body, &body), "a.docx");
        let _ = shown(&open_document::odt(&body, &body, &body), "a.odt");
    }
}

const TAGS: [&str; 40] = [
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "One ",
    "two. ",
    "<w:pPr>",
    "</w:pPr>",
    "<w:pStyle w:val='Titel'/>",
    "<w:del>",
    "</w:del>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<mc:AlternateContent>",
    "</mc:AlternateContent>",
    "<mc:Choice>",
    "</mc:Choice>",
    "<mc:Fallback>",
    "</mc:Fallback>",
    "<w:fldChar w:fldCharType='begin'/>",
    "<w:fldChar w:fldCharType='separate'/>",
    "<w:fldChar w:fldCharType='end'/>",
    "<w:sdt>",
    "</w:sdt>",
    "<w:sdtContent>",
    "</w:sdtContent>",
    "<text:p>",
    "</text:p>",
    "<text:span text:style-name='T1'>",
    "</text:span>",
    "<text:note>",
    "</text:note>",
    "<draw:text-box>",
    "</draw:text-box>",
    "<text:list>",
    "</text:list>",
    "&amp;",
    "&lol;",
];

#[test]
fn a_download_of_a_database_is_as_many_articles_as_it_has_documents() {
    let document = |headline: &str| {
        [
            &format!("Rub1|{headline}"),
            "The Lindmouth Gazette",
            "September 10, 2022 Saturday",
            "",
            "Copyright 2022 The Lindmouth Gazette Ltd. All Rights Reserved",
            "",
            "Section: Foreign Desk; Pg. 1",
            "Length: 18 words",
            "Byline: By Jane Doe",
            "Body",
            "",
            LEDE,
            "It leaves at six.",
            "Classification",
            "Language: ENGLISH",
            "Subject: FERRIES &amp; BOATS (90%)",
            "Load-Date: September 11, 2022",
            "End of Document",
        ]
        .map(p)
        .concat()
    };
    let body = [document("Ferry Stays"), document("Ferry Leaves")].concat();
    let reader = golden_reader();
    let records = reader.read_bytes(&docx(&body, "", ""), "ferry.docx").unwrap();
    let shown = records.map(|record| {
        let article = record.article.unwrap();
        assert_eq!(record.format, Some(Format::NexisUni));
        assert_eq!(article.source.as_deref(), Some("The Lindmouth Gazette"));
        assert_eq!(article.byline.as_deref(), Some("By Jane Doe"));
        assert_eq!(article.published.unwrap().to_string(), "2022-09-10");
        assert_eq!(article.subjects[0].name, "FERRIES & BOATS");
        assert_eq!((article.lede.as_deref(), article.body.len()), (Some(LEDE), 1));
        article.headline
    });
    assert_eq!(shown.collect::<Vec<_>>(), ["Ferry Stays", "Ferry Leaves"]);
}
