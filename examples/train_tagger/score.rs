//! Precision, recall and F1 of mentions, as conlleval counts them: a mention
//! is right when its tokens and its type are.

use std::collections::HashSet;
use std::fmt;

use morgue::entities::{Mention, Tagger};
use morgue::text::{Analysis, Analyzer};

use crate::corpus::Document;

#[derive(Debug, Default, Clone, Copy)]
pub struct Count {
    pub right: usize,
    pub found: usize,
    pub meant: usize,
}

impl Count {
    pub fn precision(&self) -> f64 {
        100.0 * self.right as f64 / self.found.max(1) as f64
    }
    pub fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.meant.max(1) as f64
    }
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.meant).max(1) as f64
    }
}

#[derive(Debug, Default, Clone)]
pub struct Score {
    pub kinds: [Count; 4],
    pub untyped: Count,
}

impl Score {
    pub fn typed(&self) -> Count {
        self.kinds.iter().fold(Count::default(), |sum, count| Count {
            right: sum.right + count.right,
            found: sum.found + count.found,
            meant: sum.meant + count.meant,
        })
    }

    pub fn add(&mut self, found: &[Mention], meant: &[Mention]) {
        let key = |mention: &Mention| (mention.tokens.start, mention.tokens.end, mention.kind);
        let typed: HashSet<_> = meant.iter().map(key).collect();
        let spans: HashSet<_> = meant.iter().map(|mention| mention.tokens.clone()).collect();
        for mention in found {
            let count = &mut self.kinds[mention.kind as usize];
            count.found += 1;
            count.right += usize::from(typed.contains(&key(mention)));
            self.untyped.found += 1;
            self.untyped.right += usize::from(spans.contains(&mention.tokens));
        }
        for mention in meant {
            self.kinds[mention.kind as usize].meant += 1;
            self.untyped.meant += 1;
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "type          precision  recall      F1  mentions")?;
        let names = ["person", "organisation", "place", "other", "typed", "untyped"];
        let counts = self.kinds.iter().copied().chain([self.typed(), self.untyped]);
        for (name, count) in names.into_iter().zip(counts) {
            let (p, r, f1) = (count.precision(), count.recall(), count.f1());
            writeln!(f, "{name:<12} {p:>10.2} {r:>7.2} {f1:>7.2} {:>9}", count.meant)?;
        }
        Ok(())
    }
}

/// Tags documents and compares; `show` is told of each difference.
pub fn score(
    tagger: &mut Tagger,
    documents: &[Document],
    mut show: impl FnMut(&Document, &Analysis, &Mention, &str),
) -> Score {
    let mut analyzer = Analyzer::new();
    let mut analysis = Analysis::default();
    let mut score = Score::default();
    for document in documents {
        document.analyze(&mut analyzer, &mut analysis);
        let meant = document.mentions(&analysis);
        let found = tagger.tag(&analysis, &document.paragraphs());
        for mention in found.iter().filter(|mention| !meant.contains(mention)) {
            show(document, &analysis, mention, "+");
        }
        for mention in meant.iter().filter(|mention| !found.contains(mention)) {
            show(document, &analysis, mention, "-");
        }
        score.add(&found, &meant);
    }
    score
}
