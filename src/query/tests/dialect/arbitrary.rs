//! Any text at all in both languages, and texts that are too large.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::spans::spans;
use super::super::{now, size_problem};
use crate::query::{SizeProblem, Syntax, parse, parse_as};

const BOTH: [Syntax; 2] = [Syntax::Nexis, Syntax::Factiva];

/// Pieces that mean something in one language or the other, to be put
/// together in any order.
const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "“",
    "”",
    "\\",
    " and ",
    " AND ",
    " or ",
    " not ",
    " and not ",
    " but not ",
    " % ",
    " & ",
    "and",
    "not",
    "but",
    " w/5 ",
    " w/3 ",
    " /5 ",
    "w/",
    "/",
    " +3 ",
    "+",
    " near/5 ",
    " pre/2 ",
    " /s ",
    " /p ",
    " pre/s ",
    " /seg ",
    " not w/5 ",
    " adj ",
    " adj3 ",
    "adj",
    " near5 ",
    "near",
    "/N30/",
    "/F50/",
    "/n",
    " same ",
    "atleast5",
    "atleast",
    "(a)",
    "hlead(",
    "headline(",
    "lead (",
    "publication(",
    "language(",
    "caps(",
    "length(",
    "date",
    "date is ",
    "date aft ",
    "date >",
    "9/10/2022",
    "13/9/2022",
    "10 September ",
    "2022",
    "9/2022",
    "hd=",
    "hlp=",
    "sn=",
    "sc=",
    "la=",
    "an=",
    "pd=",
    "wc>",
    "rst=",
    "date from ",
    " to ",
    "20220910",
    "202209",
    "date after -",
    "date in ",
    "-7",
    "+1",
    "!",
    "*",
    "**",
    "?",
    "$",
    "$3",
    "$9",
    "=",
    "~1",
    "^2",
    "@person",
    "source:",
    "en",
    "english",
    "a",
    "b",
    "nato",
    "engin",
    "bank",
    "تهران",
    "東",
    "İ",
    "e\u{301}",
    "\u{202e}",
    "\u{feff}",
    "\u{200f}",
    "צה\"ל",
    "（",
    "date(geq (",
    " and leq (",
    "atl2(",
    "\u{0}",
    "\u{a0}",
    "’",
];

/// Whatever comes out must print, survive printing in the native language,
/// and point into what was typed.
fn check(text: &str) -> Result<(), TestCaseError> {
    for syntax in BOTH {
        let mut found = Vec::new();
        match parse_as(text, syntax, now()) {
            Ok(query) => {
                let printed = query.to_string();
                prop_assert_eq!(parse(&printed, now()), Ok(query.clone()), "{}", printed);
                prop_assert!(!query.tree().to_string().is_empty());
                spans(&query, &mut found);
            }
            Err(error) => {
                prop_assert!(!error.to_string().ends_with('\n'));
                found.push(error.span());
            }
        }
        for span in found {
            prop_assert!(text.get(span.start..span.end).is_some(), "{:?} {:?}", syntax, span);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn any_text_is_understood_or_refused(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn what_becomes_of_sensible_texts_survives_printing(
        text in prop_oneof![nexis(), factiva()],
    ) {
        check(&text)?;
    }

    #[test]
    fn any_pieces_are_understood_or_refused(pieces in vec(select(PIECES), 0..16)) {
        check(&pieces.concat())?;
    }
}

/// Texts that are mostly understood: words joined by operators, in groups and
/// in fields. `#` stands for what is inside.
fn sensible(
    leaves: &'static [&'static str],
    operators: &'static [&'static str],
    around: &'static [&'static str],
) -> BoxedStrategy<String> {
    let leaf = select(leaves).prop_map(str::to_owned);
    leaf.prop_recursive(4, 16, 2, move |inner| {
        prop_oneof![
            (inner.clone(), select(operators), inner.clone())
                .prop_map(|(left, operator, right)| format!("{left}{operator}{right}")),
            (select(around), inner).prop_map(|(around, inner)| around.replace('#', &inner)),
        ]
    })
    .boxed()
}

fn nexis() -> BoxedStrategy<String> {
    sensible(
        &["nato", "\"in no pos!\"", "bank**", "wom*n", "date aft 2021", "a-b", "\"bank*\" x"],
        &[
            " ",
            " and ",
            " or ",
            " or ",
            " and not ",
            " w/5 ",
            " w/3 ",
            " +2 ",
            " /s ",
            " pre/p ",
            " not w/5 ",
            " not /p ",
        ],
        &["(#)", "(#)", "hlead(#)", "body(#)", "publication(#)", "atleast2(#)"],
    )
}

