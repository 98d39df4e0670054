//! `morgue search`: answers a query.

mod advice;
mod filters;
mod print;

use std::io::{self, Write};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use morgue::facets::{FacetField, Period};
use morgue::index::{Counting, Index, IndexError, Versions};
use morgue::query::Filters;
use morgue::query::ast::Query;
use morgue::{Morgue, MorgueError, Page, Searcher, Sort, Stories, wire};

use filters::FilterArgs;
use print::Counts;

use super::error::Failure;
use super::flags::SyntaxArg;
use super::place::Place;
use super::screen::When;
use super::{Done, arguments, flags, index, screen};

/// Hits of a page where the user does not say.
const HITS: usize = 10;

/// Values of a facet that people are shown where they do not say; programs get all.
const FACET_VALUES: usize = 10;

const QUERY_HELP: &str = "\
Query: words (all of them, with their inflections), \"a phrase\", =exact, wom?n, sanction*,
tehran~1, /regex/, AND OR NOT -word ( ), a W/5 b, a PRE/5 b, a /s b (sentence), a /p b
(paragraph), ATLEAST 3 (a), FIRST 50 (a), headline: lede: body: byline: dateline: section:
keyword: source: agency: id: lang: path:, person:rama org:nato place: entity:,
@person /s sanction*, @org:NATO W/5 cyber*, date:2022-09..2022-12, date:last-7d, words:>1000,
* (everything).

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

    /// Hits to show [default: 10, or in a list for programs (jsonl, csv, ids,
    /// articles, ninjs, kwic) all]
    #[arg(
        short = 'n',
        long = "limit",
        value_name = "N|all",
        value_parser = flags::limit,
        allow_negative_numbers = true
    )]
    limit: Option<usize>,

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
    /// keyword, status, year, entity, person, org, place; `source:20` lists twenty
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
    /// One hit per row, with a header; of --facet and --timeline the counts instead
    Csv,
    /// One id per line
    Ids,
    /// One article per line, whole (`morgue schema article`)
    Articles,
    /// One article per line as IPTC ninjs 3
    Ninjs,
    /// A concordance as CSV: one place that matched per row, with the text around it
    Kwic,
}

impl Format {
    /// Whether it lists hits and nothing else: as many as there are.
    fn is_list(self) -> bool {
        !matches!(self, Format::Text | Format::Json)
    }
}

/// Runs the command.
pub fn run(args: &Args, place: &Place, colour: When) -> Result<Done, Failure> {
    let text = arguments::query(&args.query);
    let query = &understand(args, &text)?;
    let morgue = &open(args.archive.as_deref(), place)?;
    if !query.entities().is_empty() {
        super::complain(morgue)?;
    }
    let searcher = &morgue.searcher()?.of_statuses(flags::statuses(args.all_statuses));
    let versions = if args.all_versions { Versions::All } else { Versions::Current };
    let search = Search { args, text: &text, query, morgue, searcher, versions };
    if args.explain {
        search.explain()
    } else if args.count {
        search.total()
    } else {
        search.answer(colour)
    }
}

/// A query and where it is asked.
struct Search<'a> {
    args: &'a Args,
    /// The query as it was typed, without the flags.
    text: &'a str,
    query: &'a Query,
    morgue: &'a Morgue,
    searcher: &'a Searcher,
    versions: Versions,
}

