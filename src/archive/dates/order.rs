//! What one date says about the order of day and month in dates beside it.

use jiff::civil::Date;

use super::{Day, DayOrder, read_whole};
use crate::archive::fold::ascii_digit;

/// What a date says about the order in which it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Evidence {
    /// Only this order makes a date of it.
    Proves(DayOrder),
    /// It can be read in both; alone it is read in this one.
    Open(DayOrder),
}

/// Whether a text can be a date that says something: cheap, as most texts are none.
pub(in crate::archive) fn may_tell(text: &str) -> bool {
    const LONGEST: usize = 100;
    let before = || text.split_once('/').and_then(|(before, _)| before.chars().next_back());
    text.len() <= LONGEST && before().is_some_and(|c| ascii_digit(c).is_ascii_digit())
}

/// Returns what a text that is a date says; `None` where it has no order, as dates with
/// the year in front or with the name of the month.
pub(in crate::archive) fn evidence(text: &str) -> Option<Evidence> {
    let text = text.trim();
    let slash = text.find('/')?;
    if text.as_bytes()[..slash].iter().take_while(|byte| byte.is_ascii_digit()).count() > 2 {
        return None;
    }
    let pieces = read_whole(text)?;
    let (first, second) = (number_before(&text[..slash])?, number_behind(&text[slash + 1..])?);
    let as_written = |date: Date| match (date.day(), date.month()) {
        (day, month) if day == month => None,
        numbers if numbers == (first, second) => Some(DayOrder::DayFirst),
        numbers if numbers == (second, first) => Some(DayOrder::MonthFirst),
        _ => None,
    };
    match pieces.day? {
        Day::Either(one, other) if one != other => {
            let (date, by_weekday) = pieces.choose(one, other, DayOrder::ByColumn);
            let order = as_written(date)?;
            Some(match by_weekday {
                true => Evidence::Proves(order),
                false => Evidence::Open(order),
            })
        }
        Day::Either(date, _) | Day::Full(date) => as_written(date).map(Evidence::Proves),
        _ => None,
    }
}

fn number_before(text: &str) -> Option<i8> {
    let digits = text.chars().rev().map(ascii_digit).take_while(char::is_ascii_digit);
    digits.collect::<Vec<char>>().into_iter().rev().collect::<String>().parse().ok()
}

fn number_behind(text: &str) -> Option<i8> {
    text.chars().map(ascii_digit).take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_say_in_which_order_they_are_written() {
        use DayOrder::{DayFirst, MonthFirst};
        use Evidence::{Open, Proves};
        for (text, expected) in [
            ("03/25/2021", Some(Proves(MonthFirst))),
            (" 25/03/2021 ", Some(Proves(DayFirst))),
            ("03/04/2021", Some(Open(DayFirst))),
            ("3/4/2021 10:00 AM", Some(Open(MonthFirst))),
            ("3/4/2021 10:00", Some(Open(DayFirst))),
            ("Saturday 10/7/2023", Some(Proves(MonthFirst))),
            ("Monday, 10/7/2023", Some(Proves(DayFirst))),
            ("25/03/21", Some(Proves(DayFirst))),
            ("03/25/21", Some(Proves(MonthFirst))),
            ("03/04/21", Some(Open(DayFirst))),
            ("٢٥/٠٣/٢٠٢١", Some(Proves(DayFirst))),
            ("4/4/2021", None),
            ("2021-04-03", None),
            ("2021/04/03", None),
            ("2021-04-03T00:00:00Z", None),
            ("3.4.2021", None),
            ("19/06/1401", None),
            ("31/31/2021", None),
            ("10 September 2022", None),
            ("a/b", None),
            ("", None),
        ] {
            assert_eq!(evidence(text), expected, "{text}");
        }
    }
}
