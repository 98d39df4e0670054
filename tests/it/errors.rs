//! Wrong inputs: each gets a clear error, and the index stays as it was.

use std::fs;

use crate::command::{indexed_sample, morgue};

#[test]
fn folders_that_are_not_there_or_hold_nothing_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let run = morgue(folder.path(), &["index", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("morgue: nowhere: there is no such file or folder\nhint: "));
    let run = morgue(folder.path(), &["search", "--archive", "nowhere", "x"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nowhere: there is no such folder"), "{}", run.err);
    fs::create_dir(folder.path().join("empty")).unwrap();
    let run = morgue(folder.path(), &["index", "empty"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("empty: no files to index here"), "{}", run.err);
    let run = morgue(folder.path(), &["search", "x"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no `.morgue` here or in any folder above\nhint: "), "{}", run.err);
}

#[test]
fn an_archive_that_is_not_there_is_not_answered_for_by_another() {
    let (scratch, archive) = indexed_sample();
    for command in [
        &["stats"][..],
        &["status"],
        &["check"],
        &["search", "strike"],
        &["entities"],
        &["entities", "not-an-entity", "Monday"],
        &["show", "1304871"],
        &["copies", "1304871"],
        &["similar", "1304871"],
        &["why", "1304871", "bill"],
        &["terms", "st"],
    ] {
        let run = morgue(&archive, &[command, &["--archive", "typo"]].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{command:?}");
        assert!(run.err.contains("typo: there is no such folder\nhint: "), "{}", run.err);
    }
    assert!(!archive.join(".morgue/authority.tsv").exists());
    // Nor is one that is there, by an index of another.
    let home = archive.join(".morgue");
    let other = scratch.path().join("other");
    fs::create_dir(&other).unwrap();
    let named = ["--index", home.to_str().unwrap(), "--archive"];
    for command in [&["stats"][..], &["search", "strike"]] {
        let run = morgue(&other, &[command, &named, &["."]].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{command:?}");
        assert!(run.err.contains("is that of ") && run.err.contains("\nhint: "), "{}", run.err);
        let run = morgue(&other, &[command, &named, &[archive.to_str().unwrap()]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
    }
}

#[test]
fn a_folder_beside_an_archive_is_no_part_of_it() {
    let (scratch, archive) = indexed_sample();
    let beside = scratch.path().join("beside");
    fs::create_dir(&beside).unwrap();
    fs::write(beside.join("a.txt"), "A bridge opens\n\nIt opened on Monday.\n").unwrap();
    let run = morgue(&archive, &["stats", "--archive", "../beside"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(morgue(&archive, &["index", "../beside"]).code, 0);
    assert!(beside.join(".morgue/index").is_dir());
    assert_eq!(morgue(&archive, &["search", "*", "--count"]).out, "50\n");
}

#[test]
fn an_archive_that_has_moved_says_where_its_folder_is_named() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    fs::create_dir(folder.join("news")).unwrap();
    fs::write(folder.join("news/a.txt"), "A bridge opens\n\nIt opened on Monday.\n").unwrap();
    assert_eq!(morgue(folder, &["index", "news", "--index", "home"]).code, 0);
    fs::rename(folder.join("news"), folder.join("papers")).unwrap();
    for arguments in [&["index", "papers"][..], &["check"]] {
        let run = morgue(folder, &[arguments, &["--index", "home"]].concat());
        assert_eq!(run.code, 2);
        assert!(run.err.contains("news: there is no such folder"), "{}", run.err);
        assert!(run.err.contains("the settings name it as `root`\nhint: "), "{}", run.err);
        assert!(run.err.contains("change it in home/config.toml"), "{}", run.err);
    }
    // What is in the index is found all the same.
    let found = morgue(folder, &["search", "bridge", "--timeline", "year", "--index", "home"]);
    assert_eq!(found.code, 0, "{}", found.err);
    let config = folder.join("home/config.toml");
    let named = fs::read_to_string(&config).unwrap();
    fs::write(&config, named.replace("/news", "/papers")).unwrap();
    let run = morgue(folder, &["index", "papers", "--index", "home"]);
    assert!(run.err.contains("1 file unchanged"), "{}", run.err);
}

#[test]
fn settings_that_lose_the_folder_of_the_archive_do_not_have_another_read() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    for file in ["news/a.txt", "other/b.txt"] {
        fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
        fs::write(folder.join(file), format!("A bridge opens\n\nIt is {file}.\n")).unwrap();
    }
    let index = ["index", "news", "--index", "home"];
    assert_eq!(morgue(folder, &index).code, 0);
    fs::write(folder.join("home/config.toml"), "encoding = \"utf-8\"\n").unwrap();
    let run = morgue(folder, &index);
    assert!(run.err.contains("no longer said `root`"), "{}", run.err);
    assert_eq!(morgue(folder, &["search", "*", "--count", "--index", "home"]).out, "1\n");
    let again = fs::read_to_string(folder.join("home/config.toml")).unwrap();
    assert!(again.contains("root = ") && again.contains("encoding = "), "{again}");
    assert!(!morgue(folder, &index).err.contains("no longer"));
    // Nor do settings that change, in the folder above.
    fs::create_dir(folder.join(".morgue")).unwrap();
    assert_eq!(morgue(folder, &["index", "news"]).code, 0);
    fs::write(folder.join(".morgue/config.toml"), "encoding = \"utf-8\"\n").unwrap();
    let run = morgue(folder, &["index", "news"]);
    assert!(run.err.contains("all files are read again"), "{}", run.err);
    assert_eq!(morgue(folder, &["search", "*", "--count"]).out, "1\n");
}

#[test]
fn what_cannot_be_an_article_is_rejected_by_name_and_the_rest_is_indexed() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("good.txt", b"A bridge opens\n\nThe new bridge opened on Monday.\n");
    write("empty.txt", b"  \n\n");
    write("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    write("noise.txt", &[0u8, 1, 2, 3, 0, 255, 254, 7, 8].repeat(50));
    let run = morgue(folder.path(), &["index"]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains("4 files: 1 article indexed, 3 rejected"), "{}", run.err);
    for line in ["rejected: 1 empty", "rejected: 2 binary", "empty.txt: is empty"] {
        assert!(run.err.contains(line), "{line} in {}", run.err);
    }
    assert_eq!(morgue(folder.path(), &["search", "bridge", "--count"]).out, "1\n");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_rejected_by_name() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.txt"), "A bridge opens\n\nIt opened on Monday.\n").unwrap();
    let secret = folder.path().join("secret.txt");
    fs::write(&secret, "x").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&secret).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let run = morgue(folder.path(), &["index"]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("secret.txt: cannot be read"), "{}", run.err);
}

#[test]
fn queries_that_cannot_be_understood_point_at_the_place() {
    let (_scratch, archive) = indexed_sample();
    for (arguments, expected) in [
        (&["\"in no position"][..], "quotation mark"),
        (&["(nato"], "parenthesis"),
        (&["sourc:x"], "source"),
        (&["nato AND"], "AND"),
        (&["date:2022-13"], "2022-13"),
        (&["date:2022-12..2022-01"], "2022"),
        (&["--from", "2022-02-30"], "February"),
        (&["--from", "2023", "--to", "2022"], "2023"),
        (&["W/5"], "W/5"),
        (&["/[/"], "regular expression"),
        (&["/[/", "--collapse"], "regular expression"),
        (&["byline:@person"], "cannot stand inside `byline:(…)`"),
        (&["!!!"], "no letter or digit"),
    ] {
        let run = morgue(&archive, &[&["search"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.out, run.err);
        assert_eq!(run.out, "");
        assert!(run.err.starts_with("morgue: "), "{}", run.err);
        assert!(run.err.contains(expected), "{arguments:?}: {}", run.err);
        assert!(run.err.contains('^'), "{arguments:?}: {}", run.err);
        assert!(run.err.contains("\nhint: "), "{arguments:?}: {}", run.err);
    }
    let run = morgue(&archive, &["search"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nothing to search for"), "{}", run.err);
}

#[test]
fn an_index_of_another_version_says_what_to_run() {
    let (_scratch, archive) = indexed_sample();
    for (version, advice) in
        [("99", "a later version of this program"), ("5", "run `morgue index`:")]
    {
        fs::write(archive.join(".morgue/index/VERSION"), format!("{version}\n")).unwrap();
        for arguments in [&["search", "nato"][..], &["index"], &["stats"], &["show", "1"]] {
            let run = morgue(&archive, arguments);
            assert_eq!(run.code, 2);
            let format = format!("the index has format {version},");
            assert!(run.err.contains(&format) && run.err.contains(advice), "{}", run.err);
        }
    }
    fs::remove_dir_all(archive.join(".morgue/index")).unwrap();
    let run = morgue(&archive, &["index"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("50 articles indexed"), "{}", run.err);
}

#[test]
fn a_damaged_index_is_called_so() {
    let (_scratch, archive) = indexed_sample();
    for entry in fs::read_dir(archive.join(".morgue/index")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "store") {
            fs::remove_file(path).unwrap();
        }
    }
    let run = morgue(&archive, &["search", "nato"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("the index is damaged"), "{}", run.err);
    assert!(run.err.contains("run `morgue index`:"), "{}", run.err);
}

#[test]
fn a_damaged_ledger_or_file_of_an_index_says_what_to_do() {
    let (_scratch, archive) = indexed_sample();
    let home = archive.join(".morgue");
    let ledger = home.join("ledger.sqlite");
    let whole = fs::read(&ledger).unwrap();
    fs::write(&ledger, &whole[..20_000]).unwrap();
    for command in [&["status"][..], &["check"], &["index"], &["search", "strike"]] {
        let run = morgue(&archive, command);
        assert_eq!(run.code, 2, "{command:?}");
        assert!(
            run.err.contains("ledger.sqlite: the ledger is damaged\nhint: remove "),
            "{}",
            run.err
        );
    }
    // As it says.
    fs::remove_file(&ledger).unwrap();
    let run = morgue(&archive, &["index"]);
    assert!(
        run.err.contains("0 articles indexed") && run.err.contains("50 as before"),
        "{}",
        run.err
    );
    assert_eq!(morgue(&archive, &["check"]).code, 0);
    for entry in fs::read_dir(home.join("index")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let whole = fs::read(&path).unwrap();
        if name.starts_with('.') || whole.is_empty() {
            continue;
        }
        for left in [0, whole.len().saturating_sub(20)] {
            fs::write(&path, &whole[..left]).unwrap();
            for command in [&["search", "strike"][..], &["check"]] {
                let run = morgue(&archive, command);
                assert_eq!(run.code, 2, "{name} {command:?}");
                assert!(run.err.contains("hint: "), "{name}: {}", run.err);
                for jargon in ["Error", "tantivy", "panicked", "Content"] {
                    assert!(!run.err.contains(jargon), "{name} {jargon}: {}", run.err);
                }
            }
        }
        fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn a_second_indexer_is_refused_and_the_first_goes_on() {
    let (_scratch, archive) = indexed_sample();
    let index = morgue::index::Index::open(&archive.join(".morgue/index")).unwrap();
    let first = index.writer(morgue::index::WriterOptions::default()).unwrap();
    // With nothing to do there is nobody to be in the way of.
    assert_eq!(morgue(&archive, &["index"]).code, 0);
    fs::write(archive.join("new.txt"), "A bridge opens\n\nIt opened on Monday.\n").unwrap();
    let run = morgue(&archive, &["index"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("another process is indexing"), "{}", run.err);
    assert_eq!(morgue(&archive, &["search", "nato OR strike", "--count"]).code, 0);
    drop(first);
    // A process that another test starts just then has this one's lock until it begins.
    assert!((0..20).any(|_| morgue(&archive, &["index"]).code == 0));
}

#[test]
fn wrong_settings_are_refused_with_the_place() {
    let (_scratch, archive) = indexed_sample();
    let config = archive.join(".morgue/config.toml");
    for (text, expected) in [
        ("colour = 1", "there is no setting `colour`\nhint: there are root, path_patterns, "),
        ("follow_link = true", "no setting `follow_link`\nhint: did you mean `follow_links`?"),
        ("time_zone = \"Mars/Base\"", "`time_zone` cannot be `Mars/Base`\nhint: "),
        ("time_zone = 2022-01-01", "`time_zone` cannot be `2022-01-01`\nhint: time_zone = \"…\""),
        ("encoding = \"klingon\"", "`encoding` cannot be `klingon`\nhint: "),
        ("day_order = \"backwards\"", "`day_order` cannot be `backwards`\nhint: "),
        ("entities = \"yes\"", "`entities` cannot be `\"yes\"`\nhint: entities = true or false"),
        ("exclude = \"x\"", "`exclude` cannot be `\"x\"`\nhint: exclude = [\"…\", \"…\"]"),
        ("exclude = [1]", "`exclude` cannot be `[1]`\nhint: "),
        ("root = 1", "`root` cannot be `1`\nhint: "),
        ("max_file_bytes = -1", "`max_file_bytes` cannot be `-1`\nhint: max_file_bytes = a whole"),
        ("path_patterns = ['{nonsense}']", "nonsense"),
        ("defaults = 1", "`defaults` cannot be `1`\nhint: defaults = { … }, or [defaults] on a"),
        ("[defaults]\nlanguage = 3", "`defaults.language` cannot be `3`\nhint: language = "),
        ("[fields]\ncolour = \"c\"", "`fields` cannot be `colour`\nhint: "),
        ("[fields]\nheadline = 1", "`fields.headline` cannot be `1`\nhint: headline = \"…\", or"),
        ("[limits]\ncolour = 1", "no setting `limits.colour`\nhint: there are expanded_bytes, "),
        ("[limits]\nratio = 1.5", "`limits.ratio` cannot be `1.5`\nhint: ratio = a whole number"),
        ("[[agency]]\ncode = \"x\"", "`[[agency]]` number 1 has no `name`\nhint: add a line: name"),
        ("agency = 1", "`agency` cannot be `1`\nhint: agency = [{ … }], or [[agency]] on a line"),
        ("# all\npath_patterns = [", "config.toml:2: "),
        ("entities = true\nentities = false", "config.toml:2: duplicate key\nhint: settings are"),
    ] {
        fs::write(&config, format!("{text}\n")).unwrap();
        let run = morgue(&archive, &["index"]);
        assert_eq!(run.code, 2, "{text}");
        assert!(run.err.contains(expected), "{text}: {}", run.err);
        assert!(run.err.contains("config.toml"), "{text}: {}", run.err);
    }
    fs::write(&config, b"encoding = \"\xff\"\n").unwrap();
    let run = morgue(&archive, &["index"]);
    assert!(run.err.contains("config.toml: is not UTF-8\nhint: save"), "{}", run.err);
    for text in ["agency = [{ code = \"x\", name = \"X\" }]", "fields = { body = [\"a\", \"b\"] }"]
    {
        fs::write(&config, text).unwrap();
        assert_eq!(morgue(&archive, &["search", "strike"]).code, 0, "{text}");
    }
    let run = morgue(&archive, &["index", "--path-pattern", "{"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("hint: "), "{}", run.err);
}
