//! What stands above a text in Markdown.

use super::*;

fn article(front: &str) -> Article {
    let text = format!("---\n{front}\n---\nIt did.\n");
    golden_reader().read_text(&text, "a.md").unwrap().next().unwrap().article.unwrap()
}

#[test]
fn numbers_stay_as_they_are_written() {
    for (line, expected) in [
        ("id: 0012345", "0012345"),
        ("id: 1.10", "1.10"),
        ("id: 17 # of the desk", "17"),
        ("id: '017'", "017"),
    ] {
        let found = article(&format!("title: Mill stops\n{line}")).agency_id;
        assert_eq!(found.as_deref(), Some(expected), "{line}");
    }
}

#[test]
fn titles_lose_their_mark_up() {
    let article = article("title: 'Tom &amp; <em>Jerry</em>&#8217;s'\nsummary: 'It &amp; he.'");
    assert_eq!(article.headline, "Tom & Jerry’s");
    assert_eq!(article.lede.as_deref(), Some("It & he."));
}

#[test]
fn a_title_with_a_colon_needs_no_quotation_marks() {
    let mended =
        article("title: Mill: the last day's work\ndate: 2022-09-10\ntags: [mills, \"a: b\"]");
    assert_eq!(mended.headline, "Mill: the last day's work");
    assert!(mended.published.is_some());
    assert_eq!(mended.keywords, ["mills", "a: b"]);
    let codes: Vec<&str> = mended.warnings.iter().map(|warning| warning.code.name()).collect();
    assert_eq!(codes, ["repaired"]);
    // With them it is no matter, and what is wrong in another way stays so.
    assert_eq!(article("title: 'Mill: the last day'").warnings, []);
    let broken = "---\ntitle: Mill: the last day\ntags: [mills\n---\nIt did.\n";
    assert!(golden_reader().read_text(broken, "a.md").is_err());
}
