//! Counts for people: lists of values, and bars over time.

use std::io::{self, Write};

use super::lines::columns;
use super::numbers::counted;
use crate::facets::{Facet, Timeline};

/// The longest bar, in columns.
const BAR: u64 = 40;
/// A bar's end, in eighths of a column.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Writes the most frequent values of a field, at most `limit`.
///
/// # Errors
/// Where the writer fails.
pub fn facet(out: &mut dyn Write, facet: &Facet, limit: usize) -> io::Result<()> {
    writeln!(out, "{}:", facet.field.name())?;
    counted(out, facet.values.iter().map(|(value, count)| (value, count)), limit)?;
    if facet.without > 0 {
        writeln!(out, "{:>9}  (none)", facet.without)?;
    }
    Ok(())
}

/// Writes a bar for each period, then what no period can be told for.
///
/// # Errors
/// Where the writer fails.
pub fn timeline(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    let most = timeline.periods.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    for (label, count) in &timeline.periods {
        let eighths = count * BAR * 8 / most;
        let full = "█".repeat((eighths / 8) as usize);
        let bar = format!("{full}{}", EIGHTHS[(eighths % 8) as usize]);
        debug_assert!(columns(&bar) <= BAR as usize + 1);
        writeln!(out, "{}", format!("{label:<10} {count:>9}  {bar}").trim_end())?;
    }
    if timeline.imprecise > 0 {
        let period = timeline.period.name();
        writeln!(out, "{:<10} {:>9}  dated, but not to the {period}", "", timeline.imprecise)?;
    }
    if timeline.undated > 0 {
        writeln!(out, "{:<10} {:>9}  undated", "", timeline.undated)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facets::{FacetField, Period};

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn values_are_listed_with_what_is_left_out() {
        let values = vec![("Press\u{1b}TV".into(), 12), ("IRNA".into(), 3), ("SANA".into(), 1)];
        let facet_ = Facet { field: FacetField::Source, values, without: 4 };
        let expected = "source:\n       12  Press\u{fffd}TV\n        3  IRNA\n           and 1 more\n        4  (none)\n";
        assert_eq!(text(|out| facet(out, &facet_, 2).unwrap()), expected);
    }

    #[test]
    fn bars_show_empty_periods_and_what_has_none() {
        let periods = vec![("2021".into(), 80), ("2022".into(), 0), ("2023".into(), 1)];
        let counted = Timeline { period: Period::Month, periods, imprecise: 2, undated: 1 };
        let full = "█".repeat(40);
        let expected = format!(
            "2021              80  {full}\n2022               0\n2023               1  ▌\n                   2  dated, but not to the month\n                   1  undated\n"
        );
        assert_eq!(text(|out| timeline(out, &counted).unwrap()), expected);
    }
}
