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
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 5] =
        [Format::AgencyPage, Format::Object, Format::Table, Format::Message, Format::Reuters];

    /// The name in the ledger and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Format::AgencyPage => "agency-page",
            Format::Object => "object",
            Format::Table => "table",
            Format::Message => "message",
            Format::Reuters => "reuters-sgml",
        }
    }
}
