//! Knowledge checks: the questions under a heading `## Knowledge Check`.
//!
//! This file finds the questions and cuts them into prompt and choices, whichever way the list is indented. What
//! a kind of question makes of its choices is a file of its own: [`single_choice`].

mod single_choice;

use std::collections::HashSet;
use std::ops::Range;

use course::identity::{id_of_text, normalise};
use course::quiz::{Quiz, QuizSettings};
use pulldown_cmark::{Event, Tag};

use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;
use crate::markdown::{Events, blocks, first_line, inside, plain_text, span};
use crate::names::unique;

/// Blocks of a knowledge check, sorted by what they are.
struct Parts<'e, 'a> {
    before: Vec<&'e Events<'a>>,
    questions: Vec<Draft<'e, 'a>>,
    after: Vec<&'e Events<'a>>,
}

/// A question as it was found.
#[derive(Default)]
struct Draft<'e, 'a> {
    prompt: Vec<&'e Events<'a>>,
    /// The items of the list of choices.
    choices: Vec<&'e Events<'a>>,
    has_list: bool,
    /// What stands behind the choices.
    rest: Vec<&'e Events<'a>>,
    span: Range<usize>,
}

/// A knowledge check that was read.
pub(crate) struct Section<'e, 'a> {
    /// Blocks of ordinary text before the questions.
    pub(crate) before: Vec<&'e Events<'a>>,
    /// The questions; empty where all of them have errors.
    pub(crate) quiz: Quiz,
    /// Blocks of ordinary text behind the questions.
    pub(crate) after: Vec<&'e Events<'a>>,
}

/// Whether a heading opens a knowledge check.
pub(crate) fn is_heading(level: u8, text: &str) -> bool {
    level <= 3 && normalise(text.trim_end_matches([':', '?', '.'])) == "knowledge check"
}

/// Reads the blocks under the heading of a knowledge check. `id` and `title` are those of the heading.
/// `question_ids` are the ids of the lesson so far.
pub(crate) fn read<'e, 'a>(
    page: &mut Page<'_>,
    heading: &Events<'_>,
    (id, title): (String, String),
    content: &[&'e Events<'a>],
    question_ids: &mut HashSet<String>,
) -> Section<'e, 'a> {
    let Parts { before, questions: drafts, after } = parts(page.text, content);
    if drafts.is_empty() {
        let at = first_line(page.text, span(heading));
        page.diagnostics.push(
            Diagnostic::new(Code::NoQuestions, page.file, format!("`{title}` has no questions")).at(at).help(
                "write a numbered list of questions, each with a bullet list of choices below it, the right one first",
            ),
        );
    }
    let mut questions = Vec::new();
    for draft in &drafts {
        let prompt_text = draft.prompt.iter().map(|block| plain_text(block)).collect::<Vec<_>>().join(" ");
        let prompt = unwrapped(&page.html(&draft.prompt));
        if prompt_text.trim().is_empty() && !prompt.contains("<div") {
            page.diagnostics.push(
                Diagnostic::new(Code::EmptyPrompt, page.file, "this question has no text")
                    .at(draft.span.clone())
                    .help("write the question behind the number"),
            );
        }
        report_rest(page, draft);
        let kind = single_choice::read(page, draft);
        let id = unique(&id_of_text(&prompt_text), question_ids, 2);
        questions.extend(kind.map(|kind| course::quiz::Question {
            id,
            prompt,
            kind,
            points: 1,
            hints: Vec::new(),
            explanation: String::new(),
        }));
    }
    Section { before, quiz: Quiz { id, title, settings: QuizSettings::default(), questions }, after }
}

/// Finds questions and choices. A list of choices that is not indented far enough stands behind the numbered list
/// and still belongs to its last question; so does text between the two.
fn parts<'e, 'a>(text: &str, content: &[&'e Events<'a>]) -> Parts<'e, 'a> {
    let mut parts = Parts { before: Vec::new(), questions: Vec::new(), after: Vec::new() };
    // Text between two questions leads to the second; behind the last one it is ordinary text again.
    let mut pending: Vec<&Events<'_>> = Vec::new();
    for block in content {
        let last = parts.questions.last_mut();
        match (&block[0].0, last) {
            (Event::Start(Tag::List(Some(_))), _) => {
                for item in items(block) {
                    let mut draft = question(text, item);
                    draft.prompt.splice(0..0, pending.drain(..));
                    parts.questions.push(draft);
                }
            }
            (Event::Start(Tag::List(None)), Some(question)) if !question.has_list => {
                question.choices = items(block);
                question.has_list = true;
            }
            (Event::Start(Tag::FootnoteDefinition(_)), _) | (Event::Rule, Some(_)) => {}
            (_, Some(question)) if !question.has_list => question.prompt.push(block),
            (_, Some(_)) => pending.push(block),
            (_, None) => parts.before.push(block),
        }
    }
    parts.after = pending;
    parts
}

fn question<'e, 'a>(text: &str, item: &'e Events<'a>) -> Draft<'e, 'a> {
    let content = blocks(inside(item));
    let span = first_line(text, span(item));
    let is_list = |block: &&Events<'_>| matches!(block[0].0, Event::Start(Tag::List(None)));
    match content.iter().rposition(is_list) {
        Some(list) => Draft {
            prompt: content[..list].to_vec(),
            choices: items(content[list]),
            has_list: true,
            rest: content[list + 1..].to_vec(),
            span,
        },
        None => Draft { prompt: content, span, ..Draft::default() },
    }
}

fn items<'e, 'a>(list: &'e Events<'a>) -> Vec<&'e Events<'a>> {
    blocks(inside(list))
}

fn report_rest(page: &mut Page<'_>, draft: &Draft<'_, '_>) {
    let is_text = |block: &&&Events<'_>| {
        !matches!(block[0].0, Event::Start(Tag::FootnoteDefinition(_) | Tag::HtmlBlock) | Event::Rule)
    };
    if let Some(block) = draft.rest.iter().find(is_text) {
        let at = first_line(page.text, span(block));
        page.diagnostics.push(
            Diagnostic::new(Code::TextAfterChoices, page.file, "text after the choices is left out")
                .at(at)
                .help("move it before the choices; there it is part of the question"),
        );
    }
}

/// A single paragraph without its frame.
fn unwrapped(html: &str) -> String {
    let html = html.trim();
    match html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")) {
        Some(inner) if !inner.contains("<p>") => inner.into(),
        _ => html.into(),
    }
}
