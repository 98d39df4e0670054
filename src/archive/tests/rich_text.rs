//! Rich text, with what its programs leave in it.

use super::office::{record, shown};
use super::*;

fn check(rtf: &str, expected: &str) {
    assert_eq!(shown(rtf.as_bytes(), "a.rtf"), expected, "{rtf}");
}

/// A document with this text below a headline.
fn check_text(text: &str, expected: &str) {
    let header = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times CE;}{\f2\fcharset2 Symbol;}{\f3\fcharset128 Mincho;}}{\stylesheet{\s0 Normal;}{\s1\sbasedon0 Title;}{\s2 heading 2;}{\s3 Quote;}{\s4\sbasedon2 House;}{\*\cs9 Strong;}}";
    check(&format!(r"{header}\pard\s1 Ferry\par\pard {text}\par}}"), &format!("Ferry|{expected}"));
}

#[test]
fn paragraphs_and_breaks() {
    check_text(
        "One.\\par\r\nTwo\r\n words.\\par \\par Three\\line four.",
        "One.|p:Two words.|p:Three four.",
    );
    check_text("One\\tab two\\~three\\_four\\-five.", "One two three\u{2011}fourfive.");
    check_text(
        r"\ldblquote So\rdblquote  it\rquote s \emdash  and \endash  \bullet  \{x\}\\.",
        r"“So” it’s — and – • {x}\.",
    );
    // As Apple's programs end lines.
    check_text("One.\\\nTwo.", "One.|p:Two.");
    check_text(
        r"\s2 Sheep\par\pard More.\par\s4 Goats\par\pard\s3 So.\par\pard\outlinelevel1 Music\par\pard End.",
        "More.|s:Goats|q:So.|s:Music|p:End.",
    );
}

#[test]
fn bytes_are_of_the_font_or_the_code_page() {
    check_text(r"caf\'e9, {\f1\'cc\'ee\'f1\'f2} \'e9, {\f3\'83\'7b\'83A}.", "café, Мост é, ボア.");
    check_text(r"{\f2\'b7abc}One.", "One.");
    check(
        r"{\rtf1\ansi\ansicpg1251\pard\'cc\'ee\'f1\'f2 \'e4\'eb\'e8\'ed\'ed\'fb\'e9.\par}",
        "a|Мост длинный.",
    );
    check(r"{\rtf1\mac caf\'8e is open.\par}", "a|café is open.");
    check(
        "{\\rtf1\\ansi\\ansicpg1252 caf\u{e9} is open, мост too.\\par}",
        "a|caf\u{e9} is open, мост too.",
    );
    let (_, article) = record(br"{\rtf1\ansi\ansicpg850 caf\'82 is open.\par}", "a.rtf").unwrap();
    assert!(article.warnings.iter().any(|warning| warning.code == WarningCode::EncodingGuessed));
}

#[test]
fn unicode_goes_before_its_fallback() {
    check_text(r"\u1052?\u1086\'ee\u1089\'f1\u1090 \'f2.", "Мост.");
    check_text(r"{\uc0\u1052\u1086 }{\uc2\u1089\'f1xtwo} \u-3913?three.", "Мосtwo three.");
    check_text(r"\u-10179?\u-8704? and \u128512? .", "😀 and 😀 .");
}

#[test]
fn groups_that_are_no_text_are_left_out() {
    check_text(
        r"{\*\unknown hidden {deeper}}One {\pict\pngblip 89504e47}{\*\bkmkstart a}two\v  hidden\v0 {\deleted  gone}\plain .{\header Page}{\listtext\'b7\tab}{\xe index}",
        "One two.",
    );
    check_text(
        r"{\field{\*\fldinst HYPERLINK http://a.example}{\fldrslt a link}} here.",
        "a link here.",
    );
    check_text("One\\bin5 }}}}} two.", "One two.");
    check_text(
        r"One{\footnote\pard {\super\chftn} By phone.} two.\par More.",
        "One two.|p:More.|p:By phone.",
    );
    check_text(
        r"Text{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard In the box.\par}}{\shprslt{\*\do{\dptxbxtext In the box.}}}} here.",
        "Text here.|p:In the box.",
    );
    check_text(r"{\upr{A?}{\*\ud{A\u1052?}}} end.", "AМ end.");
    check_text(
        r"\trowd\pard\intbl Sheep\cell Forty of them\cell\row\pard More is said here.",
        "Sheep|p:Forty of them|p:More is said here.",
    );
}

