//! Walks the documents in which a plan may hold, and finds its places in one
//! of them.

use tantivy::{DocId, TERMINATED};

use super::places::{Buffers, Nearness, has_alone, joined, keep_followed, neighbours, tidy};
use super::ruler::Ruler;
use super::words::{Frequency, Words};
use super::{Mention, Place, Plan, Zone};
use crate::index::terms::SENTENCE_END;
use crate::query::ast::{Distance, Order, Polarity};

/// A plan over some documents. It stands on one that has all the words the
/// plan needs; whether they stand as the plan says is for
/// [`Cursor::places`] to find out.
pub(super) enum Cursor<W> {
    Terms(W),
    Mention(Box<Names<W>>),
    /// The ends of sentences.
    AnyWords(W),
    Sequence(Sequence<W>),
    Any(Vec<Cursor<W>>),
    Near(Near<W>),
    NotNear(Box<NotNear<W>>),
    First(First<W>),
    Within(Zone, Box<Cursor<W>>),
}

/// How much of a document a plan looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    All,
    Part,
}

/// Opens what a plan asks for.
pub(super) trait Opener<W> {
    /// Where a word stands, in any of these spellings.
    fn words(&self, terms: &[String]) -> tantivy::Result<W>;
    /// Where names stand, given as the terms of mentions.
    fn names(&self, terms: &[String]) -> tantivy::Result<W>;
}

/// Places among the first words.
pub(super) struct First<W> {
    words: u32,
    inner: Box<Cursor<W>>,
    // A buffer, kept from one document to the next.
    starts: Vec<u32>,
}

/// Names, without those that are not meant.
pub(super) struct Names<W> {
    wanted: W,
    unwanted: Option<W>,
    // A buffer, kept from one document to the next.
    refused: Vec<Place>,
}

/// Parts next to each other.
pub(super) struct Sequence<W> {
    both: Both<W>,
    // Buffers, kept from one document to the next.
    part: Vec<Place>,
    longer: Vec<Place>,
    starts: Vec<u32>,
    part_starts: Vec<u32>,
    /// The document in which the phrase was last looked for, if it is one of
    /// words.
    found_in: DocId,
}

/// Two operands near each other.
pub(super) struct Near<W> {
    both: Both<W>,
    distance: Distance,
    order: Order,
    // The places of the operands.
    left: Vec<Place>,
    right: Vec<Place>,
    // Where they begin, if they are words.
    left_starts: Vec<u32>,
    right_starts: Vec<u32>,
    /// The document in which these were last found.
    found_in: DocId,
    buffers: Buffers,
}

/// An operand without another near it.
pub(super) struct NotNear<W> {
    wanted: Cursor<W>,
    unwanted: Cursor<W>,
    distance: Distance,
    order: Order,
    // The places of the operands, or where they begin, if they are words.
    left: Vec<Place>,
    right: Vec<Place>,
    left_starts: Vec<u32>,
    right_starts: Vec<u32>,
    buffers: Buffers,
}

