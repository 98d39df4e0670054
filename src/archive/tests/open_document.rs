//! OpenDocument text, in packages.

use super::office::{record, shown, zip};
use super::*;

const LEDE: &str = "The last ferry left the harbour of Lindmouth on Saturday, to music.";

pub(super) fn odt(content: &str, styles: &str, meta: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles><number:text>no text</number:text>\
         <style:style style:name='P1' style:parent-style-name='Heading_20_1'/>\
         <style:style style:name='T1'><style:text-properties text:display='none'/></style:style>\
         </office:automatic-styles><office:body><office:text>{content}</office:text></office:body>\
         </office:document-content>"
    );
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("styles.xml", styles),
        ("meta.xml", meta),
        ("META-INF/manifest.xml", "<manifest/>"),
    ])
}

#[test]
fn an_open_document_has_paragraphs_and_styles() {
    let content = format!(
        "<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>\
         <text:p text:style-name='Title'>Last ferry</text:p>\n\
         <text:p>\n  {LEDE}<text:note><text:note-citation>1</text:note-citation><text:note-body>\
         <text:p>By phone.</text:p></text:note-body></text:note></text:p>\
         <text:p text:style-name='P1'>Sheep</text:p>\
         <text:p>One<text:s text:c='4000000000'/>two<text:tab/>three<text:line-break/>four\
         <text:span text:style-name='T1'> hidden</text:span><office:annotation><text:p>Why?</text:p>\
         </office:annotation> <text:a>link</text:a>.</text:p>\
         <text:h text:outline-level='2'>Music</text:h>\
         <text:p>Box<draw:frame><svg:title>A picture</svg:title><draw:text-box><text:p>In it.</text:p>\
         </draw:text-box></draw:frame> here.</text:p>\
         <text:p text:style-name='Mine'>“So it is.”</text:p>\
         <text:list><text:list-item><text:p>Bread</text:p></text:list-item></text:list>\
         <table:table><table:table-row><table:table-cell><text:p>Goat</text:p></table:table-cell>\
         </table:table-row></table:table>"
    );
    let styles = "<office:document-styles><office:styles><style:style style:name='Mine' \
        style:parent-style-name='Quotations'/></office:styles><office:master-styles><text:p>Page 3</text:p>\
        </office:master-styles></office:document-styles>";
    let meta = "<office:document-meta><office:meta><dc:title>A title</dc:title>\
        <meta:keyword>ferry</meta:keyword><meta:creation-date>2021-03-04</meta:creation-date>\
        </office:meta></office:document-meta>";
    let bytes = odt(&content, styles, meta);
    assert_eq!(
        shown(&bytes, "a.odt"),
        format!(
            "Last ferry|{LEDE}|s:Sheep|p:One two three four link.|s:Music|p:Box here.|p:In it.\
             |q:“So it is.”|p:Bread|p:Goat|p:By phone."
        )
    );
    let (format, article) = record(&bytes, "a.odt").unwrap();
    assert_eq!((format, article.keywords), (Format::Odt, vec!["ferry".to_owned()]));
}

#[test]
fn an_encrypted_document_is_told() {
    let bytes = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "\u{1}\u{2}\u{3}"),
        ("META-INF/manifest.xml", "<manifest><manifest:encryption-data/></manifest>"),
    ]);
    assert_eq!(shown(&bytes, "a.odt"), "! a.odt: is encrypted");
}
