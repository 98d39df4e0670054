//! Lines of headers that pages print in unusual ways.

use super::*;

fn article(page: &str) -> Article {
    golden_reader().read_text(page, "a.txt").unwrap().next().unwrap().article.unwrap()
}

const TEXT: &str = "Mill stops\n\nThe last mill on the river stopped on Saturday.\n";

#[test]
fn a_date_line_is_never_the_headline() {
    for (line, expected) in [
        ("10 September 2022 07:35 IRST", Some("2022-09-10T04:05Z")),
        ("Sep 10, 2022 at 7:35 a.m. ET", Some("2022-09-10T07:35Z")),
        ("10 September 2022, [ 07:35 GMT ]", Some("2022-09-10T07:35Z")),
        ("10 September 2022 | 7:35 AM | Iran", Some("2022-09-10T07:35Z")),
        ("10/09/22", Some("2022-09-10")),
        ("السبت 14 صفر 1444 هـ", None),
        ("السبت 10 أيلول 2022 م", Some("2022-09-10")),
        ("شنبه ۱۹ شهریور ۱۴۰۱ - ۱۴ صفر ۱۴۴۴ - 10 September 2022", Some("2022-09-10")),
        ("Published on 10 September 2022 at 07:35 (Tehran time)", Some("2022-09-10T07:35Z")),
    ] {
        for agency in ["", "AhlulBayt News Agency\n"] {
            let article = article(&format!("{agency}{line}\n\n{TEXT}"));
            assert_eq!(article.headline, "Mill stops", "{line}");
            let published = article.published.map(|date| date.to_string());
            assert_eq!(published.as_deref(), expected, "{line}");
            assert!(expected.is_some() || !article.warnings.is_empty(), "{line}");
        }
    }
}

#[test]
fn a_number_that_is_a_day_is_no_id_where_it_is_needed_as_a_date() {
    for (lines, id, published) in [
        ("20220910", None, Some("2022-09-10")),
        ("20220910\n1304903", Some("1304903"), Some("2022-09-10")),
        ("1304903\n20220910", Some("1304903"), Some("2022-09-10")),
        ("10 September 2022\n20220910", Some("20220910"), Some("2022-09-10")),
        ("20229910", Some("20229910"), None),
    ] {
        let article = article(&format!("AhlulBayt News Agency\n{lines}\n\n{TEXT}"));
        assert_eq!(article.agency_id.as_deref(), id, "{lines}");
        let found = article.published.map(|date| date.to_string());
        assert_eq!(found.as_deref(), published, "{lines}");
    }
}

#[test]
fn text_that_begins_like_a_label_stays() {
    let lines = [
        "Comments: the ministry declined to say anything more about the case.",
        "Views: from the bridge there are many.",
    ];
    let page = format!("AhlulBayt News Agency\n1304903\n\n{TEXT}\n{}\n", lines.join("\n\n"));
    let article = article(&page);
    let texts: Vec<&str> = article.paragraphs().collect();
    assert!(lines.iter().all(|line| texts.contains(line)), "{texts:?}");
}

#[test]
fn who_speaks_in_turn_is_no_byline() {
    let page = |first: &str| {
        format!(
            "Bridge shut\n\nPublished: 12 May 2022\n\nReporter: {first}\n\nMayor: Good morning.\n\n\
             Reporter: Who pays?\n\nMayor: We all do, and nobody knows how.\n"
        )
    };
    let article = article(&page("Is it shut?"));
    assert_eq!(article.byline, None);
    let texts: Vec<&str> = article.paragraphs().collect();
    assert!(texts.contains(&"Reporter: Is it shut?"), "{texts:?}");
    assert!(texts.contains(&"Reporter: Who pays?"), "{texts:?}");
    let article = self::article(&page("Jane Doe").replace("Who pays?", "And now the bill"));
    assert_eq!(article.byline.as_deref(), Some("Jane Doe"));
    assert!(article.paragraphs().any(|text| text == "Reporter: And now the bill"));
}
