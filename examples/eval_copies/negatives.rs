//! What looks like a copy and is none: the same background below another
//! story, the same form with other numbers.

use super::edits::{Copy, Lot, cut};

/// Kinds of negatives that are made, not found.
pub const NEGATIVES: [&str; 7] = [
    "same background, 20 % of each",
    "same background, 33 % of each",
    "same background, 45 % of each",
    "weather report, other numbers",
    "market report, other numbers",
    "football report, other numbers",
    "prayer times, other numbers",
];

/// Makes two texts that are no copies.
pub fn negative(kind: &str, one: &Copy, other: &Copy, lot: &mut Lot) -> Option<(Copy, Copy)> {
    let share = match kind {
        "same background, 20 % of each" => 20,
        "same background, 33 % of each" => 33,
        "same background, 45 % of each" => 45,
        "weather report, other numbers" => return Some((weather(lot), weather(lot))),
        "market report, other numbers" => return Some((market(lot), market(lot))),
        "football report, other numbers" => return Some((football(lot), football(lot))),
        _ => return Some((prayers(lot), prayers(lot))),
    };
    // Word by word: a share of sentences would be another share of words.
    let words: Vec<String> = one.text().split_whitespace().map(str::to_owned).collect();
    let background = &words[words.len() - words.len() * share / 100..];
    let mut head = other.clone();
    let room = words.len() * (100 - share) / 100;
    if head.words() < room {
        return None;
    }
    let percent = 100 * room / head.words();
    cut(&mut head, percent)?;
    let head = head.text();
    let head: Vec<&str> = head.split_whitespace().take(room).collect();
    let text = format!("{} {}", head.join(" "), background.join(" "));
    Some((one.clone(), Copy { headline: other.headline.clone(), sentences: vec![text] }))
}

fn form(text: String) -> Copy {
    Copy { headline: "Report".to_owned(), sentences: vec![text] }
}

fn number(lot: &mut Lot, from: usize, to: usize) -> usize {
    from + lot.below(to - from)
}

fn pick<'a>(lot: &mut Lot, of: &[&'a str]) -> &'a str {
    of[lot.below(of.len())]
}

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn weather(lot: &mut Lot) -> Copy {
    let sky = ["sunny", "cloudy with light rain", "partly cloudy", "windy with dust", "snowy"];
    form(format!(
        "The national weather service forecasts {} skies for the capital on {} with a high of {} \
         and a low of {} degrees Celsius. In the northern provinces it will be {}, with \
         temperatures between {} and {} degrees. Winds from the {} will reach {} kilometers per \
         hour. Along the coast of the southern gulf the sea will be moderate, and waves of up to \
         {} centimeters are expected. Motorists on mountain roads are advised to carry chains and \
         to follow the reports of the traffic police. The next forecast will be issued on {} at \
         {} o'clock local time.",
        pick(lot, &sky),
        pick(lot, &DAYS),
        number(lot, 5, 40),
        number(lot, 0, 20),
        pick(lot, &sky),
        number(lot, 0, 15),
        number(lot, 15, 35),
        pick(lot, &["north", "south", "east", "west", "northwest"]),
        number(lot, 10, 80),
        number(lot, 30, 200),
        pick(lot, &DAYS),
        number(lot, 6, 22),
    ))
}

fn market(lot: &mut Lot) -> Copy {
    let moved = ["rose", "fell", "climbed", "slipped", "dropped", "gained"];
    let firm = ["a steel maker", "a car maker", "a bank", "a refinery", "a telecom operator"];
    form(format!(
        "The main index of the stock exchange {} {} points or {}.{} percent on {} to close at \
         {},{} points. Some {} million shares worth {} billion rials changed hands in {} \
         thousand transactions. {} led the day with a rise of {}.{} percent, while {} lost {}.{} \
         percent. The over-the-counter market {} {} points. Analysts said that investors were \
         waiting for the quarterly reports of the large companies, which are due in the coming \
         weeks. The dollar was traded at {},{} rials on the open market, and a gold coin at {} \
         million rials.",
        pick(lot, &moved),
        number(lot, 20, 900),
        number(lot, 0, 3),
        number(lot, 1, 9),
        pick(lot, &DAYS),
        number(lot, 20, 90),
        number(lot, 100, 999),
        number(lot, 300, 2000),
        number(lot, 500, 9000),
        number(lot, 20, 90),
        pick(lot, &firm),
        number(lot, 1, 5),
        number(lot, 0, 9),
        pick(lot, &firm),
        number(lot, 1, 5),
        number(lot, 0, 9),
        pick(lot, &moved),
        number(lot, 1, 90),
        number(lot, 20, 40),
        number(lot, 100, 999),
        number(lot, 10, 40),
    ))
}

fn football(lot: &mut Lot) -> Copy {
    let teams =
        ["Orla", "Harbour City", "Velmora", "Thornbeck", "Karsund", "Saint-Aubry", "Old Mill"];
    let (home, away) = (pick(lot, &teams), pick(lot, &teams));
    let (goals, against) = (number(lot, 0, 5), number(lot, 0, 4));
    form(format!(
        "{home} and {away} met in week {} of the Northern League on {}, and the match ended {} to \
         {}. {} opened the scoring in the {}th minute with a header after a corner kick, and {} \
         answered in the {}th. The referee showed {} yellow cards. {home} stay in {}th place with \
         {} points, and {away} are {}th with {}. The league is headed by {} with {} points from \
         {} matches. In the next week {home} travel to {} and {away} play at home against {}. The \
         two best teams of the league qualify for the continental cup at the end of the season.",
        number(lot, 1, 34),
        pick(lot, &DAYS),
        goals,
        against,
        pick(lot, &teams),
        number(lot, 4, 45),
        pick(lot, &teams),
        number(lot, 46, 90),
        number(lot, 0, 8),
        number(lot, 4, 16),
        number(lot, 10, 60),
        number(lot, 4, 16),
        number(lot, 10, 60),
        pick(lot, &teams),
        number(lot, 30, 70),
        number(lot, 10, 34),
        pick(lot, &teams),
        pick(lot, &teams),
    ))
}

/// The hardest: few numbers in much form.
fn prayers(lot: &mut Lot) -> Copy {
    form(format!(
        "Prayer times for the capital and its suburbs on {} {} are given here according to the \
         calendar of the institute of geophysics of the university: Noon {}:{} Evening {}:{} \
         Dawn tomorrow {}:{} Sunrise {}:{}. Readers in other provinces can find their times on \
         the website of the paper.",
        pick(lot, &DAYS),
        number(lot, 1, 31),
        number(lot, 11, 13),
        number(lot, 10, 59),
        number(lot, 17, 20),
        number(lot, 10, 59),
        number(lot, 3, 6),
        number(lot, 10, 59),
        number(lot, 5, 7),
        number(lot, 10, 59),
    ))
}
