//! RCV1 as it is filed, and as it should not have been.

use super::*;

fn shown(text: &str) -> String {
    read(&golden_reader(), text.as_bytes(), "2286newsML.xml")
}

#[test]
fn an_item_says_what_it_can() {
    let item = |inside: &str| {
        format!("<newsitem itemid='17' date='2022-09-10' xml:lang='fr'>{inside}</newsitem>")
    };
    for (inside, expected) in [
        ("<title>FREEDONIA: Ferry.</title><text><p>So.</p></text>", "headline: FREEDONIA: Ferry."),
        (
            "<headline>Ferry.</headline><text/>",
            "warning no-text: there is no text below the headline",
        ),
        (
            "<text><p>So.</p></text>",
            "warning no-headline: neither the document nor its path gives a headline",
        ),
        (
            "<headline>Ferry.</headline><dateline>LINDMOUTH 2022-09-10</dateline>",
            "dateline: LINDMOUTH",
        ),
        (
            "<headline>Ferry.</headline><dateline>10 2022-09-10 RUE</dateline>",
            "dateline: 10 2022-09-10 RUE",
        ),
        ("<headline>Ferry.</headline>", "id: rcv1:fr/2022-09-10/17"),
        (
            "<headline>Ferry.</headline><metadata><dc element='dc.date.published' value='soon'/></metadata>",
            "published: 2022-09-10",
        ),
        (
            "<headline>Ferry &bad;</headline>",
            "rejected malformed: 2286newsML.xml: is not well-formed RCV1: the entity `bad` is not known (line 1)",
        ),
        ("<text><p>So.</text>", "rejected malformed: "),
        (
            "<text/>",
            "rejected no-article: 2286newsML.xml: is no article: neither headline nor text",
        ),
    ] {
        let shown = shown(&item(inside));
        assert!(shown.lines().any(|line| line.starts_with(expected)), "{inside}: {shown}");
    }
}

#[test]
fn items_of_one_number_in_two_languages_are_two() {
    let item = |tag: &str| {
        format!(
            "<newsitem itemid='17' date='2022-09-10' xml:lang='{tag}'><headline>Ferry</headline></newsitem>"
        )
    };
    let both = format!("<items>{}{}</items>", item("fr"), item("de"));
    // The root says nothing of the format.
    assert!(shown(&both).starts_with("rejected unsupported"));
    let both = shown(&[item("fr"), item("de")].concat());
    assert!(
        both.contains("id: rcv1:fr/2022-09-10/17") && both.contains("id: rcv1:de/2022-09-10/17"),
        "{both}"
    );
    let bare = shown("<newsitem itemid='17'><headline>Ferry</headline></newsitem>");
    assert!(bare.contains("id: rcv1:und/undated/17\n"), "{bare}");
}
