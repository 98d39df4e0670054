//! NewsML 1 as agencies have written it, and as they should not have.

use super::*;

fn shown(components: &str) -> Vec<String> {
    let text = format!(
        "<NewsML><NewsItem xml:lang='en'><Identification><NewsIdentifier>\
         <PublicIdentifier>urn:newsml:a.example:17</PublicIdentifier></NewsIdentifier></Identification>\
         <NewsManagement><Status FormalName='Usable'/></NewsManagement>{components}</NewsItem></NewsML>"
    );
    let reader = golden_reader();
    let records = match reader.read_text(&text, "a.xml") {
        Ok(records) => records,
        Err(error) => return vec![format!("! {}", error.detail())],
    };
    let shown = records.map(|record| match record.article {
        Ok(article) => {
            let id = article.id.as_str().trim_start_matches("urn:newsml:a.example:").to_owned();
            let paragraphs: Vec<&str> =
                article.paragraphs().filter(|text| !text.is_empty()).collect();
            let language = article.language.map_or("-".to_owned(), |one| one.to_string());
            format!("{id} {language}: {}", paragraphs.join("|"))
        }
        Err(error) => format!("! {}", error.detail()),
    });
    shown.collect()
}

const HEADLINE: &str = "<NewsLines><HeadLine>Mill stops</HeadLine></NewsLines>";

#[test]
fn texts_are_found_in_whatever_mark_up() {
    for (content, expected) in [
        ("<DataContent>It did.\n\nSo.</DataContent>", "It did.|So."),
        ("<DataContent><p>It did.</p><p>So.</p></DataContent>", "It did.|So."),
        ("<DataContent><![CDATA[<p>It &eacute;t&eacute;.</p>So.]]></DataContent>", "It été.|So."),
        (
            "<MimeType FormalName='text/plain'/><DataContent>It has &lt;DVD&gt;.</DataContent>",
            "It has <DVD>.",
        ),
        (
            "<DataContent><nitf><body><body.content><p>It did.</p></body.content></body></nitf></DataContent>",
            "It did.",
        ),
        (
            "<Encoding Notation='base64'><DataContent>PHA+SXQgZGlkLjwvcD4=</DataContent></Encoding>",
            "It did.",
        ),
    ] {
        let component = format!(
            "<NewsComponent>{HEADLINE}<ContentItem>{content}</ContentItem></NewsComponent>"
        );
        assert_eq!(shown(&component), [format!("17 en: Mill stops|{expected}")], "{content}");
    }
    let coded = "<Encoding Notation='uuencode'><DataContent>#0V%T</DataContent></Encoding>";
    let component =
        format!("<NewsComponent>{HEADLINE}<ContentItem>{coded}</ContentItem></NewsComponent>");
    let expected = "! is not well-formed NewsML 1: a text in the encoding \"uuencode\"";
    assert_eq!(shown(&component), [expected]);
}

#[test]
fn components_say_what_they_are_to_the_item() {
    let text = |role: &str, text: &str| {
        format!(
            "<NewsComponent><Role FormalName='{role}'/><ContentItem><DataContent>{text}\
             </DataContent></ContentItem></NewsComponent>"
        )
    };
    let all = [
        text("Contact", "Ann Lee."),
        text("Title", "Mill stops"),
        text("Body", "It did."),
        text("Lead", "On Saturday."),
        text("Caption", "A mill."),
        text("StyleSheet", "p {}"),
    ];
    let component = format!("<NewsComponent>{}</NewsComponent>", all.concat());
    assert_eq!(shown(&component), ["17 en: Mill stops|On Saturday.|It did.|Ann Lee."]);
}

