//! Lines of text for people: wrapped at the width of the screen, with the
//! places that matched set off, right-to-left text kept in its order.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;

use crate::hit::Marked;

/// The narrowest column that text is wrapped into.
const NARROWEST: usize = 20;
/// Lines after the first of a text with a lead stand so far in.
const HANG: usize = 2;
/// Keeps a right-to-left text from reordering what stands beside it
/// (Unicode UAX #9).
const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// What the reader's screen can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Columns; `None` does not wrap.
    pub width: Option<usize>,
    /// Whether matches are set off by colour; by brackets, if not.
    pub colour: bool,
    /// Whether the screen orders right-to-left text: then pieces of it are
    /// kept apart from what stands beside them.
    pub bidirectional: bool,
}

/// How a piece of a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Faint,
    Strong,
}

impl Ink {
    fn style(self) -> Style {
        match self {
            Ink::Plain => Style::new(),
            Ink::Faint => Style::new().fg_color(Some(AnsiColor::Cyan.into())),
            Ink::Strong => Style::new().bold(),
        }
    }
}

const MATCH: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));

/// Writes a text, wrapped and indented, with its marks set off. `lead` is
/// what stands before it on the first line; the lines after it hang.
pub(super) fn paragraph(
    out: &mut dyn Write,
    look: Look,
    indent: usize,
    lead: &str,
    marked: &Marked,
    ink: Ink,
) -> io::Result<()> {
    let clean = clean(marked);
    let brackets = if look.colour { 0 } else { 2 };
    let text = &clean.text;
    let lead_columns = columns(lead);
    let lines = match look.width {
        Some(width) => {
            let hang = if lead.is_empty() { 0 } else { HANG };
            let room = width.saturating_sub(indent + hang + brackets).max(NARROWEST);
            wrap(text, (room + hang).saturating_sub(lead_columns), room)
        }
        None => vec![0..text.len()],
    };
    for (number, line) in lines.into_iter().enumerate() {
        let indent = if number > 0 && !lead.is_empty() { indent + HANG } else { indent };
        write!(out, "{:indent$}", "")?;
        if number == 0 {
            paint(out, look, lead, Ink::Faint.style())?;
        }
        let isolated = look.bidirectional && text[line.clone()].chars().any(is_right_to_left);
        if isolated {
            write!(out, "{ISOLATE}")?;
        }
        marked_line(out, look, &clean, line, ink)?;
        if isolated {
            write!(out, "{END_OF_ISOLATE}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn marked_line(
    out: &mut dyn Write,
    look: Look,
    marked: &Marked,
    line: Range<usize>,
    ink: Ink,
) -> io::Result<()> {
    let mut written = line.start;
    for mark in &marked.marks {
        let (start, end) = (mark.start.max(line.start), mark.end.min(line.end));
        if start >= end {
            continue;
        }
        paint(out, look, &marked.text[written..start], ink.style())?;
        match look.colour {
            true => paint(out, look, &marked.text[start..end], MATCH)?,
            false => write!(out, "[{}]", &marked.text[start..end])?,
        }
        written = end;
    }
    paint(out, look, &marked.text[written..line.end], ink.style())
}

fn paint(out: &mut dyn Write, look: Look, text: &str, style: Style) -> io::Result<()> {
    match look.colour && !text.is_empty() && style != Style::new() {
        true => write!(out, "{style}{text}{style:#}"),
        false => write!(out, "{text}"),
    }
}

/// Text from outside may hold control characters that steer a terminal: they
/// are shown as what they are not, a replacement character.
fn clean(marked: &Marked) -> Marked {
    let mut clean = Marked { text: String::with_capacity(marked.text.len()), marks: Vec::new() };
    for (piece, is_mark) in marked.pieces() {
        let start = clean.text.len();
        clean.text.extend(piece.chars().map(printable));
        if is_mark {
            clean.marks.push(start..clean.text.len());
        }
    }
    clean
}

fn printable(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' => ' ',
        // Explicit directional marks could reorder what follows the text.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{200b}',
        other if other.is_control() => '\u{fffd}',
        other => other,
    }
}

/// Makes text from outside fit to be printed in a line.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(printable).collect()
}

/// How many columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

/// Breaks a text into lines of at most so many columns: after white space,
/// else between wide characters, else wherever the line is full.
fn wrap(text: &str, first: usize, others: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut room) = (0, first);
    // Beside a long lead there may be no room even for a word.
    let first_word = text.split(' ').next().unwrap_or_default();
    if first < others && columns(first_word) > first {
        lines.push(0..0);
        room = others;
    }
    while start < text.len() {
        let (end, next) = line_end(&text[start..], room);
        lines.push(start..start + end);
        start += next;
        room = others;
    }
    if lines.is_empty() {
        lines.push(0..0);
    }
    lines
}

