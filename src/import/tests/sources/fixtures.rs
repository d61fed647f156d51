//! A source of every format, and all that comes of it: files, losses, questions as the compiler reads them.
//!
//! `LECTERN_UPDATE=1` writes what came out into `expected/`; then read it.

use std::fs;
use std::path::Path;

use import::{Format, Source, guess, import};

use crate::support;

fn check(source: &str, format: Format) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let source_path = folder.join("fixtures").join(source);
    let opened = Source::open(&source_path).unwrap();
    assert_eq!(guess(&opened), Ok(format), "{source}");
    let imported = import(&opened, format).unwrap();
    let errors = support::errors(&imported);
    assert!(errors.is_empty(), "{source}: {errors}");
    let found = support::shown(&imported);
    let name = source.split('/').next().unwrap();
    let expected_path = folder.join("expected").join(format!("{name}.txt"));
    let expected = fs::read_to_string(&expected_path).unwrap_or_default();
    if std::env::var_os("LECTERN_UPDATE").is_some() {
        fs::write(expected_path, found).unwrap();
        return;
    }
    let line = expected.lines().zip(found.lines()).find(|(one, other)| one != other);
    assert!(
        expected == found,
        "{source}: LECTERN_UPDATE=1 writes what came out; the first difference is {line:?}"
    );
}

#[test]
fn gift() {
    check("gift/knots.gift", Format::Gift);
}

#[test]
fn quizdown() {
    check("quizdown/knots.md", Format::Quizdown);
}

#[test]
fn quizdown_in_a_page() {
    check("quizdown-page/page.html", Format::Quizdown);
}

#[test]
fn mdbook() {
    check("mdbook", Format::MdBook);
}

#[test]
fn liascript() {
    check("liascript/README.md", Format::LiaScript);
}
