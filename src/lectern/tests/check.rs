//! `lectern check` as authors and their CI call it: what it prints, and how it ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const GOOD: &str = "---\nid: a\ntitle: A\nduration: 5 mins\n---\n\nText.\n";
const WARNING: &str = "---\nid: a\ntitle: A\nduration: 5 mins\n---\n\nLook [there](nowhere.md), 100%.\n";
const ERROR: &str = "---\ntitle: A, too\nduration: 5 mins\n---\n";
const ADVICE: &str = "---\nid: a\ntitle: A\n---\n\nText.\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("my lessons")).unwrap();
    for (name, text) in files {
        fs::write(folder.path().join("my lessons").join(name), text).unwrap();
    }
    folder
}

fn check(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lectern"));
    command.current_dir(folder).args(["check", "my lessons"]).args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_exit_code_tells_errors_and_denied_warnings() {
    for (lesson, arguments, code) in [
        (GOOD, &[][..], 0),
        (WARNING, &[], 0),
        (WARNING, &["--deny", "warnings"], 1),
        (GOOD, &["--deny", "warnings"], 0),
        (ADVICE, &["--deny", "warnings", "--advice"], 0),
        (ERROR, &[], 1),
        (ERROR, &["--format", "json"], 1),
        (GOOD, &["--format", "xml"], 2),
    ] {
        let output = check(&folder(&[("a.md", lesson)]), arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?} of {lesson:?}");
    }
    let nowhere =
        Command::new(env!("CARGO_BIN_EXE_lectern")).args(["check", "no/such/folder"]).output().unwrap();
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("`no/such/folder`"));
}

#[test]
fn people_see_the_line_and_a_summary() {
    let said = text(&check(&folder(&[("a.md", WARNING)]), &[]));
    assert!(said.contains("warning[W010]") && said.contains("--> a.md:7:6"), "{said}");
    assert!(said.ends_with("my lessons: 1 course, 1 lesson; no errors, 1 warning\n"), "{said}");
    let said = text(&check(&folder(&[("a.md", ADVICE)]), &[]));
    assert_eq!(
        said,
        "my lessons: 1 course, 1 lesson; no errors, no warnings; one piece of advice with --advice\n"
    );
    let said = text(&check(&folder(&[("a.md", ADVICE)]), &["--advice"]));
    assert!(said.contains("advice[A040]"), "{said}");
}

#[test]
fn programs_get_json_with_every_place() {
    let content = folder(&[("a.md", WARNING), ("b.md", ERROR)]);
    let report: Value = serde_json::from_str(&text(&check(&content, &["--format", "json"]))).unwrap();
    assert_eq!((&report["errors"], &report["warnings"]), (&1.into(), &1.into()));
    let found = report["diagnostics"].as_array().unwrap();
    let link = found.iter().find(|it| it["code"] == "W010").unwrap();
    assert_eq!(link["file"], "a.md");
    assert_eq!(link["start"], serde_json::json!({"line": 7, "column": 6, "offset": 46}));
    assert_eq!(link["end"]["column"], 25);
    assert!(link["help"].is_string());
    let nothing: Value =
        serde_json::from_str(&text(&check(&folder(&[("a.md", GOOD)]), &["--format", "json"]))).unwrap();
    assert_eq!(nothing["diagnostics"], serde_json::json!([]));
}

#[test]
fn code_hosts_get_sarif_that_the_types_of_the_standard_read() {
    let content = folder(&[("a.md", WARNING), ("b.md", ERROR)]);
    let log: serde_sarif::sarif::Sarif =
        serde_json::from_str(&text(&check(&content, &["--format", "sarif"]))).unwrap();
    let run = &log.runs[0];
    let results = run.results.as_ref().unwrap();
    assert_eq!(results.len(), 2);
    let rules = run.tool.driver.rules.as_ref().unwrap();
    for result in results {
        let rule = &rules[usize::try_from(result.rule_index.unwrap()).unwrap()];
        assert_eq!(Some(&rule.id), result.rule_id.as_ref());
        assert!(!rule.short_description.as_ref().unwrap().text.is_empty());
        let place = result.locations.as_ref().unwrap()[0].physical_location.as_ref().unwrap();
        let uri = place.artifact_location.as_ref().unwrap().uri.as_ref().unwrap();
        assert!(uri.starts_with("my%20lessons/"), "{uri}");
        assert!(place.region.as_ref().unwrap().start_line.unwrap() > 0);
    }
}

#[test]
fn runners_get_one_annotation_a_line() {
    let said = text(&check(&folder(&[("a.md", WARNING)]), &["--format", "github"]));
    let [line] = said.lines().collect::<Vec<_>>()[..] else { panic!("{said}") };
    assert!(
        line.starts_with("::warning file=my lessons/a.md,line=7,endLine=7,col=6,endColumn=25,title=W010::"),
        "{line}"
    );
    assert!(line.contains("%0Ahelp: "), "{line}");
}
