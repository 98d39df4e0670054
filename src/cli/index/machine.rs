//! The flags `--threads` and `--memory`: how much of the machine a run takes.

use morgue::index::WriterOptions;
use morgue::ingest::Options;

use crate::cli::error::Failure;

/// A thread that builds a segment needs so much, in bytes.
const LEAST_PER_THREAD: usize = 15_000_000;
/// It can use no more, in bytes.
const MOST_PER_THREAD: usize = 4_000_000_000;

/// More threads are a slip of the hand, and more than a system gives.
const MOST_THREADS: usize = 1_000;

/// How much of the machine a run takes.
#[derive(Debug, clap::Args)]
pub struct MachineArgs {
    /// Cores to use: as many threads read, half as many write [default: all]
    #[arg(long, value_name = "N", value_parser = threads)]
    threads: Option<usize>,

    /// Memory for what is written before it goes to the disk, as in 512MB or 2GB
    /// [default: 300MB for each thread that writes, at most 600MB]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    memory: Option<usize>,
}

impl MachineArgs {
    /// The options of a run.
    pub fn options(&self) -> Result<Options, Failure> {
        let mut options = Options::default();
        if let Some(threads) = self.threads {
            options.workers = threads;
            options.writer = WriterOptions::for_cores(threads);
        }
        if let Some(memory) = self.memory {
            let threads = options.writer.threads;
            if memory / threads < LEAST_PER_THREAD {
                let least = LEAST_PER_THREAD / 1_000_000;
                return Err(Failure::new(
                    format!("--memory is too little for {threads} threads that write"),
                    format!(
                        "each needs {least}MB: --memory {}MB, or fewer --threads",
                        least * threads
                    ),
                ));
            }
            options.writer.memory = memory.min(threads.saturating_mul(MOST_PER_THREAD));
        }
        Ok(options)
    }
}

/// Reads a number of threads.
fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(threads @ 1..=MOST_THREADS) => Ok(threads),
        _ => Err(format!("give a number from 1 to {MOST_THREADS}")),
    }
}

/// Reads `512MB`.
fn size(text: &str) -> Result<usize, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let unit: usize = match text[digits..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return Err("write a number and MB or GB, as in 512MB".to_owned()),
    };
    let number: usize = text[..digits].parse().map_err(|_| "no number".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "too much".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{size, threads};

    #[test]
    fn threads_are_some_and_not_too_many() {
        for (text, expected) in
            [("1", Some(1)), ("1000", Some(1000)), ("0", None), ("1001", None), ("-1", None)]
        {
            assert_eq!(threads(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn sizes_have_units() {
        for (text, expected) in [
            ("512MB", Some(512_000_000)),
            ("2G", Some(2_000_000_000)),
            ("1 GiB", Some(1 << 30)),
            ("15000000", Some(15_000_000)),
            ("MB", None),
            ("3 apples", None),
            ("99999999999999999999GB", None),
        ] {
            assert_eq!(size(text).ok(), expected, "{text}");
        }
    }
}
