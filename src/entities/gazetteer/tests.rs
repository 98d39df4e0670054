//! Texts with the names that are to be found in them.

use super::*;

/// A text with what is to be found in it.
fn found(gazetteer: &Gazetteer, text: &str) -> Vec<(String, &'static str, bool)> {
    let mut analysis = Analysis::default();
    Analyzer::new().analyze(None, std::iter::once(text), &mut analysis);
    let hits = gazetteer.find(&analysis, &[text]);
    let name = |hit: &Hit| {
        let tokens = &analysis.tokens[hit.tokens.start as usize..hit.tokens.end as usize];
        let bytes = tokens[0].start as usize..tokens[tokens.len() - 1].end as usize;
        let entity = gazetteer.entity(hit.entity).unwrap().name;
        (text[bytes].to_owned(), entity, hit.flags.is_ambiguous)
    };
    hits.iter().map(name).collect()
}

#[test]
fn names_are_found_where_they_are_written_as_names() {
    let gazetteer = Gazetteer::shipped();
    for (text, expected) in [
        ("The US told us who spoke.", &[("US", "United States")][..]),
        (
            "The U.S. and the WHO said so",
            &[("U.S.", "United States"), ("WHO", "World Health Organization")],
        ),
        (
            "the UN Security Council met",
            &[("UN Security Council", "United Nations Security Council")],
        ),
        ("He visits iran and IRAN", &[("IRAN", "Iran")]),
        (
            "the Mujahedin-e-Khalq Organization",
            &[("Mujahedin-e-Khalq Organization", "Mujahedin-e-Khalq Organization")],
        ),
        ("New York. City life", &[("New York", "New York City")]),
        ("Iran's Isfahan Province", &[("Iran", "Iran"), ("Isfahan Province", "Isfahan Province")]),
        ("Iranian officials", &[("Iranian", "Iranian")]),
        ("l’Iran et les États-Unis", &[("Iran", "Iran"), ("États-Unis", "United States")]),
        (
            "رئيس الجمهورية الإسلامية الإيرانية وإيران",
            &[("الجمهورية الإسلامية الإيرانية", "Iran"), ("وإيران", "Iran")],
        ),
        (
            "شورای امنیت سازمان ملل متحد درباره ایران",
            &[
                ("شورای امنیت سازمان ملل متحد", "United Nations Security Council"),
                ("ایران", "Iran"),
            ],
        ),
        ("للعراق", &[("للعراق", "Iraq")]),
        ("", &[]),
    ] {
        let hits: Vec<(String, &str)> =
            found(&gazetteer, text).into_iter().map(|(text, name, _)| (text, name)).collect();
        let hits: Vec<(&str, &str)> =
            hits.iter().map(|(text, name)| (text.as_str(), *name)).collect();
        assert_eq!(hits, expected, "{text}");
    }
}

#[test]
fn names_that_are_words_carry_a_flag() {
    let gazetteer = Gazetteer::shipped();
    for (text, is_ambiguous) in
        [("to Jordan", true), ("to Georgia", true), ("to Lebanon", false), ("US OIL FALLS", true)]
    {
        assert_eq!(found(&gazetteer, text)[0].2, is_ambiguous, "{text}");
    }
}

#[test]
fn without_a_tagger_an_ambiguous_name_needs_its_place() {
    let gazetteer = Gazetteer::shipped();
    for (text, expected) in [
        ("He went to Jordan yesterday", 1),
        ("He met Jordan Peel yesterday", 0),
        ("Jordan went home", 0),
        ("He met Lebanon coach", 1),
    ] {
        let mut analysis = Analysis::default();
        Analyzer::new().analyze(None, std::iter::once(text), &mut analysis);
        assert_eq!(gazetteer.mentions(&analysis, &[text]).len(), expected, "{text}");
    }
}

#[test]
fn any_name_leads_to_its_entity_and_back() {
    let gazetteer = Gazetteer::shipped();
    for (name, shown) in [
        ("us", "United States"),
        ("U.S.A.", "United States"),
        ("mko", "Mujahedin-e-Khalq Organization"),
        ("People's Mojahedin Organization of Iran", "Mujahedin-e-Khalq Organization"),
        ("European union", "European Union"),
        ("Esfahan", "Isfahan"),
        ("حزب‌الله", "Hezbollah"),
        ("الأمم المتحدة", "United Nations"),
        ("Royaume-Uni", "United Kingdom"),
    ] {
        let entities = gazetteer.by_name(name);
        let names: Vec<&str> = entities
            .iter()
            .filter_map(|&entity| gazetteer.entity(entity))
            .map(|e| e.name)
            .collect();
        assert!(names.contains(&shown), "{name}: {names:?}");
        let entity = entities[names.iter().position(|name| *name == shown).unwrap()];
        assert_eq!(gazetteer.names_of(entity).next(), Some((shown, false)));
    }
    assert!(gazetteer.by_name("Nowhere at all").is_empty());
    assert!(gazetteer.by_name("").is_empty());
    assert_eq!(gazetteer.names_of(u32::MAX).count(), 0);
}

#[test]
fn the_folded_names_are_those_of_the_tables() {
    let hint = "run: cargo run --example fold_names > data/entities/folded.txt";
    assert!(folded_tables() == FOLDED, "the tables have changed; {hint}");
}

#[test]
fn every_shown_name_is_found_by_itself() {
    let gazetteer = Gazetteer::shipped();
    for (entity, known) in (0..).zip(gazetteer.entities()) {
        assert!(gazetteer.by_name(known.name).contains(&entity), "{}", known.name);
    }
}

#[test]
fn a_demonym_is_not_the_country() {
    let gazetteer = Gazetteer::shipped();
    for (demonym, country) in [("Iranian", "Iran"), ("Swiss", "Switzerland"), ("ایرانی", "ایران")]
    {
        let (a, b) = (gazetteer.by_name(demonym), gazetteer.by_name(country));
        assert!(!a.is_empty() && !b.is_empty() && a.iter().all(|entity| !b.contains(entity)));
    }
}
