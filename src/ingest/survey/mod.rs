//! The walk that finds out what there is to do: what is new, what has changed,
//! and what is no longer there.

pub(super) mod hash;
pub(super) mod plan;
pub(super) mod settle;

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use crate::archive::{self, Input, ReadError};
use crate::ingest::rows::rejected;
use crate::ingest::{Archive, Compare, IngestError, Missing, Options, Settle};
use crate::ledger::{KnownFile, Ledger, Row, STDIN, State, nanoseconds};
use crate::system::is_gone;

/// At most so many files are looked at to learn what is boilerplate.
const SAMPLE_FILES: usize = 800;
/// So many files are remembered; of more the folders are walked once more.
const REMEMBERED_FILES: usize = 100_000;

/// A file or folder that is to be read, and what the ledger calls it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// `None` for the archive's folder itself.
    pub(super) relative: Option<String>,
}

impl Place {
    pub(super) fn new(root: &Path, path: &Path) -> Place {
        Place { path: path.to_owned(), relative: archive::path_below(root, path) }
    }
}

/// The files that are to be read.
pub(super) struct ToRead<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) known: &'a Known,
    /// The files, where the survey has noted them all: else there is a second walk.
    pub(super) noted: Option<Vec<Input>>,
}

impl ToRead<'_> {
    /// Hands them over until that is enough.
    pub(super) fn each(self, mut take: impl FnMut(Input) -> bool) -> Result<(), IngestError> {
        if let Some(noted) = self.noted {
            noted.into_iter().all(take);
            return Ok(());
        }
        for place in self.scope.places {
            // What cannot be looked at is in the survey.
            let found = self.scope.walk(place)?.flatten();
            let is_asked =
                |input: &Input| self.scope.takes_new(input) || self.known.knows(&input.relative);
            if !found.filter(|input| is_asked(input) && !self.known.has(input)).all(&mut take) {
                break;
            }
        }
        Ok(())
    }
}

/// The files that the ledger knows below the places of a run.
#[derive(Default)]
pub(super) struct Known {
    stamps: FxHashMap<u64, Stamp>,
    /// Whether all were read in another way than they would be now.
    are_stale: bool,
    /// Where files were that were moved away, and their articles stay.
    left: FxHashSet<u64>,
}

/// A file as the ledger knows it, its path told by a hash: there may be
/// millions.
struct Stamp {
    size: u64,
    modified: Option<i64>,
    state: State,
    /// Whether its articles are to be seen to where it is not there.
    may_be_missed: bool,
    is_there: bool,
}

impl Known {
    fn of(ledger: &Ledger, scope: &Scope) -> Result<Known, IngestError> {
        let mut known = Known { are_stale: scope.reads_anew, ..Known::default() };
        for place in scope.places {
            ledger.each_file(place.relative.as_deref(), &mut |file| {
                let may_be_missed = may_be_missed(&file, scope.options.missing);
                let KnownFile { path, size, modified, state, .. } = file;
                let stamp = Stamp { size, modified, state, may_be_missed, is_there: false };
                known.stamps.insert(key(&path), stamp);
            })?;
        }
        ledger.each_left_path(&mut |path| _ = known.left.insert(key(path)))?;
        Ok(known)
    }

    /// How many there are.
    pub(super) fn len(&self) -> u64 {
        self.stamps.len() as u64
    }

    /// Whether any is read in another way now than it was.
    pub(super) fn has_stale(&self) -> bool {
        self.are_stale || self.stamps.values().any(|stamp| stamp.state == State::Stale)
    }

    /// Whether another file was here before, whose articles stay.
    pub(super) fn follows_another(&self, path: &str) -> bool {
        self.left.contains(&key(path)) && !self.knows(path)
    }

    /// Whether a file is as it was when it was read.
    pub(super) fn has(&self, input: &Input) -> bool {
        !self.are_stale
            && self.stamps.get(&key(&input.relative)).is_some_and(|stamp| {
                stamp.state == State::Read
                    && stamp.size == input.size
                    && stamp.modified == nanoseconds(input.modified)
            })
    }

