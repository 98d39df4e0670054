//! Queries that are accepted, with what they were understood as.

use super::now;
use crate::query::parse;

fn check(text: &str, expected: &str) {
    let query = match parse(text, now()) {
        Ok(query) => query,
        Err(error) => panic!("{text}\n{error}"),
    };
    assert_eq!(query.to_string(), expected, "{text}");
    assert_eq!(parse(expected, now()), Ok(query), "{expected}");
}

fn check_all(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        check(text, expected);
    }
}

#[test]
fn words_and_booleans() {
    check_all(&[
        ("nato", "nato"),
        ("  nato   cyber ", "nato AND cyber"),
        ("nato and cyber or not", "nato AND and AND cyber AND or AND not"),
        ("a OR b c", "a OR (b AND c)"),
        ("a b OR c AND d", "(a AND b) OR (c AND d)"),
        ("(a OR b) c", "(a OR b) AND c"),
        ("a AND (b AND (c d))", "a AND b AND c AND d"),
        ("(a OR b) OR c", "a OR b OR c"),
        ("((((nato))))", "nato"),
        ("nato NOT iran", "nato AND NOT iran"),
        ("nato AND NOT iran", "nato AND NOT iran"),
        ("nato -iran", "nato AND NOT iran"),
        ("-iran", "NOT iran"),
        ("NOT (a OR b)", "NOT (a OR b)"),
        ("-(a b) c", "NOT (a AND b) AND c"),
        ("NOT a b", "NOT a AND b"),
        ("NOT NOT a", "NOT (NOT a)"),
        ("-NOT a", "NOT (NOT a)"),
        ("a OR NOT b", "a OR NOT b"),
        ("a(b OR c)", "a AND (b OR c)"),
        ("cyber-attack", "cyber-attack"),
        ("don't 'single'", "don't AND \\'single'"),
        ("24/7 AT&T c++", "24/7 AND AT&T AND c++"),
        ("*", "*"),
        ("* NOT iran", "* AND NOT iran"),
        ("تهران", "تهران"),
        ("FIRSTLY NEARBY", "FIRSTLY AND NEARBY"),
        ("George W Bush", "George AND W AND Bush"),
        ("Yahoo! !!!", "Yahoo! AND \\!!!"),
    ]);
}

#[test]
fn phrases() {
    check_all(&[
        ("\"in no position\"", "\"in no position\""),
        ("“in no position”", "\"in no position\""),
        ("„in no position“", "\"in no position\""),
        ("«in no position»", "\"in no position\""),
        ("»in no position«", "\"in no position\""),
        ("”in no position”", "\"in no position\""),
        ("‘in no position’", "\"in no position\""),
        ("‚in no position‘", "\"in no position\""),
        ("‹in no position›", "\"in no position\""),
        ("‘human rights’~ (‘free press’ OR b)", "\"human rights\"~ AND (\"free press\" OR b)"),
        ("‘workers’ rights’^2", "\"workers’ rights\"^2"),
        ("‘Mr O’Brien’ x", "\"Mr O’Brien\" AND x"),
        ("source:‘Press TV’ x", "source:\"Press TV\" AND x"),
        // Apostrophes.
        ("‘30s workers’ pay", "\\‘30s AND workers’ AND pay"),
        ("‘tis O’Brien", "\\‘tis AND O’Brien"),
        ("workers’ rights’", "workers’ AND rights’"),
        ("‘Ali OR ‘Isa’", "\\‘Ali OR \\‘Isa’"),
        ("rock ‘n’ roll", "rock AND \\‘n’ AND roll"),
        ("‘Mr ‘Abd al-‘Ali’", "\\‘Mr AND \"Abd al-‘Ali\""),
        ("source:(‘Press TV’ OR x)", "source:\"Press TV\" OR source:x"),
        ("‘Ali (a OR b’)", "\\‘Ali AND (a OR b’)"),
        ("“in no position\"", "\"in no position\""),
        ("\"in no position”", "\"in no position\""),
        (
            "\"cyber-attack AND (x) W/5 a:b ~1 ^2 -c /s\"",
            "\"cyber-attack AND (x) W/5 a:b ~1 ^2 -c /s\"",
        ),
        ("\"sanction* wom?n\"", "\"sanction* wom?n\""),
        ("\"a \\\"b\\\" \\*\"", "\"a \\\"b\\\" \\*\""),
        ("\"a «b» c\"", "\"a \\«b\\» c\""),
        ("\"nato\"", "\"nato\""),
        ("=\"in no position\"", "\"in no position\""),
        ("\"a\" \"b\"", "\"a\" AND \"b\""),
        ("\"a\"(b)", "\"a\" AND b"),
    ]);
}

