//! Collections in SGML, as their makers mark them up and as they should not have.

use proptest::prelude::*;

use super::*;

#[test]
fn stories_of_the_ldc() {
    let text = r#"<DOC id="AFP_ENG_20220910.0001" type="story" >
<HEADLINE>
Ferry &AMP; harbour are saved
</HEADLINE>
<DATELINE>
LINDMOUTH, Sept 10 (AFP)
</DATELINE>
<TEXT>
<P>
The ferry of Lindmouth stays, the
council said.
</P>
<P>
It leaves at six &MD; "every day",
the captain said.
</P>
</TEXT>
</DOC>
<DOC id="AFP_ENG_20220910.0002" type="advis" >
<TEXT>
Editors:
The story on the ferry is on its way.
</TEXT>
</DOC>
<DOC id="XIN_FRE_20220911.0001" type="multi" >
<HEADLINE>
Le bac est sauvé
</HEADLINE>
<TEXT>
   Le bac reste, dit le conseil de la ville
au bord du lac.
   Il part à six heures.
   Tous les jours.
</TEXT>
</DOC>
"#;
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "afp_eng_202209"));
}

#[test]
fn papers_of_trec() {
    let text = r#"<DOC>
<DOCNO> AP880212-0001 </DOCNO>
<FILEID>AP-NR-02-12-88 1637EST</FILEID>
<1ST_LINE>r w AM-Ferry     02-12 0155</1ST_LINE>
<2ND_LINE>AM-Ferry,150</2ND_LINE>
<HEAD>Ferry Is Saved</HEAD>
<HEAD>For Five Years</HEAD>
<BYLINE>By JANE DOE</BYLINE>
<BYLINE>Associated Press Writer</BYLINE>
<DATELINE>LINDMOUTH, Freedonia (AP) </DATELINE>
<TEXT>
   The ferry of Lindmouth stays, the council of the
town said Friday.
   ``Good,'' said the captain.
   It leaves at six.
</TEXT>
</DOC>
<DOC>
<DOCNO> WSJ870324-0001 </DOCNO>
<HL> Ferry Stays,
Council Says
----
By Jane Doe
Staff Reporter</HL>
<DD> 03/24/87</DD>
<SO> WALL STREET JOURNAL (J)</SO>
<IN> SHIPS (SHP)
HARBOURS (HRB) </IN>
<DATELINE> LINDMOUTH </DATELINE>
<TEXT>
   Lindmouth &amp; Co. keeps the ferry.
</TEXT>
</DOC>
<DOC>
<DOCNO>FT911-17</DOCNO>
<PROFILE>_AN-BENBQAD8FT</PROFILE>
<DATE>910514
</DATE>
<HEADLINE>
FT  14 MAY 91 / (CORRECTED) Ferry that
stays
</HEADLINE>
<BYLINE>
By JANE DOE
</BYLINE>
<TEXT>
The ferry stays.
</TEXT>
<PUB>The Financial Times
</PUB>
<PAGE>
London Page 7
</PAGE>
</DOC>
<DOC>
<DOCNO> LA042990-0001 </DOCNO>
<DOCID> 211062 </DOCID>
<DATE>
<P>
April 29, 1990, Sunday, Home Edition
</P>
</DATE>
<SECTION>
<P>
Metro; Part B; Page 3; Letters Desk
</P>
</SECTION>
<HEADLINE>
<P>
FERRY IS SAVED
</P>
</HEADLINE>
<TEXT>
<P>
What a ferry. It
stays.
</P>
<P>
J. Doe, Lindmouth
</P>
</TEXT>
<SUBJECT>
<P>
FERRIES; HARBOURS --
LINDMOUTH
</P>
</SUBJECT>
<TYPE>
<P>
Letter to the Editor
</P>
</TYPE>
</DOC>
<DOC>
<DOCNO> FBIS3-17 </DOCNO>
<HT>    "drafr053_e_94001" </HT>
<HEADER>
<AU>   FBIS-AFR-94-053 </AU>
Document Type:Daily Report
<DATE1>  17 Mar 1994 </DATE1>
</HEADER>
<F P=100> LAKESIDE </F>
<F P=101> Freedonia </F>
<H3> <TI>   Government Keeps Ferry </TI></H3>
<F P=102>  AB1703210094 Lindmouth Radio in French 0615 GMT 17 Mar 94 </F>
<F P=104>  Lindmouth Radio </F>
<TEXT>
Language: <F P=105> French </F>
Article Type:BFN
  [Excerpt] The ferry of Lindmouth stays, the
government said.
  It leaves at six.
</TEXT>
</DOC>
"#;
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "disk"));
}

