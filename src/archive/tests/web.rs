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
fn a_site_is_the_source_where_nobody_else_is_credited() {
    let site = "<meta property='og:site_name' content='Mill Post'>";
    let publisher = r#""publisher":{"name":"Mill Media"}"#;
    for (said, expected) in [
        (String::new(), "Mill Post"),
        (format!(r#"{{"@type":"NewsArticle",{publisher}}}"#), "Mill Post"),
        (format!(r#"{{"@type":"NewsArticle",{publisher},"creditText":"Lake Wire"}}"#), "Lake Wire"),
    ] {
        let article = article(&(linked(&said) + site), "");
        assert_eq!(article.source.as_deref(), Some(expected), "{said}");
    }
    let publisher = linked(&format!(r#"{{"@type":"NewsArticle",{publisher}}}"#));
    let unnamed = article(&publisher, "");
    assert_eq!(unnamed.source.as_deref(), Some("Mill Media"));
    assert_eq!(unnamed.agency.as_deref(), Some("Mill Media"));
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

#[test]
fn a_lede_that_is_printed_twice_is_kept_once() {
    let lede = "The mill has stopped, and nobody knows what the town will do without it.";
    let head = format!("<title>Mill stops</title><meta name='description' content='{lede}'>");
    for between in
        ["", "<p>10 September 2022</p>", "<p>10 September 2022 07:35</p><p>12 Comments</p>"]
    {
        for head in [head.as_str(), "<title>Mill stops</title>"] {
            let found = article(head, &format!("{between}<p>{lede}</p>{between}<p>{lede}</p>"));
            assert_eq!(found.lede.as_deref(), Some(lede), "{between}");
            assert_eq!(found.body.len(), 1, "{between} {:?}", found.body);
            assert_eq!(found.published.is_some(), !between.is_empty());
        }
    }
    // Another day than that of publication heads what happened on it.
    let head = format!("{head}<meta property='article:published_time' content='2022-09-12'>");
    let found = article(&head, &format!("<p>{lede}</p><p>10 September 2022</p><p>It rained.</p>"));
    assert_eq!(found.body[0].text, "10 September 2022");
}

#[test]
fn what_is_printed_beside_a_byline_is_none() {
    for (printed, expected) in [
        ("By Jane Doe", Some("By Jane Doe")),
        ("12 Comments", None),
        ("10 September 2022", None),
        ("By Jane Doe<br>10 September 2022", Some("By Jane Doe")),
        ("By Jane Doe<span>10 September 2022</span>", Some("By Jane Doe")),
    ] {
        let byline = format!("<div class='byline'>{printed}</div>");
        let found = article("<title>Mill stops</title>", &byline);
        assert_eq!(found.byline.as_deref(), expected, "{printed}");
    }
}

#[test]
fn a_banner_about_cookies_is_not_the_article() {
    let asks = "<p>We and our partners use cookies, and other technologies, to store and to read \
                information on your device, if you accept them, or some of them, for this site.</p>";
    let banner = format!("<div>{}</div>", asks.repeat(8));
    let text = "<p>The last mill on the river stopped on Saturday, after a hundred years, and \
                the town, which it fed, does not know what comes next.</p>";
    let page = format!(
        "<html><head><title>Mill stops</title></head><body>{banner}<div>{}</div></body></html>",
        text.repeat(2)
    );
    let reader = golden_reader();
    let mut records = reader.read_text(&page, "a.html").unwrap();
    let found = records.next().unwrap().article.unwrap();
    assert!(
        found.lede.as_deref().is_some_and(|lede| lede.starts_with("The last mill")),
        "{found:?}"
    );
    assert!(found.body.iter().all(|block| !block.text.contains("cookies")), "{found:?}");
}

#[test]
fn an_element_with_too_many_attributes_is_refused() {
    let many: String = (0..50_000).map(|n| format!(" a{n}=''")).collect();
    let page = format!("<html><head><title>Mill stops</title></head><body><p{many}>It did.");
    let error = golden_reader().read_text(&page, "a.html").unwrap_err();
    assert!(error.to_string().ends_with("an element has more than 1000 attributes"), "{error}");
}
