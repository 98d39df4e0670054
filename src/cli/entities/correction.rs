//! Corrections of names: `morgue entities same`, `different` and so on.

use morgue::entities::names::Statement;
use morgue::index::Meant;
use morgue::query::ast::{EntityKind, EntityName, Query, Span};
use morgue::{Morgue, MorgueError, Searcher, render};

use super::{KindArg, advise};
use crate::cli::error::Failure;
use crate::cli::{Done, screen};

/// What a person says about names.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Correction {
    /// Two names mean one entity
    Same {
        /// One name
        a: String,
        /// The other
        b: String,
    },
    /// Two names mean two entities
    Different {
        /// One name
        a: String,
        /// The other
        b: String,
    },
    /// A name means nothing that is to be listed or found
    NotAnEntity {
        /// The name
        name: String,
    },
    /// What a name means is of this kind
    Type {
        /// The name
        name: String,
        /// The kind
        #[arg(value_enum)]
        kind: KindArg,
    },
    /// What a name means is shown by another name
    ShowAs {
        /// The name
        name: String,
        /// The name to show
        shown: String,
    },
}

impl Correction {
    /// Adds it to the authority file.
    pub(super) fn make(&self, morgue: &Morgue) -> Result<Done, Failure> {
        let statement = self.statement();
        // Of before: whom the names meant until now.
        let searcher = morgue.searcher()?;
        morgue.correct(&statement)?;
        for name in statement.names() {
            advise(&searcher, &Query::Entity(any(name)))?;
        }
        stays(&statement, &searcher)?;
        let (path, line) = (morgue.home().authority(), statement.line().replace('\t', " | "));
        screen::say(format_args!("{}: {line}", path.display()));
        Ok(Done::Well)
    }

    fn statement(&self) -> Statement {
        match self {
            Correction::Same { a, b } => Statement::Same(a.clone(), b.clone()),
            Correction::Different { a, b } => Statement::Different(a.clone(), b.clone()),
            Correction::NotAnEntity { name } => Statement::NotAnEntity(name.clone()),
            Correction::Type { name, kind } => Statement::Type(name.clone(), (*kind).into()),
            Correction::ShowAs { name, shown } => Statement::ShowAs(name.clone(), shown.clone()),
        }
    }
}

/// Says what a correction leaves as it is: what articles themselves call by a name.
fn stays(statement: &Statement, searcher: &Searcher) -> Result<(), Failure> {
    let pairs = match statement {
        Statement::NotAnEntity(name) => vec![(name, None)],
        Statement::Different(a, b) => vec![(a, Some(b)), (b, Some(a))],
        Statement::Same(..) | Statement::Type(..) | Statement::ShowAs(..) => Vec::new(),
    };
    for (name, other) in pairs {
        let mut called = searcher.called(name).map_err(MorgueError::from)?;
        if let Some(other) = other {
            let meant = searcher.meant_by(&any(other)).map_err(MorgueError::from)?;
            let Meant::Entities(meant) = meant else { continue };
            called.retain(|entity| meant.iter().any(|other| other.key == entity.key));
        }
        for entity in called {
            let articles = render::plural(entity.articles, "article");
            let shown = entity.name;
            screen::say(format_args!(
                "`{name}` stands for {shown} in {articles}, as they have it: there it stays so"
            ));
        }
    }
    Ok(())
}

/// Whatever has a name.
fn any(name: &str) -> EntityName {
    EntityName { kind: EntityKind::Any, name: Some(name.to_owned()), span: Span::default() }
}
