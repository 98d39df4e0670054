//! The tree that `--explain` prints.

use super::now;
use crate::query::parse;

#[test]
fn a_tree_says_what_every_part_means() {
    let text = r#"nato OR otan NOT =iran "in no pos*" @person:"Edi Rama" NOT W/5 (a OR b~1 OR /c/)
        headline:(sanction*^2 PRE/s x) "#;
    assert!(parse(text, now()).is_err(), "a weight has no place");
    let text = r#"nato OR otan NOT =iran "in no pos*" @person:"Edi Rama" NOT W/5 (a OR b~1 OR /c/)
        headline:(sanction* PRE/s b~ )^2 source:Press* source:x source:* ATLEAST 3 (FIRST 50 (@any))
        words:>1000 words:..300 words:5..8 words:7 date:2022-09 date:..2022 date:2022.. date:2021..2022 date:none * -person:Rama (a /p b)
        (a PRE/1 b) ATLEAST 1 (FIRST 1 (a))"#;
    let query = parse(text, now()).unwrap();
    insta::assert_snapshot!(query.tree(), @r#"
    any of
      the word nato, in any form
      all of
        the word otan, in any form
        not
          the word iran, in this form only
        the phrase "in no pos*"
        the first without the second within 5 words, in either order
          the person Edi Rama
          any of
            the word a, in any form
            words one letter away from b
            words that match /c/
        weighs 2 times as much
          in the field headline
            in one sentence, in this order
              words like sanction*
              words up to 2 letters away from b
        source is like Press*
        source is x
        source is given as *
        at least 3 times
          within the first 50 words
            any person, organisation or place
        at least 1001 words
        at most 300 words
        5 to 8 words
        7 words
        published in 2022-09
        published in 2022 or earlier
        published in 2022 or later
        published from 2021 to 2022, both included
        without a date
        every article
        not
          names the person Rama
        in one paragraph, in either order
          the word a, in any form
          the word b, in any form
        next to each other, in this order
          the word a, in any form
          the word b, in any form
        at least once
          at the first word
            the word a, in any form
    "#);
}
