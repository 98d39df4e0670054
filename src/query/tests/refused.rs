//! Queries that are refused. The snapshot shows each message with its caret
//! and hint as a user sees it.

use super::{now, refused, size_problem};
use crate::query::{SizeProblem, Syntax, parse};

const REFUSED: &[&str] = &[
    // Pairs.
    "nato \"in no position",
    "nato “in no position",
    "nato «in no position",
    "東京 \"in no position",
    "صدا و سیما \"in no",
    "nato\t\"in no position",
    "5\"x",
    "\u{200f}5\"x\u{200f}",
    "\"in no position\"s",
    "\"\" nato",
    "source:\" \"",
    "(nato cyber",
    "nato (cyber OR (iran)",
    "nato)",
    ")",
    "a (b OR c)) d",
    "nato ()",
    "headline:()",
    "/sanction",
    "/a b/",
    "a /5 b",
    "a // b",
    "/path/to/file",
    "nato\\",
    // Sizes.
    "",
    "  \t ",
    // Words.
    "tehran~5",
    "tehran~x",
    "a~b",
    "~1",
    "tehr*~1",
    "=tehran~1",
    "\"in no position\"~3",
    "=\"in no position\"~",
    "source:\"Press TV\"~",
    "nato^x",
    "nato^0",
    "nato^1001",
    "nato^-1",
    "nato ^2",
    "^2",
    "nato^2^3",
    "nato = cyber",
    "=(a b)",
    "a ? b",
    "** b",
    "\"in * position\"",
    "person:Ram*",
    "@person:Ram?",
    // Operators.
    "nato AND",
    "AND nato",
    "nato OR",
    "OR nato",
    "nato OR OR cyber",
    "nato AND OR cyber",
    "NOT",
    "nato NOT",
    "(NOT) a",
    "nato W/5",
    "W/5 nato",
    "nato NOT  W/5",
    "(nato /s) a",
    "nato - cyber",
    "nato -",
    "-AND",
    "nato NEAR cyber",
    "nato W/0 cyber",
    "nato W/1001 cyber",
    "nato W/x cyber",
    "nato NEAR/ cyber",
    "ATLEAST 0 (nato)",
    "ATLEAST (nato)",
    "ATLEAST nato",
    "ATLEAST 3 nato",
    "ATLEAST 99999999999 (nato)",
    "ATLEAST -1 (nato)",
    "FIRST lady",
    "FIRST 50 nato",
    "FIRST 0 (nato)",
    "FIRST 50 (a AND b)",
    "FIRST 50 (NOT a)",
    "ATLEAST 3 (source:Reuters)",
    "ATLEAST 3 (headline:a)",
    "FIRST 50 (a^2)",
    "FIRST 50 (ATLEAST 3 (a))",
    "nato && cyber",
    "nato || cyber",
    "!iran",
    "nato !(iran OR russia)",
    "–iran",
    "nato −iran",
    "source:(Reuters OR –AFP)",
    "iran ＯＲ iraq",
    "（iran OR iraq） nato",
    "source:（a OR b）",
    "person：Rama",
    "headline（nato）",
    "nato OR \u{200f}",
    "iran AND (not W/50 nuclear)",
    "iran not w/5 nuclear",
    "iran Not /s nuclear",
    "(a AND b) W/5 c",
    "(a OR (b c)) NOT W/5 d",
    "a W/5 (NOT b)",
    "a W/5 NOT b",
    "a W/5 -b",
    "-a W/5 b",
    "a^2 W/5 b",
    "a W/5 b^2",
    "a W/5 *",
    "ATLEAST 3 (a) W/5 b",
    "headline:a W/5 b",
    "source:a W/5 b",
    "date:2022 /s a",
    "person:\"Edi Rama\" /s sanction*",
    // Fields.
    "http://example.com",
    "at 10:30 today",
    "sorce:Reuters",
    "title:nato",
    "Iran: talks",
    ": nato",
    "=http://x",
    "@persn:Rama",
    "@realname",
    "@city",
    "@",
    "@org:",
    "@person:(a OR b)",
    "a:\"b",
    "a:\"b c\"",
    "@person~1",
    "source=Reuters",
    "date>=2022",
    "source(Reuters)",
    "headline:",
    "headline: nato",
    "headline:-nato",
    "headline:AND",
    "source: Reuters",
    "date: 2022",
    "=headline:nato",
    "headline:(a source:b)",
    "headline:lede:a",
    "headline:(date:2022)",
    "headline:@person",
    "headline:(person:Rama)",
    "source:(Press TV)",
    "source:(a W/5 b)",
    "source:(a OR)",
    "source:(a",
    // Lengths.
    "words:",
    "words: >1000",
    "words:many",
    "words:1,00",
    "words:>",
    "words:..",
    "words:<0",
    "words:800..500",
    "words:5000000000",
    "words:(100 OR 200)",
    "words:>1000 /p a",
    "headline:(words:>1000)",
    "length:>1000",
    "words>1000",
    // Dates.
    "date:foo",
    "date:lastweek",
    "date:\"10 Setpember 2022\"",
    "date:10/09/2022",
    "date:10.09.2022",
    "date:10/09/22",
    "date:13/13/2022",
    "date:2022/13/01",
    "date:31/02/2022",
    "date:>=",
    "date:>=..2022",
    "date:2022..foo",
    "date:\"29 Februar 2022\"",
    "date:\"Mai 2022\"",
    "date:..",
    "date:\"10 September\"",
    "date:2022-13",
    "date:2022-00",
    "date:2022-02-30",
    "date:2022-02-300",
    "date:2022-130",
    "date:2022-1-1-1",
    "date:0000",
    "date:0000-00",
    "date:99999",
    "date:2022-09-10-11",
    "date:\"300 September 2022\"",
    "date:2022/02/300",
    "date:2023-02-29",
    "date:1900-02-29",
    "date:2022-09-45",
    "date:2022-09-00",
    "date:\"31 June 2022\"",
    "nato date:2022-09..2022-13",
    "date:\"Monday, 10 September 2022\"",
    "date:2022-09-10T25:00",
    "date:2022-09-10T7",
    "date:last-0d",
    "date:last-7x",
    "date:last-",
    "date:last-99999999999999999999d",
    "date:last-900y",
    "date:nonw",
    "date:..none",
    "date:1500",
    "date:>2261",
    "date:2023..2022",
    "date:2022-09-10..2022-08",
    "date:(2022 OR 2023)",
    "date:\"2022",
    "date:\"\"",
    // A long line.
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
     sixteen ( seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four",
];

#[test]
fn every_refusal_says_what_where_and_what_to_do() {
    let all = refused(Syntax::Native, REFUSED);
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("refused", all);
    });
}