impl<W: Words> Cursor<W> {
    /// Makes the cursor of a plan.
    pub(super) fn open(plan: &Plan, opener: &dyn Opener<W>) -> tantivy::Result<Cursor<W>> {
        let open = |plan: &Plan| Cursor::open(plan, opener);
        let all = |plans: &[Plan]| plans.iter().map(open).collect::<Result<Vec<_>, _>>();
        Ok(match plan {
            Plan::Terms(terms) => Cursor::Terms(opener.words(terms)?),
            Plan::Mention(Mention { terms, without }) => {
                let unwanted = match without.is_empty() {
                    true => None,
                    false => Some(opener.names(without)?),
                };
                let wanted = opener.names(terms)?;
                Cursor::Mention(Box::new(Names { wanted, unwanted, refused: Vec::new() }))
            }
            Plan::AnyWords => Cursor::AnyWords(opener.words(&[SENTENCE_END.to_owned()])?),
            Plan::Sequence(parts) => {
                let both = Both::new(all(parts)?);
                Cursor::Sequence(Sequence {
                    both,
                    part: Vec::new(),
                    longer: Vec::new(),
                    starts: Vec::new(),
                    part_starts: Vec::new(),
                    found_in: TERMINATED,
                })
            }
            Plan::Any(ways) => match one_word(ways) {
                Some(spellings) => Cursor::Terms(opener.words(&spellings)?),
                None => Cursor::Any(all(ways)?),
            },
            Plan::Near { left, right, distance, order, polarity } => {
                let (wanted, other) = (open(left)?, open(right)?);
                let (distance, order) = (*distance, *order);
                let (left, right, buffers) = (Vec::new(), Vec::new(), Buffers::default());
                match polarity {
                    Polarity::Near => {
                        let both = Both::new(vec![wanted, other]);
                        let (left_starts, right_starts) = (Vec::new(), Vec::new());
                        Cursor::Near(Near {
                            both,
                            distance,
                            order,
                            left,
                            right,
                            left_starts,
                            right_starts,
                            found_in: TERMINATED,
                            buffers,
                        })
                    }
                    Polarity::NotNear => {
                        let (left_starts, right_starts) = (Vec::new(), Vec::new());
                        Cursor::NotNear(Box::new(NotNear {
                            wanted,
                            unwanted: other,
                            distance,
                            order,
                            left,
                            right,
                            left_starts,
                            right_starts,
                            buffers,
                        }))
                    }
                }
            }
            Plan::First { words: first, inner } => {
                let inner = Box::new(open(inner)?);
                Cursor::First(First { words: *first, inner, starts: Vec::new() })
            }
            Plan::Within(zone, inner) => Cursor::Within(*zone, Box::new(open(inner)?)),
        })
    }

