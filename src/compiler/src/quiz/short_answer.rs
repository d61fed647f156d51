//! Questions that are answered by a word or a short text: accepted answers, and patterns.

use std::ops::Range;

use course::pattern::Pattern;
use course::quiz::{Accepted, QuestionKind};

use super::draft::Draft;
use super::labels::{Field, Label};
use super::pattern::{self, Problem};
use super::written::Written;
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;

/// `None` where something is wrong, which is reported.
pub(super) fn read(page: &mut Page<'_>, draft: &Draft<'_, '_>, answers: &[Written]) -> Option<QuestionKind> {
    let mut is_wrong = false;
    for answer in answers.iter().filter(|answer| answer.text.trim().is_empty()) {
        is_wrong = true;
        let at = if answer.span.is_empty() {
            draft.field(Label::Answer)?.value.clone()
        } else {
            answer.span.clone()
        };
        page.diagnostics.push(
            Diagnostic::new(Code::EmptyLabel, page.file, "one of the answers is empty")
                .at(at)
                .help("write an answer between the bars, or remove one of them"),
        );
    }
    let patterns = patterns(page, draft);
    if let (true, Some(field)) = (answers.is_empty(), draft.field(Label::Pattern)) {
        is_wrong = true;
        page.diagnostics.push(
            Diagnostic::new(Code::NoAnswer, page.file, "this question has a pattern, but no answer to show")
                .at(field.span.clone())
                .label(page.file, draft.span.clone(), "in this question")
                .help("add a line `Answer: …` with an answer that a learner can be shown"),
        );
    }
    let patterns = patterns?;
    let texts = answers.iter().map(|answer| answer.text.clone()).collect();
    (!is_wrong).then_some(QuestionKind::ShortAnswer(Accepted { texts, patterns }))
}

fn patterns(page: &mut Page<'_>, draft: &Draft<'_, '_>) -> Option<Vec<Pattern>> {
    let mut patterns = Vec::new();
    let mut is_wrong = false;
    for field in draft.all(Label::Pattern).filter(|field| !field.is_empty()) {
        let at = expression(page.text, field);
        match pattern::compile(&page.text[at.clone()]) {
            Ok(pattern) => patterns.push(pattern),
            Err(problem) => {
                is_wrong = true;
                let diagnostic = bad(page, &problem, at);
                page.diagnostics.push(diagnostic);
            }
        }
    }
    (!is_wrong).then_some(patterns)
}

/// The place of the expression itself, which stands in backticks, between slashes, or bare.
fn expression(text: &str, field: &Field<'_, '_>) -> Range<usize> {
    let source = &text[field.value.clone()];
    let trimmed = source.trim();
    let start = field.value.start + (source.len() - source.trim_start().len());
    let ticks = trimmed.len() - trimmed.trim_start_matches('`').len();
    let framed = |before: usize, after: usize| start + before..start + trimmed.len() - after;
    if ticks > 0 && trimmed.len() > 2 * ticks && trimmed.ends_with(&trimmed[..ticks]) {
        let inner = framed(ticks, ticks);
        // Slashes within the backticks are a frame as well.
        return match text[inner.clone()].strip_prefix('/').and_then(|inner| inner.strip_suffix('/')) {
            Some(expression) if !expression.is_empty() => inner.start + 1..inner.end - 1,
            _ => inner,
        };
    }
    match trimmed.strip_prefix('/').and_then(|rest| rest.rfind('/')) {
        // A letter `i` behind the last slash asks for what holds anyway.
        Some(end) if matches!(&trimmed[end + 2..], "" | "i") => framed(1, trimmed.len() - 1 - end),
        _ => framed(0, 0),
    }
}

fn bad(page: &Page<'_>, problem: &Problem, at: Range<usize>) -> Diagnostic {
    let Problem { message, part } = problem;
    let help = if message.contains("look-around") || message.contains("backreference") {
        "patterns have neither look-around nor back references; write the ways out with `|`, or accept several answers with `Answer: a | b`"
    } else if message.contains("cannot stand here") {
        "a pattern always fits the whole answer: only `^` at its beginning and `$` at its end may stand there, and neither is needed"
    } else if message.contains("too large") {
        "repeat less: written out, a pattern may have 2,000 steps"
    } else {
        "write a backslash before a character that is meant as such: `\\(`, `\\.`, `\\*`"
    };
    Diagnostic::new(Code::BadPattern, page.file, format!("the pattern cannot be used: {message}"))
        .at(at.start + part.start..at.start + part.end)
        .help(help)
}