#[test]
fn signs_on_words() {
    check_all(&[
        ("=sanctions", "=sanctions"),
        ("=AND", "=AND"),
        ("=24/7", "=24/7"),
        ("=sanction*", "sanction*"),
        ("sanction*", "sanction*"),
        ("wom?n *istan", "wom?n AND *istan"),
        ("a**b", "a*b"),
        ("tehran~", "tehran~2"),
        ("tehran~1", "tehran~1"),
        ("tehran~2^3", "tehran~2^3"),
        ("/colou?r/", "/colou?r/"),
        ("/(nato|otan)s?/", "/(nato|otan)s?/"),
        ("/a\\/b\\d/", "/a\\/b\\d/"),
        ("/s/ /p/", "/s/ AND /p/"),
        ("nato^2", "nato^2"),
        ("nato^0.5 \"a b\"^1000", "nato^0.5 AND \"a b\"^1000"),
        ("(a OR b)^2 c", "(a OR b)^2 AND c"),
        ("-nato^2", "NOT nato^2"),
        ("((a^2))^3", "(a^2)^3"),
        ("source:Reuters^2", "source:Reuters^2"),
    ]);
}

#[test]
fn escapes() {
    check_all(&[
        ("\\AND \\-x \\\"", "\\AND AND \\-x AND \\\""),
        ("\\nato", "nato"),
        ("10\\:30", "10\\:30"),
        ("a\\ b", "a\\ b"),
        ("\\*", "\\*"),
        ("\\/s", "\\/s"),
        ("W\\/5", "\\W/5"),
        ("\\(a\\)", "\\(a\\)"),
        ("\\\\", "\\\\"),
        ("5\\\"", "5\\\""),
        ("\\FIRST", "\\FIRST"),
    ]);
}

#[test]
fn proximity() {
    check_all(&[
        ("a NEAR/5 b", "a W/5 b"),
        ("a w/5 b", "a W/5 b"),
        ("\"not\" w/5 b", "\"not\" W/5 b"),
        ("\\not w/5 b", "\\not W/5 b"),
        ("=not w/5 b", "=not W/5 b"),
        ("a w/5 not", "a W/5 not"),
        ("a Near/5 b", "a W/5 b"),
        ("a PRE/5 b", "a PRE/5 b"),
        ("a /s b", "a /s b"),
        ("a W/s b", "a /s b"),
        ("a NEAR/p b", "a /p b"),
        ("a /P b", "a /p b"),
        ("a pre/S b", "a PRE/s b"),
        ("a PRE/p b", "a PRE/p b"),
        ("a NOT W/5 b", "a NOT W/5 b"),
        ("a NOT /s b", "a NOT /s b"),
        ("a NOT /p b", "a NOT /p b"),
        ("a NOT NEAR/5 b", "a NOT W/5 b"),
        ("a NOT PRE/5 b", "a NOT PRE/5 b"),
        ("a W/3 b W/4 c", "(a W/3 b) W/4 c"),
        ("a W/3 (b W/4 c)", "a W/3 (b W/4 c)"),
        ("(a OR b) W/5 (c OR \"d e\")", "(a OR b) W/5 (c OR \"d e\")"),
        ("((a OR b) OR c) W/5 d", "(a OR b OR c) W/5 d"),
        ("sanction* /s tehran~1", "sanction* /s tehran~1"),
        ("a b W/5 c d", "a AND (b W/5 c) AND d"),
        ("NOT a W/5 b", "NOT (a W/5 b)"),
        ("a AND b W/5 c OR d", "(a AND (b W/5 c)) OR d"),
        ("(a W/5 b)^2", "(a W/5 b)^2"),
        ("a /s(b OR c)", "a /s (b OR c)"),
        ("@person /s sanction*", "@person /s sanction*"),
        ("@org:NATO W/5 @place", "@org:NATO W/5 @place"),
        ("FIRST 50 (a) W/5 b", "FIRST 50 (a) W/5 b"),
    ]);
}

#[test]
fn counts() {
    check_all(&[
        ("ATLEAST 3 (a OR b)", "ATLEAST 3 (a OR b)"),
        ("ATLEAST3(a)", "ATLEAST 3 (a)"),
        ("atleast3(a)", "ATLEAST 3 (a)"),
        ("ATLEAST 3 (a W/5 b) c", "ATLEAST 3 (a W/5 b) AND c"),
        ("NOT ATLEAST 2 (a)", "NOT ATLEAST 2 (a)"),
        ("FIRST 50 (a)", "FIRST 50 (a)"),
        ("FIRST 50(a OR b)", "FIRST 50 (a OR b)"),
        ("first50(a)", "FIRST 50 (a)"),
        ("first 50 a", "first AND 50 AND a"),
        ("ATLEAST 2 (FIRST 50 (a))", "ATLEAST 2 (FIRST 50 (a))"),
    ]);
}