/// Where the first line of a text ends, and where the next begins.
fn line_end(text: &str, room: usize) -> (usize, usize) {
    let mut used = 0;
    let mut last_break = None;
    for (place, character) in text.char_indices() {
        let width = character.width().unwrap_or(0);
        if character == ' ' {
            last_break = Some((place, place + 1));
        } else if width > 1 && place > 0 {
            last_break = Some((place, place));
        }
        if used + width > room && place > 0 && character != ' ' {
            return last_break.unwrap_or((place, place));
        }
        used += width;
    }
    (text.len(), text.len())
}

/// Whether a character runs from right to left (Hebrew, Arabic and the
/// scripts beside them).
fn is_right_to_left(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width, width).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn lines_break_between_words_and_between_wide_characters() {
        let cases: [(&str, usize, &[&str]); 6] = [
            ("one two three", 8, &["one two", "three"]),
            ("one two three", 100, &["one two three"]),
            ("", 10, &[""]),
            ("unbreakable", 4, &["unbr", "eaka", "ble"]),
            ("北京大学的学生", 6, &["北京大", "学的学", "生"]),
            ("exactly ten", 11, &["exactly ten"]),
        ];
        for (text, width, expected) in cases {
            assert_eq!(lines(text, width), expected, "{text} in {width}");
        }
    }

    fn rendered(look: Look, marked: &Marked) -> String {
        let mut out = Vec::new();
        paragraph(&mut out, look, 2, "id ", marked, Ink::Plain).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn matches_are_set_off_also_where_a_line_breaks_in_them() {
        let marked = Marked { text: "the quick brown fox jumps".into(), marks: vec![4..15] };
        let plain = Look::default();
        assert_eq!(rendered(plain, &marked), "  id the [quick brown] fox jumps\n");
        let narrow = Look { width: Some(16), ..plain };
        assert_eq!(rendered(narrow, &marked), "  id the [quick brown] fox\n    jumps\n");
        let long_lead = Look { width: Some(24), ..plain };
        let mut out = Vec::new();
        let lead = "2022-09-10  Harbour TV  ";
        paragraph(&mut out, long_lead, 0, lead, &marked, Ink::Plain).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out, "2022-09-10  Harbour TV  \n  the [quick brown] fox\n  jumps\n");
        let colour = Look { colour: true, ..plain };
        assert!(rendered(colour, &marked).contains("\u{1b}[1m\u{1b}[31mquick brown\u{1b}[0m"));
    }

    #[test]
    fn text_cannot_steer_the_terminal() {
        let marked = Marked { text: "a\u{1b}[31mred\u{202e}b\nc".into(), marks: vec![] };
        let line = rendered(Look::default(), &marked);
        assert_eq!(line, "  id a\u{fffd}[31mred\u{200b}b c\n");
    }

    #[test]
    fn right_to_left_text_is_kept_apart_where_the_screen_orders_it() {
        let marked = Marked { text: "ایران".into(), marks: vec![] };
        let look = Look { bidirectional: true, ..Look::default() };
        assert_eq!(rendered(look, &marked), "  id \u{2068}ایران\u{2069}\n");
    }
}
