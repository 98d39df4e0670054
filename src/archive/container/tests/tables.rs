//! Zip files whose tables say what is not so, or say it twice.

use super::*;

#[test]
fn members_that_lie_in_the_same_bytes_are_all_counted() {
    let text = page("Bridge opens").repeat(1_000);
    let (out, _) = members(&[stored("1.txt", &text)]);
    let names: Vec<String> = (0..100).map(|number| format!("{number}.txt")).collect();
    let rows = names.iter().map(|name| stored(name, &text).row(0));
    let bytes = with_table(out, &rows.collect::<Vec<_>>());
    let limits = Limits { expanded_bytes: 1 << 20, ..Limits::default() };
    let reader = Reader::new(Settings { limits, ..Settings::default() }, Boilerplate::default());
    let shown = show(&reader, &bytes, "x.zip");
    assert!(shown.len() < 30 && shown[shown.len() - 1].ends_with(": bomb"), "{shown:?}");
}

#[test]
fn namesakes_are_where_the_table_says() {
    let (bridge, mill) = (page("Bridge opens"), page("Mill stops"));
    let both = [stored("1.txt", &bridge), deflated("1.txt", &mill)];
    let (out, starts) = members(&both);
    let wide = [both[0].wide_row(starts[0]), both[1].wide_row(starts[1])];
    let nowhere = [both[0].row(7), both[1].row(starts[1])];
    check(
        &with_table(out.clone(), &wide),
        "x.zip",
        &["x.zip!/1.txt: Mill stops", "x.zip!/1.txt: Bridge opens"],
    );
    check(
        &with_table(out, &nowhere),
        "x.zip",
        &["x.zip!/1.txt: Mill stops", "x.zip!/1.txt: malformed"],
    );
}
