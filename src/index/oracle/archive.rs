//! Random small archives. An article is kept as the words it was made of, so
//! that nobody has to find its words again.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::article::{Article, ArticleId, Block, BlockKind, Language, Precision, Published};

/// A source of numbers that is the same in every run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    /// A number of a range.
    pub(super) fn within(&mut self, range: Range<usize>) -> usize {
        range.start + self.below(range.len())
    }

    /// Once in so many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// Every word of every archive. Two differ in their spelling only
/// (`karaan`), some are plurals, some are closed forms of others.
pub(super) const WORDS: [&str; 16] = [
    "alpha",
    "alpha",
    "beta",
    "beta",
    "gamma",
    "delta",
    "omega",
    "alphas",
    "betas",
    "zeta",
    "karan",
    "karaan",
    "alphabeta",
    "gammadelta",
    "alphabetas",
    "betagamma",
];

/// What an archive may write with hyphens.
const HYPHENATED: [&[&str]; 6] = [
    &["alpha", "beta"],
    &["alpha", "betas"],
    &["beta", "gamma"],
    &["gamma", "delta"],
    &["alpha", "beta", "gamma"],
    &["karaan", "zeta"],
];

/// The most words of one article: a set of them fits into [`Words`].
pub(super) const MAX_WORDS: usize = 128;

/// A set of the words of one article.
pub(super) type Words = u128;

/// A word of an article.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub form: String,
    /// Counts the sentences of the article.
    pub sentence: usize,
    /// Counts the paragraphs: 0 is the headline, 1 the lede.
    pub paragraph: usize,
    /// Where it stands in the text of the paragraph.
    pub bytes: Range<usize>,
}

/// One version of an article.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub id: usize,
    pub superseded: bool,
    pub words: Vec<Word>,
    /// The day of publication.
    pub day: Option<i64>,
    pub article: Article,
}

/// What happens to an index, in order.
#[derive(Debug)]
pub(super) enum Step {
    Add(Document),
    /// Takes the place of the current version of the article.
    Replace(Document),
    Commit,
}

/// An archive: how it came to be, and what it holds in the end.
#[derive(Debug)]
pub(super) struct Archive {
    pub steps: Vec<Step>,
    pub documents: Vec<Document>,
    /// What it writes with hyphens: the closed form and its parts.
    pub compounds: BTreeSet<(String, Vec<String>)>,
}

impl Archive {
    pub(super) fn random(dice: &mut Dice) -> Archive {
        let hyphenated: Vec<&[&str]> = (0..dice.below(4)).map(|_| dice.pick(&HYPHENATED)).collect();
        let mut archive = Archive {
            steps: Vec::new(),
            documents: Vec::new(),
            compounds: hyphenated.iter().flat_map(|parts| compounds(parts)).collect(),
        };
        // The first article stays and has all that is written with hyphens: so
        // it does not matter when deleted articles leave the dictionary.
        archive.add(Document::random(dice, 0, &hyphenated, &hyphenated));
        let articles = dice.within(4..16);
        let commits = dice.within(1..5);
        for id in 1..articles {
            archive.add(Document::random(dice, id, &hyphenated, &[]));
            if dice.once_in(4) {
                archive.replace(dice, &hyphenated);
            }
            if id % articles.div_ceil(commits) == 0 {
                archive.steps.push(Step::Commit);
            }
        }
        archive.steps.push(Step::Commit);
        archive
    }

    fn add(&mut self, document: Document) {
        self.documents.push(document.clone());
        self.steps.push(Step::Add(document));
    }

    /// Gives an article, not the first, a new version; the old one is deleted
    /// or stays as an older version.
    fn replace(&mut self, dice: &mut Dice, hyphenated: &[&[&str]]) {
        let place = dice.within(1..self.documents.len());
        if self.documents[place].superseded {
            return;
        }
        let id = self.documents[place].id;
        let new = Document::random(dice, id, hyphenated, &[]);
        let old = std::mem::replace(&mut self.documents[place], new.clone());
        self.steps.push(Step::Replace(new));
        if dice.once_in(2) && self.documents.iter().filter(|version| version.id == id).count() == 1
        {
            self.add(Document { superseded: true, ..old });
        }
    }
}

