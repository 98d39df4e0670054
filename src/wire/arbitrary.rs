//! Articles of any kind, for property tests of what is written and read back.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use crate::article::{
    AltId, Article, ArticleId, Block, BlockKind, Concept, Language, Origin, Precision, Published,
    Signal, Status, Warning, WarningCode,
};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-z :/\"\\\\<&]{0,12}",
        "\\PC{0,12}",
        "[\\s\u{0}-\u{1f}]{0,4}"
    ]
}

fn date() -> impl Strategy<Value = Published> {
    (Published::RANGE, prop::sample::select(&Precision::ALL[..])).prop_map(
        |(seconds, precision)| {
            let at = Published { seconds, precision: Precision::Second }.civil();
            Published::from_civil(at, precision)
                .unwrap_or(Published { seconds: 0, precision: Precision::Second })
        },
    )
}

fn concepts() -> impl Strategy<Value = Vec<Concept>> {
    vec((text(), of(text())).prop_map(|(name, id)| Concept { name, id }), 0..3)
}

fn block() -> impl Strategy<Value = Block> {
    (prop::sample::select(&BlockKind::ALL[..]), text())
        .prop_map(|(kind, text)| Block { kind, text })
}

/// Any article that the types allow.
pub(crate) fn any_article() -> impl Strategy<Value = Article> {
    let names = (text(), of(text()), of(text()), of(text()), of(text()), of(text()));
    let print = (text(), of(text()), of(text()), of(text()), vec(block(), 0..4), of(text()));
    let lists = (vec(text(), 0..3), vec(text(), 0..3), concepts(), concepts(), concepts());
    let rest = (concepts(), concepts(), of(text()), of(text()), of(text()), of(text()));
    let dates = (of(date()), of(date()), of(date()), of(date()), of(any::<u32>()), of(0..=9u8));
    let state = (
        prop::sample::select(&Status::ALL[..]),
        vec(prop::sample::select(&Signal::ALL[..]), 0..3),
        of("[a-z]{2,3}"),
        vec((of(text()), text()).prop_map(|(role, value)| AltId { role, value }), 0..3),
        (text(), of(any::<u64>())).prop_map(|(path, record)| Origin { path, record }),
        vec((prop::sample::select(&WarningCode::ALL[..]), text()), 0..3),
    );
    (names, print, lists, rest, dates, state).prop_map(
        |(names, print, lists, rest, dates, state)| Article {
            id: ArticleId::new(names.0),
            uri: names.1,
            agency: names.2,
            agency_id: names.3,
            source: names.4,
            byline: names.5,
            headline: print.0,
            kicker: print.1,
            subhead: print.2,
            lede: print.3,
            body: print.4,
            dateline: print.5,
            authors: lists.0,
            keywords: lists.1,
            subjects: lists.2,
            people: lists.3,
            organisations: lists.4,
            places: rest.0,
            genres: rest.1,
            located: rest.2.clone(),
            section: rest.3.clone(),
            desk: rest.4.clone(),
            initials: rest.5.clone(),
            slugline: rest.2.clone(),
            ed_note: rest.3,
            rights: rest.4,
            url: rest.5,
            published: dates.0,
            version_created: dates.1,
            embargoed_until: dates.2,
            expires: dates.3,
            version: dates.4,
            urgency: dates.5,
            status: state.0,
            signals: state.1,
            language: state.2.as_deref().and_then(Language::parse),
            alt_ids: state.3,
            origin: state.4,
            warnings: state.5.into_iter().map(|(code, detail)| Warning { code, detail }).collect(),
        },
    )
}
