//! `lectern new`: what it writes is a course without a finding that holds each construct, and what is there already
//! stays.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]

mod program;

use std::collections::BTreeSet;
use std::fs;

use compiler::Content;
use course::bundle::Bundle;
use course::lesson::Block;
use course::quiz::{GapKind, QuestionKind};
use program::Room;

#[test]
fn the_next_command_is_told_and_works_there() {
    let room = Room::new();
    let told = room.run(&["new", "my course"]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    assert!(told.out.contains("  cd 'my course'\n  lectern serve "), "{}", told.out);
    let mut check = room.lectern(&["check", "--advice", "--deny", "warnings"]);
    let checked = program::said(check.current_dir(room.path("my course")));
    assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""));
    assert_eq!(checked.out, "content: 1 course, 4 lessons; no errors, no warnings\n", "nor any advice");
    assert_eq!(room.run(&["build", "my course/content", "--out", "site"]).code, Some(0));
}

#[test]
fn an_empty_folder_is_taken_and_any_other_is_refused() {
    let room = Room::new();
    fs::create_dir(room.path("empty")).unwrap();
    let mut here = room.lectern(&["new", "."]);
    let told = program::said(here.current_dir(room.path("empty")));
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert!(!told.out.contains("cd "), "one is there already: {}", told.out);
    let former = room.files("empty");
    for folder in ["empty", "content", "content/kettle.md"] {
        let told = room.run(&["new", folder]);
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""));
        assert!(told.err.starts_with(&format!("error: `{folder}` is ")), "{}", told.err);
        assert!(told.err.contains("name a folder that is not there yet"), "{}", told.err);
    }
    assert_eq!(room.files("empty"), former);
    assert_eq!(room.names("content"), ["kettle.md"]);
}

#[test]
fn the_course_shows_each_construct() {
    let room = Room::new();
    assert_eq!(room.run(&["new", "tea"]).code, Some(0));
    let compiled = compiler::compile(&Content::read(&room.path("tea/content")).unwrap());
    let bytes = compiled.bundle.unwrap();
    let bundle = Bundle::decode(&bytes).unwrap();
    let mut found = BTreeSet::new();
    let mut html = String::new();
    for lesson in bundle.library.courses.iter().flat_map(|course| course.lessons()) {
        for block in bundle.body(&lesson.id).unwrap().blocks {
            match block {
                Block::Html(text) => html.push_str(&text),
                Block::Quiz(quiz) => found.extend(quiz.questions.iter().flat_map(|it| kinds(&it.kind))),
                Block::Tasks(_) => drop(found.insert("tasks")),
                Block::Rubric(_) => drop(found.insert("rubric")),
                Block::Submission => drop(found.insert("submission")),
            }
        }
    }
    let all =
        "single multiple true-false short number order pairs gap gap-choice output tasks rubric submission";
    assert_eq!(found, all.split(' ').collect());
    for mark in [
        "class=\"alert ",
        "class=\"tabs\"",
        "class=\"term\"",
        "class=\"drawing\"",
        "class=\"figure\"",
        "class=\"line marked\"",
        "<caption>",
        "<details>",
        "<dl>",
        "<figcaption class=\"code-title\">",
        "<math display=\"block\">",
        "<p>With the ratio <math>",
        "download=\"gears.py\"",
        "footnote-ref",
        "href=\"route:courses/bicycle/flat-tyre/#how-it-goes\"",
    ] {
        assert!(html.contains(mark), "{mark} is not in {html}");
    }
}

fn kinds(kind: &QuestionKind) -> Vec<&'static str> {
    match kind {
        QuestionKind::SingleChoice { .. } => vec!["single"],
        QuestionKind::MultipleChoice { .. } => vec!["multiple"],
        QuestionKind::TrueFalse { .. } => vec!["true-false"],
        QuestionKind::ShortAnswer(_) => vec!["short"],
        QuestionKind::Numeric { .. } => vec!["number"],
        QuestionKind::Ordering { .. } => vec!["order"],
        QuestionKind::Matching { .. } => vec!["pairs"],
        QuestionKind::Output { .. } => vec!["output"],
        QuestionKind::Cloze { gaps } => {
            let of_gap = |kind: &GapKind| match kind {
                GapKind::Choice { .. } => "gap-choice",
                GapKind::Text(_) | GapKind::Number(_) => "gap",
            };
            gaps.iter().map(|gap| of_gap(&gap.kind)).collect()
        }
    }
}
