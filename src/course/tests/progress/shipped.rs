//! What releases have left in the storages of learners.
//!
//! `tests/stored/*.json` are such storages, keys and stored texts, of every version of the format that was shipped.
//! **They are kept for ever: none is ever changed or removed, and every release loads all of them.** A new version of
//! the format adds files. What each loads to stands beside it; `LECTERN_UPDATE=1 cargo test -p course --test progress
//! shipped` writes what comes out, and every line of that is to be read.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use course::json::Value;
use course::progress::{Key, VERSION};

use crate::area::{Said, Shelf, Texts, shown};
use crate::scenario::Page;

/// The storages, by name.
pub(crate) fn storages() -> Vec<(PathBuf, Texts)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored");
    let paths =
        fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|it| it == "json")).collect();
    paths.sort();
    let storage = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a text");
        let Some(Value::Object(fields)) = Value::parse(&text) else {
            panic!("{}: no object", path.display())
        };
        let texts =
            fields.into_iter().map(|(name, text)| (name, text.text().expect("a stored text").to_owned()));
        (path, texts.collect())
    };
    paths.into_iter().map(storage).collect()
}

/// What a learner has, as lines.
fn loaded(texts: &Texts) -> String {
    let shelf = Shelf::holding(texts.clone());
    let mut page = Page::open(shelf.clone(), "page");
    let mut out = String::new();
    for name in page.store.keys("") {
        match Key::parse(&name).filter(|key| !matches!(key, Key::Attempt(..))) {
            Some(key) => _ = writeln!(out, "{name}\n    {}", shown(&mut page.store, &key)),
            None => _ = writeln!(out, "{name}\n    {}", shelf.text(&name).unwrap_or_default()),
        }
    }
    let health = page.store.health();
    _ = writeln!(out, "\ndamaged: {:?}\nnewer: {}", health.damaged, health.is_newer);
    page.store.undo();
    let mut said = Said::default();
    said.add_all(texts);
    said.assert_in(&mut page.store, &Texts::new(), "undone");
    out
}

#[test]
fn every_storage_that_a_release_has_left_loads_to_what_it_said() {
    let storages = storages();
    for version in 1..=VERSION {
        let start = format!("{version}-");
        let is_of =
            |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start));
        assert!(storages.iter().any(|(path, _)| is_of(path)), "there is a storage of version {version}");
    }
    for (path, texts) in storages {
        let loaded = loaded(&texts);
        let snapshot = path.with_extension("loaded");
        if std::env::var_os("LECTERN_UPDATE").is_some() {
            fs::write(&snapshot, &loaded).expect("it can be written");
        }
        let known = fs::read_to_string(&snapshot).unwrap_or_default();
        assert_eq!(loaded, known, "{}", path.display());
    }
}
