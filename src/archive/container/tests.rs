//! Containers, good and bad, made here: what comes out of them, and that
//! something always does.

mod kept;
mod tables;

use std::io::{Cursor, Write};

use proptest::prelude::*;

use crate::archive::{Boilerplate, Limits, Reader, Settings};
use crate::article::Warning;

/// Shows each record: where it stands, then its headline or its reason.
fn show(reader: &Reader, bytes: &[u8], name: &str) -> Vec<String> {
    let records = match reader.read_bytes(bytes, name) {
        Ok(records) => records,
        Err(error) => return vec![format!("{name}: {}", error.reason())],
    };
    records
        .map(|record| match record.article {
            Ok(article) => {
                let place = match article.origin.record {
                    Some(number) => format!("{}#{number}", article.origin.path),
                    None => article.origin.path.clone(),
                };
                assert!(place.contains(&record.member), "{place} {}", record.member);
                format!("{place}: {}", article.headline)
            }
            Err(error) => format!("{}: {}", error.path(), error.reason()),
        })
        .collect()
}

fn reader() -> Reader {
    Reader::new(Settings::default(), Boilerplate::default())
}

fn check(bytes: &[u8], name: &str, expected: &[&str]) {
    assert_eq!(show(&reader(), bytes, name), expected, "{name}");
}

fn page(headline: &str) -> Vec<u8> {
    format!("{headline}\n\nIt rained in the town for days, and the river rose.\n").into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A member of a zip file as it is stored.
struct Stored<'a> {
    name: &'a [u8],
    method: u16,
    flags: u16,
    data: Vec<u8>,
    checksum: u32,
    length: usize,
}

fn stored<'a>(name: &'a str, bytes: &[u8]) -> Stored<'a> {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    let (name, data) = (name.as_bytes(), bytes.to_vec());
    Stored { name, method: 0, flags: 0, data, checksum: sum.sum(), length: bytes.len() }
}

fn deflated<'a>(name: &'a str, bytes: &[u8]) -> Stored<'a> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    Stored { method: 8, data: encoder.finish().unwrap(), ..stored(name, bytes) }
}

impl Stored<'_> {
    /// What header and row have in common.
    fn fields(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        for number in [20, self.flags, self.method, 0, 0x21] {
            fields.extend(number.to_le_bytes());
        }
        fields.extend(self.checksum.to_le_bytes());
        fields.extend((self.data.len() as u32).to_le_bytes());
        fields.extend((self.length as u32).to_le_bytes());
        fields.extend((self.name.len() as u16).to_le_bytes());
        fields
    }

    /// The row of the table, for a header at this place.
    fn row(&self, at: usize) -> Vec<u8> {
        let at = (at as u32).to_le_bytes();
        [b"PK\x01\x02\x14\0".as_slice(), &self.fields(), &[0; 12], &at, self.name].concat()
    }

    /// The row as Zip64 has it: lengths and place stand behind the name.
    fn wide_row(&self, at: usize) -> Vec<u8> {
        let mut row = self.row(at);
        row[20..28].fill(0xff);
        row[42..46].fill(0xff);
        row[30..32].copy_from_slice(&[28, 0]);
        row.extend([1, 0, 24, 0]);
        for number in [self.length, self.data.len(), at] {
            row.extend((number as u64).to_le_bytes());
        }
        row
    }
}

/// Writes headers and members; returns also where each begins.
fn members(members: &[Stored]) -> (Vec<u8>, Vec<usize>) {
    let (mut out, mut starts) = (Vec::new(), Vec::new());
    for member in members {
        starts.push(out.len());
        out.extend(b"PK\x03\x04");
        out.extend(member.fields());
        out.extend([0, 0]);
        out.extend(member.name);
        out.extend(&member.data);
    }
    (out, starts)
}

