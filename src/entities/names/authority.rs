//! The authority file: what people say about names. It goes before everything
//! that articles and tables say.

use crate::entities::Kind;

/// One line of the authority file. Names are keys (`person:edi rama`) or names
/// as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// Two names mean one thing.
    Same(String, String),
    /// Two names mean two things.
    Different(String, String),
    /// A name means nothing that is to be listed.
    NotAnEntity(String),
    /// What a name means is of that kind.
    Type(String, Kind),
    /// What a name means is shown by that name.
    ShowAs(String, String),
}

/// A line of the authority file that says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// What an authority file says, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authority {
    /// The statements.
    pub statements: Vec<Statement>,
    /// The lines that were left out.
    pub complaints: Vec<Complaint>,
}

impl Authority {
    /// Reads an authority file: tab-separated lines, comments after `#`. Lines
    /// that cannot be read are left out and complained of.
    pub fn parse(text: &str) -> Self {
        let mut authority = Authority::default();
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            match statement(line) {
                Ok(statement) => authority.statements.push(statement),
                Err(message) => {
                    authority.complaints.push(Complaint { line: at + 1, message });
                }
            }
        }
        authority
    }
}

impl Statement {
    /// Returns the names that it is about; not the one to show.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Statement::Same(a, b) | Statement::Different(a, b) => vec![a, b],
            Statement::NotAnEntity(a) | Statement::Type(a, _) | Statement::ShowAs(a, _) => vec![a],
        }
    }

    /// Returns the line that says it, without its end. White space within
    /// names becomes one space.
    pub fn line(&self) -> String {
        let clean = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Statement::Same(a, b) => format!("same\t{}\t{}", clean(a), clean(b)),
            Statement::Different(a, b) => format!("different\t{}\t{}", clean(a), clean(b)),
            Statement::NotAnEntity(a) => format!("not-an-entity\t{}", clean(a)),
            Statement::Type(a, kind) => format!("type\t{}\t{}", clean(a), kind.name()),
            Statement::ShowAs(a, name) => format!("show-as\t{}\t{}", clean(a), clean(name)),
        }
    }
}

/// Returns the text of an authority file with one more line at its end. The
/// lines that it has stay as they are; a line that it has already is not added
/// again.
pub fn add_statement(text: &str, statement: &Statement) -> String {
    let line = statement.line();
    if text.lines().any(|known| known.trim_end() == line) {
        return text.to_owned();
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(text.len() + line.len() + 2 * end.len());
    out.push_str(text);
    if !text.is_empty() && !text.ends_with('\n') {
        out.push_str(end);
    }
    out.push_str(&line);
    out.push_str(end);
    out
}

fn statement(line: &str) -> Result<Statement, String> {
    let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
    let columns = match columns.iter().position(|column| column.starts_with('#')) {
        Some(comment) => &columns[..comment],
        None => &columns[..],
    };
    let filled = columns.iter().rposition(|column| !column.is_empty()).map_or(0, |at| at + 1);
    let columns = &columns[..filled];
    if columns.contains(&"") {
        return Err("an empty column".to_owned());
    }
    match columns {
        ["same", a, b] => Ok(Statement::Same((*a).to_owned(), (*b).to_owned())),
        ["different", a, b] => Ok(Statement::Different((*a).to_owned(), (*b).to_owned())),
        ["not-an-entity", a] => Ok(Statement::NotAnEntity((*a).to_owned())),
        ["type", a, word] => match Kind::ALL.into_iter().find(|kind| kind.name() == *word) {
            Some(kind) => Ok(Statement::Type((*a).to_owned(), kind)),
            None => Err(format!("no kind `{word}`: one of person, org, place, other")),
        },
        ["show-as", a, name] => Ok(Statement::ShowAs((*a).to_owned(), (*name).to_owned())),
        [word @ ("same" | "different" | "type" | "show-as"), rest @ ..] => {
            Err(format!("`{word}` takes two columns after it, not {}", rest.len()))
        }
        ["not-an-entity", rest @ ..] => {
            Err(format!("`not-an-entity` takes one column after it, not {}", rest.len()))
        }
        [word, ..] => Err(format!(
            "no statement `{word}`: one of same, different, not-an-entity, type, show-as"
        )),
        [] => Err("an empty line".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_broken_ones_complained_of() {
        let text = "# ours\n\nsame\tKana'ani\tperson:naser kanani\nsame\tone\n\
                    type\tTehran\tcity\ntype\tTehran\tplace\t# not a body\nmerge\ta\tb\n\
                    show-as\tMKO\tMujahedin-e-Khalq\nnot-an-entity\tMonday\ndifferent\ta\t\tb\n";
        let authority = Authority::parse(text);
        let expected = [
            Statement::Same("Kana'ani".to_owned(), "person:naser kanani".to_owned()),
            Statement::Type("Tehran".to_owned(), Kind::Place),
            Statement::ShowAs("MKO".to_owned(), "Mujahedin-e-Khalq".to_owned()),
            Statement::NotAnEntity("Monday".to_owned()),
        ];
        assert_eq!(authority.statements, expected);
        let complaints: Vec<(usize, &str)> = authority
            .complaints
            .iter()
            .map(|complaint| (complaint.line, complaint.message.as_str()))
            .collect();
        let expected = [
            (4, "`same` takes two columns after it, not 1"),
            (5, "no kind `city`: one of person, org, place, other"),
            (7, "no statement `merge`: one of same, different, not-an-entity, type, show-as"),
            (10, "an empty column"),
        ];
        assert_eq!(complaints, expected);
    }

    #[test]
    fn a_line_is_added_and_the_rest_stays() {
        let same = Statement::Same("Kana'ani".to_owned(), "Nasser\tKanaani".to_owned());
        for (before, after) in [
            ("", "same\tKana'ani\tNasser Kanaani\n"),
            ("# ours\n  broken", "# ours\n  broken\nsame\tKana'ani\tNasser Kanaani\n"),
            ("# a\r\n", "# a\r\nsame\tKana'ani\tNasser Kanaani\r\n"),
        ] {
            let added = add_statement(before, &same);
            assert_eq!(added, after);
            assert_eq!(add_statement(&added, &same), added);
        }
        let line = Statement::Type("Tehran".to_owned(), Kind::Place);
        assert_eq!(Authority::parse(&line.line()).statements, [line]);
    }
}