    /// The document that the cursor stands on.
    pub(super) fn doc(&self) -> DocId {
        match self {
            Cursor::Terms(words) | Cursor::AnyWords(words) => words.doc(),
            Cursor::Mention(names) => names.wanted.doc(),
            Cursor::Sequence(Sequence { both, .. }) | Cursor::Near(Near { both, .. }) => both.doc,
            Cursor::Any(ways) => ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED),
            Cursor::NotNear(near) => near.wanted.doc(),
            Cursor::First(First { inner, .. }) | Cursor::Within(_, inner) => inner.doc(),
        }
    }

    /// Goes to the first document at or after `target` that has the words.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        match self {
            Cursor::Terms(words) | Cursor::AnyWords(words) => words.seek(target),
            Cursor::Mention(names) => names.wanted.seek(target),
            Cursor::Sequence(Sequence { both, .. }) | Cursor::Near(Near { both, .. }) => {
                both.seek(target)
            }
            Cursor::Any(ways) => {
                ways.iter_mut().map(|way| way.seek(target)).min().unwrap_or(TERMINATED)
            }
            Cursor::NotNear(near) => near.wanted.seek(target),
            Cursor::First(First { inner, .. }) | Cursor::Within(_, inner) => inner.seek(target),
        }
    }

    /// About how many documents the cursor will stand on.
    pub(super) fn cost(&self) -> u64 {
        match self {
            Cursor::Terms(words) | Cursor::AnyWords(words) => words.cost(),
            Cursor::Mention(names) => names.wanted.cost(),
            Cursor::Sequence(Sequence { both, .. }) | Cursor::Near(Near { both, .. }) => {
                both.cost()
            }
            Cursor::Any(ways) => ways.iter().map(Cursor::cost).sum(),
            Cursor::NotNear(near) => near.wanted.cost(),
            Cursor::First(First { inner, .. }) | Cursor::Within(_, inner) => inner.cost(),
        }
    }

    /// Whether the document that the cursor stands on has a place: without
    /// finding all of them, where one tells. The ruler is turned to it.
    pub(super) fn holds(&mut self, ruler: &mut Ruler, places: &mut Vec<Place>) -> bool {
        match self {
            Cursor::Terms(_) if ruler.sees_all() => true,
            Cursor::Sequence(sequence) if sequence.is_of_words() => {
                sequence.find_starts(ruler);
                !sequence.starts.is_empty()
            }
            Cursor::Near(near) if near.is_of_words() => near.holds(ruler),
            Cursor::NotNear(near) if near.is_of_words() => near.holds(ruler),
            Cursor::First(First { words, inner, starts }) if inner.is_word() => {
                inner.starts(ruler, starts);
                starts.first().is_some_and(|&first| ruler.is_within_first(*words, first))
            }
            Cursor::Any(ways) => {
                let doc = ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                let mut here = ways.iter_mut().filter(|way| way.doc() == doc);
                here.any(|way| way.holds(ruler, places))
            }
            Cursor::Within(zone, inner) => {
                let outer = ruler.narrow(*zone);
                let holds = inner.holds(ruler, places);
                ruler.widen(outer);
                holds
            }
            _ => {
                self.places(ruler, places);
                !places.is_empty()
            }
        }
    }

    /// How many places the document at hand has at most, by how often its words
    /// stand in it.
    pub(super) fn at_most(&mut self) -> u32 {
        match self {
            Cursor::Terms(words) | Cursor::AnyWords(words) => words.frequency().at_most,
            Cursor::Mention(names) => names.wanted.frequency().at_most,
            Cursor::Sequence(Sequence { both, .. }) => {
                both.parts.iter_mut().map(Cursor::at_most).min().unwrap_or(0)
            }
            Cursor::Any(ways) => {
                let doc = ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                let here = ways.iter_mut().filter(|way| way.doc() == doc);
                here.map(Cursor::at_most).fold(0, u32::saturating_add)
            }
            // For each beginning one and for each end one, each of either.
            Cursor::Near(Near { both, .. }) => {
                let sum = both.parts.iter_mut().map(Cursor::at_most).fold(0, u32::saturating_add);
                sum.saturating_mul(2)
            }
            Cursor::NotNear(near) => near.wanted.at_most(),
            Cursor::First(First { inner, .. }) | Cursor::Within(_, inner) => inner.at_most(),
        }
    }

    /// How many places the document at hand has, where that is known without
    /// looking for them, once it is known to have some. `looks_at` says whether
    /// the plan looks at all of the document.
    pub(super) fn known_count(&mut self, looks_at: Sight) -> Option<u32> {
        let doc = self.doc();
        match self {
            Cursor::Terms(words) if looks_at == Sight::All => {
                let Frequency { at_least, at_most } = words.frequency();
                (at_least == at_most).then_some(at_most)
            }
            // A document has fewer places than 2^32.
            Cursor::Sequence(sequence) if sequence.found_in == doc => {
                Some(sequence.starts.len() as u32)
            }
            Cursor::NotNear(near) => match near.unwanted.seek(doc) == doc {
                true => None,
                false => near.wanted.known_count(looks_at),
            },
            Cursor::Within(_, inner) => inner.known_count(Sight::Part),
            _ => None,
        }
    }

    /// Whether the plan is one word, in whatever spellings.
    fn is_word(&self) -> bool {
        matches!(self, Cursor::Terms(_))
    }

    /// Finds where a word begins; nothing of what is no word.
    fn starts(&mut self, ruler: &Ruler, out: &mut Vec<u32>) {
        out.clear();
        if let Cursor::Terms(words) = self {
            words.starts(out);
            ruler.keep_visible_starts(out);
        }
    }

    /// Finds the places in the document that the cursor stands on, which is
    /// the one that the ruler is turned to.
    pub(super) fn places(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        out.clear();
        match self {
            Cursor::Terms(words) => {
                words.places(out);
                ruler.keep_visible(out);
            }
            Cursor::Mention(names) => {
                names.places(out);
                ruler.keep_visible(out);
            }
            Cursor::AnyWords(ends) => {
                ends.places(out);
                last_words(out);
                ruler.keep_visible(out);
            }
            Cursor::Sequence(sequence) => sequence.places(ruler, out),
            Cursor::Any(ways) => {
                let doc = ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                let mut way_places = Vec::new();
                for way in ways.iter_mut().filter(|way| way.doc() == doc) {
                    way.places(ruler, &mut way_places);
                    out.append(&mut way_places);
                }
                tidy(out);
            }
            Cursor::Near(near) => near.places(ruler, out),
            Cursor::NotNear(near) => near.places(ruler, out),
            Cursor::First(First { words, inner, .. }) => {
                inner.places(ruler, out);
                out.retain(|at| ruler.words_before(at.end) <= *words);
            }
            Cursor::Within(zone, inner) => {
                let outer = ruler.narrow(*zone);
                inner.places(ruler, out);
                ruler.widen(outer);
            }
        }
    }

    /// Finds what of the text makes the places `wanted`: a phrase as a whole,
    /// of two operands near each other both ends and not what lies between.
    pub(super) fn witnesses(&mut self, ruler: &mut Ruler, wanted: &[Place], out: &mut Vec<Place>) {
        match self {
            Cursor::Terms(_) | Cursor::Mention(_) | Cursor::AnyWords(_) | Cursor::Sequence(_) => {
                let mut places = Vec::new();
                self.places(ruler, &mut places);
                out.extend(places.iter().filter(|place| wanted.binary_search(place).is_ok()));
            }
            Cursor::Any(ways) => {
                let doc = ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                for way in ways.iter_mut().filter(|way| way.doc() == doc) {
                    way.witnesses(ruler, wanted, out);
                }
            }
            Cursor::Near(near) => near.witnesses(ruler, wanted, out),
            Cursor::NotNear(near) => near.wanted.witnesses(ruler, wanted, out),
            Cursor::First(First { inner, .. }) => inner.witnesses(ruler, wanted, out),
            Cursor::Within(zone, inner) => {
                let outer = ruler.narrow(*zone);
                inner.witnesses(ruler, wanted, out);
                ruler.widen(outer);
            }
        }
    }
}

