//! What `morgue search --format csv` prints, read again.

use super::*;
use crate::wire::HIT_COLUMNS;

#[test]
fn articles_of_a_list_of_hits_have_their_ids() {
    let ids = [
        "nsna:1304903",
        "x:0122975dad2c0cbcd3aead2c6c5463dc",
        "1916-01-01/p1",
        "https://a.example/1",
    ];
    let mut csv = HIT_COLUMNS.join(",");
    for id in ids {
        csv.push_str(&format!(
            "\r\n{id},2022-09-10,day,Northern Star,1304903,Harbour TV,en,Ferry is saved,a/b.txt,3.2,The ferry … stays"
        ));
    }
    let reader = reader();
    let records = reader.read_bytes(csv.as_bytes(), "strikes.csv").unwrap();
    let articles: Vec<_> = records.map(|record| record.article.unwrap()).collect();
    let found: Vec<&str> = articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(found, ids);
    for article in articles {
        assert_eq!(article.agency_id.as_deref(), Some("1304903"));
        assert_eq!(article.warnings[0].code, WarningCode::Truncated);
    }
    // In a table of another kind `id` may be the number of a row.
    let other = "id,agencyId,headline,text\n17,9,Ferry is saved,It stays.";
    assert!(!show(&reader, other.as_bytes(), "a.csv").contains("id: 17"));
}
