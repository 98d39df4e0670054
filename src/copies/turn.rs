//! Who ran a story first. Knows the article's date and number.

use crate::article::{Article, Published};

/// When an article's turn comes among those that carry one story: by the
/// moment by which it surely was out, then the earliest moment it can have
/// been, then the number its agency files it under. An article without a date
/// comes after all that have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Turn {
    /// The last second that the date can mean, since 1970; `i64::MAX` without
    /// a date.
    pub by: i64,
    /// The first second that it can mean; `i64::MIN` without a date.
    pub from: i64,
    /// The agency's number; `u64::MAX` without one.
    pub number: u64,
}

impl Turn {
    /// Returns when an article's turn comes.
    pub fn of(article: &Article) -> Turn {
        Turn::new(article.published, article.agency_number())
    }

    /// Returns the turn of an article with this date and this number.
    pub fn new(published: Option<Published>, number: Option<u64>) -> Turn {
        Turn {
            by: published.map_or(i64::MAX, Published::last_second),
            from: published.map_or(i64::MIN, |at| at.seconds),
            number: number.unwrap_or(u64::MAX),
        }
    }

    /// Whether an article of this turn was out before one of another could be,
    /// as far as dates are known.
    pub fn is_surely_before(&self, other: &Turn) -> bool {
        self.by < other.from
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Precision;

    fn at(text: &str, precision: Precision) -> Option<Published> {
        Published::from_civil(text.parse().unwrap(), precision)
    }

    #[test]
    fn turns_go_by_what_is_sure_then_by_number() {
        let turns = [
            Turn::new(at("2022-09-09T23:00", Precision::Minute), None),
            Turn::new(at("2022-09-10T07:35", Precision::Minute), Some(9)),
            Turn::new(at("2022-09-10T00:00", Precision::Day), Some(3)),
            Turn::new(at("2022-09-10T00:00", Precision::Day), Some(20)),
            Turn::new(at("2022-09-10T00:00", Precision::Day), None),
            Turn::new(at("2022-01-01T00:00", Precision::Year), Some(1)),
            Turn::new(None, Some(1)),
            Turn::new(None, None),
        ];
        assert!(turns.is_sorted(), "{turns:#?}");
        assert!(turns[0].is_surely_before(&turns[1]));
        assert!(turns[0].is_surely_before(&turns[2]));
        assert!(!turns[1].is_surely_before(&turns[2]));
        assert!(!turns[1].is_surely_before(&turns[6]));
        assert!(!turns[6].is_surely_before(&turns[1]));
    }
}