    /// Whether a file is as it was when it was read in another way than it would be now.
    pub(super) fn was_read_otherwise(&self, input: &Input) -> bool {
        self.stamps.get(&key(&input.relative)).is_some_and(|stamp| {
            (stamp.state == State::Stale || self.are_stale && stamp.state == State::Read)
                && stamp.size == input.size
                && stamp.modified == nanoseconds(input.modified)
        })
    }

    /// Whether a file was read before.
    pub(super) fn knows(&self, path: &str) -> bool {
        self.stamps.get(&key(path)).is_some_and(|stamp| stamp.state != State::Gone)
    }

    /// Notes that there is something at a path; whether it was known.
    fn note(&mut self, path: &str) -> bool {
        match self.stamps.get_mut(&key(path)) {
            Some(stamp) => {
                stamp.is_there = true;
                stamp.state != State::Gone
            }
            None => false,
        }
    }

    fn is_missing(&self, path: &str) -> bool {
        self.stamps.get(&key(path)).is_some_and(Stamp::is_missing)
    }
}

impl Stamp {
    fn is_missing(&self) -> bool {
        self.may_be_missed && !self.is_there
    }
}

/// Whether the articles of a file are to be seen to where it is not there: not those
/// of one that was moved away, and once they are kept only by a run that keeps none.
fn may_be_missed(file: &KnownFile, missing: Missing) -> bool {
    match file.state {
        State::Read | State::Stale | State::Again => true,
        State::Kept => missing == Missing::Remove && file.was.is_none() && file.path != STDIN,
        State::Gone => false,
    }
}

fn key(path: &str) -> u64 {
    xxh3_64(path.as_bytes())
}

/// What there is to do.
#[derive(Default)]
pub(super) struct Survey {
    /// Files that are there.
    pub(super) files: u64,
    /// Files to be read, and their bytes.
    pub(super) new: u64,
    pub(super) changed: u64,
    pub(super) bytes: u64,
    /// Files that are as they were.
    pub(super) unchanged: u64,
    /// Files that are being written.
    pub(super) unsettled: u64,
    /// Links that are not followed.
    pub(super) links: u64,
    /// An even sample of all that are there.
    pub(super) sample: Vec<Input>,
    /// The files to be read; `None` where they are too many to be remembered.
    pub(super) tasks: Option<Vec<Input>>,
    /// What could not be looked at.
    pub(super) unreadable: Vec<Row>,
    /// Files that are no longer there.
    pub(super) missing: Vec<String>,
    pub(super) known: Known,
    /// Whether a folder could not be read to its end that all files may lie in.
    hides_all: bool,
}

/// What a run looks at, and how.
pub(super) struct Scope<'a> {
    pub(super) archive: &'a Archive,
    pub(super) places: &'a [Place],
    pub(super) options: Options,
    pub(super) settle: Option<&'a Settle>,
    /// Whether files are read though they are as they were.
    pub(super) reads_anew: bool,
    /// What was named, where it is less than what is looked at.
    pub(super) named: Option<&'a [PathBuf]>,
}

impl Scope<'_> {
    /// Whether a file is to be read that was never read before.
    pub(super) fn takes_new(&self, input: &Input) -> bool {
        self.is_named(&input.path)
    }

    fn is_named(&self, path: &Path) -> bool {
        self.named.is_none_or(|named| named.iter().any(|place| path.starts_with(place)))
    }

    /// The files at one of its places, as the walk finds them.
    pub(super) fn walk(
        &self,
        place: &Place,
    ) -> Result<impl Iterator<Item = Result<Input, ReadError>>, ReadError> {
        archive::walk(&self.archive.root, &place.path, &self.archive.settings)
    }
}

