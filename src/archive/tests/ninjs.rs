//! Items of ninjs in the dialects of agencies.

use super::*;

fn article(text: &str) -> Article {
    golden_reader().read_text(text, "a.json").unwrap().next().unwrap().article.unwrap()
}

#[test]
fn the_main_text_goes_before_a_summary_whatever_its_mark_up() {
    let article = article(
        r#"{"uri": "urn:1", "headlines": [{"value": "Mill stops"}], "bodies": [
            {"role": "summary", "contentType": "text/html", "value": "<p>In short.</p>"},
            {"role": "main", "contentType": "text/plain", "value": "It stopped on Saturday."}]}"#,
    );
    assert_eq!(article.lede.as_deref(), Some("It stopped on Saturday."));
}

#[cfg(feature = "html")]
#[test]
fn wires_of_dpa_are_items_too() {
    let article = article(
        r#"{"format": "digitalwires@0.9.1", "type": "composite", "headline": "Mill stops",
            "urn": "urn:newsml:example.org:1", "version_created": "2022-09-10T07:35:25+02:00",
            "pubstatus": "usable", "embargoed": "2030-01-01T10:00:00Z",
            "article_html": "<section class='main'><p>It stopped on Saturday.</p></section>"}"#,
    );
    assert_eq!(article.id.as_str(), "urn:newsml:example.org:1");
    assert_eq!(article.lede.as_deref(), Some("It stopped on Saturday."));
    assert_eq!(article.published.unwrap().to_string(), "2022-09-10T05:35:25Z");
    assert!(article.embargoed_until.is_some());
}
