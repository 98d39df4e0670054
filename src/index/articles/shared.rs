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

/// Where words begin that have a window behind them.
fn words(article: &[u8]) -> impl Iterator<Item = usize> {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let last = (article.len() + 1).saturating_sub(WINDOW);
    (0..last).filter(move |&at| is_letter(article[at]) && (at == 0 || !is_letter(article[at - 1])))
}

fn window(article: &[u8], at: usize) -> u64 {
    xxh3_64(&article[at..at + WINDOW])
}

/// In how many articles windows stand.
struct Counts {
    /// The last article that has a window, and how many have it: in so few bytes
    /// that more of them are near the processor. Of more articles than numbers,
    /// two are rarely taken for one.
    counters: Vec<(u16, u16)>,
}

impl Counts {
    fn of(articles: &[&[u8]]) -> Counts {
        let mut counters = vec![(u16::MAX, 0_u16); COUNTERS];
        for (number, article) in (0..u16::MAX).cycle().zip(articles) {
            for at in words(article) {
                let (last, count) = &mut counters[window(article, at) as usize % COUNTERS];
                *count = count.saturating_add(u16::from(*last != number));
                *last = number;
            }
        }
        Counts { counters }
    }

    fn of_window(&self, window: u64) -> u16 {
        self.counters[window as usize % COUNTERS].1
    }
}

/// Passages that several articles have, each once, in at most so many bytes:
/// those that most have, and of these the most frequent last, as what is near
/// takes less to point at.
pub(super) fn passages(articles: &[&[u8]], bytes: usize) -> Vec<u8> {
    let counts = Counts::of(articles);
    let mut taken = FxHashSet::default();
    let mut passages: Vec<(u16, &[u8])> = Vec::new();
    for article in articles {
        // The passage that grows, and how many have its most frequent window.
        let mut open: Option<(u16, usize, usize)> = None;
        for at in words(article) {
            let window = window(article, at);
            let count = counts.of_window(window);
            if let Some((most, from, to)) = open
                && at >= to
            {
                passages.push((most, &article[from..to]));
                open = None;
            }
            if count < 2 || !taken.insert(window) {
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
