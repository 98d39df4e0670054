//! What the reader makes of a folder: how many records of each format and each
//! reason; for messages that lie beside what another parser read in them
//! (`x.eml`, `x.json`), how many fields agree; and for files in a folder that is
//! named after their encoding, how many are decoded so.
//!
//!     cargo run --example eval_formats -- FOLDER [SHOWN]
//!
//! SHOWN is how many files of each reason are named.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use morgue::archive::{Boilerplate, Input, Reader, Settings, decode, walk};
use morgue::article::Article;
use serde_json::Value;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("a folder");
    let shown: usize = arguments.next().and_then(|number| number.parse().ok()).unwrap_or(0);
    let settings = Settings::default();
    let reader = Reader::new(settings.clone(), Boilerplate::default());
    let mut counts: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    let mut fields: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut slowest = (0.0, String::new());
    let begin = Instant::now();
    for input in walk(Path::new(&folder), Path::new(&folder), &settings).expect("a folder") {
        let input = match input {
            Ok(input) => input,
            Err(error) => {
                note(&mut counts, error.reason().to_owned(), error.to_string());
                continue;
            }
        };
        let start = Instant::now();
        let mut first = None;
        match reader.read(&input) {
            Err(error) => note(&mut counts, format!("file {}", error.reason()), error.to_string()),
            Ok(records) => {
                for record in records {
                    let format = record.format.map_or("-", |format| format.name());
                    match record.article {
                        Ok(article) => {
                            note(
                                &mut counts,
                                format!("article {format}"),
                                article.origin.path.clone(),
                            );
                            first.get_or_insert(article);
                        }
                        Err(error) => {
                            let reason = format!("record {format} {}", error.reason());
                            note(&mut counts, reason, error.to_string());
                        }
                    }
                }
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        if seconds > slowest.0 {
            slowest = (seconds, input.relative.clone());
        }
        if let Some(same) = is_decoded(&input) {
            let (right, all) = fields.entry("encoding").or_default();
            *all += 1;
            *right += usize::from(same);
            if !same && shown > 0 {
                println!("{} is decoded otherwise", input.relative);
            }
        }
        if let Some(expected) = expected(&input) {
            compare(&expected, first.as_ref(), &input, &mut fields, shown);
        }
    }
    println!("{:.1} s; longest {:.2} s: {}", begin.elapsed().as_secs_f64(), slowest.0, slowest.1);
    for (what, (count, examples)) in counts {
        println!("{count:7} {what}");
        examples.iter().take(shown).for_each(|example| println!("        {example}"));
    }
    for (field, (same, all)) in fields {
        println!("{field}: {same} of {all} agree");
    }
}

fn note(counts: &mut BTreeMap<String, (usize, Vec<String>)>, what: String, example: String) {
    let (count, examples) = counts.entry(what).or_default();
    *count += 1;
    if examples.len() < 50 {
        examples.push(example);
    }
}

/// Whether a file is decoded as its folder says, where that says it.
fn is_decoded(input: &Input) -> Option<bool> {
    let folder = input.path.parent()?.file_name()?.to_str()?;
    // A language may follow the encoding.
    let labels = folder.match_indices('-').map(|(at, _)| &folder[..at]);
    let label = std::iter::once(folder)
        .chain(labels)
        .find_map(|label| encoding_rs::Encoding::for_label(label.as_bytes()))?;
    let bytes = std::fs::read(&input.path).ok()?;
    let text = label.decode(&bytes).0.into_owned();
    let found = decode(&bytes, None).ok()?.text;
    Some(found == text)
}

/// What lies beside a message.
fn expected(input: &Input) -> Option<Value> {
    if input.path.extension()? != "eml" {
        return None;
    }
    let text = std::fs::read_to_string(input.path.with_extension("json")).ok()?;
    serde_json::from_str(&text).ok()
}

fn compare(
    expected: &Value,
    article: Option<&Article>,
    input: &Input,
    fields: &mut BTreeMap<&'static str, (usize, usize)>,
    shown: usize,
) {
    let headers = expected["parts"][0]["headers"].as_array().cloned().unwrap_or_default();
    let last = |name: &str| {
        let found = headers.iter().rev().find(|header| header["name"] == name)?;
        Some(found["value"].clone())
    };
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let texts = expected["text_body"].as_array().cloned().unwrap_or_default();
    let parts = texts.iter().filter_map(|at| {
        let part = &expected["parts"][at.as_u64()? as usize]["body"];
        part["Text"].as_str().map(squeezed)
    });
    let text = parts.collect::<Vec<_>>().join(" ");
    // A headline that opens the text is kept once.
    let headline = article.map(|article| squeezed(&article.headline)).unwrap_or_default();
    let text = Some(text.strip_prefix(&headline).map(str::trim).unwrap_or(&text).to_owned());
    let date = last("date").and_then(|date| {
        let date = &date["DateTime"];
        let number = |name: &str| date[name].as_i64();
        let sign = if date["tz_before_gmt"].as_bool()? { 1 } else { -1 };
        let local =
            jiff::civil::date(number("year")? as i16, number("month")? as i8, number("day")? as i8)
                .at(number("hour")? as i8, number("minute")? as i8, number("second")? as i8, 0);
        let local = jiff::tz::Offset::UTC.to_timestamp(local).ok()?.as_second();
        Some((local + sign * (number("tz_hour")? * 3600 + number("tz_minute")? * 60)).to_string())
    });
    let from = last("from").and_then(|from| {
        let list = from["Address"]["List"].as_array()?.first()?.clone();
        let name = list["name"].as_str().or(list["address"].as_str())?;
        Some(squeezed(name))
    });
    let subject = last("subject").and_then(|subject| subject["Text"].as_str().map(squeezed));
    let id = last("message_id").and_then(|id| id["Text"].as_str().map(|id| format!("mid:{id}")));
    let body = |article: &Article| {
        let blocks = article.body.iter().map(|block| block.text.as_str());
        let lede = article.lede.iter().map(String::as_str);
        squeezed(
            &lede
                .chain(article.byline.as_deref().filter(|_| false))
                .chain(blocks)
                .collect::<Vec<_>>()
                .join(" "),
        )
    };
    let found = |read: &dyn Fn(&Article) -> Option<String>| article.and_then(read);
    for (field, expected, found) in [
        ("subject", subject, found(&|article| Some(article.headline.clone()))),
        ("from", from, found(&|article| article.authors.first().map(|name| squeezed(name)))),
        ("date", date, found(&|article| article.published.map(|date| date.seconds.to_string()))),
        ("message-id", id, found(&|article| article.uri.clone())),
        ("text", text, found(&|article| Some(body(article)))),
    ] {
        let Some(expected) = expected.filter(|text| !text.is_empty()) else {
            continue;
        };
        let (same, all) = fields.entry(field).or_default();
        *all += 1;
        match found {
            Some(found) if found == expected => *same += 1,
            found if shown > 0 => {
                let short = |text: &str| text.chars().take(150).collect::<String>();
                println!(
                    "{} {field}: {:?} {:?}",
                    input.relative,
                    short(&expected),
                    found.map(|t| short(&t))
                );
            }
            _ => {}
        }
    }
}
