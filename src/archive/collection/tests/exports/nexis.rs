//! Downloads of Nexis Uni and Lexis+.

use super::*;

/// A file of Nexis Uni with the list of its documents, as a converter wrote it.
pub(super) const NEXIS: &str = "User Name: Jane Doe
Date and Time: Monday, September 12, 2022 10:00:00 AM EDT
Job Number: 123456789
Documents (2)
1. Ferry Stays, Council Says
Client/Matter: -None-
Search Terms: ferry
Search Type: Terms and Connectors
Narrowed by:
Content Type
Narrowed by
News
Timeline: Sep 01, 2022 to Sep 12, 2022
2. Rain
Client/Matter: -None-

Ferry Stays, Council Says
The Lindmouth Gazette
September 10, 2022 Saturday 11:55 PM GMT
Late Edition - Final

Copyright 2022 The Lindmouth Gazette Ltd. All Rights Reserved

Section:\u{a0}Section A; Column 0; Foreign Desk; Pg. 1
Length:\u{a0}18 words
Byline:\u{a0}By Jane Doe
Dateline:\u{a0}LINDMOUTH
Highlight:\u{a0}Five more years for the boat.
Body


The ferry of Lindmouth stays for five more years, the council said.
It leaves at six.
Graphic

PHOTO: The ferry
Classification


Language:\u{a0}ENGLISH
Document-Type:\u{a0}News
Publication-Type:\u{a0}Newspaper
Journal Code:\u{a0}LG
Subject:\u{a0}FERRIES & BOATS (90%); HARBOURS (74%)
Company:\u{a0}LINDMOUTH FERRIES LTD (90%)
Geographic:\u{a0}LINDMOUTH, FREEDONIA (79%); FREEDONIA (92%)
Load-Date:\u{a0}September 11, 2022


End of Document
Rain
Lindmünder Zeitung (Regionalausgaben)
Dienstag 13. September 2022
Lindmünder Echo

Section: ECHO LOKALES; S. 6
Length: 75 words
Link zum PDF-Dokument
Body

Es regnet.

Load-Date: September 13, 2022

End of Document

";

#[test]
fn documents_of_nexis_uni() {
    insta::assert_snapshot!(show(&reader(), NEXIS.as_bytes(), "ferry.txt"));
}

#[test]
fn a_document_of_nexis_uni_by_itself_and_cut_off() {
    let text = "Ferry Stays, Council
Says

The Lindmouth Gazette

September 10, 2022 Saturday

Copyright 2022 The Lindmouth Gazette Ltd.

Section: NEWS

Length: 18 words

Byline: By Jane Doe

Body

The ferry of Lindmouth stays.
";
    let cut = show(&reader(), text.as_bytes(), "ferry.txt");
    let whole = show(&reader(), format!("{text}\nEnd of Document\n").as_bytes(), "ferry.txt");
    insta::assert_snapshot!(format!("{cut}{whole}"));
}

#[test]
fn documents_of_nexis_uni_that_lack_parts() {
    let text = format!(
        "{NEXIS}Rain
The Harbour Times
September 14, 2022

It rained.
It stopped.

Language: ENGLISH
Load-Date: September 15, 2022
End of Document
Body

It rained.
End of Document

End of Document
Only a headline
End of Document
"
    );
    let shown = show(&reader(), text.as_bytes(), "ferry.txt");
    let (_, rest) = shown.split_once("ferry.txt#2").unwrap();
    insta::assert_snapshot!(rest);
}
