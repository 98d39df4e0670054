//! Digitised pages, with what their software leaves in them.

use super::*;

fn shown(page: &str) -> String {
    let text = format!("<alto><Layout><Page ID='P1'>{page}</Page></Layout></alto>");
    let reader = golden_reader();
    let records = match reader.read_text(&text, "a.xml") {
        Ok(records) => records,
        Err(error) => return format!("! {}", error.detail()),
    };
    let shown = records.map(|record| match record.article {
        Ok(article) => {
            let paragraphs: Vec<&str> = article.paragraphs().collect();
            paragraphs.join("|")
        }
        Err(error) => format!("! {}", error.detail()),
    });
    shown.collect::<Vec<_>>().join(" / ")
}

/// A block of lines; a word is `content`, or `content=type:whole`; `~` is a hyphen.
fn block(lines: &[&str]) -> String {
    let word = |word: &str| match word.split_once('=') {
        _ if word == "~" => "<HYP CONTENT='-'/>".to_owned(),
        Some((content, subs)) => {
            let (kind, whole) = subs.split_once(':').unwrap();
            format!(
                "<String CONTENT='{content}' SUBS_TYPE='HypPart{kind}' SUBS_CONTENT='{whole}'/>"
            )
        }
        None => format!("<String CONTENT='{word}'/>"),
    };
    let line = |line: &&str| {
        let words: Vec<String> = line.split(' ').filter(|one| !one.is_empty()).map(word).collect();
        format!("<TextLine>{}</TextLine>", words.join("<SP/>"))
    };
    let lines: String = lines.iter().map(line).collect();
    format!("<TextBlock>{lines}</TextBlock>")
}

#[test]
fn words_that_lines_divide_are_joined() {
    for (lines, expected) in [
        (&["The ferry", "of Lindmouth"][..], "|The ferry of Lindmouth"),
        (&["The har=1:harbour ~", "bour=2:harbour is open"], "|The harbour is open"),
        (&["an Anglo-=1:Anglo-French ~", "French=2:Anglo-French boat"], "|an Anglo-French boat"),
        (&["The har ~", "bour is open"], "|The harbour is open"),
        (&["an Anglo ~", "French boat"], "|an Anglo-French boat"),
        (&["The har=1:harbour ~", "is open"], "|The harbour is open"),
        (&["The har=1:harbour ~", "bour,=2:harbour, open"], "|The harbour open"),
        (&["The har=1: ~", "bour=2: is open"], "|The harbour is open"),
        (&["bour=2:harbour is open"], "|bour is open"),
        (&["har=1:harbour ~", "bour=2:harbour"], "|harbour"),
        (&["", "open", ""], "|open"),
    ] {
        let page = format!("<PrintSpace>{}</PrintSpace>", block(lines));
        assert_eq!(shown(&page), expected, "{lines:?}");
    }
    // The column ends inside a word.
    let blocks = [block(&["The har=1:harbour ~"]), block(&["bour=2:harbour is open"])].concat();
    assert_eq!(shown(&format!("<PrintSpace>{blocks}</PrintSpace>")), "|The harbour|is open");
}

#[test]
fn a_page_is_read_from_its_print_space_to_its_margins() {
    let composed = format!("<ComposedBlock>{}<Illustration/></ComposedBlock>", block(&["Two"]));
    let page = format!(
        "<TopMargin>{}</TopMargin><PrintSpace>{}{composed}</PrintSpace>",
        block(&["Page 3"]),
        block(&["One"])
    );
    assert_eq!(shown(&page), "|One|Two|Page 3");
    assert_eq!(shown(""), "! is no article: neither headline nor text");
    let pages = format!("<PrintSpace>{}</PrintSpace></Page><Page>", block(&["One"]));
    assert_eq!(shown(&pages), "|One / ! is no article: neither headline nor text");
    assert!(shown("<PrintSpace>").starts_with("! is not well-formed ALTO: "));
    let broken = format!("{}</Page><Page><String CONTENT='&bad;'/>", block(&["One"]));
    assert_eq!(
        shown(&broken),
        "|One / ! is not well-formed ALTO: the entity `bad` is not known (line 1)"
    );
}
