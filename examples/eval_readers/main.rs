//! How well the readers of structured formats agree with what others read
//! from the same documents.
//!
//!     cargo run --example eval_readers -- FOLDER [--show FIELD] [--all]
//!
//! FOLDER holds the unpacked collections: `html-extraction` (Readability and
//! newspaper4k, with what they expect of each page), `feeds` (feedparser, with
//! the expected value at the top of each file) and `newsroom-formats`.
//!
//! A field agrees where its letters and digits are the same ("By" before a
//! byline aside), a date where it names the same moment, or the same day where
//! only the day is expected. Texts agree by the F1 of their words, as bags. A
//! field that nothing is expected of is not counted.

mod collections;
mod score;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Parser;
use morgue::archive::{Boilerplate, Reader, Settings, walk};

use score::Scores;

/// A collection with what it expects.
struct Collection {
    name: &'static str,
    folder: &'static str,
    compare: fn(&Reader, &Path, &mut Scores<'_>) -> Result<()>,
}

const COLLECTIONS: [Collection; 4] = [
    Collection {
        name: "Readability's test pages",
        folder: "html-extraction/mozilla-readability",
        compare: collections::readability,
    },
    Collection {
        name: "newspaper4k's test pages",
        folder: "html-extraction/newspaper4k",
        compare: collections::newspaper,
    },
    Collection {
        name: "feedparser's tests",
        folder: "feeds/feedparser",
        compare: collections::feeds,
    },
    Collection {
        name: "dpa's NewsML-G2 against the JSON that it was made from",
        folder: "newsroom-formats/dpa-digitalwires",
        compare: collections::dpa,
    },
];

#[derive(Parser)]
struct Args {
    folder: PathBuf,
    /// List the disagreements about a field.
    #[arg(long)]
    show: Option<String>,
    /// Read every file below the folder too, and list what became of them.
    #[arg(long)]
    all: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let reader = Reader::new(Settings::default(), Boilerplate::default());
    let show = args.show.as_deref();
    for collection in &COLLECTIONS {
        if !args.folder.join(collection.folder).is_dir() {
            println!("skipped: {} is not there", collection.folder);
            continue;
        }
        let mut scores = Scores::new(collection.name, show);
        (collection.compare)(&reader, &args.folder, &mut scores)?;
        scores.print();
    }
    for part in ["feeds", "newsroom-formats/iptc-ninjs", "newsroom-formats/iptc-newsml-g2"] {
        let part = args.folder.join(part);
        if part.is_dir() {
            outcomes(&reader, &part, show)?;
        }
    }
    if args.all {
        outcomes(&reader, &args.folder, show)?;
    }
    Ok(())
}

/// Reads every file below a folder and prints what became of the records.
fn outcomes(reader: &Reader, folder: &Path, show: Option<&str>) -> Result<()> {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    let (mut files, mut slowest) = (0, (Duration::ZERO, String::new()));
    let begin = Instant::now();
    for input in walk(folder, folder, &Settings::default())? {
        let input = input?;
        files += 1;
        let start = Instant::now();
        match reader.read(&input) {
            Err(error) => {
                *counts.entry(format!("rejected {}", error.reason())).or_default() += 1;
                if show == Some(error.reason()) {
                    println!("  {error}");
                }
            }
            Ok(records) => {
                for record in records {
                    let format = record.format.map_or("-", |format| format.name());
                    let outcome = match &record.article {
                        Ok(_) => format!("article {format}"),
                        Err(error) => format!("record rejected {}", error.reason()),
                    };
                    if let Err(error) = &record.article
                        && show == Some(error.reason())
                    {
                        println!("  {error}");
                    }
                    *counts.entry(outcome).or_default() += 1;
                }
            }
        }
        let took = start.elapsed();
        if took > slowest.0 {
            slowest = (took, input.relative);
        }
    }
    println!("{}: {files} files in {:.1} s", folder.display(), begin.elapsed().as_secs_f64());
    for (outcome, count) in counts {
        println!("  {count:>7} {outcome}");
    }
    println!("  the slowest took {:.2} s: {}", slowest.0.as_secs_f64(), slowest.1);
    Ok(())
}
