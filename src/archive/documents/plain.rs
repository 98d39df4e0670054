//! Plain text in a field of a structured document becomes blocks.

use crate::archive::page::{lines, paragraphs};
use crate::article::{Block, BlockKind};

/// Makes a paragraph of each run of lines, as agency pages are read.
pub(in crate::archive) fn blocks(text: &str) -> Vec<Block> {
    let text = lines::unify_ends(text);
    let paragraphs = paragraphs::build(&lines::split(&text)).into_iter();
    paragraphs
        .map(|paragraph| Block { kind: BlockKind::Paragraph, text: paragraph.text })
        .filter(|block| !block.text.is_empty())
        .collect()
}
