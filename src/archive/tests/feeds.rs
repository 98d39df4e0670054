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
    let error = found[1].as_ref().unwrap_err();
    assert_eq!(
        error.detail(),
        "is not well-formed JSON Feed: entry 1: it has a list where a text belongs"
    );
    assert_eq!(found[2].as_ref().unwrap().origin.record, Some(2));
    let long = found[3].as_ref().unwrap();
    assert_eq!((&long.agency_id, long.warnings.len()), (&None, 1));
}

#[test]
fn a_bad_entry_does_not_lose_its_neighbours() {
    let feed = |bad: &str| {
        format!(
            "<rss version='2.0'><channel><title>Post</title><language>en</language>\
             <item><title>Bridge opens</title><description>It did.</description></item>{bad}\
             <item><title>Mill stops</title><description>It did.</description></item>\
             </channel></rss>"
        )
    };
    for (bad, expected) in [
        ("<item><title>Rain</title><link>a</lnk></item>", "Rain 1"),
        ("<item><title>Rain</title><description>It <b>rained.</item>", "Rain 1"),
        ("<item><title>Rain</b></title></item>", "Rain 1"),
        ("<item><title>Rain</title><guid isPermaLink=false>1<pubDate></item>", "Rain 1"),
        ("<item><title>Rain<description>It did.", "Rain 1"),
        ("<item><category>a</category><b></item>", "no-article"),
    ] {
        let shown: Vec<String> = articles(&feed(bad), "a.xml")
            .into_iter()
            .map(|article| match article {
                Ok(article) => {
                    assert_eq!(article.agency.as_deref(), Some("Post"));
                    format!("{} {}", article.headline, article.warnings.len())
                }
                Err(error) => error.reason().to_owned(),
            })
            .collect();
        let own = usize::from(shown[0].ends_with('1'));
        assert_eq!(shown[0], format!("Bridge opens {own}"), "{bad}");
        assert_eq!(shown.last().unwrap(), &format!("Mill stops {own}"), "{bad}");
        assert!(shown[1].starts_with(expected.trim_end_matches('1')), "{bad}: {shown:?}");
    }
}

#[test]
fn tags_in_a_text_that_is_none_of_html_lose_nothing() {
    let text = "<rss version='2.0'><channel><title>T</title><item><title>Mill <i>stops</i> \
                today</title><description><p>It stopped.</p><p>So it is.</p></description>\
                </item></channel></rss>";
    let article = articles(text, "a.xml").remove(0).unwrap();
    assert_eq!(article.headline, "Mill stops today");
    assert_eq!(article.lede.as_deref(), Some("It stopped."));
    assert_eq!(article.body[0].text, "So it is.");
}

#[test]
fn an_atom_entry_of_an_unknown_kind_loses_itself_alone() {
    let text = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title>\
                <entry><title>Bridge opens</title><id>urn:1</id></entry>\
                <entry><title type='what?'>Rain</title><id>urn:2</id></entry>\
                <entry><title>Mill stops</title><id>urn:3</id></entry></feed>";
    let found = articles(text, "a.xml");
    let shown: Vec<&str> = found
        .iter()
        .map(|article| match article {
            Ok(article) => article.headline.as_str(),
            Err(error) => error.reason(),
        })
        .collect();
    assert_eq!(shown, ["Bridge opens", "malformed", "Mill stops"]);
}

#[test]
fn a_sign_before_an_address_is_no_end() {
    let text = "<rss version='2.0'><channel><title>T</title><item><title>Rain</title>\
                <author>山田太郎（yamada@site.example）</author></item></channel></rss>";
    assert_eq!(articles(text, "a.xml").remove(0).unwrap().headline, "Rain");
}

#[test]
fn a_body_beside_the_description_and_texts_in_base64_are_read() {
    let rss = "<rss version='2.0'><channel><title>T</title><item><title>Mill stops</title>\
        <link>https://lakeside.example/1</link><description>In short.</description>\
        <xhtml:body xmlns:xhtml='http://www.w3.org/1999/xhtml'><p>It stopped &amp; rusts.</p>\
        <p>So.</p></xhtml:body></item></channel></rss>";
    let article = articles(rss, "a.xml").remove(0).unwrap();
    let paragraphs: Vec<&str> = article.paragraphs().collect();
    assert_eq!(paragraphs, ["Mill stops", "In short.", "It stopped & rusts.", "So."]);
    assert!(article.warnings.is_empty());
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>urn:1</id>\
        <title type='application/octet-stream'>TWlsbCBzdG9wcw==</title>\
        <content type='application/octet-stream'>PHA+SXQgZGlkLjwvcD4=</content></entry></feed>";
    let article = articles(atom, "a.xml").remove(0).unwrap();
    assert_eq!(article.headline, "Mill stops");
    assert_eq!(article.lede.as_deref(), Some("It did."));
    let old = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>T</title><entry>\
        <title mode='base64'>TWlsbCBzdG9wcw==</title><id>urn:1</id>\
        <content mode='base64'>PHA+SXQgZGlkLjwvcD4=</content></entry></feed>";
    let article = articles(old, "a.xml").remove(0).unwrap();
    assert_eq!(
        (article.headline.as_str(), article.lede.as_deref()),
        ("Mill stops", Some("It did."))
    );
}
