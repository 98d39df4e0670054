//! The names of time zones that stand behind a printed time, folded.

use jiff::tz::Offset;

/// What a name says of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Zone {
    /// So far from UTC.
    At(Offset),
    /// Several zones have the name, or it leaves open whether it is summer.
    Unsure,
}

/// Hours and minutes east of UTC. Only names that mean one offset.
const SURE: [(&str, i32, i32); 39] = [
    ("z", 0, 0),
    ("gmt", 0, 0),
    ("utc", 0, 0),
    ("ut", 0, 0),
    ("wet", 0, 0),
    ("west", 1, 0),
    ("cet", 1, 0),
    ("mez", 1, 0),
    ("cest", 2, 0),
    ("mesz", 2, 0),
    ("eet", 2, 0),
    ("eest", 3, 0),
    ("msk", 3, 0),
    ("мск", 3, 0),
    ("trt", 3, 0),
    ("eat", 3, 0),
    ("cat", 2, 0),
    ("sast", 2, 0),
    ("wat", 1, 0),
    ("irst", 3, 30),
    ("irdt", 4, 30),
    ("aft", 4, 30),
    ("pkt", 5, 0),
    ("npt", 5, 45),
    ("wib", 7, 0),
    ("wita", 8, 0),
    ("wit", 9, 0),
    ("sgt", 8, 0),
    ("hkt", 8, 0),
    ("jst", 9, 0),
    ("kst", 9, 0),
    ("aest", 10, 0),
    ("aedt", 11, 0),
    ("est", -5, 0),
    ("edt", -4, 0),
    ("mst", -7, 0),
    ("mdt", -6, 0),
    ("pst", -8, 0),
    ("pdt", -7, 0),
];

/// Of India, Ireland and Israel; of Britain and Bangladesh; of China, Cuba and
/// Chicago; of America without saying whether it is summer; and so on.
const UNSURE: [&str; 14] =
    ["ist", "bst", "cst", "cdt", "ast", "adt", "gst", "amt", "sst", "wst", "et", "ct", "mt", "pt"];

/// Returns the zone that a folded word names.
pub(super) fn named(word: &str) -> Option<Zone> {
    if let Some((_, hours, minutes)) = SURE.iter().find(|(name, ..)| *name == word) {
        return Offset::from_seconds(hours * 3600 + minutes * 60).ok().map(Zone::At);
    }
    // The name of a zone that is not known here: nearly all end in "time".
    let may_be_one = (3..=5).contains(&word.len()) && word.ends_with('t');
    (may_be_one || UNSURE.contains(&word)).then_some(Zone::Unsure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_sure_and_unsure() {
        for (at, (name, ..)) in SURE.iter().enumerate() {
            assert!(!UNSURE.contains(name), "{name}");
            assert!(SURE[..at].iter().all(|(other, ..)| other != name), "{name} stands twice");
        }
        assert_eq!(named("irst"), Offset::from_seconds(12_600).ok().map(Zone::At));
        assert_eq!(named("ist"), Some(Zone::Unsure));
        assert_eq!(named("nzdt"), Some(Zone::Unsure));
        assert_eq!(named("irna"), None);
    }
}
