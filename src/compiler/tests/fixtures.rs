//! Folders of content, each with all that the compiler makes of it.
//!
//! Every folder in `fixtures/` is compiled; its findings, outline and pages are compared with the file of the same
//! name in `snapshots/`. To add a case, add a folder, run with `INSTA_UPDATE=always`, and read what was written.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use compiler::{Code, Compiled, Content, Severity, compile, line_column, render};
use course::bundle::Bundle;
use course::lesson::{Block, LessonBody};
use course::library::Library;
use course::quiz::{QuestionKind, Quiz};

fn fixtures() -> Vec<(String, Content)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut folders: Vec<PathBuf> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let read = |folder: PathBuf| {
        let content = Content::read(&folder).unwrap();
        (content.name.clone(), content)
    };
    folders.into_iter().map(read).collect()
}

#[test]
fn every_fixture_compiles_to_what_is_written_down() {
    for (name, content) in fixtures() {
        let compiled = compile(&content);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, description(&compiled, &content));
        });
    }
}

#[test]
fn every_finding_has_a_place_and_advice() {
    for (_, content) in fixtures() {
        for diagnostic in compile(&content).diagnostics {
            let line = format!("{diagnostic:?}");
            assert!(diagnostic.help.is_some(), "{line}");
            assert!(!diagnostic.message.ends_with('.'), "{line}");
            let Some(file) = content.files.iter().find(|file| file.path == diagnostic.file) else {
                assert_eq!(diagnostic.code, Code::EmptyContent, "{line}");
                continue;
            };
            if let Some(span) = diagnostic.span {
                let text = file.text();
                assert!(span.end <= text.len() && span.start <= span.end, "{line}");
                assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{line}");
            }
        }
    }
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    for (name, content) in fixtures() {
        let (one, other) = (compile(&content), compile(&content));
        assert_eq!(one, other, "{name}");
        assert_eq!(
            one.bundle.is_none(),
            one.diagnostics.iter().any(|it| it.severity == Severity::Error),
            "{name}"
        );
    }
}

#[test]
fn all_bad_input_is_reported_in_one_run() {
    let (_, content) = fixtures().into_iter().find(|(name, _)| name == "bad-input").unwrap();
    let compiled = compile(&content);
    let place = |code: Code| {
        let diagnostic =
            compiled.diagnostics.iter().find(|it| it.code == code).unwrap_or_else(|| panic!("{code}"));
        let text =
            content.files.iter().find(|file| file.path == diagnostic.file).unwrap().text().into_owned();
        let (line, column) = line_column(&text, diagnostic.span.as_ref().unwrap().start);
        format!("{}:{line}:{column}", diagnostic.file.rsplit('/').next().unwrap())
    };
    for (code, expected) in [
        (Code::NoFrontMatter, "01-no-front-matter.md:1:1"),
        (Code::UnclosedFrontMatter, "02-unclosed.md:1:1"),
        (Code::BadYaml, "03-bad-yaml.md:3:12"),
        (Code::MissingId, "04-missing-id.md:1:1"),
        (Code::BadId, "05-bad-id.md:2:5"),
        (Code::DuplicateId, "07-second.md:3:5"),
        (Code::WrongValueType, "08-values.md:3:8"),
        (Code::UnknownLessonType, "08-values.md:4:7"),
        (Code::UnreadableDuration, "bread.md:5:16"),
        (Code::DuplicateKey, "08-values.md:7:1"),
        (Code::UnknownDifficulty, "bread.md:4:13"),
        (Code::NoAnswer, "09-quiz.md:8:1"),
        (Code::OneChoice, "09-quiz.md:10:1"),
        (Code::TwoMarked, "09-quiz.md:16:6"),
        (Code::EmptyChoice, "09-quiz.md:21:4"),
        (Code::EmptyPrompt, "09-quiz.md:23:1"),
        (Code::NoQuestions, "09-quiz.md:29:1"),
        (Code::NotUtf8, "10-latin-1.md:3:10"),
    ] {
        assert_eq!(place(code), expected, "{code}");
    }
    let duplicate = compiled.diagnostics.iter().find(|it| it.code == Code::DuplicateId).unwrap();
    assert!(
        duplicate.labels.iter().any(|label| label.file.ends_with("06-first.md")),
        "both places are named"
    );
}

/// Findings, outline and pages as text.
fn description(compiled: &Compiled, content: &Content) -> String {
    // Advice would stand in every snapshot; its own pages show it.
    let mut text = render(&compiled.told(), content, false);
    if let (Some(library), Some(bytes)) = (&compiled.library, &compiled.bundle) {
        let bundle = Bundle::decode(bytes).unwrap();
        assert_eq!(bundle.library, *library, "the outline is the one of the bundle");
        if !text.is_empty() {
            text.push('\n');
        }
        outline(library, &mut text);
        for lesson in library.courses.iter().flat_map(|course| course.lessons()) {
            let body = bundle.body(&lesson.id).unwrap();
            if body != LessonBody::default() {
                _ = writeln!(text, "\n==== {}", lesson.id);
                page(&body, &mut text);
            }
        }
    }
    text
}

fn outline(library: &Library, text: &mut String) {
    _ = writeln!(text, "library {:?}", library.title);
    for path in &library.paths {
        _ = writeln!(text, "{path:?}");
    }
    for course in &library.courses {
        _ = writeln!(
            text,
            "course {} {:?} {:?} {:?} {:?} path {:?}",
            course.id,
            course.title,
            course.description,
            course.difficulty,
            course.duration_minutes,
            course.path_id
        );
        for line in course.body.lines() {
            _ = writeln!(text, "  | {line}");
        }
        for section in &course.sections {
            _ = writeln!(text, "  section {:?}", section.title);
            for lesson in &section.lessons {
                _ = writeln!(
                    text,
                    "    {:?} {} {:?} {:?} {} questions, planned next {:?}",
                    lesson.kind,
                    lesson.id,
                    lesson.title,
                    lesson.duration_minutes,
                    lesson.questions,
                    lesson.planned_next
                );
                if !lesson.aliases.is_empty() {
                    _ = writeln!(text, "      was {}", lesson.aliases.join(", "));
                }
            }
        }
    }
}

fn page(body: &LessonBody, text: &mut String) {
    for heading in &body.headings {
        _ = writeln!(text, "heading {} #{} {:?}", heading.level, heading.id, heading.text);
    }
    for block in &body.blocks {
        match block {
            Block::Html(html) => {
                _ = writeln!(text, "---- html\n{}", html.trim_end());
            }
            Block::Quiz(quiz) => questions(quiz, text),
            other => _ = writeln!(text, "---- {other:?}"),
        }
    }
}

fn questions(quiz: &Quiz, text: &mut String) {
    _ = writeln!(text, "---- quiz {} {:?}", quiz.id, quiz.title);
    for question in &quiz.questions {
        _ = writeln!(text, "{}: {}", question.id, question.prompt);
        let (choices, correct) = match &question.kind {
            QuestionKind::SingleChoice { choices, correct }
            | QuestionKind::TrueFalse { choices, correct } => (choices, std::slice::from_ref(correct)),
            QuestionKind::MultipleChoice { choices, correct } => (choices, &correct[..]),
            other => panic!("{other:?}: the other kinds are among the constructs"),
        };
        for choice in choices {
            let mark = if correct.contains(&choice.id) { 'x' } else { ' ' };
            _ = writeln!(text, "  [{mark}] {}: {}", choice.id, choice.text);
        }
    }
}
