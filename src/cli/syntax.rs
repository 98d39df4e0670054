//! The flag `--syntax`.

use clap::ValueEnum;
use morgue::query::Syntax;

/// In which language a query is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SyntaxArg {
    /// Morgue's own
    Native,
    /// As Nexis takes it
    Nexis,
    /// As Factiva takes it
    Factiva,
}

impl From<SyntaxArg> for Syntax {
    fn from(syntax: SyntaxArg) -> Syntax {
        match syntax {
            SyntaxArg::Native => Syntax::Native,
            SyntaxArg::Nexis => Syntax::Nexis,
            SyntaxArg::Factiva => Syntax::Factiva,
        }
    }
}
