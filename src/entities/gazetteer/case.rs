//! How a name must be written: `US` is a country and `us` is not.

/// What the letters of one word of a name demand of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Nothing: small words, and scripts without capitals.
    Any,
    /// A capital at the beginning.
    Capital,
    /// Capitals only: acronyms.
    Upper,
}

impl Case {
    /// Returns what a word of the table demands.
    pub fn of(word: &str) -> Self {
        let first = word.chars().find(|c| c.is_alphabetic());
        if !first.is_some_and(char::is_uppercase) {
            return Case::Any;
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters > 1 && is_upper(word) { Case::Upper } else { Case::Capital }
    }

    /// Returns the sign before a folded word that demands this.
    pub fn mark(self) -> Option<char> {
        match self {
            Case::Any => None,
            Case::Capital => Some('^'),
            Case::Upper => Some('!'),
        }
    }

    /// Takes the mark from a folded word.
    pub fn split(marked: &str) -> (Self, &str) {
        for case in [Case::Capital, Case::Upper] {
            if let Some(word) = case.mark().and_then(|mark| marked.strip_prefix(mark)) {
                return (case, word);
            }
        }
        (Case::Any, marked)
    }

    /// Whether a word of a text is written so.
    pub fn admits(self, word: &str) -> bool {
        match self {
            Case::Any => true,
            Case::Capital => {
                word.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase)
            }
            Case::Upper => is_upper(word),
        }
    }
}

/// Whether a text has no small letters.
pub(super) fn is_upper(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_demand_capitals_and_names_one() {
        for (word, case) in [
            ("US", Case::Upper),
            ("U.S.", Case::Upper),
            ("G7", Case::Capital),
            ("Iran", Case::Capital),
            ("of", Case::Any),
            ("ایران", Case::Any),
            ("5", Case::Any),
        ] {
            assert_eq!(Case::of(word), case, "{word}");
        }
        assert!(Case::Upper.admits("WHO") && !Case::Upper.admits("Who"));
        assert!(Case::Capital.admits("IRAN") && !Case::Capital.admits("iran"));
    }
}