impl Search<'_> {
    fn explain(&self) -> Result<Done, Failure> {
        let parts = self.searcher.explain(self.query, self.versions);
        print::explain(self.args, self.query, &parts.map_err(|error| self.failed(error))?)
    }

    fn total(&self) -> Result<Done, Failure> {
        let total = self.count()?;
        match self.args.format {
            Format::Text => writeln!(io::stdout(), "{total}")?,
            Format::Json => {
                let query = self.query.to_string();
                writeln!(io::stdout(), "{}", wire::total_to_json(&query, total))?;
            }
            _ => return Err(only_hits("--count prints a number")),
        }
        if total > 0 {
            return Ok(Done::Well);
        }
        advice::advise_statuses(self.args, self.query);
        Ok(Done::Nothing)
    }

    fn answer(&self, colour: When) -> Result<Done, Failure> {
        let Search { args, searcher, query, .. } = *self;
        let facets = facet_fields(&args.facet)?;
        let counts = !facets.is_empty() || args.timeline.is_some();
        let is_found = match args.format {
            Format::Csv if counts => self.counts_as_rows(&facets)?,
            format if format.is_list() && counts => {
                return Err(only_hits("--facet and --timeline count"));
            }
            format if format.is_list() => self.list()?,
            _ => self.page(&facets, colour)?,
        };
        if !is_found {
            advice::advise(args, searcher, query)?;
            return Ok(Done::Nothing);
        }
        Ok(Done::Well)
    }

    /// Prints a page of hits and what is counted beside them; whether anything matches.
    fn page(&self, facets: &[(FacetField, Option<usize>)], colour: When) -> Result<bool, Failure> {
        let Search { args, query, morgue, searcher, .. } = *self;
        let page = self.asked_page(HITS, Counting::Exact)?;
        let stories = if args.collapse { Stories::Collapsed } else { Stories::Told };
        let found = morgue.search(searcher, query, &page, stories);
        let found = found.map_err(|error| self.failed(error))?;
        let counts = self.counts(facets)?;
        print::print(args, query, &found, &counts, colour)?;
        // A page behind the last hit is empty too.
        Ok(found.total != Some(0))
    }

    /// Prints hits as they come; whether anything matches.
    fn list(&self) -> Result<bool, Failure> {
        let Search { args, query, morgue, searcher, .. } = *self;
        let page = self.asked_page(usize::MAX, Counting::Skipped)?;
        let stories = match args.format {
            _ if args.collapse => Stories::Collapsed,
            Format::Jsonl => Stories::Told,
            // The other formats have no place for them.
            _ => Stories::Untold,
        };
        let mut list = print::List::new(args.format);
        let ended = match args.format {
            Format::Kwic if args.collapse => {
                return Err(Failure::new(
                    "--collapse shows hits, and a concordance has places",
                    "leave out --collapse, or use another format",
                ));
            }
            Format::Kwic => searcher
                .each_marked(query, &page, &mut |article, marked| list.places(&article, &marked))
                .map_err(MorgueError::from),
            Format::Ids | Format::Articles | Format::Ninjs if !args.collapse => searcher
                .each_article(query, &page, &mut |article| list.article(&article))
                .map_err(MorgueError::from),
            _ => morgue.each(searcher, query, &page, stories, &mut |hit| list.hit(&hit)),
        };
        ended.map_err(|error| self.failed(error))?;
        Ok(list.end()? > 0 || self.count()? > 0)
    }

    /// Prints what is counted, a row for each value; whether anything matches.
    fn counts_as_rows(&self, facets: &[(FacetField, Option<usize>)]) -> Result<bool, Failure> {
        let args = self.args;
        let asks_for_hits = args.limit.is_some() || args.offset > 0 || args.after.is_some();
        let orders_hits = args.sort.is_some() || args.recent.is_some();
        if asks_for_hits || orders_hits || args.collapse {
            return Err(Failure::new(
                "as CSV --facet and --timeline print counts and no hits",
                "leave out -n, --offset, --after, --sort, --recent and --collapse",
            ));
        }
        print::counts(&self.counts(facets)?)?;
        Ok(self.count()? > 0)
    }

    /// The page that the flags ask for.
    fn asked_page(&self, limit: usize, counting: Counting) -> Result<Page, Failure> {
        let args = self.args;
        let sort = sort(args.sort, self.query);
        if args.recent.is_some() && sort != Sort::Relevance {
            return Err(Failure::new(
                "--recent weighs relevance with age, and these hits are in order of date",
                "leave out --recent, or add --sort relevance",
            ));
        }
        let after = args.after.as_deref().map(str::parse).transpose();
        Ok(Page {
            limit: args.limit.unwrap_or(limit),
            offset: args.offset,
            after: after.map_err(|error| self.failed(IndexError::from(error)))?,
            sort,
            recent: args.recent,
            versions: self.versions,
            counting,
        })
    }

    /// What is to be counted beside the hits.
    fn counts(&self, facets: &[(FacetField, Option<usize>)]) -> Result<Counts, Failure> {
        let Search { query, searcher, versions, .. } = *self;
        let fields: Vec<FacetField> = facets.iter().map(|(field, _)| *field).collect();
        let counted = match fields.is_empty() {
            true => Vec::new(),
            false => searcher.facets(query, versions, &fields).map_err(MorgueError::from)?,
        };
        let facets = counted.into_iter().zip(facets).map(|(facet, (_, limit))| (facet, *limit));
        let timeline = match self.args.timeline {
            None => None,
            Some(period) => {
                let counted = searcher.timeline(query, versions, period.into());
                Some(counted.map_err(MorgueError::from)?)
            }
        };
        Ok(Counts { facets: facets.collect(), timeline })
    }

    fn count(&self) -> Result<u64, Failure> {
        let counted = self.searcher.count(self.query, self.versions);
        counted.map_err(|error| self.failed(error))
    }

    fn failed(&self, error: impl Into<MorgueError>) -> Failure {
        Failure::in_query(error, self.text)
    }
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
    let morgue = place.create(home, folder)?;
    index::index(&morgue, &[folder.to_owned()])?;
    Ok(morgue)
}

fn understand(args: &Args, text: &str) -> Result<Query, Failure> {
    let today = morgue::today();
    let query = match text.trim().is_empty() {
        true => None,
        false => Some(arguments::understood(text, args.syntax.into())?),
    };
    let filters = args.filters.filters();
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