#[test]
fn fields() {
    check_all(&[
        ("headline:nato", "headline:nato"),
        ("Headline:nato", "headline:nato"),
        ("headline:=nato", "headline:=nato"),
        ("headline:\"in no position\"", "headline:\"in no position\""),
        ("headline:(a OR b) c", "headline:(a OR b) AND c"),
        ("headline:(a W/5 b)", "headline:(a W/5 b)"),
        ("headline:(a -b)", "headline:(a AND NOT b)"),
        ("headline:*", "headline:*"),
        ("headline:/re/", "headline:/re/"),
        ("headline:nato^2", "headline:nato^2"),
        ("headline:(nato^2)", "headline:(nato^2)"),
        ("-lede:a body:b", "NOT lede:a AND body:b"),
        ("keyword:(ATLEAST 2 (a))", "keyword:(ATLEAST 2 (a))"),
        ("source:\"Press TV\"", "source:\"Press TV\""),
        ("source:“Press TV”", "source:\"Press TV\""),
        ("source:Press*", "source:Press*"),
        ("source:\"Press*\"", "source:\"Press*\""),
        ("source:Press\\ T?", "source:Press\\ T?"),
        ("source:(Reuters OR \"Press TV\")", "source:Reuters OR source:\"Press TV\""),
        ("source:(Press* NOT \"Press TV\")", "source:Press* AND NOT source:\"Press TV\""),
        ("source:(Press* -\"Press TV\")", "source:Press* AND NOT source:\"Press TV\""),
        ("url:http://example.com/a:b?c=d", "url:http://example.com/a:b?c=d"),
        ("id:-5", "id:-5"),
        ("source:AND", "source:AND"),
        ("path:/2022/09/x.txt", "path:/2022/09/x.txt"),
        ("source:*", "source:*"),
        ("person:\"Edi Rama\"", "person:\"Edi Rama\""),
        ("person:(Rama OR \"Edi Rama\") x", "(person:Rama OR person:\"Edi Rama\") AND x"),
        ("person:*", "person:*"),
        ("entity:NATO org:NATO place:Tirana", "entity:NATO AND org:NATO AND place:Tirana"),
        ("@person", "@person"),
        ("@PERSON:\"Edi Rama\"", "@person:\"Edi Rama\""),
        ("@any @entity", "@any AND @any"),
        ("@org:*", "@org"),
    ]);
}

#[test]
fn five_hundred_names_are_accepted() {
    let names: Vec<String> = (0..500).map(|n| format!("name{n}")).collect();
    let text = names.join(" OR ");
    check(&text, &text);
    check(&format!("({text}) W/5 x"), &format!("({text}) W/5 x"));
}

#[test]
fn phrases_with_their_words_in_any_form() {
    check_all(&[
        ("\"economic sanction\"~", "\"economic sanction\"~"),
        ("“economic sanction*”~ nato", "\"economic sanction*\"~ AND nato"),
        ("\"econom* sanction*\"~", "\"econom* sanction*\""),
        ("headline:(\"a b\"~^2)", "headline:(\"a b\"~^2)"),
        ("\"a b\"~ W/5 c", "\"a b\"~ W/5 c"),
        ("\"a b~\"", "\"a b~\""),
    ]);
}

#[test]
fn abbreviations_in_hebrew() {
    check_all(&[
        ("צה\"ל", "צה\\\"ל"),
        ("\"צה\"ל הודיע\"", "\"צה\\\"ל הודיע\""),
        ("“דובר צה\"ל” OR ארה\"ב*", "\"דובר צה\\\"ל\" OR ארה\\\"ב*"),
        (
            "org:צה\"ל source:(\"דו\"ח\" OR x)",
            "org:\"צה\\\"ל\" AND (source:\"דו\\\"ח\" OR source:x)",
        ),
    ]);
}

#[test]
fn numbers_of_words() {
    check_all(&[
        ("words:>1000", "words:1001.."),
        ("words:>=1,000 nato", "words:1000.. AND nato"),
        ("words:<300", "words:0..299"),
        ("words:<=300", "words:0..300"),
        ("words:=500 OR WORDS:0", "words:500 OR words:0"),
        ("words:500..800", "words:500..800"),
        ("-words:..300", "NOT words:0..300"),
        ("words:0..", "words:0.."),
        ("words", "words"),
    ]);
}

#[test]
fn marks_that_nobody_sees() {
    check_all(&[
        ("\u{feff}headline:iran", "headline:iran"),
        ("iran \u{200f}OR\u{200f} iraq", "iran OR iraq"),
        ("\u{200f}person:Rama\u{200f}", "person:Rama"),
        ("date:\u{200e}2022\u{200e}", "date:2022"),
        ("a W/5\u{200f} b", "a W/5 b"),
        ("\u{2067}(a OR b)\u{2069}", "a OR b"),
        ("\u{202b}\"a b\u{202c}\"\u{200b}", "\"a b\""),
        ("a\u{ad} \u{61c}-b", "a AND NOT b"),
        // Inside a word they are read as in articles.
        ("sanc\u{ad}tion", "sanc\\\u{ad}tion"),
        ("می\u{200c}رود", "می\u{200c}رود"),
        ("\\\u{200f}a", "\\\u{200f}a"),
    ]);
}
