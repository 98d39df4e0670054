//! `morgue entities`: the people, organisations and places of the archive, and
//! what is known about their names.

mod correction;

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use morgue::entities::Kind;
use morgue::index::{Meant, Versions};
use morgue::query::Syntax;
use morgue::query::ast::{EntityKind, EntityName, Query, Span};
use morgue::{MorgueError, Searcher, render, wire};

use correction::Correction;

use super::error::Failure;
use super::flags::Format;
use super::place::Place;
use super::screen;
use super::{Done, arguments, flags};

const HELP: &str = "\
A name may be given as it is written (\"Edi Rama\") or as a key (\"person:edi rama\"), as the
page of an entity lists them. Corrections are lines of .morgue/authority.tsv and take effect at
once; edit the file to take one back.

Exit codes: 0 found or done, 1 nothing found, 2 error.";

/// List people, organisations and places, or show one; correct their names
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub struct Args {
    #[command(subcommand)]
    correction: Option<Correction>,

    /// Show the page of this entity: its names, its years, what it appears with
    #[arg(value_name = "NAME")]
    name: Vec<String>,

    /// The archive's folder
    #[arg(long, global = true, value_name = "DIR")]
    archive: Option<PathBuf>,

    /// Only entities of this kind
    #[arg(long, value_enum)]
    kind: Option<KindArg>,

    /// Count only articles that match this query
    #[arg(long, value_name = "QUERY", conflicts_with = "name")]
    query: Option<String>,

    /// Entities to list [default: 20], or pages of those that share a name [default: 5]
    #[arg(short = 'n', long = "limit", value_name = "N", value_parser = flags::count)]
    limit: Option<usize>,

    /// How to print them [default: text]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// Entities that are listed where the user does not say.
const LISTED: usize = 20;

impl Args {
    fn format(&self) -> Format {
        self.format.unwrap_or(Format::Text)
    }

    /// The first flag that says what to list, and how.
    fn of_a_list(&self) -> Option<&'static str> {
        let flags = [
            ("--kind", self.kind.is_some()),
            ("--query", self.query.is_some()),
            ("--limit", self.limit.is_some()),
            ("--format", self.format.is_some()),
        ];
        flags.into_iter().find_map(|(flag, is_given)| is_given.then_some(flag))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KindArg {
    Person,
    Org,
    Place,
    Other,
}

impl From<KindArg> for Kind {
    fn from(kind: KindArg) -> Kind {
        match kind {
            KindArg::Person => Kind::Person,
            KindArg::Org => Kind::Organisation,
            KindArg::Place => Kind::Place,
            KindArg::Other => Kind::Other,
        }
    }
}

/// Runs the command.
pub fn run(args: &Args, place: &Place) -> Result<Done, Failure> {
    let morgue = place.open(args.archive.as_deref())?;
    if let Some(correction) = &args.correction {
        return match args.of_a_list() {
            None => correction.make(&morgue),
            Some(flag) => Err(Failure::new(
                format!("{flag} is about what is listed, and a correction lists nothing"),
                "leave it out",
            )),
        };
    }
    super::complain(&morgue)?;
    let searcher = morgue.searcher()?;
    match args.name.is_empty() {
        true => list(args, &searcher),
        false => pages(args, &searcher),
    }
}

fn list(args: &Args, searcher: &Searcher) -> Result<Done, Failure> {
    let text = args.query.as_deref().map_or("*", arguments::as_typed);
    let query = arguments::understood(text, Syntax::Native)?;
    let mut entities = searcher
        .entities(&query, Versions::Current, args.kind.map(Kind::from))
        .map_err(|error| Failure::in_query(error, text))?;
    let all = entities.len();
    let limit = args.limit.unwrap_or(LISTED);
    entities.truncate(limit);
    let mut out = screen::output();
    match args.format() {
        Format::Text => render::entities(&mut out, &entities)?,
        Format::Json => writeln!(out, "{}", wire::entities_to_json(&entities))?,
    }
    out.flush()?;
    if all == 0 {
        screen::say("no entity is named in what was looked at");
    }
    if all > limit {
        screen::say(format_args!("{limit} of {all} entities; more: -n {all}"));
    }
    Ok(if all == 0 { Done::Nothing } else { Done::Well })
}

/// Pages of entities that share a name where the user does not say.
const PAGES: usize = 5;

fn pages(args: &Args, searcher: &Searcher) -> Result<Done, Failure> {
    let name = args.name.join(" ");
    let kind = match args.kind {
        None => EntityKind::Any,
        Some(KindArg::Person) => EntityKind::Person,
        Some(KindArg::Org) => EntityKind::Organisation,
        Some(KindArg::Place) => EntityKind::Place,
        Some(KindArg::Other) => {
            return Err(Failure::new(
                "--kind other lists, and cannot choose the page of a name",
                format!("leave it out, or give the key: \"other:{name}\""),
            ));
        }
    };
    let asked = EntityName { kind, name: Some(name), span: Span::default() };
    let limit = args.limit.unwrap_or(PAGES);
    let pages = searcher.entity_pages(&asked, limit, LISTED).map_err(MorgueError::from)?;
    let mut out = screen::output();
    match args.format() {
        Format::Json => writeln!(out, "{}", wire::entity_pages_to_json(&pages))?,
        Format::Text => {
            for (number, page) in pages.iter().enumerate() {
                if number > 0 {
                    writeln!(out, "\n---\n")?;
                }
                render::entity_page(&mut out, page)?;
            }
        }
    }
    out.flush()?;
    if let Meant::Entities(all) = searcher.meant_by(&asked).map_err(MorgueError::from)?
        && all.len() > pages.len()
    {
        let all = all.len();
        screen::say(format_args!("{} of {all} entities of that name; more: -n {all}", pages.len()));
    } else if pages.is_empty() {
        advise(searcher, &Query::Entity(asked))?;
        return Ok(Done::Nothing);
    }
    Ok(Done::Well)
}

/// Says on standard error which names of a query mean nobody, and which are
/// near.
pub(super) fn advise(searcher: &Searcher, query: &Query) -> Result<bool, Failure> {
    let mut unknown = false;
    for asked in query.entities() {
        let Some(name) = &asked.name else { continue };
        let nearest = match searcher.meant_by(asked).map_err(MorgueError::from)? {
            Meant::Any | Meant::Entities(_) => continue,
            Meant::Refused => {
                unknown = true;
                screen::say(format_args!(
                    "`{name}` is no entity, as the authority file has it; who has it in a longer \
                     name is found by that"
                ));
                continue;
            }
            Meant::Nothing { nearest } => nearest,
        };
        unknown = true;
        let near = match nearest.is_empty() {
            true => String::new(),
            false => format!("; near it: {}", nearest.join(", ")),
        };
        screen::say(format_args!("nobody and nothing in this archive has the name `{name}`{near}"));
    }
    Ok(unknown)
}
