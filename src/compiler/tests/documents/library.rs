//! A library as other authors write them: two paths, four courses, twelve lessons, all in the base format.
//!
//! It holds what such libraries contain (drawings, tables, code in many languages, a project, a quiz, a lesson that is
//! still to be written) and must go through with nothing to say but that.

use std::path::Path;

use compiler::{Content, compile, render};
use course::bundle::Bundle;
use course::lesson::Block;
use course::library::LessonKind;
use course::quiz::QuestionKind;

fn library() -> Content {
    Content::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library")).unwrap()
}

#[test]
fn a_library_in_the_base_format_compiles_with_honest_warnings_only() {
    let content = library();
    let compiled = compile(&content);
    let told = compiled.told();
    let told: Vec<_> =
        told.iter().map(|it| (it.code.as_str(), it.file.as_str(), it.message.as_str())).collect();
    let report = render(&compiled.diagnostics, &content, false);
    assert_eq!(
        told,
        [(
            "W003",
            "courses/http-caching/lessons/03-policies.md",
            "`nextLessonId` names `http-service-workers`, but no lesson has this id"
        )],
        "{report}"
    );
}

#[test]
fn a_library_in_the_base_format_keeps_all_of_its_parts() {
    let library = compile(&library()).library.unwrap();
    let paths: Vec<_> = library.paths.iter().map(|path| path.id.as_str()).collect();
    assert_eq!(paths, ["below-the-surface", "fast-services"]);
    let mut outline = Vec::new();
    for course in &library.courses {
        for lesson in course.lessons() {
            let path = course.path_id.as_deref().unwrap();
            outline.push((path, course.id.as_str(), lesson.id.as_str(), lesson.kind, lesson.questions));
        }
    }
    let (below, fast) = ("below-the-surface", "fast-services");
    assert_eq!(
        outline,
        [
            (fast, "database-indexing", "scan-to-search", LessonKind::Lesson, 5),
            (fast, "database-indexing", "composite-indexes", LessonKind::Lesson, 5),
            (fast, "database-indexing", "three-slow-queries", LessonKind::Project, 4),
            (below, "git-internals", "git-objects", LessonKind::Lesson, 5),
            (below, "git-internals", "git-refs", LessonKind::Lesson, 5),
            (below, "git-internals", "git-three-trees", LessonKind::Lesson, 5),
            (fast, "http-caching", "http-freshness", LessonKind::Lesson, 5),
            (fast, "http-caching", "http-validation", LessonKind::Lesson, 5),
            (fast, "http-caching", "http-policies", LessonKind::Lesson, 5),
            (below, "linux-processes", "process-birth", LessonKind::Lesson, 5),
            (below, "linux-processes", "process-signals", LessonKind::Lesson, 5),
            (below, "linux-processes", "process-quiz", LessonKind::Quiz, 8),
        ]
    );
}

#[test]
fn every_question_of_the_base_format_has_its_first_choice_right() {
    let compiled = compile(&library());
    let bundle = Bundle::decode(compiled.bundle.as_ref().unwrap()).unwrap();
    let mut questions = 0;
    for lesson in bundle.library.courses.iter().flat_map(|course| course.lessons()) {
        let body = bundle.body(&lesson.id).unwrap();
        for block in &body.blocks {
            let Block::Quiz(quiz) = block else { continue };
            for question in &quiz.questions {
                let QuestionKind::SingleChoice { choices, correct } = &question.kind else {
                    panic!("{}: {} is no single choice: {:?}", lesson.id, question.prompt, question.kind)
                };
                assert!(choices.len() == 4, "{}: {}", lesson.id, question.prompt);
                assert_eq!(*correct, choices[0].id, "{}: {}", lesson.id, question.prompt);
                questions += 1;
            }
        }
    }
    assert_eq!(questions, 62);
}
