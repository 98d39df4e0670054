//! Pages, as articles arrive or not.

use super::*;

/// Articles with words that are common or rare, and with equal scores; ids
/// count up from `first`.
fn many(first: usize, count: usize) -> Vec<Article> {
    (first..first + count)
        .map(|number| {
            let common =
                ["port ", "dam ", "port port ", "strike "][number % 4].repeat(1 + number % 5);
            let rare = if number.is_multiple_of(7) { "fjord" } else { "valley" };
            Article {
                id: ArticleId::new(format!("agency:{number}")),
                headline: format!("{common} {rare}"),
                lede: Some(format!("{common} in the {rare} {}", "again ".repeat(number % 9))),
                language: Some(Language::ENGLISH),
                published: (!number.is_multiple_of(5)).then(|| Published {
                    seconds: (number as i64 % 6) * 40 * 86_400,
                    precision: Precision::Day,
                }),
                ..Article::default()
            }
        })
        .collect()
}

/// The same articles, newer, as long as three, and with words that few have.
fn longer(articles: Vec<Article>) -> Vec<Article> {
    let longer = |article: Article| Article {
        lede: article.lede.map(|lede| format!("{lede} {}", "fjord of call ".repeat(20))),
        published: article
            .published
            .map(|published| Published { seconds: published.seconds + 400 * 86_400, ..published }),
        ..article
    };
    articles.into_iter().map(longer).collect()
}

/// Turns page after page; calls `between` after each.
fn pages(
    searcher: &mut Searcher,
    text: &str,
    page: &Page,
    between: &mut dyn FnMut(&mut Searcher),
) -> Vec<String> {
    let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
    let mut ids = Vec::new();
    let mut page = page.clone();
    loop {
        let found = searcher.search(&query, &page).unwrap();
        assert!(found.hits.len() <= page.limit);
        ids.extend(found.hits.iter().map(|hit| hit.article.id.to_string()));
        match found.next {
            None => return ids,
            Some(cursor) => page.after = Some(cursor.to_string().parse().unwrap()),
        }
        between(searcher);
    }
}

const ORDERS: [(Sort, Option<u32>); 4] = [
    (Sort::Relevance, None),
    (Sort::Relevance, Some(30)),
    (Sort::Newest, None),
    (Sort::Oldest, None),
];
const PAGED: [&str; 6] =
    ["port", "port OR fjord", "port fjord", "port W/3 valley", "again^2 OR \"the fjord\"", "*"];

#[test]
fn pages_joined_are_the_whole_list() {
    let (_folder, mut searcher) = index_of(&many(0, 300));
    for (sort, recent) in ORDERS {
        let recent = recent.and_then(NonZeroU32::new);
        for text in PAGED {
            let all = Page { limit: 1000, sort, recent, ..Page::default() };
            let whole = pages(&mut searcher, text, &all, &mut |_| {});
            let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
            let count = searcher.count(&query, Versions::Current).unwrap();
            assert_eq!(whole.len() as u64, count);
            for limit in [1, 7] {
                let page = Page { limit, counting: Counting::Skipped, ..all.clone() };
                let paged = pages(&mut searcher, text, &page, &mut |_| {});
                assert_eq!(paged, whole, "{text} by {sort:?} {recent:?}");
            }
            let middle = Page { limit: 5, offset: 3, ..all };
            let hits = searcher.search(&query, &middle).unwrap().hits;
            let ids: Vec<String> = hits.iter().map(|hit| hit.article.id.to_string()).collect();
            assert_eq!(ids, whole[3..whole.len().min(8)], "{text} by {sort:?}");
        }
    }
}

#[test]
fn articles_that_arrive_move_no_page() {
    for (sort, recent) in ORDERS {
        let recent = recent.and_then(NonZeroU32::new);
        for text in PAGED {
            let folder = tempfile::tempdir().unwrap();
            let index = Index::open_or_create(folder.path()).unwrap();
            let options = WriterOptions { threads: 1, memory: 15_000_000 };
            let mut writer = index.writer(options).unwrap();
            let mut preparer = writer.preparer(None);
            let mut add = |articles: &[Article]| {
                for article in articles {
                    writer.add(preparer.prepare(article, Edition::Current)).unwrap();
                }
                writer.commit("test").unwrap();
            };
            add(&many(0, 140));
            let mut searcher = index.searcher().unwrap();
            let page = Page { limit: 9, sort, recent, ..Page::default() };
            let before = pages(&mut searcher, text, &page, &mut |_| {});
            let mut arrived = 140;
            let paged = pages(&mut searcher, text, &page, &mut |searcher| {
                if arrived < 1000 {
                    add(&longer(many(arrived, 420)));
                    arrived += 420;
                    *searcher = index.searcher().unwrap();
                }
            });
            let first: Vec<String> = paged.into_iter().filter(|id| before.contains(id)).collect();
            assert_eq!(first, before, "{text} by {sort:?} {recent:?}");
        }
    }
}
