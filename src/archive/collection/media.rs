//! Media types: which of them can be a document.

/// Types of text that are no articles are not among them.
const DOCUMENTS: [&str; 35] = [
    "text/plain",
    "text/html",
    "text/xml",
    "text/markdown",
    "text/csv",
    "text/tab-separated-values",
    "text/sgml",
    "text/vnd.iptc.nitf",
    "application/json",
    "application/jsonl",
    "application/x-ndjson",
    "application/xml",
    "application/zip",
    "application/x-zip-compressed",
    "application/gzip",
    "application/x-gzip",
    "application/x-tar",
    "application/x-bzip2",
    "application/x-xz",
    "application/zstd",
    "application/mbox",
    "application/warc",
    "application/octet-stream",
    "application/msword",
    "application/rtf",
    "text/rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.text-template",
    "application/vnd.oasis.opendocument.text-flat-xml",
    "message/rfc822",
    "message/global",
    "unknown/unknown",
];

/// Whether a media type, with or without parameters, may be a document.
pub(super) fn is_document(media_type: &str) -> bool {
    let name = essence(media_type);
    name.is_empty()
        || DOCUMENTS.contains(&name.as_str())
        || name.ends_with("+xml") && !name.starts_with("image/")
        || name.ends_with("+json")
}

/// Returns a media type in small letters without its parameters.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns the character set that a media type names.
pub(super) fn charset(media_type: &str) -> Option<&str> {
    let parameters = media_type.split(';').skip(1);
    parameters.filter_map(|parameter| parameter.split_once('=')).find_map(|(name, value)| {
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches(['"', '\'']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_known_by_their_type() {
        for (name, expected) in [
            ("text/html; charset=UTF-8", true),
            ("Application/Atom+XML", true),
            ("", true),
            ("image/svg+xml", false),
            ("text/css", false),
            ("text/calendar", false),
            ("image/png", false),
        ] {
            assert_eq!(is_document(name), expected, "{name}");
        }
        assert_eq!(charset("text/html; a=b; Charset=\"KOI8-R\""), Some("KOI8-R"));
        assert_eq!(charset("text/html"), None);
    }
}
