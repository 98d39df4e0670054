//! What a line of JSON says: an article, or what is to become of one.

use serde_json::Value;

use crate::archive::{Format, Reader};
use crate::article::{Article, ArticleId, Origin};
use crate::ledger::STDIN;
use crate::wire;

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Message {
    /// An article, and what it was read as where that is not the canonical one.
    Article(Box<Article>, Option<Format>),
    /// Take an article out: `{"delete": "ID"}`.
    Delete(ArticleId),
    /// Leave a tombstone of an article: `{"kill": "ID"}`.
    Kill(ArticleId),
}

/// Why a line says nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum MessageError {
    /// It is not JSON.
    #[error("is not JSON: {0}")]
    Syntax(String),
    /// It is JSON of another shape.
    #[error("is no article: {0}")]
    Shape(String),
    /// It is too long.
    #[error("is longer than {limit} bytes")]
    TooLong {
        /// The longest line, in bytes.
        limit: u64,
    },
}

impl MessageError {
    /// The reason in one word, stable for programs.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            MessageError::Syntax(_) => "not-json",
            MessageError::Shape(_) => "no-article",
            MessageError::TooLong { .. } => "too-large",
        }
    }
}

impl Message {
    /// The article that it is about.
    pub(super) fn id(&self) -> &str {
        match self {
            Message::Article(article, _) => article.id.as_str(),
            Message::Delete(id) | Message::Kill(id) => id.as_str(),
        }
    }
}

/// The line that kills an article.
pub(crate) fn kill(id: &str) -> String {
    serde_json::json!({ "kill": id }).to_string()
}

/// Reads a line. What begins a file may begin one, too: a byte order mark.
pub(super) fn read_message(line: &[u8], reader: &Reader) -> Result<Message, MessageError> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let value: Value = serde_json::from_slice(line)
        .map_err(|error| MessageError::Syntax(wire::json_fault(&error)))?;
    let message = match order(&value) {
        Some(message) => message,
        None => {
            let (article, format) = article_of(value, reader)?;
            Message::Article(Box::new(article), format)
        }
    };
    match message.id().is_empty() {
        true => Err(MessageError::Shape("it has no id".to_owned())),
        false => Ok(message),
    }
}

/// What is to become of an article, where an object says that and no more.
fn order(value: &Value) -> Option<Message> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    let id = |name| object.get(name).and_then(Value::as_str).map(ArticleId::new);
    id("delete").map(Message::Delete).or_else(|| id("kill").map(Message::Kill))
}

/// Reads an article: the canonical one, of which only the id must be there, or
/// ninjs of any version.
fn article_of(value: Value, reader: &Reader) -> Result<(Article, Option<Format>), MessageError> {
    let shape = |detail: String| MessageError::Shape(detail);
    if let Some(read) = reader.read_object(&value, STDIN) {
        let (format, article) = read.map_err(|error| shape(error.detail()))?;
        return Ok((article, (format != Format::Canonical).then_some(format)));
    }
    // It says what is wrong with it.
    let Value::Object(object) = value else {
        return Err(shape("it is no object".to_owned()));
    };
    let article = wire::article_from_object(&object).map_err(|error| shape(error.to_string()))?;
    // Where an article was read is not for a sender to say.
    let origin = Origin { path: STDIN.to_owned(), record: None };
    Ok((Article { origin, ..article }, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Boilerplate, Settings};

    #[test]
    fn a_line_is_an_article_a_deletion_or_a_kill() {
        let reader = Reader::new(Settings::default(), Boilerplate::default());
        let about = |line: &str| match read_message(line.as_bytes(), &reader) {
            Ok(Message::Article(article, _)) => {
                format!("article {} {}", article.id, article.headline)
            }
            Ok(Message::Delete(id)) => format!("delete {id}"),
            Ok(Message::Kill(id)) => format!("kill {id}"),
            Err(error) => format!("{}: {error}", error.reason()),
        };
        for (line, expected) in [
            (r#"{"uri":"x:1","headline":"A bridge","body":[]}"#, "article x:1 A bridge"),
            (
                r#"{"uri":"x:2","headlines":[{"value":"A dam"}],"versionCreated":"2022-09-10T07:35:25Z"}"#,
                "article x:2 A dam",
            ),
            (r#"{"delete":"x:1"}"#, "delete x:1"),
            (r#"{"kill":"x:1"}"#, "kill x:1"),
            ("\u{feff}{\"kill\":\"x:1\"}\r\n", "kill x:1"),
            (r#"{"kill":" "}"#, "no-article: is no article: it has no id"),
            (r#"{"delete":""}"#, "no-article: is no article: it has no id"),
            (r#"{"uri":"","headline":"","body":[]}"#, "no-article: is no article: it has no id"),
        ] {
            assert_eq!(about(line), expected);
        }
        for (line, expected) in [
            ("{", "not-json: is not JSON: "),
            ("[]", "no-article: is no article: it is no object"),
            (r#"{"delete":1}"#, "no-article: "),
            (
                r#"{"uri":"x","pubStatus":"gone","body":[]}"#,
                "no-article: is no article: is not well-formed article JSON: `pubStatus` cannot",
            ),
        ] {
            assert!(about(line).starts_with(expected), "{}", about(line));
        }
    }
}
