//! Patterns against paths, good and bad.

use super::*;

/// What a pattern reads from a path, as `name=value` in the order of the facts.
fn check(pattern: &str, path: &str) -> String {
    let Some(facts) = PathPattern::parse(pattern).unwrap().facts(path) else {
        return "no match".to_owned();
    };
    let date = facts.date.map(|date| date.to_string());
    [
        ("id", facts.agency_id),
        ("headline", facts.headline),
        ("date", date),
        ("source", facts.source),
        ("agency", facts.agency),
        ("section", facts.section),
        ("language", facts.language),
        ("desk", facts.desk),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some(format!("{name}={}", value?)))
    .collect::<Vec<_>>()
    .join(" ")
}

#[test]
fn paths_as_archives_have_them() {
    let named = "_news_{agency_id}_{headline:slug}.txt";
    let dated = "dates/{date}/{agency_id}.txt";
    for (pattern, path, expected) in [
        (named, "_news_477_Bridge-opens.txt", "id=477 headline=Bridge opens"),
        (named, "a/b/_news_477_Bridge-opens.txt", "id=477 headline=Bridge opens"),
        (named, "_news_477_.txt", "no match"),
        (named, "news_477_Bridge.txt", "no match"),
        (named, "x_news_477_Bridge.txt", "no match"),
        (named, "_news_4_a_b.txt.txt", "id=4 headline=a b.txt"),
        (dated, "dates/19160101/sn1-ed-1.txt", "id=sn1-ed-1 date=1916-01-01"),
        (dated, "/data/dates/1916-01-01/a.txt", "id=a date=1916-01-01"),
        (dated, "dates/1916_01_01/a.txt", "id=a date=1916-01-01"),
        (dated, "dates/1916-01/a.txt", "id=a date=1916-01"),
        (dated, "dates/1916/a.txt", "id=a date=1916"),
        (dated, "dates/19161301/a.txt", "no match"),
        (dated, "19160101/a.txt", "no match"),
        (dated, "dates/19160101/b/a.txt", "no match"),
        ("{date:yyyy/mm/dd}/{_}", "x/2022/09/10/f.txt", "date=2022-09-10"),
        ("{date:dd.mm.yyyy}-{desk}.txt", "10.09.2022-129.txt", "date=2022-09-10 desk=129"),
        ("{date:yyyymm}/{_}", "202209/f", "date=2022-09"),
        ("{date:yyyy/mm/dd}/{_}", "2022/02/30/f.txt", "no match"),
        (
            "{source}/{section}/{_}.txt",
            "Le Monde/Économie/x.txt",
            "source=Le Monde section=Économie",
        ),
        (
            "{language}/{agency}/{_}_{date}.txt",
            "fa/IRNA/a_b_20220910.txt",
            "date=2022-09-10 agency=IRNA language=fa",
        ),
        ("{{{agency_id}}}.txt", "{12}.txt", "id=12"),
        (named, "_news_477_Bridge-opens.TXT", "id=477 headline=Bridge opens"),
        (named, "_NEWS_477_Bridge-opens.txt", "no match"),
        ("{agency_id}.txt", "۴۷۷.txt", "id=477"),
        ("{_}", "", "no match"),
    ] {
        assert_eq!(check(pattern, path), expected, "{pattern} on {path}");
    }
}

#[test]
fn a_pattern_prints_as_written() {
    for text in ["dates/{date}/{agency_id}.txt", "{date:yyyy/mm/dd}/{_}", "{{x}}-{desk}"] {
        assert_eq!(PathPattern::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn errors_say_where_and_what_to_do() {
    for (pattern, expected) in [
        (
            "",
            ": at character 0: the pattern has no field\nhint: name at least one, such as {agency_id}",
        ),
        (
            "a{id}",
            "a{id}: at character 2: no field is called \"id\"\nhint: did you mean {agency_id}?",
        ),
        (
            "{agency-id}",
            "{agency-id}: at character 1: no field is called \"agency-id\"\nhint: did you mean {agency_id}?",
        ),
        ("é{date", "é{date: at character 1: the brace is not closed\nhint: add a }"),
        (
            "a}b",
            "a}b: at character 1: the brace was not opened\nhint: write }} for a brace that belongs to the name",
        ),
        (
            "{desk}{date}",
            "{desk}{date}: at character 6: two fields touch\nhint: put the text that divides the two between them",
        ),
        (
            "{desk}-{desk}",
            "{desk}-{desk}: at character 7: {desk} is given twice\nhint: write {_} for what is to be ignored",
        ),
        (
            "{date:yy}",
            "{date:yy}: at character 6: the layout is not understood\nhint: write yyyy, mm and dd with what stands between them",
        ),
        (
            "{date:yyyy-dd}",
            "{date:yyyy-dd}: at character 6: the layout is not a date\nhint: a layout has one yyyy, with it one mm, and with that one dd",
        ),
        (
            "{desk:upper}",
            "{desk:upper}: at character 6: {desk} has no form \"upper\"\nhint: write :slug for words joined by hyphens, or nothing",
        ),
    ] {
        let error = PathPattern::parse(pattern).unwrap_err();
        // Who prints an error prints its hint below it.
        assert_eq!(format!("{error}\nhint: {}", error.hint), expected);
    }
}

#[test]
fn hostile_paths_end() {
    let pattern = PathPattern::parse("{_}a{agency_id}a{headline}a{desk}b").unwrap();
    assert_eq!(pattern.facts(&"a".repeat(4000)), None);
}
