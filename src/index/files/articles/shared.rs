//! What several articles say in the same words: the text of a dictionary. What
//! only one says would find nothing again, and would stay there when its article
//! is taken out.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

/// So many bytes, from the beginning of a word, are compared.
const WINDOW: usize = 24;
/// Counters of windows: the windows of all articles of a sample, and a few that
/// meet.
const COUNTERS: usize = 1 << 20;

/// A passage from the beginning of a word.
#[derive(Debug, Clone, Copy)]
struct Window {
    at: usize,
    hash: u64,
}

/// The windows of an article, in order.
fn windows(article: &[u8]) -> Vec<Window> {
    let mut windows = Vec::with_capacity(article.len() / 5);
    let mut is_inside = false;
    for (at, bytes) in article.windows(WINDOW).enumerate() {
        let is_letter = bytes[0].is_ascii_alphanumeric() || !bytes[0].is_ascii();
        if is_letter && !is_inside {
            windows.push(Window { at, hash: xxh3_64(bytes) });
        }
        is_inside = is_letter;
    }
    windows
}

/// In how many articles windows stand.
struct Counts {
    /// The last article that has a window, and how many have it: in so few bytes
    /// that more of them are near the processor. Of more articles than numbers,
    /// two are rarely taken for one.
    counters: Vec<(u16, u16)>,
}

impl Counts {
    fn of(articles: &[Vec<Window>]) -> Counts {
        let mut counters = vec![(u16::MAX, 0_u16); COUNTERS];
        for (number, article) in (0..u16::MAX).cycle().zip(articles) {
            for window in article {
                let (last, count) = &mut counters[window.hash as usize % COUNTERS];
                *count = count.saturating_add(u16::from(*last != number));
                *last = number;
            }
        }
        Counts { counters }
    }

    fn of_window(&self, window: Window) -> u16 {
        self.counters[window.hash as usize % COUNTERS].1
    }
}

/// Passages that several articles have, each once, in at most so many bytes:
/// those that most have, and of these the most frequent last, as what is near
/// takes less to point at.
pub(super) fn passages(articles: &[&[u8]], bytes: usize) -> Vec<u8> {
    let all: Vec<Vec<Window>> = articles.iter().map(|article| windows(article)).collect();
    let counts = Counts::of(&all);
    let mut taken = FxHashSet::default();
    let mut passages: Vec<(u16, &[u8])> = Vec::new();
    for (article, windows) in articles.iter().zip(&all) {
        // The passage that grows, and how many have its most frequent window.
        let mut open: Option<(u16, usize, usize)> = None;
        for &window in windows {
            let Window { at, hash } = window;
            let count = counts.of_window(window);
            if let Some((most, from, to)) = open
                && at >= to
            {
                passages.push((most, &article[from..to]));
                open = None;
            }
            if count < 2 || !taken.insert(hash) {
                continue;
            }
            let (most, from, _) = open.unwrap_or((0, at, at));
            open = Some((most.max(count), from, at + WINDOW));
        }
        passages.extend(open.map(|(most, from, to)| (most, &article[from..to])));
    }
    passages.sort_by_key(|(most, _)| std::cmp::Reverse(*most));
    let mut left = bytes;
    let kept = passages.iter().take_while(|(_, passage)| {
        let fits = passage.len() <= left;
        left = left.saturating_sub(passage.len());
        fits
    });
    let kept: Vec<&[u8]> = kept.map(|(_, passage)| *passage).collect();
    kept.into_iter().rev().flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(articles: &[&str], bytes: usize) -> String {
        let articles: Vec<&[u8]> = articles.iter().map(|article| article.as_bytes()).collect();
        String::from_utf8(passages(&articles, bytes)).unwrap()
    }

    const HERONS: &str = "The herons of Edirne returned. Nobody else was told of it before.";
    const STORKS: &str = "Nobody else was told of it. The herons of Edirne returned later.";

    #[test]
    fn what_several_say_is_there_once_and_nothing_else() {
        assert_eq!(of(&[HERONS], 1000), "");
        assert_eq!(of(&[HERONS, "Something else that nobody has said"], 1000), "");
        let shared = of(&[HERONS, STORKS, HERONS], 1000);
        assert_eq!(shared.matches("herons of Edirne").count(), 1, "{shared}");
        assert_eq!(shared.matches("was told of").count(), 1, "{shared}");
        assert!(of(&[HERONS, STORKS], 1000).len() < 60);
    }

    #[test]
    fn what_most_say_is_last_and_goes_in_first() {
        let articles = [HERONS, STORKS, "Nobody else was told of it in time, at least not now"];
        let all = of(&articles, 1000);
        assert!(all.find("Nobody").unwrap() > all.find("herons").unwrap(), "{all}");
        let few = of(&articles, 30);
        assert!(few.contains("Nobody") && !few.contains("herons"), "{few}");
        assert_eq!(of(&articles, 10), "");
        assert_eq!(of(&["", "short", "short"], 1000), "");
    }
}
