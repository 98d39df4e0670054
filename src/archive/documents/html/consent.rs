//! Banners that ask for consent to cookies. Some are longer than the article, and
//! are then taken for it.

use dom_query::{Document, NodeRef};
use rustc_hash::FxHashSet;

use crate::archive::fold::{fold, letters};
use crate::article::Block;

/// A text with more words for each of its cookies is about something else.
const WORDS_PER_COOKIE: usize = 60;
/// What banners ask, in the languages that pages have them in.
const ASKS: [&str; 14] = [
    "consent",
    "accept",
    "privacy",
    "agree",
    "allow",
    "your browser",
    "gdpr",
    "accepte",
    "consentement",
    "akzeptieren",
    "zustimmung",
    "datenschutz",
    "aceptar",
    "accett",
];

/// Whether a text asks for consent and is none of an article of this title.
pub(super) fn is_banner(blocks: &[Block], title: &str) -> bool {
    let text: Vec<String> = blocks.iter().map(|block| fold(&block.text)).collect();
    let text = text.join(" ");
    let cookies = text.matches("cookie").count();
    cookies > 0
        && cookies * WORDS_PER_COOKIE >= text.split_whitespace().count()
        && ASKS.iter().any(|word| text.contains(word))
        && !fold(title).contains("cookie")
}

/// Takes the elements of these texts that are about cookies out of a page: what was
/// found may be banner and article.
pub(super) fn take_out(blocks: &[Block], document: &Document) {
    let texts = blocks.iter().map(|block| letters(&block.text));
    let texts: FxHashSet<String> = texts.filter(|text| text.contains("cookie")).collect();
    let holds_others = |element: &NodeRef| {
        let mut names = element.children_it(false).filter_map(|child| child.node_name());
        names.any(|name| matches!(&*name, "div" | "p" | "section" | "ul"))
    };
    for element in document.select("p, li, h2, h3, h4, td, div").nodes() {
        if !holds_others(element) && texts.contains(&letters(&element.text())) {
            element.remove_from_parent();
        }
    }
}
