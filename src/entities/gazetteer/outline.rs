//! Words by their outlines: a small map that says of most words of a text, from
//! three letters and the length, that they are not in a set.

/// Bits of an outline: five each of three letters, three of the length.
const BITS: u32 = 18;

/// The outlines of a set of words.
#[derive(Debug)]
pub(super) struct Outlines {
    map: Vec<u64>,
}

impl Default for Outlines {
    fn default() -> Self {
        Outlines { map: vec![0; 1 << (BITS - 6)] }
    }
}

impl Outlines {
    /// Adds a word.
    pub fn insert(&mut self, word: &str) {
        let outline = outline(word.as_bytes());
        self.map[outline / 64] |= 1 << (outline % 64);
    }

    /// Whether the set may have a word; `false` is certain.
    #[inline]
    pub fn may_have(&self, word: &str) -> bool {
        let outline = outline(word.as_bytes());
        self.map[outline / 64] >> (outline % 64) & 1 == 1
    }
}

#[inline]
fn outline(word: &[u8]) -> usize {
    let [first, .., last] = word else {
        return usize::from(word.first().copied().unwrap_or(0) % 32);
    };
    let letters = [*first, word[word.len() / 2], *last];
    let outline =
        letters.iter().fold(word.len() % 8, |sum, byte| sum << 5 | usize::from(byte % 32));
    outline % (1 << BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_there_and_most_else_is_not() {
        let names = ["iran", "edi", "united", "ی", "ایران", "g", "7", ""];
        let mut outlines = Outlines::default();
        names.iter().for_each(|name| outlines.insert(name));
        assert!(names.iter().all(|name| outlines.may_have(name)));
        for word in ["the", "said", "of", "rose", "minister", "وی"] {
            assert!(!outlines.may_have(word), "{word}");
        }
    }
}