impl Survey {
    pub(super) fn of(scope: &Scope, ledger: &Ledger) -> Result<Survey, IngestError> {
        let known = Known::of(ledger, scope)?;
        let mut survey = Survey { known, tasks: Some(Vec::new()), ..Survey::default() };
        // A first run needs the sample, and no other.
        let mut stride = 1;
        for place in scope.places {
            let is_gone = std::fs::metadata(&place.path).is_err_and(|error| is_gone(&error));
            if is_gone && place.relative.is_some() {
                // It was there once, else the run had not begun.
                continue;
            }
            for input in scope.walk(place)? {
                match input {
                    Ok(input)
                        if !scope.takes_new(&input) && !survey.known.knows(&input.relative) => {}
                    Ok(input) => {
                        survey.files += 1;
                        survey.sample(&input, &mut stride);
                        survey.look_at(input, scope, ledger)?;
                    }
                    Err(ReadError::Link { .. }) => survey.links += 1,
                    Err(error) => {
                        let is_above = is_above(error.path(), &scope.archive.root);
                        survey.hides_all |= is_above;
                        survey.files += u64::from(!is_above);
                        survey.known.note(error.path());
                        survey.unreadable.push(rejected(error.path(), 0, &error));
                    }
                }
            }
        }
        scope.settle.iter().for_each(|settle| settle.forget_missing());
        survey.find_missing(scope, ledger)?;
        Ok(survey)
    }

    /// Whether nothing is to be read, and nothing is gone.
    pub(super) fn has_nothing_to_do(&self) -> bool {
        self.new + self.changed == 0 && self.unreadable.is_empty() && self.missing.is_empty()
    }

    fn look_at(&mut self, input: Input, scope: &Scope, ledger: &Ledger) -> Result<(), IngestError> {
        let was_known = self.known.note(&input.relative);
        let by_bytes = scope.options.compare == Compare::Bytes;
        if self.known.has(&input) && !(by_bytes && differs(&input, ledger)?) {
            self.unchanged += 1;
            return Ok(());
        }
        if scope.settle.is_some_and(|settle| !settle.has_settled(&input)) {
            self.unsettled += 1;
            return Ok(());
        }
        match was_known {
            true => self.changed += 1,
            false => self.new += 1,
        }
        self.bytes += input.size;
        if let Some(tasks) = &mut self.tasks {
            tasks.push(input);
            // A second walk cannot compare bytes or wait for files again.
            let must_remember = by_bytes || scope.settle.is_some();
            if tasks.len() > REMEMBERED_FILES && !must_remember {
                self.tasks = None;
            }
        }
        Ok(())
    }

    fn sample(&mut self, input: &Input, stride: &mut u64) {
        if (self.files - 1).is_multiple_of(*stride) {
            self.sample.push(input.clone());
        }
        if self.sample.len() > SAMPLE_FILES {
            let mut place = 0;
            self.sample.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            *stride *= 2;
        }
    }

    /// Finds the files that are no longer there. What lies below a folder that
    /// cannot be read may be, and what is gone from elsewhere than was named may have moved
    /// there.
    fn find_missing(&mut self, scope: &Scope, ledger: &Ledger) -> Result<(), IngestError> {
        let unreadable: Vec<&str> = self.unreadable.iter().map(|row| row.path.as_str()).collect();
        let may_be_there = |path: &str| {
            unreadable
                .iter()
                .any(|folder| path.strip_prefix(folder).is_some_and(|below| below.starts_with('/')))
        };
        let known = &self.known;
        if self.hides_all || !known.stamps.values().any(Stamp::is_missing) {
            return Ok(());
        }
        let mut missing = Vec::new();
        let is_named = |path: &str| scope.is_named(&scope.archive.root.join(path));
        for place in scope.places {
            let is_archive = place.relative.is_none();
            ledger.each_file(place.relative.as_deref(), &mut |file| {
                let is_below = !is_archive || !Path::new(&file.path).is_absolute();
                let is_asked = is_below && is_named(&file.path);
                if is_asked && known.is_missing(&file.path) && !may_be_there(&file.path) {
                    missing.push(file.path);
                }
            })?;
        }
        missing.sort();
        missing.dedup();
        self.missing = missing;
        Ok(())
    }
}

/// Whether what cannot be read is the archive's folder, or one above it: the walk
/// names no other where it cannot say which folder it was.
fn is_above(unreadable: &str, root: &Path) -> bool {
    matches!(unreadable, "" | ".") || root.starts_with(unreadable)
}

/// Whether the bytes of a file are others than those that were read.
fn differs(input: &Input, ledger: &Ledger) -> Result<bool, IngestError> {
    match hash::of_file(&input.path) {
        Ok(hash) => Ok(!ledger.paths_of(hash)?.contains(&input.relative)),
        // Reading it says why.
        Err(_) => Ok(true),
    }
}
