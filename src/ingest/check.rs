//! Proves that ledger, index and files agree.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;

use crate::archive;
use crate::index::{Index, IndexError};
use crate::ingest::survey::hash;
use crate::ingest::{Compare, IngestError};
use crate::ledger::{KnownFile, Ledger, State};

/// So many of a kind are named; all are counted.
const NAMED: usize = 20;

/// A way in which ledger, index and files disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Problem {
    /// Bytes of the index are not those that were written.
    Damaged,
    /// The ledger has the article, and the index has not.
    NotInIndex,
    /// The index has the article, and the ledger has not.
    NotInLedger,
    /// The index has the article more than once.
    TwiceInIndex,
    /// The ledger has more than one record that is the index's.
    TwiceInLedger,
    /// The outcomes of the records do not add up.
    WrongSum,
    /// A file is not where it was.
    MissingFile,
    /// A file is not as it was when it was read.
    ChangedFile,
    /// A run ended before its end.
    Unfinished,
}

impl Problem {
    /// The name, stable for programs.
    pub fn name(self) -> &'static str {
        match self {
            Problem::Damaged => "damaged",
            Problem::NotInIndex => "not-in-index",
            Problem::NotInLedger => "not-in-ledger",
            Problem::TwiceInIndex => "twice-in-index",
            Problem::TwiceInLedger => "twice-in-ledger",
            Problem::WrongSum => "wrong-sum",
            Problem::MissingFile => "missing-file",
            Problem::ChangedFile => "changed-file",
            Problem::Unfinished => "unfinished",
        }
    }

    /// What is wrong, in words.
    pub fn about(self) -> &'static str {
        match self {
            Problem::Damaged => "files of the index are not as they were written",
            Problem::NotInIndex => "articles are in the ledger and not in the index",
            Problem::NotInLedger => "articles are in the index and not in the ledger",
            Problem::TwiceInIndex => "articles are in the index more than once",
            Problem::TwiceInLedger => "articles have more than one record that is the index's",
            Problem::WrongSum => "outcomes of the records do not add up",
            Problem::MissingFile => "files are not where they were",
            Problem::ChangedFile => "files are not as they were when they were read",
            Problem::Unfinished => "files or articles wait for the next run",
        }
    }

    /// Whether it is about files, and not about what index and ledger say.
    fn is_of_files(self) -> bool {
        matches!(self, Problem::MissingFile | Problem::ChangedFile)
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Checked {
    /// Articles that index and ledger agree on.
    pub articles: u64,
    /// Files that are as they were read.
    pub files: u64,
    /// Records of the ledger.
    pub records: u64,
    /// What is wrong: how often, and some of the articles or files.
    pub problems: BTreeMap<Problem, (u64, Vec<String>)>,
}

impl Checked {
    /// Whether another run sets it right: files have changed, or the last run was
    /// interrupted, which the next one makes good.
    pub fn is_behind(&self) -> bool {
        let has = |problem| self.problems.contains_key(&problem);
        let of_files = self.problems.keys().all(|problem| problem.is_of_files());
        of_files || has(Problem::Unfinished) && !has(Problem::Damaged)
    }

    fn add(&mut self, problem: Problem, what: impl Into<String>) {
        let (count, named) = self.problems.entry(problem).or_default();
        *count += 1;
        if named.len() < NAMED {
            named.push(what.into());
        }
    }
}

/// Proves that ledger, index and files agree. `root` is the archive's folder.
///
/// # Errors
/// Where index or ledger cannot be read at all, and [`IndexError::Locked`] where
/// they disagree while another process writes: it tells one after the other.
pub(crate) fn check(
    index: &Index,
    ledger: &Ledger,
    root: &Path,
    compare: Compare,
) -> Result<Checked, IngestError> {
    loop {
        let batch = ledger.batch()?;
        let checked = look(index, ledger, root, compare)?;
        if checked.problems.keys().all(|problem| problem.is_of_files()) {
            return Ok(checked);
        }
        if index.is_being_written() {
            return Err(IndexError::Locked(index.path().to_owned()).into());
        }
        // Else it was written meanwhile, and is to be looked at as it is now.
        if ledger.batch()? == batch {
            return Ok(checked);
        }
    }
}

fn look(
    index: &Index,
    ledger: &Ledger,
    root: &Path,
    compare: Compare,
) -> Result<Checked, IngestError> {
    let mut checked = Checked::default();
    match index.damaged_files() {
        Ok(files) => {
            files.iter().for_each(|file| checked.add(Problem::Damaged, file.to_string_lossy()));
            // The engine may not survive to open them.
            if !files.is_empty() {
                return Ok(checked);
            }
        }
        Err(IndexError::Damaged { reason, .. }) => {
            checked.add(Problem::Damaged, reason);
            return Ok(checked);
        }
        Err(error) => return Err(error.into()),
    }
    articles(index, ledger, &mut checked)?;
    let sums = ledger.sums()?;
    checked.records = sums.records;
    let sum: u64 = sums.outcomes.values().sum();
    if sum != sums.records {
        checked.add(Problem::WrongSum, format!("{sum} outcomes of {} records", sums.records));
    }
    if sums.loose > 0 {
        checked.add(Problem::Unfinished, format!("{} articles", sums.loose));
    }
    files(ledger, root, compare, &mut checked)?;
    Ok(checked)
}

/// Goes through the articles of both, in the order of their ids.
fn articles(index: &Index, ledger: &Ledger, checked: &mut Checked) -> Result<(), IngestError> {
    let searcher = index.searcher()?;
    ledger.with_live(|ids| {
        let mut next = ids.next();
        let mut in_ledger = |next: &mut Option<String>, checked: &mut Checked| {
            let Some(id) = next.take() else {
                return;
            };
            *next = ids.next();
            while next.as_deref() == Some(&id) {
                *next = ids.next();
                checked.add(Problem::TwiceInLedger, id.clone());
            }
        };
        searcher.each_id(&mut |id, times| {
            if times > 1 {
                checked.add(Problem::TwiceInIndex, id);
            }
            loop {
                match next.as_deref().map_or(Ordering::Greater, |next| next.cmp(id)) {
                    Ordering::Less => {
                        checked.add(Problem::NotInIndex, next.clone().unwrap_or_default());
                        in_ledger(&mut next, checked);
                    }
                    Ordering::Equal => {
                        checked.articles += 1;
                        in_ledger(&mut next, checked);
                        break;
                    }
                    Ordering::Greater => {
                        checked.add(Problem::NotInLedger, id);
                        break;
                    }
                }
            }
        })?;
        while let Some(id) = next.clone() {
            checked.add(Problem::NotInIndex, id);
            in_ledger(&mut next, checked);
        }
        Ok::<(), IngestError>(())
    })?
}

fn files(
    ledger: &Ledger,
    root: &Path,
    compare: Compare,
    checked: &mut Checked,
) -> Result<(), IngestError> {
    let mut again = Vec::new();
    ledger.each_file(None, &mut |known: KnownFile| match known.state {
        State::Gone | State::Kept => {}
        State::Stale | State::Again => again.push(known.path),
        State::Read => {
            let path = archive::file_at(root, &known.path);
            match std::fs::metadata(&path) {
                Err(_) => checked.add(Problem::MissingFile, known.path),
                Ok(file) => {
                    let is_same = known.is_as_read(&file)
                        && (compare == Compare::Stamps || has_hash(&path, known.hash));
                    match is_same {
                        true => checked.files += 1,
                        false => checked.add(Problem::ChangedFile, known.path),
                    }
                }
            }
        }
    })?;
    for path in again {
        // What cannot be read is tried at each run, and nothing is missing for it.
        if !ledger.is_rejected(&path)? {
            checked.add(Problem::Unfinished, path);
        }
    }
    Ok(())
}

fn has_hash(path: &Path, known: Option<u128>) -> bool {
    hash::of_file(path).ok() == known
}
