//! The course *Writing a course with Lectern*, which is the reference of the format.
//!
//! It promises that each piece of source stands live below it, and that it uses every construct there is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Document, kind};
use compiler::{Content, compile, render};
use course::bundle::Bundle;
use course::lesson::Block;

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

#[test]
fn what_ships_has_nothing_to_complain_about() {
    let content = Content::read(&content()).unwrap();
    let diagnostics = compile(&content).told();
    assert!(diagnostics.is_empty(), "{}", render(&diagnostics, &content, false));
}

#[test]
fn what_is_shown_as_source_stands_live_below_it() {
    let lessons = content().join("courses/writing/lessons");
    let mut shown = 0;
    for document in Document::all_in(&lessons) {
        let file = format!("{}.md", document.name());
        let text = fs::read_to_string(lessons.join(&file)).unwrap();
        // A fence with a title is a file of its own, or only to be looked at.
        for fence in document.fences().iter().filter(|fence| fence.info == "markdown") {
            shown += 1;
            assert!(
                text[fence.span.end..].contains(&fence.text),
                "{file} \"{}\": this source has nothing live below it\n{}",
                fence.heading,
                fence.text
            );
        }
    }
    assert!(shown > 30, "only {shown} pieces of source were found");
}

#[test]
fn the_reference_uses_every_kind_of_question_and_every_part_of_a_project() {
    let compiled = compile(&Content::read(&content()).unwrap());
    let bundle = Bundle::decode(compiled.bundle.as_ref().unwrap()).unwrap();
    let writing = bundle.library.courses.iter().find(|course| course.id == "writing").unwrap();
    let mut seen = BTreeSet::new();
    for lesson in writing.lessons() {
        for block in &bundle.body(&lesson.id).unwrap().blocks {
            match block {
                Block::Html(_) => {}
                Block::Quiz(quiz) => seen.extend(quiz.questions.iter().map(|question| kind(&question.kind))),
                Block::Tasks(_) => _ = seen.insert("tasks"),
                Block::Rubric(_) => _ = seen.insert("rubric"),
                Block::Submission => _ = seen.insert("submission"),
            }
        }
    }
    let all = [
        "cloze",
        "matching",
        "multiple choice",
        "numeric",
        "ordering",
        "output",
        "rubric",
        "short answer",
        "single choice",
        "submission",
        "tasks",
        "true or false",
    ];
    assert_eq!(seen, BTreeSet::from(all));
}
