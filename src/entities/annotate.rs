//! The names of one article: found, resolved within it, and with what it says
//! about them. Knows the tagger, the gazetteer and the keys of names; never
//! imports the index.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::casing::{add_small_parts, settled};
use super::gazetteer::Gazetteer;
use super::identified::{Identified, add_identified};
use super::names::{Alias, aliases, resolve, without_bare_titles};
use super::tagger::Tagger;
use super::{Coverage, Kind, coverage};
use crate::article::Language;
use crate::text::{Analysis, Analyzer};

/// Annotates articles. Keeps caches: make one for each thread (clones share
/// the tables) and use it for all articles.
#[derive(Debug, Clone)]
pub struct Annotator {
    tagger: Tagger,
    gazetteer: Arc<Gazetteer>,
}

/// The names of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotation {
    /// The keys of its entities (`person:edi rama`), each once.
    pub keys: Vec<String>,
    /// Its mentions in order of place; they do not overlap.
    pub mentions: Vec<Named>,
    /// What it says about its names.
    pub aliases: Vec<Alias>,
}

/// A mention and whom it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its tokens, indices into [`Analysis::tokens`].
    pub tokens: Range<u32>,
    /// The kind of the entity.
    pub kind: Kind,
    /// The entity, an index into [`Annotation::keys`].
    pub key: usize,
}

impl Annotator {
    /// Makes an annotator with the model and the names that are built in. Takes
    /// some milliseconds.
    pub fn shipped() -> Annotator {
        Annotator { tagger: Tagger::shipped(), gazetteer: Arc::new(Gazetteer::shipped()) }
    }

    /// Annotates an article: `analysis` is what the analyser made of
    /// `paragraphs`, the first of which is the headline, and `identified` what its
    /// publisher says it names. In languages without a model only these are found
    /// and names that are known beforehand ([`coverage`]).
    pub fn annotate(
        &mut self,
        language: Language,
        analysis: &Analysis,
        paragraphs: &[&str],
        identified: &[Identified<'_>],
    ) -> Annotation {
        let mut found = match coverage(language) {
            Coverage::Tagged => {
                let mut found = self.tagger.tag(analysis, paragraphs);
                add_small_parts(&mut found, analysis, paragraphs);
                settled(found, analysis, paragraphs, &self.gazetteer)
            }
            Coverage::NamesKnown => self.gazetteer.mentions(analysis, paragraphs),
        };
        without_bare_titles(analysis, &mut found);
        if !identified.is_empty() {
            add_identified(&mut found, identified, analysis, paragraphs, &mut Analyzer::new());
        }
        let mut annotation = Annotation {
            aliases: aliases(analysis, paragraphs, &found, &self.gazetteer),
            ..Annotation::default()
        };
        let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
        // Mentions of one name share its key.
        let mut of_name: FxHashMap<(usize, Kind, Option<u32>), usize> = FxHashMap::default();
        numbers.reserve(found.len() / 2);
        of_name.reserve(found.len() / 2);
        let resolved = resolve(analysis, paragraphs, &found, &self.gazetteer);
        for (mention, meant) in found.iter().zip(resolved) {
            let name = (meant.fullest, meant.kind, meant.known);
            let key = *of_name.entry(name).or_insert_with(|| {
                let key = meant.key(analysis, &found, &self.gazetteer);
                let fresh = annotation.keys.len();
                *numbers.entry(key).or_insert_with_key(|key| {
                    annotation.keys.push(key.clone());
                    fresh
                })
            });
            let tokens = mention.tokens.clone();
            annotation.mentions.push(Named { tokens, kind: meant.kind, key });
        }
        annotation
    }
}

/// Returns a mention as the text writes it, white space between its words as
/// one space, and without a bracket that has no partner in it ("[President
/// Donald] Trump"); nothing where the tokens are not of this text.
pub fn written<'a>(
    analysis: &Analysis,
    paragraphs: &[&'a str],
    tokens: &Range<u32>,
) -> Cow<'a, str> {
    let tokens = analysis.tokens.get(tokens.start as usize..tokens.end as usize);
    let Some([first, .., last] | [first @ last]) = tokens else { return Cow::Borrowed("") };
    let paragraph = paragraphs.get(first.paragraph as usize).copied().unwrap_or_default();
    let text = paragraph.get(first.start as usize..last.end as usize).unwrap_or_default();
    if text.bytes().any(|byte| BRACKETS.iter().flatten().any(|bracket| *bracket == byte)) {
        let text = without_lone_brackets(text);
        return Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let is_plain = |pair: &[u8]| pair[0].is_ascii_graphic() || pair[1].is_ascii_graphic();
    if text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
        && text.as_bytes().windows(2).all(is_plain)
    {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What opens and what closes.
const BRACKETS: [[u8; 2]; 3] = [[b'(', b')'], [b'[', b']'], [b'{', b'}']];

fn without_lone_brackets(text: &str) -> String {
    let (mut open, mut lone) = (Vec::new(), Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        for [opening, closing] in BRACKETS {
            if byte == opening {
                open.push((at, closing));
            } else if byte == closing && open.pop_if(|(_, wanted)| *wanted == byte).is_none() {
                lone.push(at);
            }
        }
    }
    lone.extend(open.into_iter().map(|(at, _)| at));
    text.char_indices().filter(|(at, _)| !lone.contains(at)).map(|(_, c)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_without_its_partner_is_no_part_of_a_name() {
        for (text, expected) in [
            ("Donald] Trump", "Donald Trump"),
            ("Edi [Rama", "Edi Rama"),
            ("Edi (E. R.) Rama", "Edi (E. R.) Rama"),
            ("Edi ) ( Rama", "Edi Rama"),
            ("Edi (E. [R.) Rama", "Edi E. R. Rama"),
        ] {
            let text = without_lone_brackets(text);
            assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), expected);
        }
    }
}
