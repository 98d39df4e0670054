//! The figures of an archive. Never imports the index that counts them.

/// What an index holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Articles that may not be used, or not yet: searches leave them out.
    pub hidden: u64,
    /// Older versions of articles.
    pub older_versions: u64,
    /// Articles without a date.
    pub undated: u64,
    /// The first and last second of publication, since 1970.
    pub published: Option<(i64, i64)>,
    /// Different words, forms and stems in the text.
    pub terms: u64,
    /// Words in the text of the articles, headlines among them.
    pub words: u64,
    /// Segments of the index.
    pub segments: usize,
    /// Agencies with the number of their articles, the most first.
    pub agencies: Vec<(String, u64)>,
    /// Sources with the number of their articles, the most first.
    pub sources: Vec<(String, u64)>,
    /// Languages with the number of their articles, the most first.
    pub languages: Vec<(String, u64)>,
}
