//! What a panic costs: the record that is being read, and nothing else.
//!
//! Most formats are read by libraries that others made. None is known to panic on
//! any input; one that does must not end every run at the same file.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::archive::ReadError;

/// Reads something of `path`.
///
/// # Errors
/// Where reading panics.
pub(in crate::archive) fn guarded<T>(path: &str, read: impl FnOnce() -> T) -> Result<T, ReadError> {
    // What was being read is not looked at again, so it may be in any state.
    catch_unwind(AssertUnwindSafe(read)).map_err(|panic| ReadError::ReaderFailed {
        path: path.to_owned(),
        detail: message(&*panic).to_owned(),
    })
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref().map(String::as_str)).unwrap_or("it does not say why")
}

#[cfg(all(test, feature = "containers"))]
mod tests {
    use std::io::{BufReader, Cursor, Read};

    use super::super::place::Place;
    use super::super::source::Source;
    use super::*;
    use crate::archive::{Boilerplate, Reader, Settings};

    /// Panics once, where a byte is to be read.
    struct Trap {
        bytes: Cursor<Vec<u8>>,
        at: u64,
        is_set: bool,
    }

    impl Read for Trap {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let end = self.bytes.position() + buffer.len() as u64;
            if self.at < end && std::mem::take(&mut self.is_set) {
                panic!("a library failed at {}", self.at);
            }
            self.bytes.read(buffer)
        }
    }

    #[test]
    fn a_panic_costs_the_member_that_is_read() {
        let mut builder = ::tar::Builder::new(Vec::new());
        for name in ["1.txt", "2.txt", "3.txt"] {
            let text = format!("Bridge {name} opens\n\n{}", "It rained in town. ".repeat(600));
            let mut header = ::tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            builder.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        let bytes = builder.into_inner().unwrap();
        let reader = Reader::new(Settings::default(), Boilerplate::default());
        let read = |at| {
            let (size, bytes) = (bytes.len() as u64, Cursor::new(bytes.clone()));
            let stream = BufReader::with_capacity(512, Trap { bytes, at, is_set: true });
            let source = Source::Stream(Box::new(stream));
            let records = reader.members(source, Place::file("x.tar"), size)?;
            let shown = records.map(|record| match record.article {
                Ok(article) => article.headline,
                Err(error) => format!("{} {error}", error.reason()),
            });
            Ok::<_, ReadError>(shown.collect::<Vec<_>>())
        };
        let failed = "malformed x.tar!/2.txt: its reader failed, a fault of the program: \
             a library failed at 15000";
        assert_eq!(read(15_000).unwrap(), ["Bridge 1.txt opens", failed, "Bridge 3.txt opens"]);
        assert_eq!(read(0).unwrap_err().path(), "x.tar");
    }
}
