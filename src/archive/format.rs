//! The formats that a record can be in. This file knows their names and reads
//! nothing.

/// What a record was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A page of text with or without an agency's header.
    AgencyPage,
    /// An object of a JSON file.
    Object,
    /// A row of a table.
    Table,
    /// A message.
    Message,
    /// A story in Reuters' SGML.
    Reuters,
    /// A record of a collection in SGML of TREC or the LDC.
    Docs,
    /// A document that LexisNexis printed as text.
    LexisNexis,
    /// A document of Nexis Uni or Lexis+ as text.
    NexisUni,
    /// A document of Factiva, as text or on a page.
    Factiva,
    /// A document of ProQuest as text.
    ProQuest,
    /// A document of Europresse on a page.
    Europresse,
    /// A page of the web.
    Html,
    /// The canonical article as JSON.
    Canonical,
    /// IPTC ninjs, any version, and what Superdesk makes of it.
    Ninjs,
    /// IPTC NewsML-G2.
    NewsMl,
    /// IPTC NewsML 1.0 to 1.2.
    NewsMl1,
    /// IPTC NITF.
    Nitf,
    /// An item of Reuters' collection RCV1.
    Rcv1,
    /// A digitised page in ALTO.
    Alto,
    /// RSS, RDF Site Summary, Atom or JSON Feed.
    Feed,
    /// Markdown, with or without front matter.
    Markdown,
    /// Office Open XML text, as Word writes it.
    Docx,
    /// OpenDocument text, flat or in a package.
    Odt,
    /// Rich text.
    Rtf,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 24] = [
        Format::AgencyPage,
        Format::Object,
        Format::Table,
        Format::Message,
        Format::Reuters,
        Format::Docs,
        Format::LexisNexis,
        Format::NexisUni,
        Format::Factiva,
        Format::ProQuest,
        Format::Europresse,
        Format::Html,
        Format::Canonical,
        Format::Ninjs,
        Format::NewsMl,
        Format::NewsMl1,
        Format::Nitf,
        Format::Rcv1,
        Format::Alto,
        Format::Feed,
        Format::Markdown,
        Format::Docx,
        Format::Odt,
        Format::Rtf,
    ];

    /// The name in the ledger and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Format::AgencyPage => "agency-page",
            Format::Object => "object",
            Format::Table => "table",
            Format::Message => "message",
            Format::Reuters => "reuters-sgml",
            Format::Docs => "trec-sgml",
            Format::LexisNexis => "lexisnexis",
            Format::NexisUni => "nexis-uni",
            Format::Factiva => "factiva",
            Format::ProQuest => "proquest",
            Format::Europresse => "europresse",
            Format::Html => "html",
            Format::Canonical => "article",
            Format::Ninjs => "ninjs",
            Format::NewsMl => "newsml-g2",
            Format::NewsMl1 => "newsml-1",
            Format::Nitf => "nitf",
            Format::Rcv1 => "rcv1",
            Format::Alto => "alto",
            Format::Feed => "feed",
            Format::Markdown => "markdown",
            Format::Docx => "docx",
            Format::Odt => "odt",
            Format::Rtf => "rtf",
        }
    }
}