#[test]
fn stories_of_an_item_are_articles() {
    let story = |attributes: &str, role: &str, headline: &str, text: &str| {
        format!(
            "<NewsComponent {attributes}><Role FormalName='{role}'/>\
             <NewsLines><HeadLine>{headline}</HeadLine></NewsLines>\
             <ContentItem><DataContent>{text}</DataContent></ContentItem></NewsComponent>"
        )
    };
    let side = story("Duid='s'", "Supporting", "Mills of the river", "There were nine.");
    let main = story("Duid='m'", "Main", "Mill stops", "It did.");
    let french = story("xml:lang='fr'", "", "Le moulin", "Il s’arrête.");
    let package = format!("<NewsComponent>{side}{main}{french}</NewsComponent>");
    assert_eq!(
        shown(&package),
        [
            "17 en: Mill stops|It did.",
            "17#s en: Mills of the river|There were nine.",
            "17#3 fr: Le moulin|Il s’arrête.",
        ]
    );
    // The same once more, in another format.
    let again = story("", "", "Mill stops", "It did.");
    let package =
        format!("<NewsComponent EquivalentsList='yes'>{main}{again}{french}</NewsComponent>");
    assert_eq!(shown(&package).len(), 2);
    // The same in two languages, below one headline.
    let text = |language: &str, text: &str| {
        format!(
            "<NewsComponent xml:lang='{language}'><ContentItem><DataContent>{text}</DataContent>\
             </ContentItem></NewsComponent>"
        )
    };
    let texts = [text("en", "It did."), text("fr", "Il s’arrête.")].concat();
    let package = format!("<NewsComponent EquivalentsList='yes'>{HEADLINE}{texts}</NewsComponent>");
    assert_eq!(shown(&package), ["17 en: Mill stops|It did.", "17#2 fr: Mill stops|Il s’arrête."]);
    // Parts of one text, each of which says its language.
    let parts = [text("en", "It did."), text("en", "So.")].concat();
    let package = format!("<NewsComponent>{HEADLINE}{parts}</NewsComponent>");
    assert_eq!(shown(&package), ["17 en: Mill stops|It did.|So."]);
}

#[test]
fn an_item_without_text_is_a_flash_a_kill_or_no_article() {
    let picture = "<ContentItem Href='a.jpg'><MediaType FormalName='Photo'/></ContentItem>";
    for (components, expected) in [
        (format!("<NewsComponent>{HEADLINE}</NewsComponent>"), "17 en: Mill stops"),
        (
            format!("<NewsComponent><NewsComponent>{HEADLINE}</NewsComponent></NewsComponent>"),
            "17 en: Mill stops",
        ),
        (
            format!("<NewsComponent>{HEADLINE}{picture}</NewsComponent>"),
            "! is no article: a picture",
        ),
        (
            format!("<NewsComponent>{HEADLINE}<NewsItemRef NewsItem='x'/></NewsComponent>"),
            "! is no article: a package of other items",
        ),
        (String::new(), "! is no article: neither headline nor text"),
    ] {
        assert_eq!(shown(&components), [expected], "{components}");
    }
    let kill = "<NewsML><NewsItem><Identification><NewsIdentifier>\
        <PublicIdentifier>urn:newsml:a.example:17:2</PublicIdentifier><RevisionId>2</RevisionId>\
        </NewsIdentifier></Identification><NewsManagement><Status FormalName='Canceled'/>\
        </NewsManagement></NewsItem></NewsML>";
    let article =
        golden_reader().read_text(kill, "a.xml").unwrap().next().unwrap().article.unwrap();
    assert_eq!((article.id.as_str(), article.version), ("urn:newsml:a.example:17", Some(2)));
    assert_eq!(article.status, Status::Canceled);
}

#[test]
fn an_item_has_at_most_so_many_stories() {
    let story = format!(
        "<NewsComponent>{HEADLINE}<ContentItem><DataContent>It did.</DataContent></ContentItem>\
         </NewsComponent>"
    );
    let found = shown(&story.repeat(101));
    assert_eq!(found.len(), 101);
    let last = "! is not well-formed NewsML 1: an item has more than 100 stories";
    assert_eq!(found[100], last);
    // What lies deep takes no longer for it.
    let deep = format!("{}{}", "<NewsComponent>".repeat(200), "</NewsComponent>".repeat(200));
    let wide =
        format!("<NewsComponent>{HEADLINE}{}</NewsComponent>", "<NewsComponent/>".repeat(20_000));
    for components in [deep, wide] {
        assert_eq!(shown(&components).len(), 1);
    }
}
