//! What pages of the web say of themselves.

use super::*;

fn article(head: &str, body: &str) -> Article {
    let text = format!(
        "<html><head>{head}</head><body><article>{body}<p>The last mill on the river stopped on \
         Saturday, after a hundred years and more.</p></article></body></html>"
    );
    golden_reader().read_text(&text, "a.html").unwrap().next().unwrap().article.unwrap()
}

fn linked(json: &str) -> String {
    format!("<script type='application/ld+json'>{json}</script>")
}

#[test]
fn a_page_with_the_address_of_its_site_is_not_that_of_another() {
    for head in [
        "<meta property='og:url' content='https://site.example/'>".to_owned(),
        "<link rel='canonical' href='https://site.example'>".to_owned(),
        linked(r#"{"@type":"NewsArticle","@id":"https://site.example/en/#article"}"#),
        linked(r#"{"@type":"NewsArticle","url":"https://site.example/"}"#),
        linked(r#"{"@type":"NewsArticle","mainEntityOfPage":{"@id":"https://site.example/"}}"#),
        linked(r#"{"@type":"NewsArticle","identifier":{"value":"https://site.example/"}}"#),
    ] {
        let article = article(&format!("<title>Mill stops</title>{head}"), "");
        assert!(article.id.as_str().starts_with("x:"), "{head}: {}", article.id);
    }
    let head = "<link rel='canonical' href='https://site.example/'>\
                <meta property='og:url' content='https://site.example/mill'>";
    assert_eq!(article(head, "").id.as_str(), "https://site.example/mill");
}

#[test]
fn references_in_json_ld_are_decoded() {
    let head = linked(
        r#"{"@type":"NewsArticle","headline":"Tom &amp; Jerry&#8217;s","author":{"name":"J. R&ouml;h"}}"#,
    );
    let article = article(&head, "");
    assert_eq!(article.headline, "Tom & Jerry’s");
    assert_eq!(article.authors, ["J. Röh"]);
}

#[test]
fn the_date_of_publication_goes_before_that_of_writing() {
    let time = "<time datetime='2022-09-12'>Monday</time>";
    for (head, body, expected) in [
        (linked(r#"{"@type":"NewsArticle","dateCreated":"2022-09-01"}"#), "", "2022-09-01"),
        (
            linked(r#"{"@type":"NewsArticle","dateCreated":"2022-09-01"}"#)
                + "<meta property='article:published_time' content='2022-09-10'>",
            "",
            "2022-09-10",
        ),
        (
            "<meta property='article:published_time' content='soon'>\
             <meta name='date' content='2022-09-11'>"
                .to_owned(),
            "",
            "2022-09-11",
        ),
        (String::new(), time, "2022-09-12"),
    ] {
        let published = article(&head, body).published.map(|date| date.to_string());
        assert_eq!(published.as_deref(), Some(expected), "{head}");
    }
    let two = format!("{time}<time datetime='2022-09-13'>Tuesday</time>");
    assert_eq!(article("", &two).published, None);
}

#[test]
fn of_several_articles_the_page_is_the_one_that_it_names() {
    let several = linked(
        r#"[{"@type":"NewsArticle","headline":"Lake freezes","url":"https://site.example/lake"},
            {"@type":"Article","headline":"Mill stops","url":"https://site.example/mill"}]"#,
    );
    let canonical = "<link rel='canonical' href='https://site.example/mill/'>";
    assert_eq!(article(&format!("{canonical}{several}"), "").headline, "Mill stops");
    let title = "<meta property='og:title' content='Mill stops - Site'>";
    assert_eq!(article(&format!("{title}{several}"), "").headline, "Mill stops");
}
