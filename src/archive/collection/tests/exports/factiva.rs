//! Downloads of Factiva: with codes, as displayed, as pages.

use super::*;

/// A file of Factiva with codes.
pub(super) const CODED: &str = "SE  Front Page
HD  Ferry stays, council
    says
BY  By Jane Doe
WC  512 words
PD  10 September 2022
ET  11:55
SN  The Lindmouth Gazette
SC  LINDGZ
ED  Late
PG  6
LA  English
CY  (c) 2022 Lindmouth Gazette Ltd.

LP
LINDMOUTH, Sept 10 (LG) - The ferry of Lindmouth stays for five more years.

TD
It leaves at six, said the captain. A note that is called
IN is no code here.

CO  lndfry : Lindmouth Ferries Ltd. | cncl : Town Council
IN  i74 : Shipping
NS  gcat : Political/General News | gdip : International Relations
RE  freed : Freedonia
PUB  Lindmouth Gazette Ltd.
AN  Document LINDGZ0020220910ei9a0001x

HD
Rain
WC
4 words
PD
September 2022
SN
The Harbour Times
LA
German

LP
Es regnet am See.

AN
Document HARBTM0020220901ei910002y

Search Summary

Text  ferry
Date  Last month
";

#[test]
fn documents_of_factiva_with_codes() {
    insta::assert_snapshot!(show(&reader(), CODED.as_bytes(), "Factiva-20220912.txt"));
}

/// A file of Factiva as it displays documents.
pub(super) const DISPLAYED: &str = "News
Ferry stays, council says

Jane Doe
1,512 words
10 September 2022
11:55
The Lindmouth Gazette
LINDGZ
Late
6
English
(c) 2022 Lindmouth Gazette Ltd. All rights
reserved.

The ferry of Lindmouth stays for five more years.

It leaves at six.

Document LINDGZ0020220910ei9a0001x

Regen

4 Wörter
10. September 2022
Lindmünder Zeitung
LINDZ
Deutsch
Copyright 2022. Lindmünder Zeitung GmbH

Es regnet am See.

Dokument LINDZ00020220910ei9a0002y

Page 2 of 2 © 2022 Factiva, Inc. All rights reserved.
Document LINDZ00020220910ei9a0003y

Search Summary
Text
ferry
Results Found
2
";

#[test]
fn documents_of_factiva_as_it_displays_them() {
    insta::assert_snapshot!(show(&reader(), DISPLAYED.as_bytes(), "Factiva.txt"));
}

#[test]
fn documents_of_factiva_without_blank_lines_or_with_one_space() {
    let text = "News
Ferry stays, council says
Jane Doe and John Roe
8 words
10 September 2022
The Lindmouth Gazette
LINDGZ
English
(c) 2022 Lindmouth Gazette Ltd.
The ferry of Lindmouth stays.
It leaves at six.
Document LINDGZ0020220910ei9a0001x
Herons return
3 words
12 September 2022
The Lindmouth Gazette
LINDGZ
English
Herons are back.
Document LINDGZ0020220912ei9c0001x
HD Rain on the lake
BY By Jane Doe
WC 4 words
PD 11 September 2022
SN The Harbour Times
LA English
LP
It rained.
TD
IN the night it stopped.
CO lndfry : Lindmouth Ferries Ltd.
NS gcat : Political/General News
AN Document HARBTM0020220911ei910002y
";
    insta::assert_snapshot!(show(&reader(), text.as_bytes(), "Factiva.txt"));
}

#[test]
fn documents_of_factiva_on_a_page() {
    let page = r#"<html><head><title>Factiva</title></head><body>
<div id="article-1" class="article"><div class="article enArticle"><p>
</p><div>News</div>
<div id="hd"><span class="enHeadline counted">1) Ferry <b>stays</b>, council says</span>
</div><div class="author">Jane Doe </div><div>9 words</div><div>10 September 2022</div>
<div>11:55</div><div>The Lindmouth Gazette</div><div>LINDGZ</div><div>6</div>
<div>English</div><div>(c) 2022 Lindmouth &amp; Co. </div>
<p></p>
<p class="articleParagraph enarticleParagraph">The <b>ferry</b> of Lindmouth
stays.</p>
<p class="articleParagraph enarticleParagraph">It leaves at six.</p>
<p>Lindmouth Gazette Ltd.</p><p>Document LINDGZ0020220910ei9a0001x</p></div></div><br>
<div id="article-2" class="article"><div class="article deArticle">
<table><tr><td class="index"><b>HD</b>&nbsp;</td><td><span class='deHeadline'>Regen</span></td></tr>
<tr><td><b>WC</b>&nbsp;</td><td>4 words</td></tr>
<tr><td><b>PD</b>&nbsp;</td><td>10 September 2022</td></tr>
<tr><td><b>SN</b>&nbsp;</td><td>Lindmünder Zeitung</td></tr>
<tr><td><b>LA</b>&nbsp;</td><td>German</td></tr>
<tr><td><b>LP</b>&nbsp;</td><td><p class="articleParagraph dearticleParagraph">Es regnet.</p>
<p class="articleParagraph dearticleParagraph">Am See.</p></td></tr>
<tr><td><b>NS</b>&nbsp;</td><td>gcat : Political/General News</td></tr>
<tr><td><b>AN</b>&nbsp;</td><td>Document LINDZ00020220910ei9a0002y</td></tr></table>
</div></div></body></html>"#;
    insta::assert_snapshot!(show(&reader(), page.as_bytes(), "Factiva.html"));
}
