//! The folder of an index, as Tantivy is to see it: one that may only be read can be
//! searched, too.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// So long a lock is asked for that another holds: who asks whether an index is being
/// written does for a moment.
const PATIENCE: Duration = Duration::from_millis(250);
const PAUSE: Duration = Duration::from_millis(5);

/// A folder with the files of an index, mapped into memory.
#[derive(Debug, Clone)]
pub(in crate::index) struct Folder {
    path: PathBuf,
    files: MmapDirectory,
}

impl Folder {
    /// Opens a folder that is there.
    pub(in crate::index) fn open(path: &Path) -> tantivy::Result<Folder> {
        Ok(Folder { path: path.to_owned(), files: MmapDirectory::open(path)? })
    }
}

/// A file that is locked until this is dropped. Closing it is not enough: a process
/// that another thread starts just then has it open, too, until its program runs.
struct LockedFile(File);

impl Drop for LockedFile {
    fn drop(&mut self) {
        // Where this fails, closing it has to do.
        let _ = self.0.unlock();
    }
}

/// Locks a file that is free, or soon is.
fn lock_soon(file: &File) -> Result<(), LockError> {
    let begin = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if begin.elapsed() < PATIENCE => sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(LockError::LockBusy),
            Err(TryLockError::Error(error)) => return Err(LockError::wrap_io_error(error)),
        }
    }
}

impl Directory for Folder {
    /// Tantivy locks an index to open its segments, with a file that it makes or opens
    /// to be written. Who may do neither locks the file as it is; where there is none,
    /// a segment that goes meanwhile is missed, and the index is opened anew.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let path = self.path.join(&lock.filepath);
        match File::options().create(true).truncate(false).write(true).open(&path) {
            Ok(file) => {
                match lock.is_blocking {
                    true => file.lock().map_err(LockError::wrap_io_error)?,
                    false => lock_soon(&file)?,
                }
                Ok(DirectoryLock::from(Box::new(LockedFile(file))))
            }
            Err(error) if lock.filepath == META_LOCK.filepath && may_only_read(error.kind()) => {
                let file = File::open(path).ok().filter(|file| file.lock().is_ok());
                Ok(DirectoryLock::from(Box::new(file.map(LockedFile))))
            }
            Err(error) => Err(LockError::wrap_io_error(error)),
        }
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    /// Tantivy makes such files for their owner alone; others are to search, too, if
    /// the folder lets them.
    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut fresh = OsString::from(".");
        fresh.push(path);
        fresh.push(".new");
        let fresh = self.path.join(fresh);
        let mut file = File::create(&fresh)?;
        file.write_all(content)?;
        file.sync_data()?;
        fs::rename(fresh, self.path.join(path))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

/// Whether a file could not be written for want of rights or of room.
fn may_only_read(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(kind, PermissionDenied | ReadOnlyFilesystem | StorageFull | QuotaExceeded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_ends_though_a_process_that_starts_has_the_file_open() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("lock");
        let file = File::create(&path).unwrap();
        let of_the_other = file.try_clone().unwrap();
        file.lock().unwrap();
        drop(LockedFile(file));
        File::open(&path).unwrap().try_lock().unwrap();
        drop(of_the_other);
    }
}
