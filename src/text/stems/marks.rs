//! The marks of endings: folding took them, and the stemmers look for them. A form gets
//! back what its language must have written there; marks elsewhere change no stem.
//!
//! Where an ending may be written in two ways (`publie`: publie, publié) it has no rule,
//! or that of the words that are asked for. Measured by `examples/eval_stems.rs`.

use std::borrow::Cow;

use frostem::Algorithm;

/// Letters as they are folded, and as the stemmer wants them.
type Pairs = &'static [(&'static str, &'static str)];

/// What is put back in one language.
struct Rules {
    /// Wherever these letters stand.
    inside: Pairs,
    /// Where a word ends so: the longest ending decides. One without marks is spared
    /// the rule of a shorter one.
    endings: Pairs,
}

/// Returns a folded form as its stemmer wants it.
pub(super) fn with_marks(form: &str, algorithm: Algorithm) -> Cow<'_, str> {
    let rules = match algorithm {
        Algorithm::Catalan => CATALAN,
        Algorithm::French => FRENCH,
        Algorithm::Hungarian => HUNGARIAN,
        Algorithm::Irish => IRISH,
        Algorithm::Italian => ITALIAN,
        Algorithm::Lithuanian => LITHUANIAN,
        Algorithm::Norwegian => NORWEGIAN,
        Algorithm::Polish => POLISH,
        Algorithm::Portuguese => PORTUGUESE,
        Algorithm::Romanian => ROMANIAN,
        Algorithm::Spanish => SPANISH,
        Algorithm::Swedish => SWEDISH,
        _ => return Cow::Borrowed(form),
    };
    let mut word = Cow::Borrowed(form);
    for (bare, marked) in rules.inside {
        if word.contains(bare) {
            word = Cow::Owned(word.replace(bare, marked));
        }
    }
    let of_word = rules.endings.iter().filter(|(bare, _)| word.ends_with(bare));
    match of_word.max_by_key(|(bare, _)| bare.len()) {
        Some((bare, marked)) => Cow::Owned([&word[..word.len() - bare.len()], marked].concat()),
        None => word,
    }
}

const CATALAN: Rules = Rules { inside: &[], endings: &[("io", "ió"), ("anca", "ança")] };

const FRENCH: Rules = Rules {
    inside: &[],
    endings: &[
        ("ee", "ée"),
        ("ees", "ées"),
        ("ite", "ité"),
        ("ites", "ités"),
        ("plicite", "plicite"),
        ("plicites", "plicites"),
        ("crite", "crite"),
        ("crites", "crites"),
        ("duite", "duite"),
        ("duites", "duites"),
        ("faite", "faite"),
        ("faites", "faites"),
        ("posite", "posite"),
        ("posites", "posites"),
        ("cessite", "cessite"),
        ("rdite", "rdite"),
        ("rdites", "rdites"),
        ("iere", "ière"),
        ("ieres", "ières"),
        ("ierement", "ièrement"),
        ("erent", "èrent"),
        ("ferent", "férent"),
        ("herent", "hérent"),
    ],
};

const HUNGARIAN: Rules = Rules {
    inside: &[("cio", "ció"), ("sio", "sió"), ("zio", "zió")],
    endings: &[
        ("bol", "ból"),
        ("rol", "ról"),
        ("tol", "tól"),
        ("akert", "akért"),
        ("ekert", "ekért"),
        ("okert", "okért"),
        ("kent", "ként"),
        ("nal", "nál"),
        ("nel", "nél"),
        ("jan", "ján"),
        ("jen", "jén"),
        ("jat", "ját"),
        ("jet", "jét"),
        ("nnal", "nnal"),
        ("nnel", "nnel"),
        ("vonal", "vonal"),
        ("panel", "panel"),
    ],
};

const IRISH: Rules = Rules {
    inside: &[],
    endings: &[("ail", "áil"), ("ain", "áin"), ("iocht", "íocht"), ("iochta", "íochta")],
};

const ITALIAN: Rules = Rules {
    inside: &[],
    endings: &[
        ("icita", "icità"),
        ("ilita", "ilità"),
        ("ivita", "ività"),
        ("gnera", "gnerà"),
        ("hera", "herà"),
        ("ivera", "iverà"),
        ("ndera", "nderà"),
        ("ntera", "nterà"),
        ("intera", "intera"),
        ("rdera", "rderà"),
        ("rtera", "rterà"),
        ("stera", "sterà"),
        ("estera", "estera"),
        ("uera", "uerà"),
        ("maschera", "maschera"),
        ("svizzera", "svizzera"),
        ("ttera", "tterà"),
        ("lettera", "lettera"),
        ("zzera", "zzerà"),
    ],
};

const LITHUANIAN: Rules = Rules {
    inside: &[
        ("cia", "čia"),
        ("cio", "čio"),
        ("ciu", "čiu"),
        ("dzia", "džia"),
        ("dzio", "džio"),
        ("dziu", "džiu"),
        ("isk", "išk"),
    ],
    endings: &[("eje", "ėje"), ("uju", "ųjų"), ("emis", "ėmis"), ("eti", "ėti")],
};

const NORWEGIAN: Rules = Rules { inside: &[], endings: &[("niva", "nivå")] };