/// Writes the table behind the members.
fn with_table(mut out: Vec<u8>, rows: &[Vec<u8>]) -> Vec<u8> {
    let (start, table) = (out.len() as u32, rows.concat());
    let count = (rows.len() as u16).to_le_bytes();
    out.extend(&table);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, count].concat());
    out.extend((table.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// Writes a zip file; returns also where its table begins.
fn zip_parts(stored: &[Stored]) -> (Vec<u8>, usize) {
    let (out, starts) = members(stored);
    let table = out.len();
    let rows = stored.iter().zip(starts).map(|(member, start)| member.row(start));
    (with_table(out, &rows.collect::<Vec<_>>()), table)
}

fn zip(members: &[Stored]) -> Vec<u8> {
    zip_parts(members).0
}

#[test]
fn members_of_every_container_are_articles() {
    let (one, two) = (page("Bridge opens"), page("Mill stops"));
    let both = tar(&[("a/1.txt", one.clone()), ("a/2.txt", two.clone())]);
    let shown = |name: &str| {
        [format!("{name}!/a/1.txt: Bridge opens"), format!("{name}!/a/2.txt: Mill stops")]
    };
    let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz.write_all(&both).unwrap();
    let options = lzma_rust2::XzOptions::default();
    let mut xz = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    xz.write_all(&both).unwrap();
    for (name, bytes) in [
        ("x.tar", both.clone()),
        ("x.tar.gz", gzip(&both)),
        ("x.tar.zst", zstd::encode_all(both.as_slice(), 0).unwrap()),
        ("x.tar.bz2", bz.finish().unwrap()),
        ("x.tar.xz", xz.finish().unwrap()),
        ("x.zip", zip(&[deflated("a/1.txt", &one), stored("a/2.txt", &two)])),
        // The content decides, not the name.
        ("x.txt", gzip(&both)),
    ] {
        assert_eq!(show(&reader(), &bytes, name), shown(name), "{name}");
    }
    check(&gzip(&one), "1.txt.gz", &["1.txt.gz: Bridge opens"]);
}

#[test]
fn containers_lie_in_one_another() {
    let inner = gzip(&tar(&[("deep/1.txt", page("Bridge opens"))]));
    let middle = zip(&[deflated("b.tar.gz", &inner), stored("2.txt", &page("Mill stops"))]);
    let outer = tar(&[("c.zip", middle), ("3.txt", page("Lake freezes"))]);
    let expected = [
        "o.tar!/c.zip!/b.tar.gz!/deep/1.txt: Bridge opens",
        "o.tar!/c.zip!/2.txt: Mill stops",
        "o.tar!/3.txt: Lake freezes",
    ];
    check(&outer, "o.tar", &expected);
    let mut nested = page("Bridge opens");
    for _ in 0..10 {
        nested = gzip(&nested);
    }
    check(&nested, "n.gz", &["n.gz: too-deep"]);
    let both = tar(&[("n.gz", nested), ("3.txt", page("Lake freezes"))]);
    check(&both, "o.tar", &["o.tar!/n.gz: too-deep", "o.tar!/3.txt: Lake freezes"]);
}

#[test]
fn what_is_no_article_is_rejected_or_hidden() {
    let encrypted = Stored { flags: 1, ..stored("secret.txt", &page("Secret")) };
    let odd = Stored { method: 6, ..stored("odd.txt", &page("Odd")) };
    let named = Stored { name: b"caf\xe9.txt", ..stored("", &page("Bridge opens")) };
    let broken = Stored { checksum: 1, ..deflated("broken.txt", &page("Broken")) };
    let bytes = zip(&[
        stored("folder/", b""),
        stored("__MACOSX/._a.txt", &page("Hidden")),
        stored("a/.hidden/b.txt", &page("Hidden")),
        stored("photo.jpg", b"\xff\xd8\xff\xe0 picture"),
        stored("empty.txt", b""),
        encrypted,
        odd,
        broken,
        named,
        stored("../../up.txt", &page("Mill stops")),
    ]);
    check(
        &bytes,
        "x.zip",
        &[
            "x.zip!/photo.jpg: binary",
            "x.zip!/empty.txt: empty",
            "x.zip!/secret.txt: encrypted",
            "x.zip!/odd.txt: malformed",
            "x.zip!/broken.txt: malformed",
            "x.zip!/caf\\xE9.txt: Bridge opens",
            "x.zip!/up.txt: Mill stops",
        ],
    );
    let office = zip(&[stored("[Content_Types].xml", b"<Types/>"), stored("a.xml", b"<a/>")]);
    let reason = if cfg!(feature = "office") { "binary" } else { "unsupported" };
    check(&office, "a.docx", &[&format!("a.docx: {reason}")]);
}

#[test]
fn members_of_one_name_are_all_read() {
    let bytes = zip(&[
        deflated("a.txt", &page("Bridge opens")),
        stored("b.txt", &page("Lake freezes")),
        stored("a.txt", &page("Mill stops")),
    ]);
    check(
        &bytes,
        "x.zip",
        &["x.zip!/a.txt: Mill stops", "x.zip!/b.txt: Lake freezes", "x.zip!/a.txt: Bridge opens"],
    );
}

#[test]
fn what_is_corrupt_is_named() {
    let mut bytes = gzip(&page("Bridge opens"));
    bytes[10] = 0xff;
    let error = reader().read_bytes(&bytes, "1.txt.gz").map(|mut records| records.next());
    let error = match error {
        Ok(record) => record.unwrap().article.unwrap_err(),
        Err(error) => error,
    };
    assert!(error.to_string().contains("is not well-formed gzip"), "{error}");
}

#[test]
fn what_stands_behind_a_gzip_file_loses_nothing_and_is_told() {
    let read = |bytes: &[u8], name: &str| -> Vec<String> {
        let bytes = [&gzip(bytes), &b"garbage"[..]].concat();
        let reader = reader();
        let records = reader.read_bytes(&bytes, name).unwrap();
        let shown = records.map(|record| match record.article {
            Ok(article) => {
                let behind = |one: &&Warning| one.detail.contains("behind the end");
                format!("{} {}", article.headline, article.warnings.iter().filter(behind).count())
            }
            Err(error) => error.to_string(),
        });
        shown.collect()
    };
    assert_eq!(read(&page("Bridge opens"), "1.txt.gz"), ["Bridge opens 1"]);
    let mail = b"From: a@example.org\nSubject: Mill stops\nMessage-ID: <1@x>\n\nIt rained.";
    assert_eq!(read(mail, "1.eml.gz"), ["Mill stops 1"]);
    let object = br#"{"title":"Mill stops","text":"It rained."}"#;
    assert_eq!(read(object, "1.json.gz"), ["Mill stops 1"]);
    let table = b"title,text\nBridge opens,It rained.\nMill stops,It snowed.";
    let told = read(table, "1.csv.gz");
    assert!(told[0].starts_with("Bridge opens") && told[1].starts_with("Mill stops"), "{told:?}");
}

#[test]
fn settings_exclude_members_too() {
    let exclude = globset::GlobSet::new([globset::Glob::new("**/*.log").unwrap()]).unwrap();
    let reader = Reader::new(Settings { exclude, ..Settings::default() }, Boilerplate::default());
    let bytes = tar(&[("a.log", page("Log")), ("a.txt", page("Bridge opens"))]);
    assert_eq!(show(&reader, &bytes, "x.tar"), ["x.tar!/a.txt: Bridge opens"]);
}

#[test]
fn path_patterns_are_tried_on_members() {
    let path_patterns = vec!["{agency_id}.txt".parse().unwrap()];
    let settings = Settings { path_patterns, ..Settings::default() };
    let reader = Reader::new(settings, Boilerplate::default());
    let bytes = tar(&[("12.txt", page("Bridge opens")), ("13.txt.gz", gzip(&page("Mill stops")))]);
    let ids: Vec<String> = reader
        .read_bytes(&bytes, "x.tar")
        .unwrap()
        .map(|record| record.article.unwrap().id.to_string())
        .collect();
    assert_eq!(ids, ["12", "13"]);
}

#[test]
fn a_cut_tells_itself_once_and_keeps_what_came_before() {
    let noise: String =
        (0..4000_u32).map(|n| format!("{} ", n.wrapping_mul(2_654_435_761))).collect();
    let long = format!("Mill stops\n\n{noise}").into_bytes();
    let members = tar(&[("1.txt", page("Bridge opens")), ("2.txt", long.clone())]);
    let whole = gzip(&members);
    let cut = &whole[..whole.len() / 2];
    let expected = ["x.tgz!/1.txt: Bridge opens", "x.tgz!/2.txt: truncated"];
    check(cut, "x.tgz", &expected);
    check(&members[..2000], "x.tar", &["x.tar!/1.txt: Bridge opens", "x.tar!/2.txt: truncated"]);
    check(&members[..1100], "x.tar", &["x.tar!/1.txt: Bridge opens", "x.tar: truncated"]);
    let (zipped, table) =
        zip_parts(&[stored("1.txt", &page("Bridge opens")), deflated("2.txt", &long)]);
    let expected = ["x.zip!/1.txt: Bridge opens", "x.zip!/2.txt: truncated"];
    check(&zipped[..table - 50], "x.zip", &expected);
    // Whole members, but no table.
    let expected = ["x.zip!/1.txt: Bridge opens", "x.zip!/2.txt: Mill stops", "x.zip: truncated"];
    check(&zipped[..table], "x.zip", &expected);
    check(&gzip(&page("Bridge opens"))[..12], "1.txt.gz", &["1.txt.gz: truncated"]);
}

#[test]
fn a_broken_member_does_not_lose_its_neighbours() {
    let mut bytes = tar(&[
        ("1.txt", page("Bridge opens")),
        ("2.txt", page("Mill stops")),
        ("3.txt", page("Lake freezes")),
    ]);
    bytes[1024 + 150] ^= 0x55;
    let expected = ["x.tar!/1.txt: Bridge opens", "x.tar: malformed", "x.tar!/3.txt: Lake freezes"];
    check(&bytes, "x.tar", &expected);
}

#[test]
fn a_bomb_is_rejected_with_its_figures_and_what_came_before_is_kept() {
    let zeros = vec![b'0'; 48 << 20];
    let bomb = zip(&[stored("1.txt", &page("Bridge opens")), deflated("2.txt", &zeros)]);
    let reader = reader();
    let records: Vec<_> = reader.read_bytes(&bomb, "x.zip").unwrap().collect();
    assert_eq!(records.len(), 2);
    assert!(records[0].article.is_ok());
    let error = records[1].article.as_ref().unwrap_err();
    assert_eq!((error.reason(), error.path()), ("bomb", "x.zip!/2.txt"));
    let shown = error.to_string();
    assert!(shown.contains("times its size, more than the 400"), "{shown}");

    let limits = Limits { expanded_bytes: 200, members: 3, ..Limits::default() };
    let reader = Reader::new(Settings { limits, ..Settings::default() }, Boilerplate::default());
    let pages = tar(&[("1.txt", page("Bridge opens")), ("2.txt", page("Mill stops"))]);
    let shown = show(&reader, &gzip(&pages), "x.tgz");
    assert_eq!(shown, ["x.tgz: bomb"]);
    let many: Vec<String> = (0..5).map(|n| format!("{n}.txt")).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), page("Bridge opens"))).collect();
    let shown = show(&reader, &tar(&many), "x.tar");
    assert_eq!(shown.len(), 4, "{shown:?}");
    assert_eq!(shown[3], "x.tar: bomb");
}

