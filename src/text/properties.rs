//! What holds for any text whatever: tested with generated ones.

use proptest::prelude::*;

use crate::article::Language;
use crate::text::letters::chars::{Class, classify};
use crate::text::{
    Analysis, Analyzer, BoundaryKind, Token, detect_language, fold_fragment, fold_value,
    query_tokens, spelling_key, stem,
};

/// Texts that mix words of many scripts with the signs that have rules.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("'"),
        Just("’"),
        Just("."),
        Just(". "),
        Just(","),
        Just("-"),
        Just("&"),
        Just(" "),
        Just("s"),
        Just("l"),
        Just("U"),
        Just("3"),
        Just("000"),
        Just("۵"),
        Just("٫"),
        Just("aa"),
        Just("The"),
        Just("Jr"),
        Just("é"),
        Just("\u{301}"),
        Just("\u{200C}"),
        Just("\u{AD}"),
        Just("\u{200F}"),
        Just("می"),
        Just("ء"),
        Just("ـ"),
        Just("北京大学"),
        Just("กรุงเทพ"),
        Just("かな"),
        Just("\u{3099}"),
        Just("한"),
        Just("\u{1161}"),
        Just("«"),
        Just("”"),
        Just("…"),
        Just("。"),
        Just("？"),
        Just("שלום"),
        Just("\""),
        Just("क़"),
        Just("½"),
        Just("ﷺ"),
        Just("İ"),
        Just("\u{0}"),
        Just("😀"),
        Just("И\u{306}"),
        Just("\n"),
    ];
    prop_oneof![
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

/// Every language that has a stemmer.
const STEMMED: [&str; 32] = [
    "ar", "ca", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "hi", "hu", "hy",
    "id", "it", "ko", "lt", "nb", "ne", "nl", "pl", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "uk",
];

fn languages() -> impl Strategy<Value = Option<Language>> {
    prop::option::of(prop::sample::select(&STEMMED)).prop_map(|tag| tag.and_then(Language::parse))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn an_analysis_keeps_its_promises(
        paragraphs in prop::collection::vec(texts(), 0..4),
        language in languages(),
    ) {
        let mut analysis = Analysis::default();
        Analyzer::new().analyze(language, paragraphs.iter().map(String::as_str), &mut analysis);
        let mut positions: Vec<u32> = Vec::new();
        let mut last = (0, 0);
        for token in &analysis.tokens {
            let text = &paragraphs[token.paragraph as usize];
            prop_assert!(text.get(token.start as usize..token.end as usize).is_some());
            prop_assert!(token.start < token.end);
            prop_assert!((token.paragraph, token.start) >= last);
            prop_assert!(!analysis.form(token).is_empty());
            prop_assert!(analysis.stem(token) != Some(analysis.form(token)));
            prop_assert!(analysis.key(token) != Some(analysis.form(token)));
            last = (token.paragraph, token.end);
            positions.push(token.position);
        }
        prop_assert!(positions.is_sorted_by(|a, b| a < b));
        prop_assert!(analysis.boundaries.is_sorted_by(|a, b| a.position < b.position));
        let mut paragraph_ends = 0;
        for (number, end) in analysis.boundaries.iter().enumerate() {
            paragraph_ends += u32::from(end.kind == BoundaryKind::Paragraph);
            let before = number.checked_sub(1).map(|before| analysis.boundaries[before]);
            if before.is_some_and(|before| before.position + 1 == end.position) {
                prop_assert!(end.kind == BoundaryKind::Paragraph && paragraph_ends <= 2);
            }
        }
        positions.extend(analysis.boundaries.iter().map(|boundary| boundary.position));
        positions.sort_unstable();
        let all: Vec<u32> = (0..).take(positions.len()).collect();
        prop_assert_eq!(positions, all);
        let has_digit = |token: &&Token| analysis.form(token).bytes().any(|b| b.is_ascii_digit());
        let with_digits = analysis.tokens.iter().filter(has_digit).map(|token| token.position);
        let found = analysis.tokens_with_digits().map(|token| token.position);
        prop_assert!(with_digits.eq(found));
        for compound in &analysis.compounds {
            prop_assert_eq!(analysis.parts(compound).len(), compound.parts as usize);
            prop_assert!(compound.parts >= 2);
        }
    }

    #[test]
    fn the_language_changes_stems_only(text in texts(), language in languages()) {
        // In Turkish it also parts words at apostrophes.
        let is_turkish = language.is_some_and(|language| language.as_str() == "tr");
        let stays = |c: &char| !is_turkish || classify(*c) != Class::Apostrophe;
        let text: String = text.chars().filter(stays).collect();
        let mut analysis = Analysis::default();
        Analyzer::new().analyze(language, [text.as_str()].into_iter(), &mut analysis);
        let query = query_tokens(&text);
        prop_assert_eq!(analysis.tokens.len(), query.tokens.len());
        for (token, asked) in analysis.tokens.iter().zip(&query.tokens) {
            let form = analysis.form(token);
            prop_assert_eq!(form, &asked.form);
            prop_assert_eq!(analysis.key(token).unwrap_or(form), &asked.key);
            if let Some(language) = language {
                let asked_stem = stem(form, language);
                prop_assert_eq!(analysis.stem(token), asked_stem.as_deref());
            }
        }
    }

    #[test]
    fn a_simple_word_means_itself(
        word in "[\\p{Latin}\\p{Greek}\\p{Cyrillic}\\p{Arabic}\\p{Devanagari}&&\\p{L}]{1,12}",
    ) {
        let query = query_tokens(&word);
        for token in &query.tokens {
            let again = query_tokens(&word[token.range.clone()]);
            prop_assert_eq!(again.tokens.len(), 1);
            prop_assert_eq!(&again.tokens[0].form, &token.form);
        }
    }

    #[test]
    fn folding_twice_folds_once(text in texts()) {
        let value = fold_value(&text);
        prop_assert_eq!(&fold_value(&value), &value);
        let fragment = fold_fragment(&text);
        prop_assert_eq!(&fold_fragment(&fragment), &fragment);
        let key = spelling_key(&fragment);
        prop_assert_eq!(&spelling_key(&key), &key);
    }

    #[test]
    fn any_text_may_ask_for_its_language(text in texts()) {
        let _ = detect_language(&text);
    }
}
