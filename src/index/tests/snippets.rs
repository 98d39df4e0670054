//! Snippets and their marks.

use super::*;

/// The first hit of a query with its matches in brackets: the headline, then
/// each snippet.
fn shown(searcher: &Searcher, text: &str) -> Vec<String> {
    let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
    let found = searcher.search(&query, &Page::default()).unwrap();
    let hit = &found.hits[0];
    let bracketed = |marked: &crate::hit::Marked| -> String {
        let pieces = marked.pieces();
        pieces
            .map(|(text, is_mark)| if is_mark { format!("[{text}]") } else { text.into() })
            .collect()
    };
    let snippets = hit.snippets.iter().map(|snippet| bracketed(&snippet.marked));
    std::iter::once(bracketed(&hit.headline)).chain(snippets).collect()
}

#[test]
fn snippets_show_what_the_operators_matched() {
    let (_folder, searcher) = index(&[
        "NATO warns of cyber-attacks\nThe alliance met in Oslo. NATO said that a cyber-attack is near.\nKana'ani answered: sanctions on NATO, at once.",
    ]);
    for (query, expected) in [
        (
            "oslo",
            &[
                "NATO warns of cyber-attacks",
                "The alliance met in [Oslo]. NATO said that a cyber-attack is near.",
            ][..],
        ),
        (
            "\"met in oslo\"",
            &[
                "NATO warns of cyber-attacks",
                "The alliance [met in Oslo]. NATO said that a cyber-attack is near.",
            ],
        ),
        (
            "nato PRE/6 cyberattack",
            &[
                "[NATO] warns of [cyber-attacks]",
                "The alliance met in Oslo. [NATO] said that a [cyber-attack] is near.",
            ],
        ),
        (
            "sanction* oslo",
            &[
                "NATO warns of cyber-attacks",
                "The alliance met in [Oslo]. NATO said that a cyber-attack is near.",
                "Kana'ani answered: [sanctions] on NATO, at once.",
            ],
        ),
        (
            "kanaani",
            &["NATO warns of cyber-attacks", "[Kana'ani] answered: sanctions on NATO, at once."],
        ),
        (
            "headline:warning",
            &[
                "NATO [warns] of cyber-attacks",
                "The alliance met in Oslo. NATO said that a cyber-attack is near.",
            ],
        ),
        (
            "oslo -rome",
            &[
                "NATO warns of cyber-attacks",
                "The alliance met in [Oslo]. NATO said that a cyber-attack is near.",
            ],
        ),
        (
            "id:1",
            &[
                "NATO warns of cyber-attacks",
                "The alliance met in Oslo. NATO said that a cyber-attack is near.",
            ],
        ),
    ] {
        assert_eq!(shown(&searcher, query), expected, "{query}");
    }
}

#[test]
fn snippets_are_cut_at_words_and_counted_in_characters() {
    let filler = "شهر بزرگ در کنار رود ".repeat(40);
    let persian = format!("عنوان\n{filler}پل تازه {filler}");
    let chinese =
        format!("标题\n{}新桥开通{}", "城市在河边。".repeat(60), "城市在河边。".repeat(60));
    let (_folder, searcher) = index(&[&persian, &chinese]);
    for (query, mark) in [("تازه", "[تازه]"), ("新桥", "[新桥]")] {
        let shown = shown(&searcher, query);
        assert!(shown[1].contains(mark), "{shown:?}");
        let length = shown[1].chars().count();
        assert!((120..=240).contains(&length), "{length} characters: {}", shown[1]);
    }
    assert!(shown(&searcher, "تازه")[1].starts_with(char::is_alphabetic));
}

#[test]
fn snippets_are_cut_where_words_end_for_a_reader() {
    let around = "Iran’s de-escalation, l’Iran and the U.S.-led talks; ".repeat(12);
    let texts: Vec<String> = (0..50)
        .map(|shift| format!("Headline\n{}{around}needle {around}", "é".repeat(shift) + " "))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (_folder, searcher) = index(&texts);
    for text in ["needle", "\"needle Iran de escalation l Iran and the US led talks\""] {
        let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
        let found = searcher.search(&query, &Page { limit: 100, ..Page::default() }).unwrap();
        assert_eq!(found.hits.len(), 50);
        for hit in &found.hits {
            for snippet in &hit.snippets {
                let paragraph = hit.article.paragraphs().nth(snippet.paragraph).unwrap();
                let piece = &snippet.marked.text;
                let cut = paragraph.match_indices(piece.as_str()).any(|(start, _)| {
                    let (before, after) = (&paragraph[..start], &paragraph[start + piece.len()..]);
                    before.chars().next_back().is_none_or(char::is_whitespace)
                        && after.chars().next().is_none_or(|next| " ,;".contains(next))
                });
                assert!(cut, "{piece}");
            }
        }
    }
}
