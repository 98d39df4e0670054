//! Downloads of databases: what holds for all of them. The texts are invented.

mod factiva;
mod lexis;
mod nexis;
mod others;

use std::fmt::Write as _;

use super::*;
use factiva::{CODED, DISPLAYED};
use lexis::LEXIS;
use nexis::NEXIS;
use others::PROQUEST;

const FILES: [&str; 5] = [LEXIS, NEXIS, CODED, DISPLAYED, PROQUEST];

#[test]
fn every_line_end_and_encoding_is_read() {
    for text in FILES {
        let plain = show(&reader(), text.as_bytes(), "a.txt");
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(show(&reader(), crlf.as_bytes(), "a.txt"), plain);
        let marked = format!("\u{feff}{text}");
        assert_eq!(show(&reader(), marked.as_bytes(), "a.txt"), plain);
        let wide = marked.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(show(&reader(), &wide, "a.txt"), plain);
    }
}

#[test]
fn a_file_that_breaks_off_anywhere_is_read_as_far_as_it_goes() {
    for text in FILES {
        for (end, _) in text.char_indices().step_by(7) {
            let shown = show(&reader(), &text.as_bytes()[..end], "a.txt");
            assert!(!shown.contains("reader-failed"), "{shown}");
        }
    }
}

#[test]
fn garbage_in_these_shapes_takes_no_longer_than_it_is_long() {
    let shapes = [
        "1 of 2 DOCUMENTS\n",
        "LENGTH: 512 words\n\n",
        "GRAPHIC: a\n\nb\n\n",
        "September 10, 2022\n",
        "Copyright 2022\n\nLength: 5 words\n",
        "Body\nLength: 5 words\nSeptember 10, 2022\n",
        "HD  a\nWC  5 words\nPD  10 September 2022\n",
        "512 words\n10 September 2022\n\n",
        "\n",
        "<div class=\"article enArticle\"><div id=\"hd\">Headline articleParagraph",
        "<div <p ",
    ];
    for shape in shapes {
        for begin in [
            LEXIS,
            NEXIS,
            CODED,
            DISPLAYED,
            "<html><div class=\"article enArticle\">Headline articleParagraph",
        ] {
            let mut text = begin.to_owned();
            while text.len() < 200_000 {
                text.push_str(shape);
            }
            _ = show(&reader(), text.as_bytes(), "a.txt").len();
        }
    }
}

#[test]
fn ordinary_texts_are_taken_for_none() {
    let mut out = String::new();
    for text in [
        "Ferry stays\n\nOf the 3 of 10 DOCUMENTS that the council has, none is signed.\n",
        "Ferry stays\n\n512 words\n\nThe council met on 10 September 2022.\n",
        "Ferry stays\n\nLength: 12 metres\nSection: A\n\nBody\n\nIt stays.\n",
        "HD  and WC are codes\n\nThe council met.\n",
        "Document LINDGZ0020220910ei9a0001x\n\nThat is how numbers look.\n",
    ] {
        let shown = show(&reader(), text.as_bytes(), "a.txt");
        _ = writeln!(out, "{}", shown.lines().next().unwrap_or_default());
    }
    assert_eq!(out, "agency-page a.txt\n".repeat(5));
}
