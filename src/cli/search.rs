//! `morgue search`: answers a query.

mod advice;
mod print;

use std::io::{self, Write};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use morgue::facets::{FacetField, Period};
use morgue::index::{Counting, Index, IndexError, Versions};
use morgue::query::ast::Query;
use morgue::query::{self, Filters};
use morgue::{Morgue, MorgueError, Page, Searcher, Sort, wire};

use print::Counts;

use super::error::Failure;
use super::flags::SyntaxArg;
use super::place::Place;
use super::screen::When;
use super::{Done, arguments, flags, index, screen};

/// Values of a facet that people are shown where they do not say; programs get all.
const FACET_VALUES: usize = 10;

const QUERY_HELP: &str = "\
Query: words (all of them, with their inflections), \"a phrase\", =exact, wom?n, sanction*,
tehran~1, /regex/, AND OR NOT -word ( ), a W/5 b, a PRE/5 b, a /s b (sentence), a /p b
(paragraph), ATLEAST 3 (a), FIRST 50 (a), headline: lede: body: byline: dateline: section:
keyword: source: agency: id: lang: path:, person:rama org:nato place: entity:,
@person /s sanction*, @org:NATO W/5 cyber*, date:2022-09..2022-12, date:last-7d, * (everything).

Exit codes: 0 found, 1 nothing found, 2 error.";

/// Flags that say something of a page of hits, or of what is counted beside it.
const OF_A_PAGE: [&str; 8] =
    ["after", "collapse", "facet", "limit", "offset", "recent", "sort", "timeline"];

/// Find articles by word, phrase, proximity, entity, date, source, agency or id
#[derive(Debug, clap::Args)]
#[command(after_help = QUERY_HELP)]
pub struct Args {
    /// What to find; quote it for the shell: '"in no position" nato'
    ///
    /// What stands after `--` is the query, whatever it looks like: morgue search -- --iran
    #[arg(value_name = "QUERY")]
    query: Vec<String>,

    /// The archive's folder; it is indexed first if it is not yet
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,

    /// The language of the query: morgue's own, or that of Nexis or Factiva
    #[arg(long, value_enum, default_value_t = SyntaxArg::Native)]
    syntax: SyntaxArg,

    #[command(flatten)]
    filters: FilterArgs,

    /// The order of hits [default: relevance, or newest for a query without words]
    #[arg(long, value_enum)]
    sort: Option<SortArg>,