fn factiva() -> BoxedStrategy<String> {
    sensible(
        &["nato", "\"in no pos*\"", "engin$2", "wom?n", "date after -7", "a-b", "747/N3/x"],
        &[" ", " and ", " or ", " not ", " near5 ", " adj ", " adj3 ", "/N4/", " w/2 ", " same "],
        &["(#)", "[#]", "hlp=(#)", "td=#", "sc=(#)", "atleast2 #", "#/F50/", "not #"],
    )
}

#[test]
fn what_is_too_large_is_refused_with_the_limit() {
    let falling: String = (1..1000).rev().map(|words| format!(" w/{words} a")).collect();
    let cases = [
        (Syntax::Nexis, "(".repeat(65_536)),
        (Syntax::Nexis, format!("{}a{}", "(".repeat(200), ")".repeat(200))),
        (Syntax::Nexis, format!("a{falling}")),
        (Syntax::Nexis, format!("a{}", " w/5 a".repeat(1_000))),
        (Syntax::Nexis, "(a or b) ".repeat(1_000)),
        (Syntax::Nexis, "atleast2(".repeat(200) + "a"),
        (Syntax::Nexis, "a and not (".repeat(200) + "a"),
        (Syntax::Factiva, "[".repeat(65_536)),
        (Syntax::Factiva, "not ".repeat(10_000) + "a"),
        (Syntax::Factiva, "atleast2 ".repeat(7_000) + "a"),
        (Syntax::Factiva, format!("a{}", "/F50/".repeat(1_000))),
        (Syntax::Factiva, format!("a{}", " near5 a".repeat(1_000))),
    ];
    for (syntax, text) in cases {
        assert_eq!(size_problem(&text, syntax), SizeProblem::TooDeep { limit: 64 });
    }
    for syntax in BOTH {
        let many = SizeProblem::TooMany { limit: 4_096 };
        for text in ["a or ".repeat(5_000) + "a", "a ".repeat(5_000)] {
            assert_eq!(size_problem(&text, syntax), many);
        }
        let long = size_problem(&"a ".repeat(40_000), syntax);
        assert_eq!(long, SizeProblem::TooLong { bytes: 80_000, limit: 65_536 });
    }
    let doubled = format!("hlead({}a)", "a or ".repeat(2_100));
    assert_eq!(size_problem(&doubled, Syntax::Nexis), SizeProblem::TooMany { limit: 4_096 });
    let tenfold = format!("sn={}", "engin$9 ".repeat(8));
    assert_eq!(size_problem(&tenfold, Syntax::Factiva), SizeProblem::TooMany { limit: 4_096 });
}

#[test]
fn the_deepest_query_fits_a_small_stack() {
    let small = std::thread::Builder::new().stack_size(1024 * 1024);
    let check = || {
        let falling: String = (1..64).rev().map(|words| format!(" w/{words} a")).collect();
        let cases = [
            (Syntax::Nexis, format!("a{falling}")),
            (Syntax::Nexis, format!("{}a{}", "(".repeat(64), ")".repeat(64))),
            (Syntax::Nexis, format!("{}a{}", "a w/5 (".repeat(63), ")".repeat(63))),
            (Syntax::Nexis, format!("hlead({}a{})", "a or (b and (".repeat(15), "))".repeat(15))),
            (Syntax::Factiva, format!("{}a", "not ".repeat(63))),
            (Syntax::Factiva, format!("{}a{}", "a near5 (".repeat(63), ")".repeat(63))),
        ];
        for (syntax, text) in cases {
            let query = parse_as(&text, syntax, now()).unwrap();
            let printed = query.to_string();
            assert_eq!(parse(&printed, now()), Ok(query), "{printed}");
        }
    };
    small.spawn(check).unwrap().join().unwrap();
}

#[test]
fn five_hundred_names_are_accepted() {
    let names: Vec<String> = (0..500).map(|n| format!("name{n}")).collect();
    for syntax in BOTH {
        let text = format!("({}) and x", names.join(" or "));
        assert!(parse_as(&text, syntax, now()).is_ok());
    }
}
