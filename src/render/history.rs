//! The versions of an article for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::lines::{Look, one_line};
use crate::article::Article;
use crate::history::{Fate, compare};

const ADDED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const REMOVED: Style =
    Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red))).strikethrough();

/// Writes the versions of an article, the oldest first: what is known about
/// each, and the paragraphs in which it differs from the one before, word by
/// word.
///
/// # Errors
/// Where the writer fails.
pub fn history(out: &mut dyn Write, look: Look, versions: &[Article]) -> io::Result<()> {
    for (number, article) in versions.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let is_current = number + 1 == versions.len();
        heading(out, number + 1, article, is_current)?;
        let Some(older) = number.checked_sub(1).map(|before| &versions[before]) else {
            writeln!(out, "    {}", one_line(&article.headline))?;
            continue;
        };
        let mut has_changed = false;
        for paragraph in compare(older, article) {
            if paragraph.iter().all(|piece| piece.fate == Fate::Kept) {
                continue;
            }
            has_changed = true;
            write!(out, "    ")?;
            for piece in paragraph {
                let text = one_line(&piece.text);
                match (piece.fate, look.colour) {
                    (Fate::Kept, _) => write!(out, "{text}")?,
                    (Fate::Added, true) => write!(out, "{ADDED}{text}{ADDED:#}")?,
                    (Fate::Removed, true) => write!(out, "{REMOVED}{text}{REMOVED:#}")?,
                    (Fate::Added, false) => write!(out, "{{+{text}+}}")?,
                    (Fate::Removed, false) => write!(out, "[-{text}-]")?,
                }
            }
            writeln!(out)?;
        }
        if !has_changed {
            writeln!(out, "    the text is the same")?;
        }
    }
    Ok(())
}

fn heading(
    out: &mut dyn Write,
    number: usize,
    article: &Article,
    is_current: bool,
) -> io::Result<()> {
    write!(out, "{number}. ")?;
    if let Some(version) = article.version {
        write!(out, "version {version}, ")?;
    }
    match article.version_created.or(article.published) {
        Some(date) => write!(out, "{date}")?,
        None => write!(out, "undated")?,
    }
    write!(out, ", {}", one_line(&article.origin.path))?;
    writeln!(out, "{}", if is_current { " (current)" } else { "" })
}