#[test]
fn a_member_may_be_as_large_as_a_file() {
    let settings = Settings { max_file_bytes: 100, ..Settings::default() };
    let reader = Reader::new(settings, Boilerplate::default());
    let large = [page("Bridge opens"), page("again")].concat();
    let bytes = tar(&[("1.txt", large.clone()), ("2.txt", page("Mill stops"))]);
    let expected = ["x.tar!/1.txt: too-large", "x.tar!/2.txt: Mill stops"];
    assert_eq!(show(&reader, &bytes, "x.tar"), expected);
    assert_eq!(show(&reader, &gzip(&large), "1.txt.gz"), ["1.txt.gz: too-large"]);
}

/// One of each, for the tests that break them.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let pages = tar(&[("1.txt", page("Bridge opens")), ("2.txt", page("Mill stops"))]);
    let mail =
        b"From: a@example.org\nMessage-ID: <1@x>\nMIME-Version: 1.0\nSubject: Hi\n\nIt rained.\n";
    let warc = crate::archive::collection::tests::warc();
    let objects = b"{\"title\":\"Bridge\",\"text\":\"It rained.\"}\n{\"title\":\"Mill\"}\n";
    let array = b"[{\"title\":\"Bridge\",\"text\":\"It [rained].\"}, {\"title\":\"Mill\"}]";
    let table = b"title,text,date\nBridge,\"It rained,\nand more\",2022-09-10\nMill,x,\n";
    let sgml = b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"1\">\n<TEXT><TITLE>Mill</TITLE><BODY>It rained.</BODY></TEXT>\n</REUTERS>\n";
    let docs = b"<DOC id=\"1\" type=\"story\">\n<HEADLINE>Mill</HEADLINE><TEXT><P>It rained.</TEXT>\n</DOC>\n<DOC><DOCNO>2</DOCNO></DOC>\n";
    let mut mailbox = b"From a@b Sat Sep 10 07:35:25 2022\n".to_vec();
    mailbox.extend_from_slice(mail);
    vec![
        ("x.tar", pages.clone()),
        ("x.tgz", gzip(&pages)),
        ("x.zst", zstd::encode_all(pages.as_slice(), 0).unwrap()),
        ("x.zip", zip(&[deflated("1.txt", &page("Bridge")), stored("2.tgz", &gzip(&pages))])),
        ("x.eml", mail.to_vec()),
        ("x.mbox", mailbox),
        ("x.warc", warc.clone()),
        ("x.warc.gz", gzip(&warc)),
        ("x.jsonl", objects.to_vec()),
        ("x.json", array.to_vec()),
        ("x.csv", table.to_vec()),
        ("x.sgm", sgml.to_vec()),
        ("x.docs", docs.to_vec()),
    ]
}

