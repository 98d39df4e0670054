//! What newsrooms do to an article that they take over: made of real articles
//! by lot, always the same for the same seed.

use xxhash_rust::xxh3::xxh3_64;

/// Numbers by lot.
pub struct Lot(u64);

impl Lot {
    pub fn new(seed: u64, what: &str) -> Lot {
        Lot(seed ^ xxh3_64(what.as_bytes()))
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        (xxh3_64(&self.0.to_le_bytes()) % limit.max(1) as u64) as usize
    }

    fn hits(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// An article as an editor has it: a headline and sentences.
#[derive(Clone)]
pub struct Copy {
    pub headline: String,
    pub sentences: Vec<String>,
}

impl Copy {
    pub fn text(&self) -> String {
        self.sentences.join(" ")
    }

    pub fn words(&self) -> usize {
        self.sentences.iter().map(|sentence| count(sentence)).sum()
    }
}

fn count(sentence: &str) -> usize {
    sentence.split_whitespace().count()
}

/// Every kind of edit with its strengths.
pub const EDITS: [&str; 20] = [
    "new headline",
    "cut to 60 %",
    "cut to 40 %",
    "cut to 25 %",
    "one paragraph inserted",
    "three paragraphs inserted",
    "other dateline and credit",
    "house style, 2 % of words",
    "house style, 5 % of words",
    "house style, 10 % of words",
    "first quote trimmed",
    "all quotes trimmed",
    "cut to 60 %, dateline, style 2 %",
    "cut to 60 %, one paragraph inserted",
    "cut to 40 %, headline, style 5 %",
    "cut to 25 %, dateline, style 2 %",
    "quotes trimmed, style 5 %",
    "new lede, then as it was",
    "round-up of two, whole",
    "round-up of two, each cut to 60 %",
];

/// Makes one kind of edit; `None` where the article gives no occasion.
pub fn edit(kind: &str, article: &Copy, donor: &Copy, lot: &mut Lot) -> Option<Copy> {
    let mut copy = article.clone();
    match kind {
        "new headline" => copy.headline.clone_from(&donor.headline),
        "cut to 60 %" => cut(&mut copy, 60)?,
        "cut to 40 %" => cut(&mut copy, 40)?,
        "cut to 25 %" => cut(&mut copy, 25)?,
        "one paragraph inserted" => insert(&mut copy, donor, 1, lot)?,
        "three paragraphs inserted" => insert(&mut copy, donor, 3, lot)?,
        "other dateline and credit" => dateline(&mut copy),
        "house style, 2 % of words" => style(&mut copy, 2, lot),
        "house style, 5 % of words" => style(&mut copy, 5, lot),
        "house style, 10 % of words" => style(&mut copy, 10, lot),
        "first quote trimmed" => trim_quotes(&mut copy, 1)?,
        "all quotes trimmed" => trim_quotes(&mut copy, usize::MAX)?,
        "cut to 60 %, dateline, style 2 %" => {
            cut(&mut copy, 60)?;
            dateline(&mut copy);
            style(&mut copy, 2, lot);
        }
        "cut to 60 %, one paragraph inserted" => {
            cut(&mut copy, 60)?;
            insert(&mut copy, donor, 1, lot)?;
        }
        "cut to 40 %, headline, style 5 %" => {
            cut(&mut copy, 40)?;
            copy.headline.clone_from(&donor.headline);
            style(&mut copy, 5, lot);
        }
        "cut to 25 %, dateline, style 2 %" => {
            cut(&mut copy, 25)?;
            dateline(&mut copy);
            style(&mut copy, 2, lot);
        }
        "quotes trimmed, style 5 %" => {
            trim_quotes(&mut copy, usize::MAX)?;
            style(&mut copy, 5, lot);
        }
        "new lede, then as it was" => {
            let lede = donor.sentences.first()?.clone();
            copy.sentences.remove(0);
            copy.sentences.insert(0, lede);
        }
        "round-up of two, whole" => copy.sentences.extend_from_slice(&donor.sentences),
        "round-up of two, each cut to 60 %" => {
            cut(&mut copy, 60)?;
            let mut second = donor.clone();
            cut(&mut second, 60)?;
            copy.sentences.extend(second.sentences);
        }
        _ => return None,
    }
    (copy.words() >= 20).then_some(copy)
}

/// Keeps whole sentences up to about a share of the words.
pub fn cut(copy: &mut Copy, percent: usize) -> Option<()> {
    let room = copy.words() * percent / 100;
    let mut kept = 0;
    copy.sentences.retain(|sentence| {
        kept += count(sentence);
        kept <= room + count(sentence) / 2
    });
    (!copy.sentences.is_empty()).then_some(())
}

/// A paragraph is three sentences of another article.
fn insert(copy: &mut Copy, donor: &Copy, paragraphs: usize, lot: &mut Lot) -> Option<()> {
    let mut from = donor.sentences.chunks(3).skip(1);
    for _ in 0..paragraphs {
        let place = 1 + lot.below(copy.sentences.len());
        copy.sentences.splice(place..place, from.next()?.iter().cloned());
    }
    Some(())
}

fn dateline(copy: &mut Copy) {
    if let Some(first) = copy.sentences.first_mut() {
        let text = first.split_once(" - ").filter(|(place, _)| place.len() < 20);
        let text = text.map_or(first.as_str(), |(_, text)| text);
        *first = format!("KARSUND, March 26 (HPS) -- {text}");
    }
    let credit = "Reporting by the Karsund newsroom, writing by A. Lindqvist, editing by \
                  M. Oduya. Harbour Press Service, all rights reserved.";
    copy.sentences.push(credit.to_owned());
}

/// What one house writes and another does not.
const STYLE: [(&str, &str); 20] = [
    ("percent", "per cent"),
    ("said", "stated"),
    ("U.S.", "American"),
    ("US", "American"),
    ("organization", "organisation"),
    ("defense", "defence"),
    ("center", "centre"),
    ("program", "programme"),
    ("labor", "labour"),
    ("two", "2"),
    ("three", "3"),
    ("Iran's", "Iranian"),
    ("countries", "states"),
    ("whole", "entire"),
    ("Sunday", "Feb. 3"),
    ("Monday", "Feb. 4"),
    ("Tuesday", "Feb. 5"),
    ("Wednesday", "Feb. 6"),
    ("added", "went on"),
    ("Mr.", ""),
];

/// Spells words anew by lot, those of the table first.
fn style(copy: &mut Copy, percent: usize, lot: &mut Lot) {
    for sentence in &mut copy.sentences {
        let words = sentence.split(' ').map(|word| {
            let known = STYLE.iter().find(|(from, _)| *from == word);
            match known {
                Some((_, to)) if lot.hits(10 * percent) => (*to).to_owned(),
                None if lot.hits(percent) => format!("{word}e"),
                _ => word.to_owned(),
            }
        });
        *sentence = words.collect::<Vec<_>>().join(" ");
    }
}

/// Takes out what stands in quotation marks.
fn trim_quotes(copy: &mut Copy, most: usize) -> Option<()> {
    let mut trimmed = 0;
    let text = copy.text();
    let mut rest = text.as_str();
    let mut left = String::new();
    while trimmed < most
        && let Some(open) = rest.find('“')
        && let Some(close) = rest[open..].find('”')
    {
        left.push_str(&rest[..open]);
        rest = &rest[open + close + '”'.len_utf8()..];
        trimmed += 1;
    }
    left.push_str(rest);
    let before = copy.words();
    copy.sentences = sentences(&left);
    (trimmed > 0 && copy.words() * 5 >= before).then_some(())
}

/// Cuts a text where a full stop is followed by a space and a capital.
pub fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(". ") {
        let next = text[at + 2..].chars().next();
        if at - from > 30 && next.is_some_and(|next| next.is_uppercase() || "“\"".contains(next))
        {
            sentences.push(text[from..=at].to_owned());
            from = at + 2;
        }
    }
    sentences.push(text[from..].to_owned());
    sentences
}
