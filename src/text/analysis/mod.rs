//! What an analysed text is: tokens with their places, and the ends of
//! sentences and paragraphs.

pub(super) mod analyzer;
mod known;
pub(super) mod lexicon;
mod sentence;

/// The analysis of one article's paragraphs.
///
/// Positions count words. The end of a sentence takes a position of its own
/// (a [`Boundary`]), so two words with a boundary between them are never
/// neighbours. The end of a paragraph takes one position, too: a paragraph's
/// last sentence ends with the paragraph and has no boundary of its own.
/// The first two paragraphs, headline and lede, have an end each, with words or
/// without: the first boundaries of paragraphs close them. Behind them no end
/// follows another: what has no word is neither a sentence nor a paragraph.
/// So between two words that have `n` words between them there are no more than
/// `n + 2` ends.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The tokens, in order of position.
    pub tokens: Vec<Token>,
    /// The ends of sentences and paragraphs, in order of position.
    pub boundaries: Vec<Boundary>,
    /// Words written in parts (`cyber-attack`), in order of position.
    pub compounds: Vec<Compound>,
    /// The [identity](crate::text::Lexicon::identity) of the lexicon that numbered the
    /// words; 0 before there were any.
    pub(crate) lexicon: u64,
    /// The tokens that have a digit, by number.
    pub(super) with_digits: Vec<u32>,
    /// The paragraphs in small letters, behind each the forms that do not stand in
    /// it so.
    pub(super) forms: String,
}

/// One word of a text.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// The word's place among words and boundaries, from 0.
    pub position: u32,
    /// The paragraph it stands in, from 0.
    pub paragraph: u32,
    /// The first byte in its paragraph.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// The number that the word, as it is written, has in the analyser's
    /// lexicon; [`UNNUMBERED`](crate::text::UNNUMBERED) for none.
    pub(crate) word: u32,
    /// The folded form, in [`Analysis::forms`].
    pub(super) form: Form,
    /// The stem, where it differs from the folded form.
    pub(super) stem: Option<Form>,
    /// The spelling key, where it differs from the folded form.
    pub(super) key: Option<Form>,
}

/// A piece of [`Analysis::forms`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub start: u32,
    pub end: u32,
}

/// The end of a sentence or of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boundary {
    /// Its own position: no token has it.
    pub position: u32,
    /// What ends there.
    pub kind: BoundaryKind,
}

/// What ends at a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoundaryKind {
    /// A sentence inside a paragraph.
    Sentence,
    /// A paragraph, and its last sentence with it.
    Paragraph,
}

/// A word that the text writes in parts with a hyphen, an ampersand, a
/// zero-width non-joiner or an elision: `cyber-attack`, `AT&T`, `l’Iran`.
/// Each part is a token; this records that they belong together, so that a
/// search for the closed form finds the parts.
#[derive(Debug, Clone, Copy)]
pub struct Compound {
    /// The first part, an index into [`Analysis::tokens`].
    pub first: u32,
    /// How many parts, from 2.
    pub parts: u32,
}

impl Analysis {
    /// Empties the analysis and keeps its memory.
    pub fn clear(&mut self) {
        self.tokens.clear();
        self.boundaries.clear();
        self.compounds.clear();
        self.with_digits.clear();
        self.forms.clear();
    }

    /// The folded form of a token: case, accents and letter variants removed.
    pub fn form(&self, token: &Token) -> &str {
        self.piece(token.form)
    }

    /// The stem of a token, where it differs from its folded form.
    pub fn stem(&self, token: &Token) -> Option<&str> {
        token.stem.map(|stem| self.piece(stem))
    }

    /// The spelling key of a token, where it differs from its folded form:
    /// what the transliterations of one name share (`Kana'ani`, `Kan‘ani` and
    /// `Kanaani` have the key `kanani`).
    pub fn key(&self, token: &Token) -> Option<&str> {
        token.key.map(|key| self.piece(key))
    }

    /// The tokens that have a digit, in order.
    pub fn tokens_with_digits(&self) -> impl Iterator<Item = &Token> {
        self.with_digits.iter().map(|token| &self.tokens[*token as usize])
    }

    /// The tokens of a compound of this analysis; none of a strange one.
    pub fn parts(&self, compound: &Compound) -> &[Token] {
        let first = compound.first as usize;
        let end = first.saturating_add(compound.parts as usize);
        self.tokens.get(first..end).unwrap_or_default()
    }

    fn piece(&self, form: Form) -> &str {
        &self.forms[form.start as usize..form.end as usize]
    }
}