#[test]
fn the_samples_are_articles_while_they_are_whole() {
    for (name, bytes) in samples() {
        let shown = show(&reader(), &bytes, name);
        assert!(!shown.is_empty(), "{name}");
        let rejected = shown.iter().filter(|line| line.ends_with("unsupported")).count();
        assert!(rejected < shown.len(), "{name}: {shown:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// More records than that cannot stand in so few bytes.
    #[test]
    fn broken_archives_never_panic_and_always_end(
        which in 0..13_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
        wrapped in any::<bool>(),
    ) {
        let (name, mut bytes) = samples().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if wrapped {
            bytes = tar(&[(name, bytes), ("last.txt", page("Lake freezes"))]);
        }
        let shown = show(&reader(), &bytes, name);
        prop_assert!(shown.len() < 1000);
        let last = shown.last().map(String::as_str).unwrap_or_default();
        prop_assert!(!wrapped || last.ends_with("last.txt: Lake freezes"), "{:?}", shown);
    }
}

#[test]
fn a_file_is_read_from_the_disk_as_long_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.zip");
    let bytes = zip(&[deflated("1.txt", &page("Bridge opens"))]);
    std::fs::write(&path, &bytes).unwrap();
    let input = crate::archive::Input {
        path: path.clone(),
        relative: "x.zip".to_owned(),
        size: bytes.len() as u64,
        modified: None,
    };
    let reader = reader();
    let mut records = reader.read(&input).unwrap();
    let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
    std::io::copy(&mut Cursor::new(vec![0; 1 << 20]), &mut file).unwrap();
    assert_eq!(records.next().unwrap().article.unwrap().headline, "Bridge opens");
    assert!(records.next().is_none());
}
