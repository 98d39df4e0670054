//! The line of a query around an error, and the carets under it. Knows how
//! wide characters are in a terminal, never what the error is.

use unicode_width::UnicodeWidthChar;

use crate::query::ast::Span;

/// The widest excerpt, in terminal columns: with its indent it fits 80.
const COLUMNS: usize = 72;

/// How much of a long line stands before the caret, in columns.
const COLUMNS_BEFORE: usize = 30;

/// Two lines of the same width at most: the text and the carets.
pub(super) struct Excerpt {
    pub line: String,
    pub carets: String,
}

struct Cell {
    shown: char,
    width: usize,
    marked: bool,
}

impl Excerpt {
    pub fn new(text: &str, span: Span) -> Self {
        let cells = cells(text, span);
        let first = cells.iter().position(|cell| cell.marked).unwrap_or(0);
        let (from, to) = window(&cells, first);
        let mut line = String::new();
        let mut carets = String::new();
        if from > 0 {
            line.push('…');
            carets.push(' ');
        }
        for cell in &cells[from..to] {
            line.push(cell.shown);
            let mark = if cell.marked { "^" } else { " " };
            carets.push_str(&mark.repeat(cell.width));
        }
        if to < cells.len() {
            line.push('…');
        }
        if !carets.contains('^') {
            carets.push('^');
        }
        Excerpt { line: line.trim_end().to_owned(), carets: carets.trim_end().to_owned() }
    }
}

/// The characters of `text` that are near enough to be shown, and one empty
/// cell after the last, so that the end of a query can be pointed at.
fn cells(text: &str, span: Span) -> Vec<Cell> {
    let end = span.end.max(span.start + 1);
    let mut cells: Vec<Cell> = text
        .char_indices()
        .map(|(at, character)| {
            let shown = printable(character);
            Cell {
                shown,
                width: shown.width().unwrap_or(1),
                marked: (span.start..end).contains(&at),
            }
        })
        .collect();
    cells.push(Cell { shown: ' ', width: 1, marked: span.start >= text.len() });
    cells
}

/// Which cells fit: from some columns before the first marked one to as many
/// as the width allows.
fn window(cells: &[Cell], first: usize) -> (usize, usize) {
    let total: usize = cells.iter().map(|cell| cell.width).sum();
    // The empty cell at the end may stand beyond the width.
    if total <= COLUMNS + 1 {
        return (0, cells.len());
    }
    let mut from = first;
    let mut before = 0;
    while from > 0 && before + cells[from - 1].width <= COLUMNS_BEFORE {
        from -= 1;
        before += cells[from].width;
    }
    let mut to = from;
    let mut used = 2;
    while to < cells.len() && used + cells[to].width <= COLUMNS {
        used += cells[to].width;
        to += 1;
    }
    while from > 0 && used + cells[from - 1].width <= COLUMNS {
        from -= 1;
        used += cells[from].width;
    }
    (from, to)
}

/// A character as a terminal can show it in one line: white space and control
/// characters are spaces, marks that turn the direction of writing are
/// replaced.
pub(in crate::query) fn printable(character: char) -> char {
    match character {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ if character.is_control() => ' ',
        '\u{2028}' | '\u{2029}' => ' ',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, start: usize, end: usize, line: &str, carets: &str) {
        let excerpt = Excerpt::new(text, Span { start, end });
        assert_eq!(excerpt.line, line);
        assert_eq!(excerpt.carets, carets);
    }

    #[test]
    fn carets_stand_under_what_they_point_at() {
        check("nato", 0, 4, "nato", "^^^^");
        check("nato", 4, 4, "nato", "    ^");
        check("a\tb\nc", 4, 5, "a b c", "    ^");
        check("Чехия \"a", 11, 12, "Чехия \"a", "      ^");
        check("東京 x", 7, 8, "東京 x", "     ^");
        check("東京 x", 0, 6, "東京 x", "^^^^");
        check("e\u{301}a x", 5, 6, "e\u{301}a x", "   ^");
        check("a\u{202e}b x", 6, 7, "a\u{fffd}b x", "    ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let text = format!("{}(x{}", "a ".repeat(100), " b".repeat(100));
        let excerpt = Excerpt::new(&text, Span { start: 200, end: 201 });
        assert_eq!(excerpt.line.chars().count(), COLUMNS);
        assert_eq!(excerpt.carets.len(), 32);
        assert_eq!(excerpt.line.chars().nth(31), Some('('));
        assert!(excerpt.line.starts_with('…') && excerpt.line.ends_with('…'));
    }

    #[test]
    fn the_end_of_a_long_line_is_shown_without_an_ellipsis_after_it() {
        let text = "a ".repeat(100) + "(";
        let excerpt = Excerpt::new(&text, Span { start: 201, end: 201 });
        assert!(excerpt.line.ends_with("a ("), "{}", excerpt.line);
        assert_eq!(excerpt.carets.len(), excerpt.line.chars().count() + 1);
    }
}
