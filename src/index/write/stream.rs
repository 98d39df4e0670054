//! How the tokens of an article travel from the thread that analysed it to the
//! one that builds a segment: a number for each, and one string; nothing
//! allocated per token.

/// Tokens on their way into the index.
#[derive(Debug, Default)]
pub(in crate::index) struct Stream {
    /// For each token the number of its word in the lexicon, or one of the signs
    /// below.
    codes: Vec<u32>,
    /// The terms of tokens that are no numbered words, one after the other.
    terms: String,
    /// Where each of them begins.
    starts: Vec<usize>,
}

/// A term of a stream that may stand at several tokens: by its place among them.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Term(u32);

/// Numbers of words are less; with one of these signs a code is something else.
pub(super) const SIGNS: u32 = 3 << 30;
/// So many positions are empty.
pub(super) const SKIP: u32 = 1 << 30;
/// A term at the next position: in a stream by its place, in a log by its number.
pub(super) const NEXT: u32 = 2 << 30;
/// A term at the position of the token before.
pub(super) const SAME: u32 = 3 << 30;

/// One token of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::index) enum Step {
    /// A word of the lexicon at the next position, with its stem and its key.
    Word(u32),
    /// A term at the next position, by its place among [`Stream::terms`].
    Next(u32),
    /// A term at the position of the token before.
    Same(u32),
    /// So many positions are empty.
    Skip(u32),
}

impl Stream {
    /// One that is to have about so many tokens.
    pub(in crate::index) fn of(tokens: usize) -> Stream {
        Stream { codes: Vec::with_capacity(tokens), ..Stream::default() }
    }

    /// Adds a word of the lexicon at the next position; with its stem and its key.
    pub(in crate::index) fn word(&mut self, number: u32) {
        self.codes.push(number);
    }

    /// Starts a term at the next position and returns where to write it.
    pub(in crate::index) fn next(&mut self) -> &mut String {
        self.term(NEXT)
    }

    /// Starts a term at the position of the last token.
    pub(in crate::index) fn same(&mut self) -> &mut String {
        self.term(SAME)
    }

    /// Leaves positions empty.
    pub(super) fn skip(&mut self, positions: u32) {
        if positions > 0 {
            // Positions are less: an article has a thousandth of them.
            self.codes.push(SKIP | positions.min(!SIGNS));
        }
    }

    /// Adds a term at the next position: one that is known to be there already, or
    /// what is written, which is known then.
    pub(super) fn next_again(&mut self, known: &mut Option<Term>, write: impl FnOnce(&mut String)) {
        self.again(NEXT, known, write);
    }

    /// The same at the position of the last token.
    pub(super) fn same_again(&mut self, known: &mut Option<Term>, write: impl FnOnce(&mut String)) {
        self.again(SAME, known, write);
    }

    fn again(&mut self, sign: u32, known: &mut Option<Term>, write: impl FnOnce(&mut String)) {
        match known {
            Some(Term(place)) => self.codes.push(sign | *place),
            None => {
                *known = Some(Term(self.place()));
                write(self.term(sign));
            }
        }
    }

    fn term(&mut self, sign: u32) -> &mut String {
        self.codes.push(sign | self.place());
        self.starts.push(self.terms.len());
        &mut self.terms
    }

    /// The place of the next term. Memory ends before these numbers do.
    fn place(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX) & !SIGNS
    }

    /// The bytes that it takes.
    pub(in crate::index) fn bytes(&self) -> usize {
        self.codes.len() * size_of::<u32>()
            + self.starts.len() * size_of::<usize>()
            + self.terms.len()
    }

    /// Whether there is no token.
    pub(in crate::index) fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The terms, by their places.
    pub(in crate::index) fn terms(&self) -> impl Iterator<Item = &str> {
        let ends = self.starts.iter().skip(1).copied().chain([self.terms.len()]);
        self.starts.iter().zip(ends).map(|(start, end)| &self.terms[*start..end])
    }

    /// The tokens in order.
    pub(super) fn steps(&self) -> impl Iterator<Item = Step> {
        self.codes.iter().map(|code| match (code & SIGNS, code & !SIGNS) {
            (NEXT, place) => Step::Next(place),
            (SAME, place) => Step::Same(place),
            (SKIP, positions) => Step::Skip(positions),
            _ => Step::Word(*code),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_comes_out_as_it_went_in() {
        let mut stream = Stream::default();
        assert!(stream.is_empty());
        let mut end = None;
        stream.next().push_str("sanctions");
        stream.same().push_str("\u{1}en:sanction");
        stream.word(7);
        stream.next_again(&mut end, |term| term.push('\u{3}'));
        stream.next().push_str("ایران");
        stream.skip(0);
        stream.skip(5);
        stream.next_again(&mut end, |_| panic!("it is there"));
        stream.same_again(&mut end, |_| panic!("it is there"));
        let terms: Vec<&str> = stream.terms().collect();
        assert_eq!(terms, ["sanctions", "\u{1}en:sanction", "\u{3}", "ایران"]);
        let seen: Vec<Step> = stream.steps().collect();
        let expected = [
            Step::Next(0),
            Step::Same(1),
            Step::Word(7),
            Step::Next(2),
            Step::Next(3),
            Step::Skip(5),
            Step::Next(2),
            Step::Same(2),
        ];
        assert_eq!(seen, expected);
        assert_eq!(Stream::default().steps().count(), 0);
    }
}