/// What the index says of a word in parts: how it is written closed, and the
/// same of its singular.
fn compounds(parts: &[&str]) -> Vec<(String, Vec<String>)> {
    let owned = |parts: &[&str]| -> Vec<String> { parts.iter().map(|&part| part.into()).collect() };
    let mut compounds = vec![(parts.concat(), owned(parts))];
    if let Some((last, first)) = parts.split_last()
        && let Some(singular) = last.strip_suffix('s')
    {
        let mut parts = first.to_vec();
        parts.push(singular);
        compounds.push((parts.concat(), owned(&parts)));
    }
    compounds
}

impl Document {
    fn random(dice: &mut Dice, id: usize, hyphenated: &[&[&str]], all_of: &[&[&str]]) -> Document {
        let mut scribe = Scribe::default();
        let sentences = dice.below(2);
        scribe.paragraph(dice, sentences, hyphenated);
        let sentences = dice.below(3);
        scribe.paragraph(dice, sentences, hyphenated);
        for _ in 0..dice.below(3) {
            let sentences = dice.within(1..4);
            scribe.paragraph(dice, sentences, hyphenated);
        }
        for parts in all_of {
            scribe.begin();
            scribe.unit(parts);
        }
        let mut texts = scribe.texts.into_iter();
        let day = (!dice.once_in(3)).then(|| dice.below(10) as i64);
        let article = Article {
            id: ArticleId::new(id.to_string()),
            headline: texts.next().unwrap_or_default(),
            lede: texts.next().filter(|lede| !lede.is_empty()),
            subhead: dice.once_in(4).then(|| texts.next_back()).flatten(),
            body: texts.map(|text| Block { kind: BlockKind::Paragraph, text }).collect(),
            language: Some(Language::ENGLISH),
            published: day.map(date),
            ..Article::default()
        };
        assert!(scribe.words.len() <= MAX_WORDS);
        Document { id, superseded: false, words: scribe.words, day, article }
    }
}

/// A day, counted from 1970.
pub(super) fn date(day: i64) -> Published {
    Published { seconds: day * 86_400, precision: Precision::Day }
}

/// Writes paragraphs and remembers their words.
#[derive(Default)]
struct Scribe {
    words: Vec<Word>,
    texts: Vec<String>,
    sentence: usize,
    begins_sentence: bool,
}

impl Scribe {
    fn paragraph(&mut self, dice: &mut Dice, sentences: usize, hyphenated: &[&[&str]]) {
        self.begin();
        for sentence in 0..sentences {
            if sentence > 0 {
                self.text().push_str(if dice.once_in(4) { "! " } else { ". " });
            }
            self.begins_sentence = true;
            for _ in 0..dice.within(1..6) {
                let comma = if dice.once_in(6) { ", " } else { " " };
                if !self.begins_sentence {
                    self.text().push_str(comma);
                }
                match hyphenated {
                    [_, ..] if dice.once_in(8) => self.unit(dice.pick(hyphenated)),
                    _ => self.unit(&[dice.pick(&WORDS)]),
                }
            }
            self.sentence += 1;
        }
    }

    fn begin(&mut self) {
        self.texts.push(String::new());
        self.sentence += 1;
        self.begins_sentence = true;
    }

    /// Writes a word, or several with hyphens between them.
    fn unit(&mut self, parts: &[&str]) {
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                self.text().push('-');
            }
            let start = self.text().len();
            // Sentences begin with a capital letter: their ends show by it.
            if self.begins_sentence {
                self.text().push_str(&part[..1].to_uppercase());
                self.text().push_str(&part[1..]);
            } else {
                self.text().push_str(part);
            }
            self.begins_sentence = false;
            let word = Word {
                form: (*part).to_owned(),
                sentence: self.sentence,
                paragraph: self.texts.len() - 1,
                bytes: start..start + part.len(),
            };
            self.words.push(word);
        }
    }

    fn text(&mut self) -> &mut String {
        let last = self.texts.len() - 1;
        &mut self.texts[last]
    }
}
