//! Downloads of LexisNexis, as it printed documents.

use super::*;

/// A file of LexisNexis with its first page, in the two orders that its lines have.
pub(super) const LEXIS: &str = "



Download Request: All Documents: 1-3
Time Of Request: Monday, September 12, 2022  10:00:00 EST
Send To:

MEGADEAL, ACADEMIC UNIVERSE
UNIVERSITY OF LINDMOUTH


Terms: (ferry w/5 harbour) and Date(geq(09/01/2022) and leq(09/12/2022))


Source: Freedonian Newspapers
Project ID:



                               1 of 3 DOCUMENTS



                             The Lindmouth Gazette

                          September 10, 2022 Saturday
                               Late Edition - Final

Ferry stays, council says;
Five more years for the boat that leaves at six

BYLINE: By JANE DOE and JOHN ROE

SECTION: Section A; Column 0; Foreign Desk; Pg. 1

LENGTH: 57 words

DATELINE: LINDMOUTH, Freedonia

Ferry stays

The ferry of Lindmouth stays for five more years, the council said. It is pre-
and post-season that it leaves at six.

``Good,'' said the captain of the boat, who is 60 and has been on it since the
day that it came.

GRAPHIC: PHOTO: The ferry at the quay of Lindmouth (PHOTOGRAPH BY J. DOE) (pg.
A1)

A MAP of the harbour

URL: http://gazette.example/ferry

SUBJECT: FERRIES & BOATS (90%); CITY GOVERNMENT (89%); HARBOURS
(74%)

ORGANIZATION: LINDMOUTH TOWN COUNCIL (91%)

PERSON: MARY ROE (58%)

CITY: LINDMOUTH, FREEDONIA (79%)

COUNTRY: FREEDONIA (92%)

LOAD-DATE: September 11, 2022

LANGUAGE: ENGLISH

DOCUMENT-TYPE: News

PUBLICATION-TYPE: Newspaper

JOURNAL-CODE: LG


                     Copyright 2022 The Lindmouth Gazette Ltd.
                              All Rights Reserved

\u{c}                               2 of 3 DOCUMENTS


       Copyright 2022 Freedonian Newspapers, LLC d/b/a Harbour Times
                              All Rights Reserved

                               The Harbour Times

                                 September 2022
                               Northern Edition

SECTION: A-SECTION; Pg. A01

LENGTH: 12 words

HEADLINE: A word on the quay: I am back;
Gone since 1918, the heron circles once more

BYLINE: Jane Doe;and reported by John Roe

BODY:

It rained.

All went home, and nobody looked up to see the heron circle over the quay
once more.

LANGUAGE: ENGLISH

CORRECTION-DATE: October 1, 2022

CORRECTION:

An article in September said that it rained on the quay.

It snowed.

LOAD-DATE: October 2, 2022


                               3 of 3 DOCUMENTS


                             The Lindmouth Gazette

                       September 9, 2022 Friday 11:55 AM GMT

Rain

LENGTH: 512 words

It rained all night.

LOAD-DATE: September 9, 2022

2152 311G
********** Print Completed **********

Time of Request: Monday, September 12, 2022  10:00:00 EST
Number of Lines: 120
";

#[test]
fn documents_of_lexisnexis() {
    insta::assert_snapshot!(show(&reader(), LEXIS.as_bytes(), "ferry.TXT"));
}

#[test]
fn documents_of_lexisnexis_in_other_languages() {
    let text = "
Ausgabeauftrag: Dokument(e) 1-1
Zeitpunkt der Anforderung: Montag, 12. September 2022
                              Dokument 1 von 1



                              Lindmünder Zeitung

                          10. September 2022 Samstag
                                 Gesamtausgabe

Fähre bleibt

AUTOR: Jana Dö

RUBRIK: LOKALES; S. 12

LÄNGE: 9 Wörter


Die Fähre von Lindmünde bleibt, sagt der Rat.

UPDATE: 11. September 2022

SPRACHE: GERMAN; DEUTSCH

PUBLICATION-TYPE: Zeitung


                   Copyright 2022 Lindmünder Zeitung GmbH
                          Alle Rechte vorbehalten
                              Document 1 de 2


                              Le Bac de Lindmouth

                           10 septembre 2022 samedi

Le bac reste

AUTEUR: Jeanne Doe

RUBRIQUE: VILLE; Pg. 3

LONGUEUR: 8 mots

Le bac reste, dit le conseil.

DATE-CHARGEMENT: 11 septembre 2022

LANGUE: FRENCH; FRANÇAIS
                              1 van 2 DOCUMENTEN


                              De Veerboot

                           zaterdag 10 september 2022

Veerboot blijft

SECTION: Binnenland; Blz. 3

LENGTH: 6 woorden

De veerboot blijft, zegt de raad.

LOAD-DATE: 11 september 2022

LANGUAGE: DUTCH; NEDERLANDS
";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "a.txt"));
    let shown = show(&reader(), &latin, "a.txt");
    assert!(shown.contains("headline: Fähre bleibt") && !shown.contains("FRANÇAIS"));
}

#[test]
fn documents_of_lexisnexis_that_lack_parts() {
    let text = "
                               1 of 5 DOCUMENTS

                             The Lindmouth Gazette

Ferry stays

LENGTH: 4 words

The ferry stays, too.

LOAD-DATE: September 11, 2022

                               2 of 5 DOCUMENTS

                               3 of 5 DOCUMENTS

                             The Lindmouth Gazette

                          September 10, 2022 Saturday

LOAD-DATE: September 11, 2022

                               4 of 5 DOCUMENTS

                             The Lindmouth Gazette

                                   Fall 2022

Ferry stays

The ferry stays.

SUBJECT: ferries are what the council talked about, and here a text goes on.

It leaves at six.

LANGUAGE: ENGLISH

                               5 of 5 DOCUMENTS

                             The Lindmouth Gazette

                          September 10, 2022 Saturday

Ferry breaks of";
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "a.txt"));
}
