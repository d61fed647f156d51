//! Questions of which exactly one choice is right: the marked one, or the first where none is marked.

use std::collections::HashSet;
use std::ops::Range;

use course::identity::id_of_text;
use course::quiz::{Choice, QuestionKind};
use pulldown_cmark::{Event, Tag};

use super::{Draft, unwrapped};
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;
use crate::markdown::{Events, blocks, first_line, inside, plain_text, span};
use crate::names::unique;

/// A choice as it was found.
struct Found<'e, 'a> {
    content: Vec<&'e Events<'a>>,
    text: String,
    mark: Option<(bool, Range<usize>)>,
    span: Range<usize>,
}

/// Makes choices of what was found, and reports what is wrong; `None` where no question comes of it.
pub(super) fn read(page: &mut Page<'_>, draft: &Draft<'_, '_>) -> Option<QuestionKind> {
    let found: Vec<_> = draft.choices.iter().map(|item| found(page.text, item)).collect();
    let errors = [count_error(page, draft, &found), marks_error(page, draft, &found)];
    let mut is_wrong = false;
    for error in errors.into_iter().flatten().chain(empty_choices(page, &found)) {
        is_wrong = true;
        page.diagnostics.push(error);
    }
    warn_of_repeated(page, &found);
    let marked = found.iter().position(|choice| matches!(choice.mark, Some((true, _))));
    if let (None, Some((_, mark))) = (marked, found.iter().find_map(|choice| choice.mark.as_ref())) {
        page.diagnostics.push(
            Diagnostic::new(Code::NothingMarked, page.file, "no choice is marked, so the first one is right")
                .at(mark.clone())
                .label(page.file, draft.span.clone(), "in this question")
                .help("mark the right choice with `[x]`, or write the choices without boxes, the right one first"),
        );
    }
    let mut ids = HashSet::new();
    let mut choices = Vec::new();
    for choice in &found {
        let html = page.html(&choice.content);
        let id = unique(&id_of_text(&choice.text), &mut ids, 2);
        choices.push(Choice { id, text: unwrapped(&html), ..Choice::default() });
    }
    let correct = choices.get(marked.unwrap_or(0))?.id.clone();
    (!is_wrong).then_some(QuestionKind::SingleChoice { choices, correct })
}

fn found<'e, 'a>(text: &str, item: &'e Events<'a>) -> Found<'e, 'a> {
    let span = first_line(text, span(item));
    let (item, mark) = match inside(item) {
        [(Event::TaskListMarker(done), at), rest @ ..] => (rest, Some((*done, at.clone()))),
        [(Event::Start(Tag::Paragraph), _), (Event::TaskListMarker(done), at), ..] => {
            (inside(item), Some((*done, at.clone())))
        }
        item => (item, None),
    };
    let mut content = blocks(item);
    // In a loose list the mark stands in the first paragraph; the paragraph is written without its frame.
    if let ([(Event::Start(Tag::Paragraph), _), ..], Some(_)) = (item, &mark) {
        content[0] = &inside(content[0])[1..];
    }
    let plain = content.iter().map(|block| plain_text(block)).collect::<Vec<_>>().join(" ");
    let is_bare_mark = matches!(plain.trim(), "[x]" | "[X]" | "[ ]" | "[]");
    Found { content, text: if is_bare_mark { String::new() } else { plain.trim().into() }, mark, span }
}

fn count_error(page: &Page<'_>, draft: &Draft<'_, '_>, found: &[Found<'_, '_>]) -> Option<Diagnostic> {
    let (code, message) = match found.len() {
        0 => (Code::NoChoices, "this question has no choices"),
        1 => (Code::OneChoice, "this question has only one choice"),
        _ => return None,
    };
    let help = "write two or more choices as a bullet list below the question, indented by three spaces, the right one first";
    Some(Diagnostic::new(code, page.file, message).at(draft.span.clone()).help(help))
}

fn marks_error(page: &Page<'_>, draft: &Draft<'_, '_>, found: &[Found<'_, '_>]) -> Option<Diagnostic> {
    let mut marks = found.iter().filter_map(|choice| match &choice.mark {
        Some((true, at)) => Some(at.clone()),
        _ => None,
    });
    let (first, second) = (marks.next()?, marks.next()?);
    let message = format!("{} choices are marked as right, but only one can be", marks.count() + 2);
    Some(
        Diagnostic::new(Code::TwoMarked, page.file, message)
            .at(second)
            .label(page.file, first, "the first mark")
            .label(page.file, draft.span.clone(), "in this question")
            .help("leave one `[x]` and make the others `[ ]`"),
    )
}

fn empty_choices(page: &Page<'_>, found: &[Found<'_, '_>]) -> Vec<Diagnostic> {
    let empty = found.iter().filter(|choice| choice.text.is_empty() && !has_image(&choice.content));
    empty
        .map(|choice| {
            Diagnostic::new(Code::EmptyChoice, page.file, "this choice has no text")
                .at(choice.span.clone())
                .help("write the choice behind the `-`, or remove the line")
        })
        .collect()
}

fn warn_of_repeated(page: &mut Page<'_>, found: &[Found<'_, '_>]) {
    for (index, choice) in found.iter().enumerate() {
        if let Some(first) =
            found[..index].iter().find(|other| other.text == choice.text && !choice.text.is_empty())
        {
            page.diagnostics.push(
                Diagnostic::new(
                    Code::RepeatedChoice,
                    page.file,
                    format!("`{}` is a choice twice", choice.text),
                )
                .at(choice.span.clone())
                .label(page.file, first.span.clone(), "first here")
                .help("change or remove one of them"),
            );
        }
    }
}

fn has_image(content: &[&Events<'_>]) -> bool {
    content
        .iter()
        .any(|block| block.iter().any(|(event, _)| matches!(event, Event::Start(Tag::Image { .. }))))
}