    /// Hits to show
    #[arg(
        short = 'n',
        long = "limit",
        default_value_t = 10,
        value_name = "N",
        value_parser = flags::count,
        allow_negative_numbers = true
    )]
    limit: usize,

    /// Hits to pass over
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = flags::count,
        allow_negative_numbers = true)]
    offset: usize,

    /// Go on behind the last hit of a page, which names the cursor; articles that
    /// arrive meanwhile move nothing
    #[arg(long, value_name = "CURSOR", conflicts_with = "offset")]
    after: Option<String>,

    /// Prefer newer articles: the newest counts double, one that is DAYS older
    /// half as much more
    #[arg(long, value_name = "DAYS", num_args = 0..=1, require_equals = true,
        default_missing_value = "365", value_parser = flags::days)]
    recent: Option<NonZeroU32>,

    /// Also find older versions of corrected and updated articles
    #[arg(long)]
    all_versions: bool,

    /// Also find articles that are withheld, killed or under an embargo
    #[arg(long)]
    all_statuses: bool,

    /// Show of each story only the best hit of a page: who else carries it is said
    /// beside it; `morgue copies` lists them
    #[arg(long, conflicts_with = "offset")]
    collapse: bool,

    /// Count the values of fields over all hits: source, agency, lang, section,
    /// status, year, entity, person, org, place; `source:20` lists twenty
    #[arg(long, value_name = "FIELD[:N]", value_delimiter = ',')]
    facet: Vec<String>,

    /// Count all hits by calendar periods, in the archive's time zone
    #[arg(long, value_enum, value_name = "PERIOD")]
    timeline: Option<PeriodArg>,

    /// Print only how many articles match
    #[arg(long, conflicts_with_all = OF_A_PAGE)]
    count: bool,

    /// Print the query as it was understood, and what each part of it matches
    #[arg(long, conflicts_with = "count", conflicts_with_all = OF_A_PAGE)]
    explain: bool,

    /// How to print hits
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, clap::Args)]
struct FilterArgs {
    /// Published on or after: 2022, 2022-09, 2022-09-10, "10 September 2022"
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Published on or before, to the end of the day, month or year given
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// With these words next to each other
    #[arg(long, value_name = "WORDS")]
    phrase: Vec<String>,
    /// Credited to this source
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Distributed by this agency
    #[arg(long, value_name = "NAME")]
    agency: Vec<String>,
    /// With this id or agency id
    #[arg(long, value_name = "ID")]
    id: Vec<String>,
    /// With a person, organisation or place of this name
    #[arg(long, value_name = "NAME")]
    entity: Vec<String>,
    /// With this person, by any of the person's names
    #[arg(long, value_name = "NAME")]
    person: Vec<String>,
    /// With this organisation, by any of its names
    #[arg(long, value_name = "NAME")]
    org: Vec<String>,
    /// With this place, by any of its names
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,
    /// In this language: en, fa, ar
    #[arg(long, value_name = "TAG")]
    lang: Vec<String>,
    /// In this section
    #[arg(long, value_name = "NAME")]
    section: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SortArg {
    Relevance,
    Newest,
    Oldest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PeriodArg {
    Year,
    Month,
    Week,
    Day,
}

impl From<PeriodArg> for Period {
    fn from(period: PeriodArg) -> Period {
        match period {
            PeriodArg::Year => Period::Year,
            PeriodArg::Month => Period::Month,
            PeriodArg::Week => Period::Week,
            PeriodArg::Day => Period::Day,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One document: query, total, hits
    Json,
    /// One hit per line (`morgue schema hit`)
    Jsonl,
    /// One hit per row, with a header
    Csv,
    /// One id per line
    Ids,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place, colour: When) -> Result<Done, Failure> {
    let text = arguments::query(&args.query);
    let query = understand(args, &text)?;
    let morgue = open(args.archive.as_deref(), place)?;
    if !query.entities().is_empty() {
        super::complain(&morgue)?;
    }
    let searcher = morgue.searcher()?.of_statuses(flags::statuses(args.all_statuses));
    let failed = |error| Failure::in_query(error, &text);
    let versions = if args.all_versions { Versions::All } else { Versions::Current };
    if args.explain {
        let parts = searcher.explain(&query, versions).map_err(failed)?;
        return print::explain(args, &query, &parts);
    }
    if args.count {
        let total = searcher.count(&query, versions).map_err(failed)?;
        match args.format {
            Format::Text => writeln!(io::stdout(), "{total}")?,
            Format::Json => {
                writeln!(io::stdout(), "{}", wire::total_to_json(&query.to_string(), total))?;
            }
            _ => return Err(only_hits("--count prints a number")),
        }
        if total > 0 {
            return Ok(Done::Well);
        }
        advice::advise_statuses(args, &query);
        return Ok(Done::Nothing);
    }
    let facets = facet_fields(&args.facet)?;
    let counts_fit = matches!(args.format, Format::Text | Format::Json);
    if !counts_fit && (!facets.is_empty() || args.timeline.is_some()) {
        return Err(only_hits("--facet and --timeline count"));
    }
    let sort = sort(args.sort, &query);
    if args.recent.is_some() && sort != Sort::Relevance {
        return Err(Failure::new(
            "--recent weighs relevance with age, and these hits are in order of date",
            "leave out --recent, or add --sort relevance",
        ));
    }
    let after = match &args.after {
        Some(cursor) => Some(cursor.parse().map_err(IndexError::from).map_err(failed)?),
        None => None,
    };
    // These formats do not tell the total: nothing needs to be counted.
    let counting = match args.format {
        Format::Text | Format::Json => Counting::Exact,
        Format::Jsonl | Format::Csv | Format::Ids => Counting::Skipped,
    };
    let (limit, offset, recent) = (args.limit, args.offset, args.recent);
    let page = Page { limit, offset, after, sort, recent, versions, counting };
    let mut found = match args.collapse {
        true => morgue.search_collapsed(&searcher, &query, &page)?,
        false => searcher.search(&query, &page).map_err(failed)?,
    };
    // The other formats have no place for it.
    if matches!(args.format, Format::Text | Format::Json | Format::Jsonl) && !args.collapse {
        morgue.tell_stories(&searcher, &mut found.hits)?;
    }
    let counts = count(args, &searcher, &query, versions, &facets)?;
    print::print(args, &query, &found, &counts, colour)?;
    // A page behind the last hit is empty too.
    let nothing = found.hits.is_empty()
        && match found.total {
            Some(total) => total == 0,
            None => searcher.count(&query, versions).map_err(failed)? == 0,
        };
    if nothing {
        advice::advise(args, &searcher, &query)?;
        return Ok(Done::Nothing);
    }
    Ok(Done::Well)
}

/// A flag asks for what a format of hits has no place for.
fn only_hits(flag: &str) -> Failure {
    Failure::new(
        format!("{flag}, and this format lists only hits"),
        "use --format text or --format json",
    )
}

/// Reads `source,agency:20`.
fn facet_fields(texts: &[String]) -> Result<Vec<(FacetField, Option<usize>)>, Failure> {
    let known = FacetField::ALL.map(FacetField::name).join(", ");
    let mut fields = Vec::new();
    for text in texts {
        let (name, number) = match text.split_once(':') {
            Some((name, number)) => (name, Some(number)),
            None => (text.as_str(), None),
        };
        let field = FacetField::ALL.into_iter().find(|field| field.name() == name);
        let field = field.ok_or_else(|| {
            Failure::new(format!("`{name}` cannot be counted"), format!("one of {known}"))
        })?;
        let limit = number.map(str::parse).transpose().map_err(|_| {
            Failure::new(
                format!("`{text}` does not say how many values to list"),
                format!("write a number after the colon: --facet {name}:20"),
            )
        })?;
        fields.push((field, limit));
    }
    Ok(fields)
}

fn count(
    args: &Args,
    searcher: &Searcher,
    query: &Query,
    versions: Versions,
    facets: &[(FacetField, Option<usize>)],
) -> Result<Counts, Failure> {
    let fields: Vec<FacetField> = facets.iter().map(|(field, _)| *field).collect();
    let counted = match fields.is_empty() {
        true => Vec::new(),
        false => searcher.facets(query, versions, &fields).map_err(MorgueError::from)?,
    };
    let facets = counted.into_iter().zip(facets).map(|(facet, (_, limit))| (facet, *limit));
    let timeline = match args.timeline {
        None => None,
        Some(period) => {
            let counted = searcher.timeline(query, versions, period.into());
            Some(counted.map_err(MorgueError::from)?)
        }
    };
    Ok(Counts { facets: facets.collect(), timeline })
}

/// Opens the archive; one that is named and not indexed yet, or not to its end, is
/// indexed.
fn open(archive: Option<&Path>, place: &Place) -> Result<Morgue, Failure> {
    let Some(folder) = archive else {
        return place.open(None);
    };
    let home = place.home_named(folder)?;
    if Index::exists(&home.index()) {
        let morgue = Morgue::open_at(home)?;
        if !morgue.has_been_read()?
            && let Err(failure) = index::index(&morgue, &[folder.to_owned()])
        {
            // Who indexes now, or may not, can search what is there.
            screen::say("morgue: no run has read all of this archive yet, and this one cannot:");
            failure.print(&mut io::stderr());
        }
        return Ok(morgue);
    }
    let morgue = place.create(folder)?;
    index::index(&morgue, &[folder.to_owned()])?;
    Ok(morgue)
}

fn understand(args: &Args, text: &str) -> Result<Query, Failure> {
    let today = morgue::today();
    let query = match text.trim().is_empty() {
        true => None,
        false => Some(query::parse_as(text, args.syntax.into(), today)?),
    };
    let flags = &args.filters;
    let filters = Filters {
        from: flags.from.clone(),
        to: flags.to.clone(),
        phrase: flags.phrase.clone(),
        source: flags.source.clone(),
        agency: flags.agency.clone(),
        id: flags.id.clone(),
        lang: flags.lang.clone(),
        section: flags.section.clone(),
        entity: flags.entity.clone(),
        person: flags.person.clone(),
        org: flags.org.clone(),
        place: flags.place.clone(),
    };
    if query.is_none() && filters == Filters::default() {
        return Err(Failure::new(
            "nothing to search for",
            "give words, a flag such as --from 2022, or '*' for everything",
        ));
    }
    Ok(filters.apply(query, today)?)
}

fn sort(asked: Option<SortArg>, query: &Query) -> Sort {
    match asked {
        Some(SortArg::Relevance) => Sort::Relevance,
        Some(SortArg::Newest) => Sort::Newest,
        Some(SortArg::Oldest) => Sort::Oldest,
        // Without words nothing is more relevant than anything else.
        None if !query.asks_for_text() => Sort::Newest,
        None => Sort::Relevance,
    }
}
