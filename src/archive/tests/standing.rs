//! Whether an article may be used, said in every format.

use super::*;

fn article(text: &str, name: &str) -> Article {
    golden_reader().read_text(text, name).unwrap().next().unwrap().article.unwrap()
}

/// Shows status and embargo.
fn standing(text: &str, name: &str) -> String {
    let article = article(text, name);
    let end = article.embargoed_until.map(|end| format!(" until {end}")).unwrap_or_default();
    let mark = if article.warnings.is_empty() { "" } else { "!" };
    format!("{}{end}{mark}", article.status.name())
}

#[test]
fn ninjs_says_whether_it_may_be_used() {
    for (members, expected) in [
        (r#""pubstatus": "usable""#, "usable"),
        (r#""pubstatus": "Canceled""#, "canceled"),
        (r#""pubstatus": "gone""#, "withheld!"),
        (r#""embargoed": "2030-01-01T10:00:00Z""#, "usable until 2030-01-01T10:00:00Z"),
        (r#""embargoed": "", "embargoedUntil": "2030-01-01""#, "usable until 2030-01-01"),
        (r#""embargoed": "next Friday""#, "withheld!"),
        (r#""embargoed": true"#, "withheld!"),
        (r#""embargoed": false"#, "usable"),
    ] {
        let text = format!(
            r#"{{"uri": "urn:1", "headline": "Mill stops", "body_text": "It did.", {members}}}"#
        );
        assert_eq!(standing(&text, "a.json"), expected, "{members}");
    }
}

#[test]
#[cfg(feature = "newsml")]
fn newsml_says_whether_it_may_be_used() {
    for (meta, expected) in [
        ("<pubStatus qcode='stat:usable'/>", "usable"),
        ("<pubStatus qcode='stat:canceled'/>", "canceled"),
        ("<embargoed>2030-01-01T10:00:00Z</embargoed>", "usable until 2030-01-01T10:00:00Z"),
        ("<embargoed/>", "withheld!"),
        ("<embargoed>next Friday</embargoed>", "withheld!"),
        ("<pubStatus qcode='stat:usable'/><signal qcode='sig:kill'/>", "canceled"),
    ] {
        let text = format!(
            "<newsItem guid='urn:1'><itemMeta>{meta}</itemMeta>\
             <contentMeta><headline>Mill stops</headline></contentMeta>\
             <contentSet><inlineXML><p>It did.</p></inlineXML></contentSet></newsItem>"
        );
        assert_eq!(standing(&text, "a.xml"), expected, "{meta}");
    }
    for (management, expected) in [
        ("<Status FormalName='Usable'/>", "usable"),
        ("<Status FormalName='Canceled'/>", "canceled"),
        ("<Status FormalName='Withheld'/>", "withheld"),
        ("<Status FormalName='Embargoed'/>", "withheld"),
        ("<Status FormalName='Stopped'/>", "withheld!"),
        (
            "<Status FormalName='Embargoed'/><StatusWillChange><FutureStatus FormalName='Usable'/>\
             <DateAndTime>20300101T100000Z</DateAndTime></StatusWillChange>",
            "usable until 2030-01-01T10:00:00Z",
        ),
        (
            "<Status FormalName='Withheld'/><StatusWillChange><FutureStatus FormalName='Usable'/>\
             <DateAndTime>next Friday</DateAndTime></StatusWillChange>",
            "withheld!",
        ),
        (
            "<Status FormalName='Usable'/><StatusWillChange><FutureStatus FormalName='Canceled'/>\
             <DateAndTime>20300101T100000Z</DateAndTime></StatusWillChange>",
            "usable",
        ),
        ("<Status FormalName='Usable'/><Instruction FormalName='Kill'/>", "canceled"),
    ] {
        let text = format!(
            "<NewsML><NewsItem><NewsManagement>{management}</NewsManagement><NewsComponent>\
             <NewsLines><HeadLine>Mill stops</HeadLine></NewsLines><ContentItem>\
             <DataContent>It did.</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
        );
        assert_eq!(standing(&text, "a.xml"), expected, "{management}");
    }
    for (data, expected) in [
        ("management-status='Canceled'/>", "canceled"),
        ("management-status='embargoed'/>", "withheld"),
        (
            "management-status='Embargoed'><date.release norm='20300101T100000Z'/></docdata>",
            "usable until 2030-01-01T10:00:00Z",
        ),
    ] {
        let text = format!(
            "<nitf><head><docdata {data}</head><body><body.head><hedline><hl1>Mill stops</hl1>\
             </hedline></body.head><body.content><p>It did.</p></body.content></body></nitf>"
        );
        assert_eq!(standing(&text, "a.xml"), expected, "{data}");
    }
}

#[test]
#[cfg(feature = "markdown")]
fn front_matter_says_whether_a_page_may_be_used() {
    for (line, expected) in [
        ("status: published", "usable"),
        ("status: Killed", "canceled"),
        ("status: embargoed", "withheld"),
        ("status: 'stat:canceled'", "canceled"),
        ("status: stopped", "withheld!"),
        ("draft: true", "withheld"),
        ("draft: 1", "withheld"),
        ("draft: false", "usable"),
        ("published: false", "withheld"),
        ("published: true", "usable"),
        ("embargo: 2030-01-01", "usable until 2030-01-01"),
        ("embargo: next Friday", "withheld!"),
        ("embargo: no", "usable"),
    ] {
        let text = format!("---\ntitle: Mill stops\n{line}\n---\nIt did.\n");
        assert_eq!(standing(&text, "a.md"), expected, "{line}");
    }
    let text = "---\ntitle: Mill stops\npublished: true\ncreated: 2022-09-10\n---\nIt did.\n";
    let published = article(text, "a.md").published;
    assert_eq!(published.map(|date| date.to_string()).as_deref(), Some("2022-09-10"));
}

#[test]
fn the_header_of_a_page_says_whether_it_may_be_used() {
    let header = ["News ID: 84874521", "Publish Date: 13 September 2022 - 08:00"];
    let text = "Mill stops\n\nThe mill of the lake town stood still on Monday.\n";
    for (line, expected) in [
        ("", "usable"),
        ("Embargoed until: 31 December 2099 08:00", "usable until 2099-12-31T08:00Z"),
        ("EMBARGOED UNTIL 31 December 2099 08:00 GMT", "usable until 2099-12-31T08:00Z"),
        ("Embargo: 2099-12-31 08:00", "usable until 2099-12-31T08:00Z"),
        ("Embargo 2099-12-31 08:00", "usable until 2099-12-31T08:00Z"),
        ("Embargo: until 31 December 2099", "usable until 2099-12-31"),
        ("Sperrfrist: 31. Dezember 2099, 8 Uhr", "usable until 2099-12-31T08:00Z"),
        ("Embargo jusqu'au : 31 décembre 2099", "usable until 2099-12-31"),
        ("Embargo hasta: 31 de diciembre de 2099", "usable until 2099-12-31"),
        ("Not for publication before: 31 December 2099", "usable until 2099-12-31"),
        ("Embargoed until: further notice", "withheld!"),
        ("EMBARGOED UNTIL MONDAY NOON", "withheld!"),
        ("Embargo: 08:00 on Monday", "withheld!"),
        ("EMBARGOED", "withheld!"),
        ("Embargoed until:", "withheld!"),
        ("Embargoed until:\n31 December 2099", "usable until 2099-12-31"),
        ("Status: canceled", "canceled"),
        ("Status: withheld", "withheld"),
        ("Status: usable", "usable"),
        ("KILL", "canceled"),
        ("*** MANDATORY KILL ***", "canceled"),
        ("Bulletin Kill", "canceled"),
    ] {
        for page in [
            format!("{}\n{}\n{line}\n\n{text}", header[0], header[1]),
            format!("{line}\n{}\n{}\n\n{text}", header[0], header[1]),
            format!("{}\n{line}\n{}\n\n{text}", header[0], header[1]),
        ] {
            assert_eq!(article(&page, "a.txt").headline, "Mill stops", "{page}");
            assert_eq!(standing(&page, "a.txt"), expected, "{page}");
            let record = serde_json::json!({ "text": page }).to_string() + "\n";
            assert_eq!(standing(&record, "a.jsonl"), expected, "{record}");
        }
    }
    // Labels around it.
    for line in ["Status: waits for the lawyers", "Embargo: when the report is out"] {
        let page = format!("{}\n{line}\n{}\n\n{text}", header[0], header[1]);
        assert_eq!(standing(&page, "a.txt"), "withheld!", "{page}");
    }
    // There is no other header.
    let page = format!("EMBARGOED UNTIL 31 December 2099 08:00\n\n{text}");
    assert_eq!(article(&page, "a.txt").headline, "Mill stops");
    assert!(standing(&page, "a.txt").starts_with("usable until 2099-12-31T08:00Z"));
}

#[test]
fn a_headline_may_begin_as_a_label_of_an_embargo_does() {
    let header = "News ID: 84874521\nPublish Date: 13 September 2022 - 08:00\n";
    for headline in [
        "Embargo: EU weighs oil ban",
        "Embargo 2022: a year of bans",
        "Embargo on oil lifted",
        "Embargoed until now, the letters of a minister are read",
        "Status: it's complicated",
        "Killed",
        "Kill the mill, say farmers",
    ] {
        let page = format!("{header}\n{headline}\n\nThe mill of the town stood still.\n");
        assert_eq!(article(&page, "a.txt").headline, headline);
        assert_eq!(standing(&page, "a.txt"), "usable", "{headline}");
    }
}
