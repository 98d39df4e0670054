//! Which number comes first in the dates of a column: what one of them proves holds for
//! all of them, so records are looked at ahead of the one that is read.

use std::collections::VecDeque;

use super::draft::Draft;
use super::fields::Part;
use super::unread::Unread;
use crate::archive::DayOrder;
use crate::archive::dates::order::{Evidence, evidence};
use crate::article::{Warning, WarningCode};

/// So many bytes of records are looked at ahead, once a date can be read in two ways.
const AHEAD_BYTES: usize = 16 * 1024 * 1024;

/// The parts that are dates.
pub(super) const DATES: [Part; 3] = [Part::Published, Part::VersionCreated, Part::Embargo];

/// The records of a file, and what is known of its columns. A record is whatever a reader
/// makes an article of.
pub(super) struct Ahead<R> {
    records: VecDeque<(R, usize)>,
    bytes: usize,
    pub columns: Columns,
}

/// What is known of the columns of a file.
#[derive(Debug)]
pub(super) struct Columns {
    pub orders: Orders,
    pub unread: Unread,
}

impl Columns {
    /// Of a file of many records, where the settings have dates read in this order.
    pub fn new(order: DayOrder) -> Columns {
        let orders = Orders { is_asked: order == DayOrder::ByColumn, ..Orders::default() };
        Columns { orders, unread: Unread::default() }
    }

    /// Of a file of one record, whose dates are by themselves.
    pub fn of_one() -> Columns {
        Columns { orders: Orders::default(), unread: Unread::default() }
    }
}

impl<R> Ahead<R> {
    pub fn new(order: DayOrder) -> Ahead<R> {
        Ahead { records: VecDeque::new(), bytes: 0, columns: Columns::new(order) }
    }

    /// Returns the next record. `read` gives them as they stand in the file, each with its
    /// length in bytes, and tells what the dates of each say.
    pub fn next(&mut self, mut read: impl FnMut(&mut Orders) -> Option<(R, usize)>) -> Option<R> {
        let orders = &mut self.columns.orders;
        let record = match self.records.pop_front() {
            Some((record, bytes)) => {
                self.bytes -= bytes;
                record
            }
            None => read(orders)?.0,
        };
        while orders.is_open && !orders.is_whole && self.bytes < AHEAD_BYTES {
            match read(orders) {
                Some((record, bytes)) => {
                    self.bytes += bytes;
                    self.records.push_back((record, bytes));
                }
                None => orders.is_whole = true,
            }
        }
        Some(record)
    }
}

/// What the dates of a file prove, column by column.
#[derive(Debug, Default)]
pub(super) struct Orders {
    is_asked: bool,
    columns: Vec<Column>,
    /// Whether a date came that can be read in two ways.
    is_open: bool,
    /// Whether all records were looked at.
    is_whole: bool,
}

#[derive(Debug, Default)]
struct Column {
    name: String,
    day_first: u64,
    month_first: u64,
    open: u64,
    /// How the last date was read that can be read in two ways.
    told: Option<Proof>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    Of(DayOrder),
    OfBoth,
    OfNone,
}

impl Column {
    fn proof(&self) -> Proof {
        match (self.day_first, self.month_first) {
            (0, 0) => Proof::OfNone,
            (_, 0) => Proof::Of(DayOrder::DayFirst),
            (0, _) => Proof::Of(DayOrder::MonthFirst),
            _ => Proof::OfBoth,
        }
    }
}

impl Orders {
    /// Whether it is asked at all what dates prove.
    pub fn is_asked(&self) -> bool {
        self.is_asked
    }

    /// Takes note of a date.
    pub fn note(&mut self, column: &str, text: &str) {
        let Some(evidence) = evidence(text).filter(|_| self.is_asked) else { return };
        let column = self.column(column);
        match evidence {
            Evidence::Proves(DayOrder::MonthFirst) => column.month_first += 1,
            Evidence::Proves(_) => column.day_first += 1,
            Evidence::Open(_) => {
                column.open += 1;
                self.is_open = true;
            }
        }
    }

    fn column(&mut self, name: &str) -> &mut Column {
        let at = self.columns.iter().position(|column| column.name == name);
        let at = at.unwrap_or_else(|| {
            self.columns.push(Column { name: name.to_owned(), ..Column::default() });
            self.columns.len() - 1
        });
        &mut self.columns[at]
    }

    /// Lets a date of the draft be read as the others of its column prove, or has it say
    /// how it is read where they do not.
    pub fn settle(&mut self, part: Part, column: &str, text: &str, draft: &mut Draft) {
        if !self.is_asked {
            return;
        }
        let Some(Evidence::Open(alone)) = evidence(text) else {
            // A year of two digits is none that must be doubted either.
            if let Some(Evidence::Proves(order)) = evidence(text) {
                draft.orders.push((part, order));
            }
            return;
        };
        let is_whole = self.is_whole;
        let column = self.column(column);
        let proof = column.proof();
        if let Proof::Of(order) = proof {
            draft.orders.push((part, order));
        }
        let before = column.told.replace(proof);
        if before == Some(proof) {
            return;
        }
        if let Some(detail) = column.said(before, alone, is_whole) {
            draft.warnings.push(Warning { code: WarningCode::DateAmbiguous, detail });
        }
    }
}

impl Column {
    /// What is said where dates are read otherwise from here on than `before`; one that
    /// proves nothing by itself is read in the order `alone`.
    fn said(&self, before: Option<Proof>, alone: DayOrder, is_whole: bool) -> Option<String> {
        let Column { name, open, day_first, month_first, .. } = self;
        let (took, other) = match alone {
            DayOrder::MonthFirst => ("month", "day"),
            _ => ("day", "month"),
        };
        let least = if is_whole { "" } else { "at least " };
        let decides = format!(
            "took the {took} first; `day_order = \"{other}-first\"` in the settings takes the {other}"
        );
        let count = match open {
            1 => "date".to_owned(),
            _ => "dates".to_owned(),
        };
        match self.proof() {
            Proof::OfNone => Some(format!(
                "{least}{open} {count} of `{name}` can be read in two ways and none beside proves which: {decides}"
            )),
            Proof::OfBoth => Some(format!(
                "{least}{open} {count} of `{name}` can be read in two ways, and of the others {day_first} \
                 prove the day first, {month_first} the month: {decides}"
            )),
            Proof::Of(order) => {
                let first = if order == DayOrder::MonthFirst { "month" } else { "day" };
                before.map(|_| {
                    format!(
                        "`{name}` has the {first} first, as a date far below the first ones proves: \
                         those above may be wrong; set `day_order = \"{first}-first\"`"
                    )
                })
            }
        }
    }
}