impl<W: Words> Names<W> {
    fn places(&mut self, out: &mut Vec<Place>) {
        let doc = self.wanted.doc();
        self.wanted.places(out);
        if let Some(unwanted) = &mut self.unwanted
            && unwanted.seek(doc) == doc
        {
            self.refused.clear();
            unwanted.places(&mut self.refused);
            tidy(&mut self.refused);
            out.retain(|place| self.refused.binary_search(place).is_err());
        }
    }
}

impl<W: Words> Sequence<W> {
    fn is_of_words(&self) -> bool {
        self.both.parts.iter().all(Cursor::is_word)
    }

    /// Finds where a phrase of words begins. Positions are read from the rarest
    /// word on: where none fit, those of the others are not read.
    fn find_starts(&mut self, ruler: &Ruler) {
        let Both { parts, by_cost, doc, .. } = &mut self.both;
        if std::mem::replace(&mut self.found_in, *doc) == *doc {
            return;
        }
        self.starts.clear();
        for (turn, &part) in by_cost.iter().enumerate() {
            parts[part].starts(ruler, &mut self.part_starts);
            // A phrase has few words.
            let before = part as u32;
            if turn == 0 {
                let from = self.part_starts.iter().filter_map(|start| start.checked_sub(before));
                self.starts.extend(from);
            } else {
                keep_followed(&mut self.starts, &self.part_starts, before);
            }
            if self.starts.is_empty() {
                return;
            }
        }
    }

    fn places(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        if self.is_of_words() {
            self.find_starts(ruler);
            let words = self.both.parts.len() as u32;
            out.extend(self.starts.iter().map(|&start| Place { start, end: start + words }));
        } else {
            self.places_of_parts(ruler, out);
        }
    }

    /// Positions are read from the rarest part on, outwards: where none fit,
    /// those of the other parts are not read.
    fn places_of_parts(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        let Both { parts, costs, by_cost, .. } = &mut self.both;
        let Some(&rarest) = by_cost.first() else {
            return;
        };
        parts[rarest].places(ruler, out);
        let (mut first, mut after) = (rarest, rarest + 1);
        while !out.is_empty() && after - first < parts.len() {
            if first > 0 && (after == parts.len() || costs[first - 1] < costs[after]) {
                first -= 1;
                parts[first].places(ruler, &mut self.part);
                joined(&self.part, out, &mut self.longer);
            } else {
                parts[after].places(ruler, &mut self.part);
                joined(out, &self.part, &mut self.longer);
                after += 1;
            }
            std::mem::swap(out, &mut self.longer);
        }
    }
}

impl<W: Words> Near<W> {
    fn is_of_words(&self) -> bool {
        self.both.parts.iter().all(Cursor::is_word)
    }

