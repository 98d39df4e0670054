//! What the README says can be typed is understood.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use morgue::home::Home;
use morgue::query;

use crate::command::sample;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn every_command_of_the_readme_runs() {
    let (scratch, archive) = sample();
    let home = scratch.path();
    fs::rename(archive, home.join("archive")).unwrap();
    for folder in ["in", "papers/dates/2022-09-10"] {
        fs::create_dir_all(home.join(folder)).unwrap();
    }
    let page = "A bridge opens\n\nIt opened on Monday.\n";
    fs::write(home.join("papers/dates/2022-09-10/4711.txt"), page).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_morgue")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let readme = readme();
    let lines = readme.lines().filter_map(|line| line.strip_prefix("    "));
    let mut ran = 0;
    // One that watches ends with a signal, and its flags are tested elsewhere.
    let commands = lines.map(|line| line.trim_start_matches("newsroom-feed | "));
    for line in commands.filter(|line| line.starts_with("morgue ") && !line.contains("--watch")) {
        let command = line.split(" | jq").next().unwrap();
        let output = Command::new("bash")
            .args(["-c", command])
            .current_dir(home.join("archive"))
            .env("HOME", home)
            .env("PATH", &path)
            .env_remove("MORGUE_INDEX")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{command}: {said}");
        ran += 1;
    }
    assert!(ran > 15, "{ran} commands");
}

#[test]
fn every_query_of_the_readme_is_understood() {
    let readme = readme();
    let table = readme.lines().skip_while(|line| *line != "| written | means |").skip(2);
    let mut understood = 0;
    for row in table.take_while(|line| line.starts_with('|')) {
        let written = row.split(" | ").next().unwrap();
        for typed in written.split('`').skip(1).step_by(2) {
            let parts: Vec<&str> = match typed.split(' ').all(|word| word.ends_with(':')) {
                // Names of fields.
                true => typed.split(' ').filter(|field| *field != "status:").collect(),
                false => vec![typed],
            };
            for part in parts {
                let value = if part.ends_with(':') { "en" } else { "" };
                let text = format!("{part}{value}").replace('…', "a");
                let parsed = query::parse(&text, morgue::today());
                assert!(parsed.is_ok(), "{text}: {}", parsed.unwrap_err());
                understood += 1;
            }
        }
    }
    assert!(understood > 40, "{understood} queries");
}

#[test]
fn the_settings_of_the_readme_are_settings() {
    let readme = readme();
    let settings = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let home = Home::inside(folder.path());
    home.create().unwrap();
    fs::write(home.config(), settings).unwrap();
    let read = home.settings().unwrap();
    assert_eq!((read.path_patterns.len(), read.agencies.len()), (1, 1));
}
