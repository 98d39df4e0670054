//! Entries of feeds.

use super::*;

fn articles(text: &str, name: &str) -> Vec<Result<Article, ReadError>> {
    golden_reader().read_text(text, name).unwrap().map(|record| record.article).collect()
}

#[test]
fn dates_are_read_or_warned_of() {
    for (date, expected, warned) in [
        ("Sat, 10 Sep 2022 07:35:25 GMT", Some("2022-09-10T07:35:25Z"), false),
        ("Sat, 10 Sep 2022 00:00:00 GMT", Some("2022-09-10"), false),
        ("Sat, 10 Sep 2022 07:35:25 CET", Some("2022-09-10T06:35:25Z"), false),
        ("Sat, 10 Sep 2022 07:35:25 IRST", Some("2022-09-10T04:05:25Z"), false),
        ("Saturday, 10-Sep-22 07:35:25 GMT", Some("2022-09-10T07:35:25Z"), false),
        ("2022/09/10 07:35", Some("2022-09-10T07:35Z"), false),
        ("10 September 2022", Some("2022-09-10"), false),
        ("Sep 10, 2022 07:35 AM EST", Some("2022-09-10T12:35Z"), false),
        ("31 Feb 2022", None, true),
        ("soon", None, true),
    ] {
        let text = format!(
            "<rss version='2.0'><channel><title>T</title><item><title>Mill stops</title>\
             <description>It did.</description><pubDate>{date}</pubDate></item></channel></rss>"
        );
        let article = articles(&text, "a.xml").remove(0).unwrap();
        let published = article.published.map(|date| date.to_string());
        assert_eq!(published.as_deref(), expected, "{date}");
        assert_eq!(!article.warnings.is_empty(), warned, "{date}");
    }
}

#[test]
fn entries_whose_link_is_the_site_are_articles_of_their_own() {
    let item = |title: &str| {
        format!(
            "<item><title>{title}</title><link>https://site.example/</link>\
             <description>It did.</description></item>"
        )
    };
    let text = format!(
        "<rss version='2.0'><channel><title>T</title>{}{}</channel></rss>",
        item("Mill stops"),
        item("Lake freezes"),
    );
    let ids: Vec<crate::article::ArticleId> =
        articles(&text, "a.xml").into_iter().map(|a| a.unwrap().id).collect();
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn a_bad_entry_of_a_json_feed_does_not_lose_its_neighbours() {
    let text = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
        {"id": 1, "title": "Mill stops", "content_text": "It did."},
        {"id": ["?"], "title": "Lake freezes", "content_text": "It did."},
        {"id": "3", "title": "Bridge opens", "content_text": "It did."},
        {"id": 12345678901234567890123, "title": "Rain", "content_text": "It did."}]}"#;
    let found = articles(text, "a.json");
    let headline = |at: usize| found[at].as_ref().unwrap().headline.as_str();
    assert_eq!((headline(0), headline(2)), ("Mill stops", "Bridge opens"));
    assert_eq!(found[0].as_ref().unwrap().agency_id.as_deref(), Some("1"));
    assert_eq!(found[1].as_ref().unwrap_err().reason(), "malformed");
    assert_eq!(found[2].as_ref().unwrap().origin.record, Some(2));
    let long = found[3].as_ref().unwrap();
    assert_eq!((&long.agency_id, long.warnings.len()), (&None, 1));
}
