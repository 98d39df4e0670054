//! How analysed text travels from the thread that analysed it to the one that
//! builds a segment: as one string, nothing allocated per token.

/// Stands before a token at the next position.
const NEXT: char = '\u{1e}';
/// Stands before a token at the same position as the one before.
const SAME: char = '\u{1f}';

/// Tokens on their way into the index.
#[derive(Debug, Default)]
pub(super) struct Stream {
    tokens: String,
}

impl Stream {
    /// Starts a token at the next position and returns where to write it.
    pub(super) fn next(&mut self) -> &mut String {
        self.tokens.push(NEXT);
        &mut self.tokens
    }

    /// Starts a token at the position of the last one.
    pub(super) fn same(&mut self) -> &mut String {
        self.tokens.push(SAME);
        &mut self.tokens
    }

    /// Leaves a position empty.
    pub(super) fn skip(&mut self) {
        self.tokens.push(NEXT);
    }

    /// The string, for [`tokens`].
    pub(super) fn into_string(self) -> String {
        self.tokens
    }

    /// The bytes so far.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub(super) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Makes room for so many more bytes.
    pub(super) fn reserve(&mut self, bytes: usize) {
        self.tokens.reserve(bytes);
    }
}

/// The tokens of a stream, each with whether it stands at the next position; an
/// empty one leaves it empty.
pub(super) fn tokens(stream: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let step = *rest.as_bytes().first()?;
        let token = &rest[1..];
        let is_step = |byte| byte == NEXT as u8 || byte == SAME as u8;
        let end = token.bytes().position(is_step).unwrap_or(token.len());
        rest = &token[end..];
        Some((step == NEXT as u8, &token[..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_comes_out_as_it_went_in() {
        let mut stream = Stream::default();
        stream.next().push_str("sanctions");
        stream.same().push_str("\u{1}en:sanction");
        stream.next().push_str("ایران");
        stream.skip();
        stream.next().push('\u{3}');
        let text = stream.into_string();
        let seen: Vec<(bool, &str)> = tokens(&text).collect();
        let expected = [
            (true, "sanctions"),
            (false, "\u{1}en:sanction"),
            (true, "ایران"),
            (true, ""),
            (true, "\u{3}"),
        ];
        assert_eq!(seen, expected);
        assert_eq!(tokens("").count(), 0);
    }
}
