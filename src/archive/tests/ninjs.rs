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

#[test]
fn a_line_that_says_it_has_no_mark_up_has_none() {
    let article = article(
        r#"{"uri": "urn:1", "headlines": [
            {"role": "main", "contentType": "text/plain", "value": "a <DVD> review &amp; more"},
            {"role": "kicker", "contentType": "text/plain", "value": "<New>"}],
            "descriptions": [{"contentType": "text/plain", "value": "It has a <menu>."}],
            "bodies": [{"contentType": "text/plain", "value": "The <DVD> turns.\n\nIt stops."}]}"#,
    );
    assert_eq!(article.headline, "a <DVD> review &amp; more");
    assert_eq!(article.kicker.as_deref(), Some("<New>"));
    assert_eq!(article.lede.as_deref(), Some("It has a <menu>."));
    assert_eq!(article.body[0].text, "The <DVD> turns.");
}

#[test]
fn who_distributes_an_item_is_told_from_whom_it_is_from() {
    for (sources, expected) in [
        (r#"[{"name": "Harbour TV"}]"#, (None, Some("Harbour TV"))),
        (
            r#"[{"name": "Northern Star", "role": "isrole:distributor"}, {"name": "Harbour TV"}]"#,
            (Some("Northern Star"), Some("Harbour TV")),
        ),
        (
            r#"[{"name": "Northern Star", "role": "http://cv.iptc.org/newscodes/infosourcerole/provider"}]"#,
            (Some("Northern Star"), None),
        ),
    ] {
        let text = format!(
            r#"{{"uri": "urn:1", "headlines": [{{"value": "Mill stops"}}], "infoSources": {sources}}}"#
        );
        let article = article(&text);
        assert_eq!((article.agency.as_deref(), article.source.as_deref()), expected, "{sources}");
    }
}

/// What ninjs 3 has no place for, or says in fewer words.
#[cfg(feature = "html")]
fn without_what_ninjs_lacks(article: &Article) -> Article {
    use crate::article::{Origin, Published};
    let seconds = |date: Option<Published>| {
        date.map(|date| match date.precision {
            Precision::Minute => Published { precision: Precision::Second, ..date },
            _ => date,
        })
    };
    let mut body = article.body.clone();
    body.retain(|block| block.kind != BlockKind::Boilerplate);
    Article {
        // A URI names the item, whoever gave it.
        uri: match crate::wire::article_to_ninjs(article).contains("\"uri\":\"urn:morgue:") {
            true => None,
            false => Some(article.id.to_string()),
        },
        byline: article
            .byline
            .clone()
            .or_else(|| Some(article.authors.join(", ")).filter(|authors| !authors.is_empty())),
        authors: Vec::new(),
        located: article.located.clone().or(article.dateline.clone()),
        dateline: None,
        section: None,
        desk: None,
        initials: None,
        signals: Vec::new(),
        body,
        published: seconds(article.published),
        version_created: seconds(article.version_created),
        embargoed_until: seconds(article.embargoed_until),
        expires: seconds(article.expires),
        origin: Origin { path: "a.json".to_owned(), record: None },
        warnings: Vec::new(),
        ..article.clone()
    }
}

#[cfg(feature = "html")]
#[test]
fn what_is_written_as_ninjs_is_read_back() {
    use crate::article::{AltId, ArticleId, Block, Concept, Published, Signal};
    let date = |text: &str, precision| Published::from_civil(text.parse().unwrap(), precision);
    let block = |kind, text: &str| Block { kind, text: text.to_owned() };
    let concept =
        |name: &str, id: Option<&str>| Concept { name: name.to_owned(), id: id.map(str::to_owned) };
    let text = |text: &str| Some(text.to_owned());
    let plain = Article {
        id: ArticleId::new("nsna:17"),
        agency: text("Northern Star News Agency"),
        agency_id: text("17"),
        source: text("Harbour TV"),
        headline: "a <DVD> review & \"more\"".to_owned(),
        lede: text("The ferry stays, 3 < 4 &amp; so on."),
        body: vec![
            block(BlockKind::Subhead, "What now"),
            block(BlockKind::Paragraph, "It leaves at six."),
            block(BlockKind::Quotation, "“Good,” she said."),
            block(BlockKind::Boilerplate, "All texts of the Lakeside Gazette are free to copy."),
        ],
        published: date("2022-09-10T07:35:25", Precision::Second),
        language: Language::parse("en"),
        ..Article::default()
    };
    let full = Article {
        kicker: text("Traffic <new>"),
        subhead: text("For five years"),
        byline: text("By Jane Doe"),
        authors: vec!["Jane Doe".to_owned()],
        dateline: text("LINDMOUTH"),
        located: text("Lindmouth, Lakeland"),
        section: text("Local"),
        desk: text("129"),
        keywords: vec!["ferry".to_owned(), "harbour".to_owned()],
        subjects: vec![concept("transport", Some("medtop:20000337")), concept("ferry work", None)],
        people: vec![concept("Ann Lee", Some("no. 12"))],
        organisations: vec![concept("Harbour Council", None)],
        places: vec![concept("", Some("https://lakeside.example/lindmouth"))],
        genres: vec![concept("Report", None)],
        slugline: text("ferry-saved"),
        version: Some(3),
        version_created: date("2022-09-11T00:00:00", Precision::Day),
        published: date("2022-09-10T00:00:00", Precision::Day),
        embargoed_until: date("2022-09-12T00:00:00", Precision::Day),
        expires: date("2023-01-01T00:00:00", Precision::Year),
        urgency: Some(4),
        status: Status::Withheld,
        signals: vec![Signal::Correction],
        ed_note: text("Check the price."),
        rights: text("© 2022 Northern Star"),
        url: text("https://lakeside.example/ferry"),
        alt_ids: vec![
            AltId { role: text("legacy"), value: "B-12".to_owned() },
            AltId { role: None, value: "13".to_owned() },
        ],
        ..plain.clone()
    };
    for original in [
        plain.clone(),
        full,
        Article { id: ArticleId::new("1916-01-01/p 1"), ..plain.clone() },
        Article { agency: None, ..plain.clone() },
        Article { source: None, ..plain.clone() },
        Article { published: date("2022-01-01T00:00:00", Precision::Year), ..plain.clone() },
        Article { published: date("2022-09-01T00:00:00", Precision::Month), ..plain.clone() },
        Article { published: date("2022-09-10T00:00:00", Precision::Second), ..plain.clone() },
        Article { published: date("2022-09-10T07:35:00", Precision::Minute), ..plain.clone() },
        Article { status: Status::Canceled, version: Some(2), ..plain },
    ] {
        let read = article(&crate::wire::article_to_ninjs(&original));
        assert_eq!(read, without_what_ninjs_lacks(&original));
    }
}
