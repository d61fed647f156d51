//! What was imported, through the compiler, and as text.

use std::fmt::Write as _;

use compiler::{Compiled, Content, OtherFile, Severity, SourceFile};
use course::bundle::Bundle;
use course::lesson::Block;
use course::quiz::{Choice, GapKind, QuestionKind};
use import::Imported;

/// Compiles what was imported.
pub(crate) fn compiled(imported: &Imported) -> Compiled {
    compiler::compile(&content(imported))
}

/// The errors of an import, as the compiler tells them; empty where there are none.
pub(crate) fn errors(imported: &Imported) -> String {
    let content = content(imported);
    let compiled = compiler::compile(&content);
    let errors: Vec<_> =
        compiled.diagnostics.into_iter().filter(|found| found.severity == Severity::Error).collect();
    compiler::render(&errors, &content, false)
}

/// The content folder that was imported.
pub(crate) fn content(imported: &Imported) -> Content {
    let mut content = Content { name: "content".into(), ..Content::default() };
    for (path, bytes) in &imported.files {
        if path.ends_with(".md") {
            content.files.push(SourceFile::new(path.clone(), bytes.clone()));
        } else {
            content.others.push(OtherFile::new(path.clone(), bytes.clone()));
        }
    }
    content.files.sort_by(|one, other| one.path.cmp(&other.path));
    content.others.sort_by(|one, other| one.path.cmp(&other.path));
    content
}

/// The files of an import.
pub(crate) fn files(imported: &Imported) -> String {
    let mut text = String::new();
    for (path, bytes) in &imported.files {
        let shown = if path.ends_with(".md") { String::from_utf8_lossy(bytes) } else { "(a file)\n".into() };
        _ = writeln!(text, "=== {path}\n{}", shown.trim_end());
    }
    text
}

/// All there is to see of an import: its files, and what the compiler makes of its questions.
pub(crate) fn shown(imported: &Imported) -> String {
    let mut text = files(imported);
    let compiled = compiled(imported);
    for found in compiled.told() {
        _ = writeln!(text, "=== {} {}: {}", found.code.as_str(), found.file, found.message);
    }
    let bytes = compiled.bundle.expect("what is imported has no errors");
    let bundle = Bundle::decode(&bytes).expect("the compiler writes a bundle that can be read");
    for course in &bundle.library.courses {
        for lesson in course.sections.iter().flat_map(|section| &section.lessons) {
            _ = writeln!(text, "=== questions of {} ({:?})", lesson.id, lesson.kind);
            let body = bundle.body(&lesson.id).expect("every lesson has a body");
            for block in &body.blocks {
                match block {
                    Block::Quiz(quiz) => {
                        for question in &quiz.questions {
                            _ = writeln!(text, "? {}", question.prompt.replace('\n', " "));
                            answers(&question.kind, &mut text);
                            for hint in &question.hints {
                                _ = writeln!(text, "  hint: {}", hint.replace('\n', " "));
                            }
                            if !question.explanation.is_empty() {
                                _ = writeln!(
                                    text,
                                    "  explanation: {}",
                                    question.explanation.replace('\n', " ")
                                );
                            }
                        }
                    }
                    Block::Submission => _ = writeln!(text, "(a place for the work)"),
                    _ => {}
                }
            }
        }
    }
    text
}

fn answers(kind: &QuestionKind, text: &mut String) {
    match kind {
        QuestionKind::SingleChoice { choices, correct } => {
            choices_of("single", choices, |id| id == correct, text)
        }
        QuestionKind::TrueFalse { choices, correct } => {
            choices_of("true or false", choices, |id| id == correct, text)
        }
        QuestionKind::MultipleChoice { choices, correct } => {
            choices_of("multiple", choices, |id| correct.iter().any(|right| right == id), text);
        }
        QuestionKind::Ordering { items } => choices_of("order", items, |_| false, text),
        QuestionKind::ShortAnswer(accepted) => {
            let patterns = accepted.patterns.len();
            _ = writeln!(text, "  text: {}, {patterns} patterns", accepted.texts.join(" | "));
        }
        QuestionKind::Numeric { accepted } => {
            for number in accepted {
                _ = writeln!(text, "  number: {} ± {} {}", number.value, number.tolerance, number.unit);
            }
        }
        QuestionKind::Matching { pairs, options } => {
            for option in options {
                let items: Vec<_> = pairs
                    .iter()
                    .filter(|pair| pair.option == option.id)
                    .map(|pair| pair.text.as_str())
                    .collect();
                _ = writeln!(text, "  pair: {} -> {}", items.join(", "), option.text);
            }
        }
        QuestionKind::Cloze { gaps } => {
            for gap in gaps {
                match &gap.kind {
                    GapKind::Text(accepted) => _ = writeln!(text, "  gap: {}", accepted.texts.join(" | ")),
                    GapKind::Number(accepted) => {
                        for number in accepted {
                            _ = writeln!(text, "  gap: {} ± {}", number.value, number.tolerance);
                        }
                    }
                    GapKind::Choice { choices, correct } => {
                        _ = writeln!(text, "  gap: {correct} of {}", choices.join(" | "));
                    }
                }
            }
        }
        QuestionKind::Output { expected } => _ = writeln!(text, "  output: {expected:?}"),
    }
}

fn choices_of(kind: &str, choices: &[Choice], is_right: impl Fn(&str) -> bool, text: &mut String) {
    _ = writeln!(text, "  {kind}:");
    for choice in choices {
        let mark = if is_right(&choice.id) { 'x' } else { ' ' };
        let pinned = if choice.pinned { " (last)" } else { "" };
        _ = writeln!(text, "  [{mark}] {}{pinned}", choice.text.replace('\n', " "));
        if !choice.feedback.is_empty() {
            _ = writeln!(text, "      > {}", choice.feedback.replace('\n', " "));
        }
    }
}
