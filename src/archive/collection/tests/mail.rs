//! Messages whose encoding is not what they say, and pages saved as messages.

use encoding_rs::{Encoding, KOI8_R, UTF_8, WINDOWS_1251, WINDOWS_1252};

use super::{reader, show};

fn mail(charset: &str, transfer: &str, text: &[u8]) -> Vec<u8> {
    let mut mail = format!(
        "From: a@site.example\r\nSubject: Mill\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain{charset}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    )
    .into_bytes();
    mail.extend_from_slice(text);
    mail
}

fn quoted(bytes: &[u8]) -> Vec<u8> {
    let text: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
    text.as_bytes().chunks(72).collect::<Vec<_>>().join(&b"=\r\n"[..])
}

#[test]
fn the_encoding_of_a_text_is_found_out_where_its_part_says_another() {
    let russian = "Вчера в городе открыли новый мост через реку, и все пришли.";
    let french = "L’été dernier, le café du château a fermé ; on l’a regretté.";
    for (said, encoding, text, warned) in [
        ("", KOI8_R, russian, true),
        ("; charset=us-ascii", KOI8_R, russian, true),
        ("; charset=unknown-8bit", KOI8_R, russian, true),
        ("; charset=utf-8", WINDOWS_1251, russian, true),
        ("; charset=utf-8", WINDOWS_1252, french, true),
        ("; charset=us-ascii", UTF_8, russian, false),
        ("; charset=iso-8859-1", UTF_8, french, false),
        ("; charset=koi8-r", KOI8_R, russian, false),
        ("; charset=utf-8", UTF_8, russian, false),
    ] as [(&str, &'static Encoding, &str, bool); 9]
    {
        let (bytes, ..) = encoding.encode(text);
        for (transfer, bytes) in [("8bit", bytes.to_vec()), ("quoted-printable", quoted(&bytes))] {
            let shown = show(&reader(), &mail(said, transfer, &bytes), "x.eml");
            let name = encoding.name();
            assert!(shown.contains(&format!("lede: {text}")), "{said} {name} {transfer}: {shown}");
            assert_eq!(shown.contains("warning"), warned, "{said} {name} {transfer}: {shown}");
        }
    }
}

#[test]
fn a_page_that_was_saved_as_a_message_is_read_as_a_page() {
    let page = "<html><head><title>Мост открыт</title></head><body><article><p>Вчера в городе \
                открыли новый мост через реку, и все пришли.</p></article></body></html>";
    let (page, ..) = WINDOWS_1251.encode(page);
    let mut saved = b"From: <Saved by Blink>\r\n\
        Snapshot-Content-Location: https://site.example/bridge\r\n\
        Subject: a page\r\nDate: Sat, 10 Sep 2022 12:05:25 +0430\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related; type=\"text/html\"; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/html; charset=windows-1251\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        .to_vec();
    saved.extend(quoted(&page));
    saved.extend(
        b"\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Location: https://site.example/a.png\r\n\r\niVBORw0KGgo=\r\n--b--\r\n",
    );
    for name in ["x.mhtml", "x.mht", "x"] {
        let shown = show(&reader(), &saved, name);
        assert!(shown.starts_with("html x"), "{shown}");
        assert!(shown.contains("headline: Мост открыт"), "{shown}");
        assert!(shown.contains("lede: Вчера в городе"), "{shown}");
        assert!(shown.contains("url: https://site.example/bridge"), "{shown}");
        assert!(shown.contains("warning captured"), "{shown}");
        assert!(!shown.contains("rejected") && !shown.contains("  published"), "{shown}");
    }
}