    /// Finds where two words stand; of the rarer one first, and of the other
    /// only if there are any.
    fn find_starts(&mut self, ruler: &Ruler) {
        if std::mem::replace(&mut self.found_in, self.both.doc) == self.both.doc {
            return;
        }
        self.left_starts.clear();
        self.right_starts.clear();
        for &part in &self.both.by_cost {
            let starts = if part == 0 { &mut self.left_starts } else { &mut self.right_starts };
            self.both.parts[part].starts(ruler, starts);
            if starts.is_empty() {
                return;
            }
        }
    }

    /// Whether two words are near each other. The nearest are neighbours: if
    /// they are not near, none are.
    fn holds(&mut self, ruler: &mut Ruler) -> bool {
        self.find_starts(ruler);
        if self.left_starts.is_empty() || self.right_starts.is_empty() {
            return false;
        }
        let (left, right, order) = (&self.left_starts, &self.right_starts, self.order);
        match self.distance {
            Distance::Words(limit) => {
                let mut least = u32::MAX;
                let is_near = neighbours(left, right, order, &mut |one, other| {
                    let between = other - one - 1;
                    least = least.min(between);
                    between < limit
                });
                // Ends take positions, but they are no words.
                is_near
                    || least.saturating_sub(ruler.sentence_end_count()) < limit && {
                        let ends = ruler.sentence_ends();
                        neighbours(left, right, order, &mut |one, other| {
                            let from = ends.partition_point(|&end| end < one);
                            let crossed = ends[from..].iter().take_while(|&&end| end < other);
                            other - one - 1 - (crossed.count() as u32) < limit
                        })
                    }
            }
            Distance::Sentence | Distance::Paragraph => {
                let ends = ends(self.distance, ruler);
                let mut next = 0;
                neighbours(left, right, order, &mut |one, other| {
                    next += ends[next..].iter().take_while(|&&end| end < one).count();
                    ends.get(next).is_none_or(|&end| end > other)
                })
            }
        }
    }

    /// Finds the places of the operands; of the rarer one first, and of the
    /// other only if there are any.
    fn read_operands(&mut self, ruler: &mut Ruler) {
        self.left.clear();
        self.right.clear();
        if self.is_of_words() {
            self.find_starts(ruler);
            self.left.extend(self.left_starts.iter().map(|&start| word_at(start)));
            self.right.extend(self.right_starts.iter().map(|&start| word_at(start)));
            return;
        }
        for &part in &self.both.by_cost {
            let places = if part == 0 { &mut self.left } else { &mut self.right };
            self.both.parts[part].places(ruler, places);
            if places.is_empty() {
                return;
            }
        }
    }

    fn places(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        self.read_operands(ruler);
        if self.left.is_empty() || self.right.is_empty() {
            return;
        }
        let (distance, order) = (self.distance, self.order);
        let nearness = Nearness { distance, order, ends: ends(distance, ruler) };
        nearness.covers(&self.left, &self.right, &mut self.buffers, out);
    }

    fn witnesses(&mut self, ruler: &mut Ruler, wanted: &[Place], out: &mut Vec<Place>) {
        self.read_operands(ruler);
        let (distance, order) = (self.distance, self.order);
        let nearness = Nearness { distance, order, ends: ends(distance, ruler) };
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        nearness.covered(&self.left, &self.right, wanted, &mut |left, right| {
            lefts.push(left);
            rights.push(right);
        });
        for (part, mut wanted) in self.both.parts.iter_mut().zip([lefts, rights]) {
            tidy(&mut wanted);
            part.witnesses(ruler, &wanted, out);
        }
    }
}

impl<W: Words> NotNear<W> {
    fn is_of_words(&self) -> bool {
        self.wanted.is_word() && self.unwanted.is_word()
    }