#[test]
fn properties_are_those_of_the_group_info() {
    let rtf = r"{\rtf1{\info{\title Last ferry \'96 leaves}{\author jdoe}{\keywords ferry, island}{\creatim\yr2021\mo3\dy4\hr5\min6}}The ferry has left the harbour, to music, as it were.\par More.\par}";
    let (format, article) = record(rtf.as_bytes(), "a.rtf").unwrap();
    assert_eq!((format, article.headline.as_str()), (Format::Rtf, "Last ferry – leaves"));
    assert_eq!(article.keywords, ["ferry", "island"]);
    assert!(article.published.is_none() && article.authors.is_empty());
    let warning = article.warnings.last().unwrap();
    assert_eq!(warning.code, WarningCode::Captured);
    assert!(warning.detail.contains("2021-03-04T05:06"), "{}", warning.detail);
}

#[test]
fn whatever_the_bytes_rich_text_is_read_as_far_as_it_goes() {
    let (_, article) = record(br"{\rtf1\pard One is here.\par Two is her", "a.rtf").unwrap();
    assert_eq!(article.paragraphs().collect::<Vec<_>>(), ["a", "One is here.", "Two is her"]);
    assert!(article.warnings.iter().any(|warning| warning.code == WarningCode::Truncated));
    let (_, article) = record(b"\r\n{\\rtf1 One is here.}\0\0 \r\n", "a.rtf").unwrap();
    assert!(article.warnings.iter().all(|warning| warning.code == WarningCode::HeadlineAssumed));
    let (_, article) = record(br"{\rtf1 One is here.}}{\rtf1 Two.}", "a.rtf").unwrap();
    assert!(article.warnings.iter().any(|warning| warning.code == WarningCode::Repaired));
    let deep =
        format!(r"{{\rtf1 One {}left out{} two.}}", "{".repeat(100_000), "}".repeat(100_000));
    let (_, article) = record(deep.as_bytes(), "a.rtf").unwrap();
    assert_eq!(article.lede.as_deref(), Some("One two."));
    assert!(article.warnings.iter().any(|warning| warning.code == WarningCode::Truncated));
    assert_eq!(shown(br"{\rtf1\ansi\pard\par}", "a.rtf"), "! a.rtf: is no article: it has no text");
}

proptest! {
    #[test]
    fn no_controls_break_the_reader(places in prop::collection::vec(0..CONTROLS.len(), 0..80)) {
        let text: String = places.iter().map(|place| CONTROLS[*place]).collect();
        let _ = shown(format!(r"{{\rtf1 {text}").as_bytes(), "a.rtf");
    }
}

const CONTROLS: [&str; 36] = [
    "{",
    "}",
    "\\",
    "\\'",
    "\\'e9",
    "\\'4",
    "\\u",
    "\\u-10179",
    "\\u-8704 ",
    "\\u99999999999",
    "\\uc-1",
    "\\uc300",
    "\\bin",
    "\\bin9",
    "\\bin-9",
    "\\bin99999999999",
    "\\*",
    "\\upr",
    "\\ud",
    "\\footnote",
    "\\shptxt",
    "\\shpinst",
    "\\fonttbl",
    "\\f1",
    "\\fcharset128",
    "\\stylesheet",
    "\\s1",
    "; ",
    "\\sbasedon1",
    "\\par",
    "\\cell",
    "\\v",
    "\\info",
    "\\title",
    "\\yr2020",
    "words ",
];
