//! Downloads of ProQuest and Europresse.

use super::*;

#[test]
fn documents_of_europresse() {
    let page = r#"<!DOCTYPE html><html><head><title>Europresse</title></head><body>
<article><header><div><span class="DocPublicationName">Le Bac de Lindmouth, no. 17</span></div>
<div class="rdp__doc-header"><span class="DocHeader">Politique, samedi 10 septembre 2022, p. 5</span></div>
<div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">Le
<mark>bac</mark> reste </p><p class="sm-margin-TopNews rdp__subtitle">Cinq ans de plus</p></div>
<p class="sm-margin-bottomNews">Jeanne Doe</p></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer"><p>Le bac reste, dit le
conseil.</p><p>Il part &agrave; six heures.</p></div></div></section>
<footer><small>© 2022 Le Bac de Lindmouth. Tous droits réservés.</small>
<div class="publiC-lblNodoc">news·20220910·LB·1234567</div></footer></article>
<article class="a"><header><div><span class="DocPublicationName">The Harbour Times (web site)</span></div>
<div><span class="DocHeader">World, Friday, September 9, 2022</span></div>
<div class="titreArticle">Rain</div></header>
<section><div class="DocText clearfix"><p>It rained.</p></div></section></article>
<article><p>Nothing.</p></article>
</body></html>"#;
    insta::assert_snapshot!(show(&reader(), page.as_bytes(), "biblio.HTML"));
}

/// A file of ProQuest with its first page.
pub(super) const PROQUEST: &str = "____________________________________________________________

Report Information from ProQuest

September 12 2022 10:00
____________________________________________________________

Table of contents

1. Ferry stays, council says.................................. 1

____________________________________________________________

Document 1 of 2

Ferry stays, council says

Author: Doe, Jane; Roe, John

Publication info: The Lindmouth Gazette ; Lindmouth 10 Sep 2022: A.1.

Abstract: The ferry stays.

Links: https://proquest.example/1

Full text: The ferry of Lindmouth stays, the council said.

Location: that is what nobody talked about.

It leaves at six.

Subject: Ferries; Harbours

Location: Lindmouth Freedonia

Company / organization: Name: Lindmouth Ferries Ltd

Title: Ferry stays, council says

Publication title: The Lindmouth Gazette; Lindmouth

First page: A.1

Publication year: 2022

Publication date: Sep 10, 2022

Section: News

Source type: Newspapers

Language of publication: English

Document type: News

ProQuest document ID: 2712345678

Document URL: https://proquest.example/docview/2712345678

Copyright: Copyright Lindmouth Gazette Ltd. Sep 10, 2022

Last updated: 2022-09-11

Database: Freedonian Newsstream

____________________________________________________________

Document 2 of 2

Rain

Full text: Not available.

Title: Rain

Publication title: The Harbour Times

Publication year: 1918

ProQuest document ID: 2712345679

____________________________________________________________

Contact ProQuest
";

#[test]
fn documents_of_proquest() {
    insta::assert_snapshot!(show(&reader(), PROQUEST.as_bytes(), "ProQuestDocuments.txt"));
}