#[test]
fn wires_of_aquaint_and_a_collection_with_a_root() {
    let text = r#"<DOC>
<DOCNO> NYT19980603.0001 </DOCNO>
<DOCTYPE> NEWS STORY </DOCTYPE>
<DATE_TIME> 1998-06-03 16:00 </DATE_TIME>
<HEADER>
A7753 &Cx1f; taf-z
u a &Cx13;  &Cx11;  BC-FERRY-NYT &LR;      06-03 0290
</HEADER>
<BODY>
<SLUG> BC-FERRY-NYT </SLUG>
<HEADLINE>
FERRY OF LINDMOUTH IS SAVED
</HEADLINE>
   (For use by clients)
 By JANE DOE
 c.1998 Lindmouth Post
<TEXT>
<P>
   LINDMOUTH _ The ferry stays. &UR; A picture is sent. &QL;
</P>
</TEXT>
</BODY>
<TRAILER>
NYT-06-03-98 1600EDT &QL;
</TRAILER>
</DOC>
<DOC>
<DOCNO> APW19980602.0001 </DOCNO>
<DATE_TIME> 06/02/1998 02:50:00 </DATE_TIME>
<BODY>
<HEADLINE> Ferry leaves </HEADLINE>
<TEXT>
   It left.
</TEXT>
</BODY>
</DOC>
"#;
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "19980603_NYT"));
    let text = "<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE POST SYSTEM 'post.dtd'>\n<POST>\n<DOC>\n\
        <DOCID>POST-830617-013</DOCID>\n<DATE calender='Western'>2004-09-07</DATE>\n\
        <DATE calender='Persian'>1383/06/17</DATE>\n<CAT>گوناگون</CAT>\n\
        <TITLE>\n<![CDATA[مدرسه & كتابخانه]]>\n</TITLE>\n<TEXT>\n<IMAGE>/1383/x.jpg</IMAGE>\n\
        <![CDATA[مدرسه <جديد> افتتاح مي شود.]]>\n</TEXT>\n</DOC>\n</POST>\n";
    let shown = show(&reader(), text.as_bytes(), "post.xml");
    for line in [
        "trec-sgml post.xml#0",
        "  agency id: POST-830617-013",
        "  published: 2004-09-07",
        "  headline: مدرسه & كتابخانه",
        "  section: گوناگون",
    ] {
        assert!(shown.lines().any(|found| found == line), "{line} is not in\n{shown}");
    }
    assert!(shown.contains("مدرسه <جديد> افتتاح مي شود."), "{shown}");
}

