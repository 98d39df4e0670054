//! Dates and ranges of dates, each as the range it was understood as.

use jiff::civil::Date;

use super::now;
use crate::query::parse;

fn check(now: Date, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        match parse(text, now) {
            Ok(query) => assert_eq!(query.to_string(), *expected, "{text}"),
            Err(error) => panic!("{text}\n{error}"),
        }
    }
}

#[test]
fn dates_as_journalists_and_iso_write_them() {
    check(
        now(),
        &[
            ("date:2022-09-10", "date:2022-09-10"),
            ("date:2022-9-1", "date:2022-09-01"),
            ("date:2022-09", "date:2022-09"),
            ("date:2022", "date:2022"),
            ("DATE:\"2022\"", "date:2022"),
            ("date:2024-02-29", "date:2024-02-29"),
            ("date:2000-02-29", "date:2000-02-29"),
            ("date:2022-09-10T07:35", "date:2022-09-10T07:35Z"),
            ("date:2022-09-10T07:35:25Z", "date:2022-09-10T07:35:25Z"),
            ("date:\"2022-09-10 07:35\"", "date:2022-09-10T07:35Z"),
            ("date:2022-09-10T02:00+04:30", "date:2022-09-09T21:30Z"),
            ("date:2022-09-10T02:00-0500", "date:2022-09-10T07:00Z"),
            ("date:2022-12-31T23:30-01", "date:2023-01-01T00:30Z"),
            ("date:\"10 September 2022\"", "date:2022-09-10"),
            ("date:“10 September 2022”", "date:2022-09-10"),
            ("date:\"Sept. 10, 2022\"", "date:2022-09-10"),
            ("date:\"Sep 10 2022\"", "date:2022-09-10"),
            ("date:\"SEPTEMBER 10th, 2022\"", "date:2022-09-10"),
            ("date:\"Saturday, 10 September 2022\"", "date:2022-09-10"),
            ("date:\"Sat 10 Sep 2022\"", "date:2022-09-10"),
            ("date:10-Sep-2022", "date:2022-09-10"),
            ("date:\"September 2022\"", "date:2022-09"),
            ("date:\"29 February 2024\"", "date:2024-02-29"),
            ("date:\"May 2022\"", "date:2022-05"),
            ("date:31/12/2022", "date:2022-12-31"),
            ("date:12/31/2022", "date:2022-12-31"),
            ("date:31.12.2022", "date:2022-12-31"),
            ("date:2022/12/31", "date:2022-12-31"),
            ("date:2022.9.10", "date:2022-09-10"),
            ("date:10/10/2022", "date:2022-10-10"),
            ("date:31/12/2022..1.13.2023", "date:2022-12-31..2023-01-13"),
            ("date:>=2022/12/31", "date:2022-12-31.."),
            ("date:none", "date:none"),
            ("date:NONE", "date:none"),
        ],
    );
}

#[test]
fn ranges_keep_the_precision_written() {
    check(
        now(),
        &[
            ("date:2022-09..2022-12", "date:2022-09..2022-12"),
            ("date:2022..2022", "date:2022"),
            ("date:..2022", "date:..2022"),
            ("date:2022-09-10..", "date:2022-09-10.."),
            ("date:>=2022-09", "date:2022-09.."),
            ("date:>2022-09", "date:2022-10.."),
            ("date:>2022-12", "date:2023-01.."),
            ("date:>2022-02-28", "date:2022-03-01.."),
            ("date:>2024-02-28", "date:2024-02-29.."),
            ("date:<2022-03-01", "date:..2022-02-28"),
            ("date:<2022", "date:..2021"),
            ("date:<=2022-09", "date:..2022-09"),
            ("date:=2022", "date:2022"),
            ("date:>2022-09-10T23:59", "date:2022-09-11T00:00Z.."),
            ("date:<2022-09-10T00:00:00", "date:..2022-09-09T23:59:59Z"),
            ("date:>=\"10 September 2022\"", "date:2022-09-10.."),
            ("date:\">= 10 September 2022\"", "date:2022-09-10.."),
            ("date:\"10 Sep 2022\"..\"12 Sep 2022\"", "date:2022-09-10..2022-09-12"),
            ("date:\"10 Sep 2022 .. 12 Sep 2022\"", "date:2022-09-10..2022-09-12"),
            // The range is not empty: the tenth lies in September.
            ("date:2022-09-10..2022-09", "date:2022-09-10..2022-09"),
            ("date:2022..2022-09-10", "date:2022..2022-09-10"),
            ("date:1678..2261", "date:1678..2261"),
        ],
    );
}

#[test]
fn periods_count_from_the_given_day() {
    check(
        now(),
        &[
            ("date:today", "date:2022-09-10"),
            ("date:Yesterday", "date:2022-09-09"),
            ("date:last-1d", "date:2022-09-10"),
            ("date:last-7d", "date:2022-09-04..2022-09-10"),
            ("date:last-2w", "date:2022-08-28..2022-09-10"),
            ("date:last-3m", "date:2022-06-10..2022-09-10"),
            ("date:last-1y", "date:2021-09-10..2022-09-10"),
            ("date:LAST-1Y", "date:2021-09-10..2022-09-10"),
            ("date:this-year", "date:2022"),
            ("date:this-month", "date:2022-09"),
            ("date:this-week", "date:2022-09-05..2022-09-11"),
            ("date:last-year", "date:2021"),
            ("date:last-month", "date:2022-08"),
            ("date:last-week", "date:2022-08-29..2022-09-04"),
            ("date:last-month..today", "date:2022-08..2022-09-10"),
            ("date:>=last-week", "date:2022-08-29.."),
            ("date:>yesterday", "date:2022-09-10.."),
            ("date:<this-month", "date:..2022-08"),
            ("date:<=last-week", "date:..2022-09-04"),
        ],
    );
}

#[test]
fn periods_cross_the_ends_of_months_and_years() {
    let cases = [
        ("2022-03-03", "last-7d", "date:2022-02-25..2022-03-03"),
        ("2024-03-03", "last-7d", "date:2024-02-26..2024-03-03"),
        ("2022-01-01", "yesterday", "date:2021-12-31"),
        ("2022-01-15", "last-month", "date:2021-12"),
        ("2022-03-31", "last-month", "date:2022-02"),
        ("2022-05-31", "last-3m", "date:2022-02-28..2022-05-31"),
        ("2024-05-31", "last-3m", "date:2024-02-29..2024-05-31"),
        ("2024-02-29", "last-1y", "date:2023-02-28..2024-02-29"),
        ("2022-01-02", "this-week", "date:2021-12-27..2022-01-02"),
        ("2022-01-03", "this-week", "date:2022-01-03..2022-01-09"),
        ("2022-01-03", "last-week", "date:2021-12-27..2022-01-02"),
    ];
    for (now, word, expected) in cases {
        let now: Date = now.parse().unwrap();
        check(now, &[(&format!("date:{word}"), expected)]);
    }
}

#[test]
fn a_day_far_away_refuses_what_it_cannot_count() {
    for now in [Date::MIN, Date::MAX, Date::ZERO] {
        for word in [
            "today",
            "yesterday",
            "this-week",
            "this-month",
            "this-year",
            "last-week",
            "last-month",
            "last-year",
            "last-7d",
            "last-2w",
            "last-3m",
            "last-1y",
            ">today",
            "<today",
        ] {
            assert!(parse(&format!("date:{word}"), now).is_err(), "{now} {word}");
        }
    }
}
