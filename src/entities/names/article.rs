//! Who is who within one article: every mention gets the mention that names
//! its entity most fully.

use super::{
    definition::definitions,
    distinct::{Names, spellings},
    join::{join_acronyms, join_heads, join_known, join_persons, join_shortened},
    key::{forms, key_of},
    title::title_words,
    union::Union,
};
use crate::{
    entities::{Kind, Mention, gazetteer::Gazetteer},
    text::Analysis,
};

/// What a mention means within its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The mention with the fullest form of the name, an index.
    pub fullest: usize,
    /// The kind of the entity.
    pub kind: Kind,
    /// The entity of the gazetteer, where it is one.
    pub known: Option<u32>,
}

impl Resolved {
    /// Returns the key of the entity: that of its shown name where the
    /// gazetteer has it, else that of the fullest form.
    pub fn key(&self, analysis: &Analysis, mentions: &[Mention], gazetteer: &Gazetteer) -> String {
        if let Some(key) = self.known.and_then(|known| gazetteer.key(known)) {
            return key.to_owned();
        }
        let tokens = mentions.get(self.fullest).map_or(0..0, |mention| mention.tokens.clone());
        key_of(analysis, tokens, self.kind)
    }
}

/// Returns what each mention of an article means. The mentions are in order of
/// place, and the paragraphs are those that were analysed.
pub fn resolve(
    analysis: &Analysis,
    paragraphs: &[&str],
    mentions: &[Mention],
    gazetteer: &Gazetteer,
) -> Vec<Resolved> {
    let spellings = spellings(analysis, mentions);
    let mentions = &agreed(mentions, &spellings)[..];
    let mut names = Names::gather(analysis, paragraphs, mentions, &spellings, gazetteer);
    let mut union = Union::new(names.names.len());
    for definition in definitions(analysis, paragraphs, mentions, gazetteer) {
        let [short, full] = [definition.short, definition.full].map(|at| names.of_mention[at]);
        union.join(short, full);
        // What the article says goes before what the table says.
        let known = names.names[full].known.or_else(|| {
            let of_table = names.names[short].known;
            of_table.filter(|&known| !names.is_another(short, full, known, gazetteer))
        });
        names.names[short].known = known;
        names.names[full].known = known;
    }
    join_known(&names, &mut union);
    join_acronyms(&names, &mut union);
    let spelt = |name: usize| forms(analysis, mentions[names.names[name].first].tokens.clone());
    let is_spelt = |part: usize, name: usize| {
        let (part, name) = (spelt(part), spelt(name));
        part[title_words(&part)..].iter().all(|form| name.contains(form))
    };
    join_persons(&names, &mut union, is_spelt);
    join_shortened(&names, &mut union);
    join_heads(&names, &mut union, gazetteer);

    // By the roots of names.
    let mut fullest: Vec<Option<usize>> = vec![None; names.names.len()];
    for at in 0..names.names.len() {
        let best = fullest[union.root(at)].get_or_insert(at);
        if names.fullness(at) > names.fullness(*best) {
            *best = at;
        }
    }
    // A name that the table knows for one thing is that, whatever it looked like.
    for &at in fullest.iter().flatten() {
        let name = &names.names[at];
        if name.known.is_none()
            && !names.is_a_surname(at)
            && let Some(entity) = gazetteer.alone(analysis, paragraphs, &mentions[name.first])
        {
            let name = &mut names.names[at];
            name.known = Some(entity);
            name.kind = gazetteer.entity(entity).map_or(name.kind, |entity| entity.kind);
        }
    }
    let mut resolved = Vec::with_capacity(mentions.len());
    for &name in &names.of_mention {
        let best = &names.names[fullest[union.root(name)].unwrap_or(name)];
        let known = best.known.or(names.names[name].known);
        resolved.push(Resolved { fullest: best.first, kind: best.kind, known });
    }
    resolved
}

/// Where an article has one string as a place and as an organisation, all its
/// mentions follow the majority; the first decides between equals.
fn agreed(mentions: &[Mention], spellings: &[u32]) -> Vec<Mention> {
    let is_confused = |kind| matches!(kind, Kind::Place | Kind::Organisation);
    let mut votes: Vec<(i32, Option<Kind>)> = vec![(0, None); mentions.len()];
    let both = || mentions.iter().zip(spellings).filter(|(mention, _)| is_confused(mention.kind));
    for (mention, &spelling) in both() {
        let (sum, first) = &mut votes[spelling as usize];
        first.get_or_insert(mention.kind);
        *sum += if mention.kind == Kind::Place { 1 } else { -1 };
    }
    let mut agreed = mentions.to_vec();
    for (mention, &spelling) in agreed.iter_mut().zip(spellings) {
        if is_confused(mention.kind) {
            mention.kind = match votes[spelling as usize] {
                (1.., _) => Kind::Place,
                (..=-1, _) => Kind::Organisation,
                (0, first) => first.unwrap_or(mention.kind),
            };
        }
    }
    agreed
}