    /// Whether a word stands without another near it. Of the others the one
    /// before it and the one behind it are nearest.
    fn holds(&mut self, ruler: &mut Ruler) -> bool {
        let doc = self.wanted.doc();
        let both = self.unwanted.seek(doc) == doc;
        if !both && ruler.sees_all() {
            return true;
        }
        self.wanted.starts(ruler, &mut self.left_starts);
        self.right_starts.clear();
        if both && !self.left_starts.is_empty() {
            self.unwanted.starts(ruler, &mut self.right_starts);
        }
        let (left, right, order) = (&self.left_starts, &self.right_starts, self.order);
        match self.distance {
            Distance::Words(limit) => {
                // Ends take positions, but they are no words.
                let reach = limit.saturating_add(ruler.sentence_end_count());
                has_alone(left, right, order, &mut |one, other| other - one - 1 < reach) || {
                    let ends = ruler.sentence_ends();
                    has_alone(left, right, order, &mut |one, other| {
                        let from = ends.partition_point(|&end| end < one);
                        let crossed = ends[from..].iter().take_while(|&&end| end < other);
                        other - one - 1 - (crossed.count() as u32) < limit
                    })
                }
            }
            Distance::Sentence | Distance::Paragraph => {
                let ends = ends(self.distance, ruler);
                has_alone(left, right, order, &mut |one, other| {
                    let next = ends.partition_point(|&end| end < one);
                    ends.get(next).is_none_or(|&end| end > other)
                })
            }
        }
    }

    fn places(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        let doc = self.wanted.doc();
        self.wanted.places(ruler, &mut self.left);
        self.right.clear();
        if !self.left.is_empty() && self.unwanted.seek(doc) == doc {
            self.unwanted.places(ruler, &mut self.right);
        }
        if self.right.is_empty() {
            out.append(&mut self.left);
            return;
        }
        let (distance, order) = (self.distance, self.order);
        let nearness = Nearness { distance, order, ends: ends(distance, ruler) };
        nearness.alone(&self.left, &self.right, &mut self.buffers, out);
    }
}

/// The spellings of ways to say something that are all single words: they are
/// as good as one word.
fn one_word(ways: &[Plan]) -> Option<Vec<String>> {
    let mut spellings: Vec<String> = Vec::new();
    for way in ways {
        let Plan::Terms(terms) = way else { return None };
        for term in terms {
            if !spellings.contains(term) {
                spellings.push(term.clone());
            }
        }
    }
    Some(spellings)
}

fn word_at(start: u32) -> Place {
    Place { start, end: start + 1 }
}

/// The ends that a distance counts or must not cross.
fn ends(distance: Distance, ruler: &mut Ruler) -> &[u32] {
    match distance {
        Distance::Words(_) | Distance::Sentence => ruler.sentence_ends(),
        Distance::Paragraph => ruler.paragraph_ends(),
    }
}

/// Puts the last word of each sentence that has one in the place of the ends
/// of all sentences.
fn last_words(ends: &mut Vec<Place>) {
    let mut sentence_start = 0;
    ends.retain_mut(|end| {
        let has_words = end.start > sentence_start;
        sentence_start = end.end;
        *end = Place { start: end.start.saturating_sub(1), end: end.start };
        has_words
    });
}

/// Parts that must all be in a document.
struct Both<W> {
    parts: Vec<Cursor<W>>,
    costs: Vec<u64>,
    /// Indices of the parts, the rarest first: it leads.
    by_cost: Vec<usize>,
    doc: DocId,
}

impl<W: Words> Both<W> {
    fn new(parts: Vec<Cursor<W>>) -> Self {
        let costs: Vec<u64> = parts.iter().map(Cursor::cost).collect();
        let mut by_cost: Vec<usize> = (0..parts.len()).collect();
        by_cost.sort_by_key(|&part| costs[part]);
        let mut both = Both { parts, costs, by_cost, doc: 0 };
        both.doc = both.meet(0);
        both
    }

    fn cost(&self) -> u64 {
        self.by_cost.first().map_or(0, |&part| self.costs[part])
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = self.meet(target);
        self.doc
    }

    /// The first document at or after `target` that all parts stand on.
    fn meet(&mut self, mut target: DocId) -> DocId {
        'document: loop {
            if target >= TERMINATED {
                return TERMINATED;
            }
            for &part in &self.by_cost {
                let doc = self.parts[part].seek(target);
                if doc > target {
                    target = doc;
                    continue 'document;
                }
            }
            return target;
        }
    }
}
