//! How the tokens of an article travel from the thread that analysed it to the
//! one that builds a segment: a number for each, and one string; nothing
//! allocated per token.

/// Tokens on their way into the index.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// For each token the number of its word in the lexicon, or one of the signs
    /// below.
    codes: Vec<u32>,
    /// The terms of tokens that are no numbered words, one after the other.
    terms: String,
    /// Where each of them begins.
    starts: Vec<usize>,
}

/// Numbers of words are less; with one of these signs a code is something else.
pub(super) const SIGNS: u32 = 3 << 30;
/// So many positions are empty.
pub(super) const SKIP: u32 = 1 << 30;
/// A term at the next position.
pub(super) const NEXT: u32 = 2 << 30;
/// A term at the position of the token before.
pub(super) const SAME: u32 = 3 << 30;

/// One token of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// A word of the lexicon at the next position, with its stem and its key.
    Word(u32),
    /// A term at the next position.
    Next(&'a str),
    /// A term at the position of the token before.
    Same(&'a str),
    /// So many positions are empty.
    Skip(u32),
}

impl Stream {
    /// Adds a word of the lexicon at the next position; with its stem and its key.
    pub(super) fn word(&mut self, number: u32) {
        self.codes.push(number);
    }

    /// Starts a term at the next position and returns where to write it.
    pub(super) fn next(&mut self) -> &mut String {
        self.term(NEXT)
    }

    /// Starts a term at the position of the last token.
    pub(super) fn same(&mut self) -> &mut String {
        self.term(SAME)
    }

    /// Leaves positions empty.
    pub(super) fn skip(&mut self, positions: u32) {
        if positions > 0 {
            // Positions are less: an article has a thousandth of them.
            self.codes.push(SKIP | positions.min(!SIGNS));
        }
    }

    fn term(&mut self, code: u32) -> &mut String {
        self.codes.push(code);
        self.starts.push(self.terms.len());
        &mut self.terms
    }

    /// The bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.codes.len() * size_of::<u32>()
            + self.starts.len() * size_of::<usize>()
            + self.terms.len()
    }

    /// Whether there is no token.
    pub(super) fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The tokens in order.
    pub(super) fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let ends = self.starts.iter().skip(1).copied().chain([self.terms.len()]);
        let mut terms = self.starts.iter().zip(ends).map(|(start, end)| &self.terms[*start..end]);
        self.codes.iter().map(move |code| match code & SIGNS {
            NEXT => Step::Next(terms.next().unwrap_or_default()),
            SAME => Step::Same(terms.next().unwrap_or_default()),
            SKIP => Step::Skip(code & !SIGNS),
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
        stream.next().push_str("sanctions");
        stream.same().push_str("\u{1}en:sanction");
        stream.word(7);
        stream.next().push_str("ایران");
        stream.skip(0);
        stream.skip(5);
        stream.next().push('\u{3}');
        let seen: Vec<Step> = stream.steps().collect();
        let expected = [
            Step::Next("sanctions"),
            Step::Same("\u{1}en:sanction"),
            Step::Word(7),
            Step::Next("ایران"),
            Step::Skip(5),
            Step::Next("\u{3}"),
        ];
        assert_eq!(seen, expected);
        assert_eq!(Stream::default().steps().count(), 0);
    }
}
