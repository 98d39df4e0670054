//! Nothing that a container has is passed over in silence.

use super::*;
use crate::article::WarningCode;

#[test]
fn links_are_told() {
    let mut builder = ::tar::Builder::new(Vec::new());
    let mut add = |kind, name: &str, to: &str, bytes: &[u8]| {
        let mut header = ::tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(bytes.len() as u64);
        header.set_path(name).unwrap();
        if !to.is_empty() {
            header.set_link_name(to).unwrap();
        }
        header.set_cksum();
        builder.append(&header, bytes).unwrap();
    };
    use ::tar::EntryType;
    add(EntryType::XGlobalHeader, "global", "", b"11 comment\n");
    add(EntryType::Directory, "news/", "", b"");
    add(EntryType::Regular, "news/a.txt", "", &page("Ferry is saved"));
    add(EntryType::Link, "news/b.txt", "news/a.txt", b"");
    add(EntryType::Symlink, "news/c.txt", "a.txt", b"");
    add(EntryType::Symlink, ".hidden", "a.txt", b"");
    add(EntryType::new(b'V'), "volume", "", b"");
    add(EntryType::new(b'?'), "what", "", b"ever");
    let expected = [
        "x.tar!/news/a.txt: Ferry is saved",
        "x.tar!/news/b.txt: link",
        "x.tar!/news/c.txt: link",
        "x.tar!/what: special-file",
    ];
    check(&builder.into_inner().unwrap(), "x.tar", &expected);
    let parts = [stored("a.txt", &page("Ferry is saved")), stored("b.txt", b"a.txt")];
    let (bytes, places) = members(&parts);
    let mut link = parts[1].row(places[1]);
    // Made on Unix, whose mode says what it is.
    link[5] = 3;
    link[38..42].copy_from_slice(&(0o120_777_u32 << 16).to_le_bytes());
    let bytes = with_table(bytes, &[parts[0].row(places[0]), link]);
    check(&bytes, "x.zip", &["x.zip!/a.txt: Ferry is saved", "x.zip!/b.txt: link"]);
}

#[test]
fn a_part_of_a_gzip_file_that_is_whole_is_read() {
    let read = |bytes: &[u8]| match reader().read_bytes(bytes, "a.txt.gz") {
        Ok(mut records) => {
            let article = records.next().unwrap().article.unwrap();
            assert!(records.next().is_none());
            let text: Vec<String> = article.body.into_iter().map(|block| block.text).collect();
            let lede = article.lede.unwrap_or_default();
            let is_cut = |warning: &Warning| warning.code == WarningCode::Truncated;
            let cuts = article.warnings.iter().filter(|one| is_cut(one)).count();
            (article.headline, format!("{lede}|{}", text.join("|")), cuts)
        }
        Err(error) => (error.to_string(), String::new(), 0),
    };
    let first = gzip(&page("Ferry is saved"));
    let long: String = (0..400).map(|n| format!("The river rose {n} times.\n\n")).collect();
    let second = gzip(long.as_bytes());
    let third = gzip(b"It fell at last.\n");
    let whole = read(&[first.clone(), second.clone(), third.clone()].concat());
    assert!(whole.1.ends_with("|It fell at last.") && whole.2 == 0, "{whole:?}");
    let mut broken = second.clone();
    let middle = broken.len() / 2;
    broken[middle..middle + 8].fill(0xff);
    let cut = &second[..middle];
    for (rest, ends) in [
        (broken.clone(), ""),
        ([broken, third.clone()].concat(), "It fell at last."),
        (cut.to_vec(), ""),
        ([b"garbage".to_vec(), third].concat(), "It fell at last."),
    ] {
        let (headline, text, cuts) = read(&[first.clone(), rest].concat());
        assert_eq!(headline, "Ferry is saved");
        assert!(text.starts_with("It rained in the town") && text.ends_with(ends), "{text}");
        assert_eq!(cuts, 1);
    }
}

#[test]
fn a_document_whose_gzip_file_breaks_off_is_read_as_far_as_it_goes() {
    let lines: String = (0..400).map(|n| format!("The river rose {n} times.\n\n")).collect();
    let whole = gzip(format!("Ferry is saved\n\n{lines}").as_bytes());
    let read = |bytes: &[u8], name: &str| -> Vec<String> {
        let reader = reader();
        let records = match reader.read_bytes(bytes, name) {
            Ok(records) => records,
            Err(error) => return vec![error.to_string()],
        };
        let shown = records.map(|record| match record.article {
            Ok(article) => {
                let is_cut = |warning: &&Warning| warning.code == WarningCode::Truncated;
                let cuts = article.warnings.iter().filter(is_cut).count();
                let blocks = article.body.len();
                assert!(blocks > 100, "{blocks} of 399");
                format!("{}: {}: {cuts} cuts", article.origin.path, article.headline)
            }
            Err(error) => error.to_string(),
        });
        shown.collect()
    };
    assert_eq!(read(&whole, "a.txt.gz"), ["a.txt.gz: Ferry is saved: 0 cuts"]);
    // The last eight bytes are a checksum and a length.
    for length in [whole.len() - 4, whole.len() - 9, whole.len() * 3 / 4] {
        let cut = whole[..length].to_vec();
        assert_eq!(read(&cut, "a.txt.gz"), ["a.txt.gz: Ferry is saved: 1 cuts"], "{length}");
        let both = tar(&[("a.txt.gz", cut)]);
        assert_eq!(read(&both, "x.tar"), ["x.tar!/a.txt.gz: Ferry is saved: 1 cuts"], "{length}");
    }
    // Nothing is there, or nothing that is a document.
    assert_eq!(read(&whole[..5], "a.txt.gz"), ["a.txt.gz: breaks off (text)"]);
    assert_eq!(read(&whole[..12], "a.txt.gz"), ["a.txt.gz: breaks off (text)"]);
    let item = format!("<nitf><body><body.content><p>{lines}</p></body.content></body></nitf>");
    let item = gzip(item.as_bytes());
    assert_eq!(read(&item[..item.len() / 2], "a.xml.gz"), ["a.xml.gz: breaks off (text)"]);
    // What is corrupt may say another thing than was written.
    let mut corrupt = whole.clone();
    let middle = corrupt.len() / 2;
    corrupt[middle..middle + 8].fill(0xff);
    let told = read(&corrupt, "a.txt.gz");
    assert!(told[0].starts_with("a.txt.gz: is not well-formed gzip"), "{told:?}");
}
