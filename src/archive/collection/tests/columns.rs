//! What the columns of a table, and the fields of records, say together.

use super::{reader, show};
use crate::archive::{Boilerplate, DayOrder, Fields, Part, Reader, Settings};

fn table(header: &str, rows: &[&str]) -> String {
    let rows = rows.iter().enumerate().map(|(at, row)| format!("Bridge {at},It opened.,{row}\n"));
    format!("Title,Text,{header}\n{}", rows.collect::<String>())
}

fn in_order(day_order: DayOrder) -> Reader {
    Reader::new(Settings { day_order, ..Settings::default() }, Boilerplate::default())
}

fn of(shown: &str, what: &str) -> Vec<String> {
    let lines = shown.lines().filter_map(|line| line.trim().strip_prefix(what));
    lines.map(|line| line.trim().to_owned()).collect()
}

#[test]
fn a_date_is_read_in_the_order_that_another_of_its_column_proves() {
    let text = table("Date", &["03/04/2021", "03/25/2021", "2021-04-01", "04/05/21"]);
    let expected = ["2021-03-04", "2021-03-25", "2021-04-01", "2021-04-05"];
    let shown = show(&reader(), text.as_bytes(), "x.csv");
    assert_eq!(of(&shown, "published:"), expected, "{shown}");
    assert!(!shown.contains("warning"), "{shown}");
    // As lines and as an array, too.
    let objects = ["03/04/2021", "03/25/2021", "2021-04-01", "04/05/21"].map(|date| {
        format!(r#"{{"title": "Bridge", "text": "It opened.", "pub_date": "{date}"}}"#)
    });
    let array = format!("[{}]", objects.join(","));
    for (text, name) in [(objects.join("\n"), "x.jsonl"), (array, "x.json")] {
        let shown = show(&reader(), text.as_bytes(), name);
        assert_eq!(of(&shown, "published:"), expected, "{shown}");
        assert!(!shown.contains("warning"), "{shown}");
    }
}

#[test]
fn where_no_date_proves_the_order_the_settings_decide_and_it_is_said_once() {
    let text = table("Date", &["03/04/2021", "03/05/2021", "2021-04-01"]);
    let shown = show(&reader(), text.as_bytes(), "x.csv");
    assert_eq!(of(&shown, "published:"), ["2021-04-03", "2021-05-03", "2021-04-01"], "{shown}");
    let said = "2 dates of `Date` can be read in two ways and none beside proves which: took the day \
                first; `day_order = \"month-first\"` in the settings takes the month";
    assert_eq!(shown.matches(said).count(), 1, "{shown}");
    assert_eq!(shown.matches("took 2021-").count(), 2, "{shown}");
    let both = table("Date", &["03/04/2021 10:00 AM", "03/25/2021", "25/03/2021"]);
    let shown = show(&reader(), both.as_bytes(), "x.csv");
    let said = "1 date of `Date` can be read in two ways, and of the others 1 prove the day first, 1 \
                the month: took the month first; `day_order = \"day-first\"` in the settings takes the day";
    assert_eq!(shown.matches(said).count(), 1, "{shown}");
    assert_eq!(of(&shown, "published:")[0], "2021-03-04T10:00Z", "{shown}");
}

#[test]
fn what_the_settings_say_of_the_order_goes_first() {
    let text = table("Date", &["03/04/2021", "03/25/2021"]);
    for (order, expected, warned) in [
        (DayOrder::DayFirst, "2021-04-03", false),
        (DayOrder::MonthFirst, "2021-03-04", false),
        (DayOrder::ByClock, "2021-04-03", true),
    ] {
        let shown = show(&in_order(order), text.as_bytes(), "x.csv");
        assert_eq!(of(&shown, "published:")[0], expected, "{shown}");
        assert_eq!(shown.contains("date-ambiguous"), warned, "{shown}");
    }
}

#[test]
fn each_column_proves_its_own_dates() {
    let rows = ["03/04/2021,03/25/2021", "03/04/2021,04/05/2021"];
    let shown = show(&reader(), table("Date,Updated", &rows).as_bytes(), "x.csv");
    assert_eq!(of(&shown, "published:"), ["2021-04-03", "2021-04-03"], "{shown}");
    assert_eq!(of(&shown, "version created:"), ["2021-03-25", "2021-04-05"], "{shown}");
    assert_eq!(shown.matches("2 dates of `Date`").count(), 1, "{shown}");
    assert!(!shown.contains("of `Updated`"), "{shown}");
}

#[test]
fn a_proof_that_comes_late_is_said() {
    // Past what is looked at ahead.
    let long = "It rained. ".repeat(100_000);
    let mut text = "Title,Text,Date\n".to_owned();
    for day in 1..=18 {
        text += &format!("Bridge,{long},03/{:02}/2021\n", if day < 18 { 4 } else { day });
    }
    text += "Mill,It stopped.,03/06/2021\n";
    let shown = show(&reader(), text.as_bytes(), "x.csv");
    let dates = of(&shown, "published:");
    assert_eq!((&*dates[0], &*dates[18]), ("2021-04-03", "2021-03-06"));
    let lines =
        shown.lines().filter(|line| line.contains(" of `Date` ") || line.contains("`Date` has"));
    let said: Vec<&str> = lines.map(|line| line.split(": ").nth(1).unwrap()).collect();
    assert_eq!(
        said,
        [
            "at least 17 dates of `Date` can be read in two ways and none beside proves which",
            "`Date` has the month first, as a date far below the first ones proves"
        ]
    );
}

#[test]
fn the_number_of_a_row_is_kept_and_is_no_identity() {
    let shown = show(&reader(), table("id", &["17", "00018", "L-3"]).as_bytes(), "x.csv");
    assert_eq!(of(&shown, "other ids:"), ["record 17"], "{shown}");
    assert_eq!(of(&shown, "agency id:"), ["00018", "L-3"], "{shown}");
    assert_eq!(of(&shown, "id:"), ["00018", "L-3"], "{shown}");
    let text = r#"{"title": "Bridge", "text": "It opened.", "id": 17}"#;
    let shown = show(&reader(), text.as_bytes(), "x.jsonl");
    assert_eq!(of(&shown, "other ids:"), ["record 17"], "{shown}");
    assert!(of(&shown, "id:").is_empty(), "{shown}");
}

#[test]
fn columns_that_are_not_read_are_named_once() {
    let rows = ["7,,morning,", "8,null,,x"];
    let shown = show(&reader(), table("page,empty,Edition,late", &rows).as_bytes(), "x.csv");
    let said = of(&shown, "warning columns-unread:");
    assert_eq!(said, ["not read: page, Edition", "not read: late"], "{shown}");
    // So is one that another is taken for.
    let shown = show(&reader(), table("Summary,description", &["One.,Two."]).as_bytes(), "x.csv");
    assert_eq!(of(&shown, "warning columns-unread:"), ["not read: Summary"], "{shown}");
    let text = "{\"title\": \"Bridge\", \"text\": \"It opened.\", \"page\": 7, \"none\": null}\n";
    for (text, name) in [(text.repeat(2), "x.jsonl"), (text.to_owned(), "x.json")] {
        let shown = show(&reader(), text.as_bytes(), name);
        assert_eq!(of(&shown, "warning columns-unread:"), ["not read: page"], "{shown}");
    }
}

#[test]
fn what_is_no_flat_record_or_set_aside_is_not_complained_of() {
    for more in
        [r#""@type": "NewsArticle", "wordCount": 7"#, r#""user": {"name": "x"}, "likes": 7"#]
    {
        let text = format!(r#"{{"title": "Bridge", "text": "It opened.", {more}}}"#);
        let shown = show(&reader(), text.as_bytes(), "x.jsonl");
        assert!(!shown.contains("columns-unread"), "{shown}");
    }
    let mut fields = Fields::default();
    fields.set(Part::Status, vec!["-".to_owned()]);
    let reader = Reader::new(Settings { fields, ..Settings::default() }, Boilerplate::default());
    let shown = show(&reader, table("status", &["draft"]).as_bytes(), "x.csv");
    assert!(!shown.contains("columns-unread") && !shown.contains("status:"), "{shown}");
}

#[test]
fn several_authors_in_one_column_are_several() {
    for (header, cell, expected) in [
        ("Author", "Jane Roe and John Doe", "Jane Roe; John Doe"),
        ("Authors", "\"By Jane Roe, John Doe and Max Moe\"", "Jane Roe; John Doe; Max Moe"),
        ("Author", "Marks and Spencer", "Marks and Spencer"),
        ("Byline", "By Jane Roe & John Doe", "Jane Roe; John Doe"),
    ] {
        let shown = show(&reader(), table(header, &[cell]).as_bytes(), "x.csv");
        assert_eq!(of(&shown, "authors:"), [expected], "{shown}");
    }
}

#[test]
fn columns_have_names_in_many_languages() {
    let german = "Titel;Datum;Text;Autor;Quelle;Ressort;Schlagwörter\n\
                  Brücke offen;13.09.2022;Sie ist offen.;Jana Roh;Mühlenpost;Lokales;Brücken\n";
    let french = "Titre;Date de publication;Texte;Auteur;Journal;Rubrique;Mots-clés\n\
                  Brücke offen;13/09/2022;Sie ist offen.;Jana Roh;Mühlenpost;Lokales;Brücken\n";
    let spanish = "Título;Fecha;Texto;Autor;Periódico;Sección;Palabras clave\n\
                   Brücke offen;13/09/2022;Sie ist offen.;Jana Roh;Mühlenpost;Lokales;Brücken\n";
    for text in [german, french, spanish] {
        for name in ["x.csv", "x"] {
            let shown = show(&reader(), text.as_bytes(), name);
            for line in [
                "headline: Brücke offen",
                "published: 2022-09-13",
                "lede: Sie ist offen.",
                "authors: Jana Roh",
                "source: Mühlenpost",
                "section: Lokales",
                "keywords: Brücken",
            ] {
                assert!(shown.contains(line), "{line}: {shown}");
            }
            assert!(!shown.contains("warning"), "{shown}");
        }
    }
}

#[test]
fn a_version_is_a_whole_number() {
    for (cell, version, unread) in [
        ("2", &["2"][..], &[][..]),
        ("1.0", &[], &["not read: Version"]),
        ("final", &[], &["not read: Version"]),
        ("", &[], &[]),
    ] {
        let csv = table("Version", &[cell, cell]);
        let record = format!(
            "{{\"title\": \"Bridge\", \"text\": \"It opened.\", \"Version\": \"{cell}\"}}\n"
        );
        for (text, name) in [(csv, "x.csv"), (record.repeat(2), "x.jsonl")] {
            let shown = show(&reader(), text.as_bytes(), name);
            let expected: Vec<&str> = version.iter().flat_map(|number| [*number; 2]).collect();
            assert_eq!(of(&shown, "version:"), expected, "{name} {cell}: {shown}");
            assert_eq!(of(&shown, "warning columns-unread:"), unread, "{name} {cell}: {shown}");
        }
    }
    let record = "{\"title\": \"Bridge\", \"text\": \"It opened.\", \"revision\": 3}\n";
    assert_eq!(of(&show(&reader(), record.as_bytes(), "x.jsonl"), "version:"), ["3"]);
}
