//! The whole road, from a folder of files to a committed index, beside bare
//! Tantivy on the same text already in memory: in one run, in turns.
//!
//!     MORGUE_BENCH=FOLDER MORGUE_PATTERN='_news_{agency_id}_{headline:slug}.txt' \
//!         cargo bench --bench road
//!
//! Bare Tantivy is what the engine does at least: its stock English stemmer,
//! as many threads and as much memory, text stored, positions on, one commit.
//! Without `MORGUE_BENCH` the sample archive is read many times over.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use morgue::archive::PathPattern;
use morgue::index::WriterOptions;
use morgue::{Morgue, Silent};
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, doc};

const ROUNDS: usize = 5;
/// Copies of the sample archive, where no folder is given.
const COPIES: usize = 40;

fn main() {
    let scratch = tempfile::tempdir().expect("a folder for scratch");
    let archive = archive(scratch.path());
    let texts = texts(&archive);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} files, {:.1} MB, {ROUNDS} rounds", texts.len(), bytes as f64 / 1e6);
    let (mut bare, mut road) = (Vec::new(), Vec::new());
    let mut size = (0, 0);
    for round in 0..ROUNDS {
        let folder = scratch.path().join(format!("round-{round}"));
        let (time, bare_size) = bare_tantivy(&texts, &folder.join("bare"));
        bare.push(time);
        let (time, road_size) = whole_road(&archive, &folder.join("morgue"));
        road.push(time);
        size = (bare_size, road_size);
        std::fs::remove_dir_all(&folder).expect("scratch can be removed");
    }
    let (bare, road) = (median(bare), median(road));
    let rate = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    let share = |size: u64| 100.0 * size as f64 / bytes as f64;
    println!(
        "bare tantivy: {bare:.2?}, {:.1} MB/s, index {:.0} % of text",
        rate(bare),
        share(size.0)
    );
    println!(
        "morgue:       {road:.2?}, {:.1} MB/s, index {:.0} % of text",
        rate(road),
        share(size.1)
    );
    println!(
        "morgue runs at {:.0} % of bare tantivy",
        100.0 * bare.as_secs_f64() / road.as_secs_f64()
    );
}

fn archive(scratch: &Path) -> PathBuf {
    if let Some(folder) = std::env::var_os("MORGUE_BENCH") {
        return PathBuf::from(folder);
    }
    let copies = scratch.join("copies");
    for file in walkdir::WalkDir::new("data/sample").into_iter().flatten() {
        if file.file_type().is_file()
            && !file.path().components().any(|c| c.as_os_str() == ".morgue")
        {
            for copy in 0..COPIES {
                let target = copies.join(copy.to_string()).join(file.path());
                std::fs::create_dir_all(target.parent().expect("a file has a folder"))
                    .expect("scratch");
                std::fs::copy(file.path(), target).expect("scratch");
            }
        }
    }
    copies
}

fn texts(archive: &Path) -> Vec<String> {
    walkdir::WalkDir::new(archive)
        .into_iter()
        .flatten()
        .filter(|file| file.file_type().is_file())
        .map(|file| {
            let bytes = std::fs::read(file.path()).expect("the archive can be read");
            String::from_utf8_lossy(&bytes).into_owned()
        })
        .collect()
}

fn bare_tantivy(texts: &[String], folder: &Path) -> (Duration, u64) {
    std::fs::create_dir_all(folder).expect("scratch");
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    let options = TextOptions::from(STORED).set_indexing_options(indexing);
    let body = schema.add_text_field("body", options);
    let start = Instant::now();
    let index = Index::create_in_dir(folder, schema.build()).expect("scratch");
    let options = WriterOptions::default();
    let mut writer: IndexWriter =
        index.writer_with_num_threads(options.threads, options.memory).expect("a writer");
    for text in texts {
        writer.add_document(doc!(body => text.as_str())).expect("a document");
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("merges");
    (start.elapsed(), bytes_in(folder))
}

fn whole_road(archive: &Path, folder: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let home = morgue::home::Home::at(folder);
    let morgue = Morgue::create_at(home).expect("scratch");
    if let Ok(pattern) = std::env::var("MORGUE_PATTERN") {
        let pattern = PathPattern::parse(&pattern).expect("a pattern");
        morgue.add_path_patterns(&[pattern]).expect("settings");
    }
    morgue.index(&[archive.to_owned()], &Silent).expect("an index");
    (start.elapsed(), morgue.bytes_on_disk())
}

fn bytes_in(folder: &Path) -> u64 {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter_map(|file| file.metadata().ok())
        .filter(|file| file.is_file())
        .map(|file| file.len())
        .sum()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
