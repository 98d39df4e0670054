//! What Word writes around a text: changes, fields, boxes, notes.

use super::office::*;

#[test]
fn changes_and_hidden_words_are_told_from_text() {
    let run = |inside: &str| format!("<w:r>{inside}</w:r>");
    let text = |words: &str| run(&format!("<w:t xml:space='preserve'>{words}</w:t>"));
    let body = [
        p("Titel|Ferry"),
        format!(
            "<w:p>{}<w:ins>{}</w:ins><w:del>{}</w:del><w:moveFrom>{}</w:moveFrom>{}{}</w:p>",
            text("The ferry "),
            text("never "),
            run("<w:delText>always </w:delText>"),
            text("often "),
            run("<w:rPr><w:vanish/></w:rPr><w:t>secretly </w:t>"),
            text("sinks.")
        ),
        // The end of this paragraph was deleted.
        format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>", text("It is ")),
        format!(
            "<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val='Rub1'/></w:pPr></w:pPrChange></w:pPr>{}</w:p>",
            text("old, and we say so.")
        ),
        format!(
            "<w:p>{}</w:p>",
            run("<w:rPr><w:rStyle w:val='Notiz'/></w:rPr><w:t>To the desk</w:t>")
        ),
        format!("<w:p>{}</w:p>", run("<w:rPr><w:vanish w:val='0'/></w:rPr><w:t>Seen again.</w:t>")),
    ];
    check(&body.concat(), "Ferry|The ferry never sinks.|p:It is old, and we say so.|p:Seen again.");
}

#[test]
fn of_fields_and_boxes_the_text_is_read_once() {
    let run = |inside: &str| format!("<w:r>{inside}</w:r>");
    let char = |kind: &str| run(&format!("<w:fldChar w:fldCharType='{kind}'/>"));
    let text = |words: &str| run(&format!("<w:t xml:space='preserve'>{words}</w:t>"));
    let boxed = format!("<w:txbxContent>{}</w:txbxContent>", p("In the box."));
    let body = [
        p("Titel|Ferry"),
        format!(
            "<w:p>{}{}{}{}{}{}</w:p>",
            text("See "),
            char("begin"),
            run("<w:instrText>HYPERLINK \"http://a.example\"</w:instrText>"),
            // A field in the code of another.
            [char("begin"), char("separate"), text("17"), char("end"), char("separate")].concat(),
            text("the page"),
            [char("end"), "<w:hyperlink>".to_owned(), text(" of it."), "</w:hyperlink>".to_owned()]
                .concat(),
        ),
        format!(
            "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing>{boxed}</w:drawing></mc:Choice>\
             <mc:Fallback><w:pict>{boxed}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
            text("Before the box"),
            text(" and behind.")
        ),
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>".to_owned()
            + &p("Click here to enter text.")
            + "</w:sdtContent></w:sdt><w:sdt><w:sdtContent>"
            + &p("Filled in.")
            + "</w:sdtContent></w:sdt>",
        format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}{}</w:tc></w:tr></w:tbl>",
            p("Sheep"),
            p("Forty of them"),
            p("and a goat")
        ),
        format!(
            "<w:p>{}</w:p>",
            run(
                "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:sym w:font='Wingdings' w:char='F04A'/>"
            )
        ),
    ];
    check(
        &body.concat(),
        "Ferry|See the page of it.|p:Before the box and behind.|p:In the box.|p:Filled in.\
         |p:Sheep|p:Forty of them|p:and a goat|p:a b\u{2011}c",
    );
    // A code that never ends takes no more than its paragraph.
    let open =
        format!("{}<w:p>{}{}</w:p>{}", p("Titel|Ferry"), text("One."), char("begin"), p("Two."));
    check(&open, "Ferry|One.|p:Two.");
}

#[test]
fn notes_stand_at_the_end_and_comments_nowhere() {
    let notes = "<w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id='1'><w:p><w:r><w:footnoteRef/><w:t>Harbour office, by phone.</w:t></w:r></w:p></w:footnote>";
    let body = ps(&["Titel|Ferry", LEDE, "More."]);
    let found = shown(&docx(&body, notes, ""), "a.docx");
    assert_eq!(found, format!("Ferry|{LEDE}|p:More.|p:Harbour office, by phone."));
}
