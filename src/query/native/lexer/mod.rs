//! The text of a query becomes tokens. Knows which characters make a word, a
//! phrase, an operator or a value; never what may stand beside what.

pub(in crate::query) mod scan;
pub(in crate::query) mod value;
mod word;

use self::scan::{Scanner, Wildcards};
use super::reserved::Counter;
use crate::query::ast::{Distance, EntityName, Order, Pattern, Span, Word, WordForm};
use crate::query::error::{Fault, OperatorProblem, SizeProblem};
use crate::query::fields::Field;
use crate::query::letters::marks::is_quote;
use crate::query::limits::MAX_CLAUSES;

/// A piece of a query.
#[derive(Debug)]
pub(in crate::query) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// What a piece of a query is.
#[derive(Debug)]
pub(in crate::query) enum TokenKind {
    And,
    Or,
    Not,
    Minus,
    Open,
    Close,
    Proximity(Distance, Order),
    /// An opening parenthesis follows.
    Count(Counter, u32),
    /// `^2`
    Boost(f32),
    /// `*`
    Everything,
    Word(WordForm),
    Phrase(Vec<Word>),
    /// `@person`
    Entity(EntityName),
    /// The name and the colon.
    Field(Field),
    /// A value or a name after a field.
    Value(Pattern),
    /// The text after `date:` or `words:`.
    Test,
}

/// Returns the tokens of `text` in order.
pub(in crate::query) fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut lexer = Lexer::new(text);
    loop {
        lexer.scanner.skip_white();
        let Some(character) = lexer.scanner.peek() else {
            break;
        };
        if lexer.group > 0 {
            lexer.group_token(character)?;
        } else {
            lexer.token(character)?;
        }
    }
    check_count(&lexer.tokens)?;
    Ok(lexer.tokens)
}

/// Returns the pattern that the whole of `text` is: blanks, parentheses and
/// quotation marks are part of it.
pub(in crate::query) fn whole_pattern(text: &str) -> Result<Pattern, Fault> {
    Scanner::new(text).scan(Wildcards::Special, |_| false)
}

struct Lexer<'t> {
    scanner: Scanner<'t>,
    /// How many parentheses are open after `source:`; values, not words,
    /// stand in them.
    group: usize,
    tokens: Vec<Token>,
}

impl<'t> Lexer<'t> {
    fn new(text: &'t str) -> Self {
        Lexer { scanner: Scanner::new(text), group: 0, tokens: Vec::new() }
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        let span = self.scanner.since(start);
        self.tokens.push(Token { kind, span });
    }

    fn push_one(&mut self, kind: TokenKind) {
        let start = self.scanner.at;
        self.scanner.bump();
        self.push(kind, start);
    }

    fn token(&mut self, character: char) -> Result<(), Fault> {
        match character {
            '(' => self.push_one(TokenKind::Open),
            ')' => self.push_one(TokenKind::Close),
            '-' => self.minus()?,
            '^' => self.boost()?,
            '/' => self.slash()?,
            '@' => self.entity()?,
            '=' => self.exact()?,
            _ if is_quote(character) || self.scanner.opens_single() => self.phrase()?,
            _ => self.word()?,
        }
        Ok(())
    }

    fn minus(&mut self) -> Result<(), Fault> {
        let start = self.scanner.at;
        let touches =
            self.scanner.peek_second().is_some_and(|next| !next.is_whitespace() && next != ')');
        self.push_one(TokenKind::Minus);
        if touches {
            Ok(())
        } else {
            Err(Fault::new(OperatorProblem::LoneMinus, self.scanner.since(start)))
        }
    }
}

fn check_count(tokens: &[Token]) -> Result<(), Fault> {
    let mut count = 0;
    for token in tokens {
        count += match &token.kind {
            TokenKind::Phrase(words) => words.len(),
            TokenKind::Word(_)
            | TokenKind::Everything
            | TokenKind::Entity(_)
            | TokenKind::Value(_)
            | TokenKind::Test => 1,
            _ => 0,
        };
        if count > MAX_CLAUSES {
            let limit = MAX_CLAUSES;
            return Err(Fault::new(SizeProblem::TooMany { limit }, token.span));
        }
    }
    Ok(())
}
