//! `lectern import` as authors call it: what it writes, what it says, and what it refuses.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

const GIFT: &str = "// [tag:easy]\n::One::Is it one?{T}\n\nWhich?{=this ~that}\n\nWrite about knots.{}\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn lectern(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lectern"));
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_course_is_written_and_its_losses_are_told() {
    let folder = folder(&[("knots.gift", GIFT)]);
    let output = lectern(&folder, &["import", "knots.gift", "--out", "content"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}{}", text(&output.stderr));
    assert!(
        said.starts_with("imported \"Knots\" from GIFT into content: 2 lessons, 2 questions in 4 files\n"),
        "{said}"
    );
    assert!(said.contains("  tags: left out (1)\n    knots.gift:2 easy\n"), "{said}");
    assert!(said.contains("  essays: approximated (1)\n    knots.gift:6\n"), "{said}");
    assert!(said.ends_with("the same stands in content/_import.md\n"), "{said}");
    let report = fs::read_to_string(folder.path().join("content/_import.md")).unwrap();
    assert!(report.contains("- `knots.gift:2` `easy`"), "{report}");
    let check = lectern(&folder, &["check", "content", "--deny", "warnings"]);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stdout));
}

#[test]
fn nothing_is_overwritten() {
    let folder = folder(&[("knots.gift", GIFT), ("content/mine.md", "mine"), ("file", "")]);
    fs::create_dir(folder.path().join("empty")).unwrap();
    for (out, code, message) in [
        ("content", 2, "`content` is not empty, and nothing is overwritten; name a new folder with `--out`"),
        ("file", 2, "`file` is a file; name a new folder with `--out`"),
        ("empty", 0, ""),
        ("new/folder", 0, ""),
    ] {
        let output = lectern(&folder, &["import", "knots.gift", "--out", out]);
        assert_eq!(output.status.code(), Some(code), "{out}");
        assert!(text(&output.stderr).contains(message), "{out}: {}", text(&output.stderr));
    }
    let entries = fs::read_dir(folder.path().join("content")).unwrap().count();
    assert_eq!(entries, 1, "what was there is all there is");
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder(&[
        ("notes.md", "Only words.\n"),
        ("two/a.md", ""),
        ("two/b.md", ""),
        ("book/book.toml", "[book]\n"),
    ]);
    for (source, message) in [
        ("nowhere", "`nowhere`"),
        ("notes.md", "cannot tell what `notes.md` is written in; say so with `--format`"),
        ("two", "there is neither a `book.toml` nor one file to begin at"),
        ("book", "there is no `src/SUMMARY.md`"),
    ] {
        let output = lectern(&folder, &["import", source, "--out", "out"]);
        assert_eq!(output.status.code(), Some(2), "{source}");
        assert!(text(&output.stderr).contains(message), "{source}: {}", text(&output.stderr));
        assert!(!folder.path().join("out").exists(), "{source}: nothing is begun");
    }
    let output = lectern(&folder, &["import", "notes.md", "--out", "out", "--format", "gift"]);
    assert_eq!(output.status.code(), Some(0), "a description is a lesson, {}", text(&output.stderr));
}