#[test]
fn records_are_read_however_they_are_marked() {
    let text = "<DOC id=1 type=story><HEADLINE>One<TEXT><P>It rained.<P>It snowed.</DOC><DOC>\
        <DOCNO>2</DOCNO><TITLE>Two</TITLE><TEXT>3 < 4 & so, says <Mill Post> &bad; <!-- no <P> -->\
        &lt;sic&gt;.</TEXT></DOC>\n\
        <DOC><DOCNO>3</DOCNO><HEADLINE>never closed</HEADLINE><TEXT>It was.</TEXT>\n\
        <DOC><DOCNO>4</DOCNO><DATE>soon</DATE><HEADLINE>Four</HEADLINE><TEXT></TEXT></DOC>\n\
        between two records\n\
        <doc><docno>5</docno><text></text></doc>\n\
        <DOC><DOCNO>6</DOCNO>Without <B>parts</B>, all is text.</DOC>\n\
        <DOC><DOCNO>6</DOCNO><TEXT>The same id.</TEXT></DOC>\n\
        <DOC><DOCNO>7</DOCNO><TEXT>cut";
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "x.sgm"));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe".to_vec(), wide].concat();
    assert_eq!(show(&reader(), &marked, "x.sgm"), show(&reader(), text.as_bytes(), "x.sgm"));
}

#[test]
fn a_record_that_is_too_large_loses_nobody_else() {
    let settings = Settings { max_file_bytes: 200, ..Settings::default() };
    let reader = Reader::new(settings, Boilerplate::default());
    let doc = |id: &str, text: &str| {
        format!("<DOC><DOCNO>{id}</DOCNO><HEADLINE>{id}</HEADLINE><TEXT>{text}</TEXT></DOC>\n")
    };
    let long = "It rained <b>on</b>. ".repeat(20);
    let unmarked = "It rained. ".repeat(40);
    for long in [long, unmarked] {
        let text = [doc("one", "It rained."), doc("two", &long), doc("three", "So.")].concat();
        let shown = show(&reader, text.as_bytes(), "x.sgm");
        assert!(shown.contains("headline: one") && shown.contains("headline: three"), "{shown}");
        assert_eq!(shown.matches("rejected too-large").count(), 1, "{shown}");
    }
}

#[test]
fn other_documents_are_no_collections() {
    for (text, expected) in [
        ("<doc id='12' url='x' title='Rain'>\nIt rained.\n</doc>", "rejected unsupported"),
        ("<add><doc><field name='id'>12</field></doc></add>", "rejected unsupported"),
        ("<html><body><p>A <doc id='1' type='story'> it is.</p></body></html>", "html"),
        ("<DOC> <DOCNO> 1 </DOCNO> <TEXT>It rained.</TEXT> </DOC>", "trec-sgml"),
        ("<DOCSTREAM>\n<DOC id='1' type='story'><TEXT>So.</TEXT></DOC>", "trec-sgml"),
        ("<LEWIS><REUTERS NEWID='1'><TEXT><TITLE>So</TITLE></TEXT></REUTERS>", "reuters-sgml"),
        ("<p>See <reuters newid='1'> it is.</p>", "html"),
        ("<DOCUMENT id='1' type='story'><TEXT>So.</TEXT></DOCUMENT>", "rejected unsupported"),
    ] {
        let shown = show(&reader(), text.as_bytes(), "x");
        assert!(shown.starts_with(expected), "{text}: {shown}");
    }
}

const PIECES: [&str; 22] = [
    "<DOC id=1 type=story>",
    "<DOC>",
    "</DOC>",
    "<DOCNO>",
    "</DOCNO>",
    "<HEADLINE>",
    "<TEXT>",
    "</TEXT>",
    "<P>",
    "</P>",
    "<REUTERS NEWID='1'>",
    "</REUTERS>",
    "<BODY>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "&amp;",
    "&",
    "<",
    "é > ",
    "FT 14 MAY 91 / x\n  y",
];

proptest! {
    #[test]
    fn no_record_breaks_the_reader(
        begin in 0..2_usize,
        places in prop::collection::vec(0..PIECES.len(), 0..40),
        noise in "\\PC{0,20}",
    ) {
        let mut text = ["<DOC><DOCNO>1</DOCNO>", "<REUTERS NEWID='1'><TEXT>"][begin].to_owned();
        text.extend(places.iter().map(|place| PIECES[*place]));
        text.push_str(&noise);
        let shown = show(&reader(), text.as_bytes(), "x.sgm");
        prop_assert!(!shown.is_empty());
    }
}
