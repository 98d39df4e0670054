//! Work that several cores do together: for questions that would keep one of
//! them busy for milliseconds. Threads are started for the one question and
//! end with it; what takes less is done where it was asked.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// No question gets more cores: others may be asking too.
const MOST: usize = 8;

/// How many cores a large piece of work may have.
pub(super) fn available() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(MOST)
}

/// Does all pieces of a work and returns what came of them, in any order. The
/// calling thread takes its share; the first error ends the work.
pub(super) fn share<P, T, E>(
    cores: usize,
    pieces: Vec<P>,
    work: impl Fn(P) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E>
where
    P: Send,
    T: Send,
    E: Send,
{
    let helpers = cores.min(pieces.len()).saturating_sub(1);
    if helpers == 0 {
        return pieces.into_iter().map(work).collect();
    }
    let pieces = Mutex::new(pieces.into_iter());
    let take = || pieces.lock().unwrap_or_else(PoisonError::into_inner).next();
    let share = || -> Result<Vec<T>, E> {
        let mut done = Vec::new();
        while let Some(piece) = take() {
            match work(piece) {
                Ok(outcome) => done.push(outcome),
                Err(error) => {
                    // Nobody begins another piece.
                    while take().is_some() {}
                    return Err(error);
                }
            }
        }
        Ok(done)
    };
    thread::scope(|scope| {
        // Where the system gives no thread, the others do the work.
        let helper = |_| thread::Builder::new().spawn_scoped(scope, share).ok();
        let helpers: Vec<_> = (0..helpers).filter_map(helper).collect();
        let mut done = share();
        for helper in helpers {
            let theirs = helper.join().unwrap_or_else(|panic| resume_unwind(panic));
            done = done.and_then(|mut done| {
                done.extend(theirs?);
                Ok(done)
            });
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn all_pieces_are_done_once_by_any_number_of_cores() {
        for cores in [0, 1, 2, 7] {
            for pieces in [0, 1, 2, 50] {
                let done = share(cores, (0..pieces).collect(), Ok::<u32, ()>).unwrap();
                assert_eq!(done.len(), pieces as usize, "{cores} cores");
                assert_eq!(done.into_iter().collect::<HashSet<_>>().len(), pieces as usize);
            }
        }
    }

    #[test]
    fn an_error_is_what_comes_of_the_work() {
        for cores in [1, 4] {
            let work = |piece| if piece == 3 { Err(piece) } else { Ok(piece) };
            assert_eq!(share(cores, (0..9).collect(), work), Err(3));
        }
    }

    #[test]
    fn helpers_work_at_the_same_time() {
        let barrier = std::sync::Barrier::new(2);
        let done = share(2, vec![1, 2], |piece| {
            barrier.wait();
            Ok::<u32, ()>(piece)
        });
        assert_eq!(done.unwrap().len(), 2);
    }
}
