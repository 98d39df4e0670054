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
