//! The form of the canonical article: its fields as they are named and left out
//! in JSON.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::article::Status;

pub(super) type Text<'a> = Cow<'a, str>;

fn usable() -> Text<'static> {
    Status::default().name().into()
}

// Of what is written always, a reader needs the id alone: a pipeline may have dropped
// the rest.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct WireArticle<'a> {
    pub uri: Text<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guid: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency_id: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_created: Option<Text<'a>>,
    #[serde(default = "usable")]
    pub pub_status: Text<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<Text<'a>>,
    #[serde(default)]
    pub headline: Text<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kicker: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subhead: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lede: Option<Text<'a>>,
    #[serde(default)]
    pub body: Vec<WireBlock<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub located: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initials: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slugline: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<WireConcept<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<WireConcept<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<WireConcept<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<WireConcept<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<WireConcept<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargoed_until: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alt_ids: Vec<WireAltId<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ed_note: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Text<'a>>,
    #[serde(default)]
    pub origin: WireOrigin<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<WireWarning<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireConcept<'a> {
    pub name: Text<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub literal: Option<Text<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireAltId<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Text<'a>>,
    pub value: Text<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireBlock<'a> {
    pub kind: Text<'a>,
    pub text: Text<'a>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireOrigin<'a> {
    pub path: Text<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireWarning<'a> {
    pub code: Text<'a>,
    pub detail: Text<'a>,
}
