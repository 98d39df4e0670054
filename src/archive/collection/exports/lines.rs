//! The lines of a document: runs of them, and paragraphs that were broken to a width.

use crate::archive::page::lines::{Line, ends_sentence};

/// Nothing is broken to more columns than these.
const WIDEST: usize = 100;
/// A line may be so much shorter than the next word needs: some letters take two
/// columns.
const SLACK: usize = 3;

/// Returns the runs of lines between blank ones.
pub(super) fn blocks<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<&'l [Line<'a>]> {
    lines.split(Line::is_blank).filter(|block| !block.is_empty()).collect()
}

/// Returns the text of lines, one behind the other.
pub(super) fn joined(lines: &[Line<'_>]) -> String {
    lines.iter().map(|line| line.text).collect::<Vec<_>>().join(" ")
}

/// Returns a text in which each paragraph that was broken to a width is one line again,
/// with blank lines between runs of lines.
///
/// Databases break between words and never inside one: what stands at the end of a line
/// stays as it is.
pub(super) fn unbroken(lines: &[Line<'_>]) -> String {
    // A word that is longer than a line, as an address, has one for itself; some scripts
    // have no spaces.
    let is_word = |line: &&Line| {
        let ascii = line.text.chars().filter(char::is_ascii).count();
        !line.text.contains(' ') && ascii * 2 >= width(line)
    };
    let with_words = lines.iter().filter(|line| !is_word(line));
    let widest = with_words.map(width).max().unwrap_or(0);
    if widest > WIDEST {
        // Nothing was broken: each line is a paragraph.
        let texts = lines.iter().filter(|line| !line.is_blank()).map(|line| line.text);
        return texts.collect::<Vec<_>>().join("\n\n");
    }
    let blocks = blocks(lines);
    let is_full =
        |block: &[Line]| block.len() > 1 && block.windows(2).all(|pair| fills(pair, widest));
    // Paragraphs on lines of their own may fill a width by chance, and end as sentences do.
    let is_open = |block: &[Line]| {
        let before_last = block.split_last().map_or(block, |(_, before)| before);
        before_last.iter().any(|line| !ends_sentence(line.text))
    };
    let is_broken = blocks.iter().any(|block| is_full(block) && is_open(block));
    let written = blocks.iter().map(|block| match is_broken && is_full(block) {
        true if block.iter().all(|line| line.indent > 0) => format!("  {}", joined(block)),
        true => joined(block),
        false => apart(block),
    });
    written.collect::<Vec<_>>().join("\n\n")
}

/// Whether a line had no room for the word that begins the next.
fn fills(pair: &[Line<'_>], widest: usize) -> bool {
    let [line, next] = pair else {
        return false;
    };
    let word = next.text.split_whitespace().next().unwrap_or_default();
    width(line) + 1 + word.chars().count() + SLACK > widest
}

fn width(line: &Line<'_>) -> usize {
    line.text.chars().count()
}

/// Returns lines as they stand, set in or not.
fn apart(block: &[Line<'_>]) -> String {
    let set_in = |line: &Line| match line.indent > 1 && block.len() > 1 {
        true => format!("  {}", line.text),
        false => line.text.to_owned(),
    };
    block.iter().map(set_in).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::page::lines::split;

    #[test]
    fn paragraphs_broken_to_a_width_are_whole_again() {
        for (text, expected) in [
            (
                "The ferry of Lindmouth stays. It\nleaves at six, pre- and\npost-war.\n\nSo it is.",
                "The ferry of Lindmouth stays. It leaves at six, pre- and post-war.\n\nSo it is.",
            ),
            ("It stays.\nIt leaves at six o'clock.", "It stays.\nIt leaves at six o'clock."),
            (
                "It stays, it is said at\nhttps://gazette.example/ferry,\nand it leaves at six.",
                "It stays, it is said at https://gazette.example/ferry, and it leaves at six.",
            ),
            ("It stays for five years.\nIt leaves.", "It stays for five years.\nIt leaves."),
            ("", ""),
        ] {
            assert_eq!(unbroken(&split(text)), expected);
        }
    }
}