const POLISH: Rules = Rules {
    inside: &[("jac", "jąc"), ("siac", "siąc")],
    endings: &[
        ("ow", "ów"),
        ("ac", "ać"),
        ("ic", "ić"),
        ("dziec", "dzieć"),
        ("miec", "mieć"),
        ("niemiec", "niemiec"),
        ("al", "ał"),
        ("ala", "ała"),
        ("alo", "ało"),
        ("aly", "ały"),
        ("il", "ił"),
        ("ila", "iła"),
        ("ilo", "iło"),
        ("ily", "iły"),
        ("szpital", "szpital"),
        ("szpitala", "szpitala"),
        ("festiwal", "festiwal"),
        ("medal", "medal"),
        ("skandal", "skandal"),
        ("rywal", "rywal"),
        ("rywala", "rywala"),
        ("portal", "portal"),
        ("metal", "metal"),
        ("lokal", "lokal"),
        ("terminal", "terminal"),
        ("terminala", "terminala"),
        ("profil", "profil"),
        ("cywil", "cywil"),
        ("cywila", "cywila"),
        ("aja", "ają"),
        ("uja", "ują"),
        ("eja", "eją"),
    ],
};

const PORTUGUESE: Rules = Rules {
    inside: &[],
    endings: &[
        ("ao", "ão"),
        ("cao", "ção"),
        ("oes", "ão"),
        ("coes", "ção"),
        ("avel", "ável"),
        ("aveis", "ável"),
        ("ivel", "ível"),
        ("iveis", "ível"),
        ("ancia", "ância"),
        ("ancias", "ância"),
        ("encia", "ência"),
        ("encias", "ência"),
        ("aria", "ario"),
        ("arias", "arios"),
        ("landes", "landês"),
        ("frances", "francês"),
        ("ingles", "inglês"),
        ("tugues", "tuguês"),
        ("pones", "ponês"),
        ("chines", "chinês"),
    ],
};

const ROMANIAN: Rules = Rules {
    inside: &[("tiun", "țiun")],
    endings: &[
        ("eaza", "ează"),
        ("and", "ând"),
        ("este", "ește"),
        ("aste", "ăște"),
        ("esti", "ești"),
        ("asti", "ăști"),
        ("asc", "ăsc"),
        ("ti", "ți"),
        ("tie", "ție"),
        ("tii", "ții"),
        ("tia", "ția"),
        ("tiei", "ției"),
        ("tiile", "țiile"),
        ("tiilor", "țiilor"),
        ("tile", "țile"),
        ("tilor", "ților"),
        ("itati", "ități"),
        ("itatii", "ității"),
        ("itatile", "itățile"),
        ("itatilor", "ităților"),
        ("sca", "scă"),
        ("ara", "ară"),
    ],
};

const SPANISH: Rules = Rules {
    inside: &[],
    endings: &[
        ("dria", "dría"),
        ("drian", "drían"),
        ("eria", "ería"),
        ("erias", "erías"),
        ("erian", "erían"),
        ("arian", "arían"),
        ("irian", "irían"),
        ("omia", "omía"),
        ("omias", "omías"),
        ("logia", "logía"),
        ("logias", "logías"),
        ("grafia", "grafía"),
        ("grafias", "grafías"),
        ("metria", "metría"),
        ("arquia", "arquía"),
        ("arquias", "arquías"),
        ("frances", "francés"),
        ("ingles", "inglés"),
        ("tugues", "tugués"),
        ("pones", "ponés"),
        ("landes", "landés"),
        ("ibio", "ibió"),
        ("libio", "libio"),
        ("rdio", "rdió"),
        ("rtio", "rtió"),
        ("mitio", "mitió"),
        ("istio", "istió"),
        ("uio", "uió"),
        ("ecio", "eció"),
        ("precio", "precio"),
        ("nocio", "noció"),
        ("nacio", "nació"),
        ("pidio", "pidió"),
        ("cedio", "cedió"),
        ("undio", "undió"),
        ("endio", "endió"),
        ("incendio", "incendio"),
        ("pondio", "pondió"),
        ("urrio", "urrió"),
        ("orrio", "orrió"),
        ("ubrio", "ubrió"),
        ("ufrio", "ufrió"),
        ("uirio", "uirió"),
        ("firio", "firió"),
        ("umplio", "umplió"),
        ("olvio", "olvió"),
        ("rgio", "rgió"),
        ("rigio", "rigió"),
        ("ligio", "ligió"),
        ("xigio", "xigió"),
        ("tegio", "tegió"),
        ("eunio", "eunió"),
        ("salio", "salió"),
        ("vivio", "vivió"),
        ("murio", "murió"),
    ],
};

const SWEDISH: Rules = Rules { inside: &[], endings: &[("for", "för"), ("niva", "nivå")] };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold_fragment;

    const ALL: [Rules; 12] = [
        CATALAN, FRENCH, HUNGARIAN, IRISH, ITALIAN, LITHUANIAN, NORWEGIAN, POLISH, PORTUGUESE,
        ROMANIAN, SPANISH, SWEDISH,
    ];

    #[test]
    fn the_longest_ending_decides() {
        for (form, word) in [
            ("activites", "activités"),
            ("inscrite", "inscrite"),
            ("armee", "armée"),
            ("marche", "marche"),
            ("ee", "ée"),
            ("", ""),
        ] {
            assert_eq!(with_marks(form, Algorithm::French), word);
        }
        assert_eq!(with_marks("informaciorol", Algorithm::Hungarian), "informacióról");
        assert_eq!(with_marks("activites", Algorithm::English), "activites");
    }

    #[test]
    fn endings_are_looked_for_as_they_are_folded() {
        for rules in ALL {
            let bares: Vec<&str> = rules.endings.iter().map(|(bare, _)| *bare).collect();
            for (at, bare) in bares.iter().enumerate() {
                assert!(bare.is_ascii() && !bares[..at].contains(bare), "{bare}");
            }
            for (bare, marked) in rules.inside {
                assert_eq!(fold_fragment(marked), *bare);
            }
        }
    }
}
