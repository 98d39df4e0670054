//! Bare Tantivy on the files of a folder, read into memory before the clock
//! starts: what the engine does at least, and so the limit that `bench/compare`
//! holds morgue against.
//!
//!     cargo run --release --example bare -- FOLDER INDEX
//!
//! Its stock English stemmer, a thread for each core, as much memory as morgue's
//! writer takes, text stored, positions on, one commit. Prints an object of JSON:
//! `seconds`, `files`, `text_bytes`, `index_bytes`, `threads`, and where Linux
//! tells them `texts_memory` and `peak_memory`, in bytes: what the program held
//! before the clock started, and the most that it held.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use morgue::index::WriterOptions;
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, doc};
use walkdir::WalkDir;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = arguments.as_slice() else {
        anyhow::bail!("usage: bare FOLDER INDEX");
    };
    let texts = texts(Path::new(from))?;
    let to = Path::new(to);
    std::fs::create_dir_all(to).with_context(|| format!("{}", to.display()))?;
    let options = WriterOptions { threads: cores(), ..WriterOptions::default() };
    let before = memory("VmRSS:");
    let start = Instant::now();
    index(&texts, to, options)?;
    let seconds = start.elapsed().as_secs_f64();
    let figures = serde_json::json!({
        "seconds": seconds,
        "files": texts.len(),
        "text_bytes": texts.iter().map(String::len).sum::<usize>(),
        "index_bytes": bytes_in(to)?,
        "threads": options.threads,
        "texts_memory": before,
        "peak_memory": memory("VmHWM:"),
    });
    println!("{figures}");
    Ok(())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn texts(folder: &Path) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let bytes = std::fs::read(entry.path())
                .with_context(|| format!("{} cannot be read", entry.path().display()))?;
            texts.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(texts)
}

fn index(texts: &[String], folder: &Path, options: WriterOptions) -> Result<()> {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    let body =
        schema.add_text_field("body", TextOptions::from(STORED).set_indexing_options(indexing));
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(options.threads, options.memory)?;
    for text in texts {
        writer.add_document(doc!(body => text.as_str()))?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

fn bytes_in(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in WalkDir::new(folder) {
        let file = entry?.metadata()?;
        if file.is_file() {
            bytes += file.len();
        }
    }
    Ok(bytes)
}

/// A figure of this program's memory in bytes, where Linux tells it.
fn memory(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