#[test]
fn what_is_too_large_is_refused_with_the_limit() {
    let million = 1024 * 1024;
    for part in ["(", "-", "NOT ", "a W/5 ", "a", "\"", "((a) ", "headline:("] {
        let text = part.repeat(million / part.len());
        assert!(
            matches!(
                size_problem(&text, Syntax::Native),
                SizeProblem::TooLong { limit: 65_536, .. }
            ),
            "{part}"
        );
    }
    let deep = [
        format!("{}a{}", "(".repeat(200), ")".repeat(200)),
        "(".repeat(65_536),
        format!("{}a", "-".repeat(65_000)),
        format!("{}a", "NOT ".repeat(16_000)),
        format!("a{}", " W/5 a".repeat(1_000)),
        format!("{}a", "(a W/5 ".repeat(100)),
        format!("{}a", "a OR (b AND (".repeat(100)),
        format!("{}a", "ATLEAST 2 (".repeat(200)),
        format!("{}a{}", "(".repeat(64), " W/5 a)".repeat(64)),
    ];
    for text in deep {
        assert_eq!(size_problem(&text, Syntax::Native), SizeProblem::TooDeep { limit: 64 });
    }
    for text in ["a ".repeat(5_000), format!("\"{}\"", "a ".repeat(5_000))] {
        assert_eq!(size_problem(&text, Syntax::Native), SizeProblem::TooMany { limit: 4_096 });
    }
}

#[test]
fn the_deepest_query_fits_a_small_stack() {
    let small = std::thread::Builder::new().stack_size(1024 * 1024);
    let check = || {
        let deepest = [
            format!("{}a{}", "(a AND -(b OR ".repeat(20), "))".repeat(20)),
            format!("{}a{}", "(".repeat(64), ")".repeat(64)),
            format!("{}a{}", "a W/5 (".repeat(63), ")".repeat(63)),
            format!("{}a", "-".repeat(63)),
        ];
        for text in deepest {
            let query = parse(&text, now()).unwrap();
            let printed = query.to_string();
            assert_eq!(parse(&printed, now()), Ok(query.clone()), "{printed}");
            assert!(!query.tree().to_string().is_empty());
        }
    };
    small.spawn(check).unwrap().join().unwrap();
}
