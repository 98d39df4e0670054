//! The formats that a record can be in. This file knows their names and reads
//! nothing.

/// What a record was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A page of text with or without an agency's header.
    AgencyPage,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 1] = [Format::AgencyPage];

    /// The name in the ledger and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Format::AgencyPage => "agency-page",
        }
    }
}
