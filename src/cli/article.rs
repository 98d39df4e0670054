//! The article that a command is about: how it is named, and how it is found.

use std::path::PathBuf;

use morgue::{Article, Morgue, MorgueError, Searcher};

use super::arguments;
use super::error::Failure;
use super::flags;
use super::place::Place;
use super::screen;

/// One article of an archive.
#[derive(Debug, clap::Args)]
pub struct ArticleArgs {
    /// The article's id, or its agency id
    #[arg(value_name = "ID")]
    pub id: String,

    /// The archive's folder
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,

    /// Also look at articles that are withheld, killed or under an embargo
    #[arg(long)]
    all_statuses: bool,
}

impl ArticleArgs {
    /// Opens the archive, and finds the article; says so where there is none to be
    /// shown.
    pub fn find(&self, place: &Place) -> Result<Option<(Morgue, Searcher, Article)>, Failure> {
        let morgue = place.open(self.archive.as_deref())?;
        let searcher = morgue.searcher()?.of_statuses(flags::statuses(self.all_statuses));
        let article = one(&searcher, arguments::as_typed(&self.id))?;
        Ok(article.map(|article| (morgue, searcher, article)))
    }
}

/// The article that a person means by an id; says so where there is none.
fn one(searcher: &Searcher, id: &str) -> Result<Option<Article>, Failure> {
    let mut articles = searcher.resolve(id).map_err(MorgueError::from)?;
    if articles.len() > 1 {
        let ids: Vec<String> = articles.iter().map(|article| article.id.to_string()).collect();
        return Err(Failure::new(
            format!("several articles have the agency id `{id}`"),
            format!("name one of {}", ids.join(", ")),
        ));
    }
    let Some(article) = articles.pop() else {
        screen::say(format_args!("morgue: no article has the id `{id}`"));
        return Ok(None);
    };
    match searcher.hides(&article) {
        None => Ok(Some(article)),
        Some(why) => {
            screen::say(format_args!("morgue: `{}` is hidden: {why}", article.id));
            screen::say("hint: look at it with --all-statuses");
            Ok(None)
        }
    }
}
