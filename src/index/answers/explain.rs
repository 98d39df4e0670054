//! Explaining a query: what each part of it matches, and which part leaves
//! nothing.

use tantivy::collector::Count;

use super::forms::Forms;
use super::meant::Meant;
use crate::explain::Explained;
use crate::index::IndexError;
use crate::index::compile::Purpose;
use crate::index::search::Searcher;
use crate::index::search::page::Versions;
use crate::query::ast::{Expr, Polarity, Query};

impl Searcher {
    /// Says of each part of a query, outermost first, what it matches, in which
    /// forms a word was found, and which part leaves nothing.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn explain(&self, query: &Query, versions: Versions) -> Result<Vec<Explained>, IndexError> {
        let mut explained = Vec::new();
        self.explain_part(query, versions, 0, &mut explained)?;
        Ok(explained)
    }

    fn explain_part(
        &self,
        query: &Query,
        versions: Versions,
        depth: usize,
        explained: &mut Vec<Explained>,
    ) -> Result<(), IndexError> {
        let compiled = self.compile(query, Purpose::Matching, versions)?;
        let articles = self.engine().search(&*compiled.query, &Count)? as u64;
        let terms = compiled.terms();
        let part = query.to_string();
        let entities = match query {
            Query::Entity(asked) | Query::Text(Expr::Entity(asked)) => {
                match self.meant_by(asked)? {
                    Meant::Entities(meant) => meant,
                    Meant::Any | Meant::Refused | Meant::Nothing { .. } => Vec::new(),
                }
            }
            _ => Vec::new(),
        };
        let Forms { named: forms, more: more_forms } = self.forms(query, &compiled, versions)?;
        let empties = false;
        explained.push(Explained {
            part,
            depth,
            articles,
            terms,
            forms,
            more_forms,
            entities,
            empties,
        });
        let nothing = articles == 0;
        let lines: Vec<usize> = query
            .parts()
            .iter()
            .map(|part| {
                let line = explained.len();
                self.explain_part(part, versions, depth + 1, explained)?;
                Ok(line)
            })
            .collect::<Result<_, IndexError>>()?;
        let culprits = match query {
            // The first part that has nothing in common with those before.
            Query::And(parts) if nothing => {
                let mut culprit = Vec::new();
                for (place, line) in lines.into_iter().enumerate() {
                    if self.count(&Query::And(parts[..=place].to_vec()), versions)? == 0 {
                        culprit.push(line);
                        break;
                    }
                }
                culprit
            }
            // What is needed and is not there: of a negated proximity the first.
            Query::Text(expr @ (Expr::Near { .. } | Expr::Phrase(..))) if nothing => {
                let needed = match expr {
                    Expr::Near { polarity: Polarity::NotNear, .. } => 1,
                    _ => lines.len(),
                };
                let lines = lines.into_iter().take(needed);
                lines.filter(|&line| explained[line].articles == 0).collect()
            }
            _ => Vec::new(),
        };
        culprits.into_iter().for_each(|line| explained[line].empties = true);
        Ok(())
    }
}
