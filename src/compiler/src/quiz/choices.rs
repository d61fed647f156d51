//! What all questions with choices have in common: texts, marks, feedback, choices that stay last, and `Answer:`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use course::identity::{id_of_text, normalise};
use course::quiz::Choice;
use pulldown_cmark::{Event, Tag};

use super::draft::Draft;
use super::labels::{self, Label};
use super::written::Written;
use super::{Block, html, places, unwrapped};
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;
use crate::markdown::{Events, blocks, first_line, inside, plain_text, span};
use crate::names::{nearest, unique};

/// A choice as it was found.
pub(super) struct Found<'e, 'a> {
    pub(super) content: Vec<Block<'e, 'a>>,
    /// The blocks of its feedback.
    pub(super) feedback: Vec<&'e Events<'a>>,
    /// Plain text without mark and feedback.
    pub(super) text: String,
    pub(super) mark: Option<(bool, Range<usize>)>,
    pub(super) pinned: bool,
    /// The first line.
    pub(super) span: Range<usize>,
}

/// What the author says is right.
pub(super) struct Right {
    /// Indices of the right choices: at least one.
    pub(super) choices: Vec<usize>,
    /// Where it is said; empty where nothing is said, and the first one is right.
    pub(super) marks: Vec<Range<usize>>,
    /// Whether something is wrong with it, which is reported.
    pub(super) is_wrong: bool,
}

impl Found<'_, '_> {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && !has_picture(&self.content)
    }

    /// What two choices have in common if they are the same to a reader. Code is compared to the letter.
    pub(super) fn likeness(&self) -> String {
        let is_code = |(event, _): &(Event<'_>, _)| matches!(event, Event::Code(_));
        if self.content.iter().any(|block| block.iter().any(is_code)) {
            self.text.clone()
        } else {
            normalise(self.text.trim_end_matches(['.', '!', ';', ',']))
        }
    }
}

/// Takes the items of a list apart.
pub(super) fn find<'e, 'a>(text: &str, items: &'e [Block<'e, 'a>]) -> Vec<Found<'e, 'a>> {
    items.iter().map(|item| found(text, item)).collect()
}

/// Reports choices that are missing, empty or alike. Returns whether any of it is an error.
pub(super) fn report(page: &mut Page<'_>, draft: &Draft<'_, '_>, found: &[Found<'_, '_>]) -> bool {
    let mut is_wrong = false;
    if found.len() < 2 {
        is_wrong = true;
        page.diagnostics.push(
            Diagnostic::new(Code::OneChoice, page.file, "this question has only one choice")
                .at(draft.span.clone())
                .help(if has_loose_feedback(draft) {
                    "the quotes stand between the choices and part them; indent each `>` by as much as the text of its choice"
                } else {
                    "write two or more choices as a bullet list below the question, indented by three spaces, the right one first"
                }),
        );
    }
    for choice in found.iter().filter(|choice| choice.is_empty()) {
        is_wrong = true;
        page.diagnostics.push(
            Diagnostic::new(Code::EmptyChoice, page.file, "this choice has no text")
                .at(choice.span.clone())
                .help("write the choice behind the `-`, or remove the line"),
        );
    }
    report_alike(page, "choice", found);
    for choice in found {
        if let Some((label, at)) = label_within(choice) {
            let name = label.name();
            page.diagnostics.push(
                Diagnostic::new(Code::LabelInChoice, page.file, format!("`{name}:` is part of this choice"))
                    .at(at)
                    .help(format!(
                        "write `{name}:` behind the last choice, after an empty line; what explains one choice is a quote in it: `> …`"
                    )),
            );
        }
    }
    is_wrong
}

/// Reports entries of a question that are the same.
pub(super) fn report_alike(page: &mut Page<'_>, what: &str, found: &[Found<'_, '_>]) {
    let mut seen: HashMap<String, &Found<'_, '_>> = HashMap::new();
    for choice in found.iter().filter(|choice| !choice.text.is_empty()) {
        let likeness = choice.likeness();
        let Some(first) = seen.get(&likeness) else {
            seen.insert(likeness, choice);
            continue;
        };
        let message = if first.text == choice.text {
            format!("`{}` is {} {what} twice", choice.text, if what.starts_with('i') { "an" } else { "a" })
        } else {
            format!("`{}` is the same {what} as `{}`", choice.text, first.text)
        };
        page.diagnostics.push(
            Diagnostic::new(Code::RepeatedChoice, page.file, message)
                .at(choice.span.clone())
                .label(page.file, first.span.clone(), "first here")
                .help("change or remove one of them"),
        );
    }
}

/// Writes the choices, each with an id of its own.
pub(super) fn write(page: &mut Page<'_>, found: &[Found<'_, '_>]) -> Vec<Choice> {
    let mut ids = HashSet::new();
    let mut choices = Vec::new();
    for choice in found {
        let text = unwrapped(&html(page, &choice.content));
        let feedback = unwrapped(&page.html(&choice.feedback));
        let id = unique(&id_of_text(&choice.text), &mut ids, 2);
        choices.push(Choice { id, text, feedback, pinned: choice.pinned });
    }
    choices
}

/// Which choices are right: the marked ones, else those that `Answer:` names, else the first.
pub(super) fn right(page: &mut Page<'_>, draft: &Draft<'_, '_>, found: &[Found<'_, '_>]) -> Right {
    let mut right = Right { choices: Vec::new(), marks: Vec::new(), is_wrong: false };
    for (index, choice) in found.iter().enumerate() {
        if let Some((true, at)) = &choice.mark {
            right.choices.push(index);
            right.marks.push(at.clone());
        }
    }
    let mut named = Vec::new();
    let mut places = Vec::new();
    let answers = super::question::answers(page, draft);
    right.is_wrong = answers.is_none();
    for answer in answers.into_iter().flatten() {
        match named_choices(&answer, page.text, found) {
            Ok(indices) => {
                places.extend(indices.iter().map(|_| answer.span.clone()));
                named.extend(indices);
            }
            Err(unknown) => {
                right.is_wrong = true;
                let diagnostic = names_no_choice(page, &unknown, found);
                page.diagnostics.push(diagnostic);
            }
        }
    }
    if right.choices.is_empty() {
        (right.choices, right.marks) = (named, places);
    } else if !right.is_wrong && !named.is_empty() {
        let is_same = named.iter().all(|index| right.choices.contains(index))
            && right.choices.iter().all(|index| named.contains(index));
        if let (false, Some(field)) = (is_same, draft.field(Label::Answer)) {
            right.is_wrong = true;
            page.diagnostics.push(
                Diagnostic::new(
                    Code::AnswerAgainstMarks,
                    page.file,
                    "`Answer:` names other choices than those that are marked",
                )
                .at(field.value.clone())
                .label(page.file, right.marks[0].clone(), "marked as right here")
                .help("keep one of the two: the marks, or `Answer:` and choices without boxes"),
            );
        }
    }
    let boxed = found.iter().find_map(|choice| choice.mark.as_ref());
    if let (true, Some((_, mark)), false) = (right.choices.is_empty(), boxed, right.is_wrong) {
        page.diagnostics.push(
            Diagnostic::new(Code::NothingMarked, page.file, "no choice is marked, so the first one is right")
                .at(mark.clone())
                .label(page.file, draft.span.clone(), "in this question")
                .help("mark the right choice with `[x]`, or write the choices without boxes, the right one first"),
        );
    }
    if right.choices.is_empty() {
        right.choices.push(0);
    }
    right.choices.sort_unstable();
    right.choices.dedup();
    right
}

/// The id of the one right choice; `None` where several are right, which is reported.
pub(super) fn only_right(
    page: &mut Page<'_>,
    draft: &Draft<'_, '_>,
    choices: &[Choice],
    right: &Right,
    help: &str,
) -> Option<String> {
    if let [only] = right.choices[..] {
        return Some(choices.get(only)?.id.clone());
    }
    let message = format!("{} choices are marked as right, but only one can be", right.choices.len());
    let first = right.marks.first().cloned().unwrap_or_else(|| draft.span.clone());
    let second = right.marks.get(1).cloned().unwrap_or_else(|| first.clone());
    let mut diagnostic = Diagnostic::new(Code::TwoMarked, page.file, message).at(second.clone());
    if first != second {
        diagnostic = diagnostic.label(page.file, first, "the first mark");
    }
    page.diagnostics.push(diagnostic.label(page.file, draft.span.clone(), "in this question").help(help));
    None
}

fn found<'e, 'a>(text: &str, item: &'e Block<'e, 'a>) -> Found<'e, 'a> {
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
    let is_quote = |block: &&Events<'_>| matches!(block[0].0, Event::Start(Tag::BlockQuote(None)));
    let is_choice = |block: &&Events<'_>| !is_quote(block) && !block.is_empty();
    // A choice that is nothing but a quote is the quote.
    let quotes: Vec<_> = if content.iter().any(is_choice) {
        content.extract_if(.., |block| is_quote(block)).collect()
    } else {
        Vec::new()
    };
    let feedback = quotes.iter().flat_map(|quote| blocks(inside(quote))).collect();
    let mut content: Vec<Block<'_, '_>> = content.into_iter().map(Cow::Borrowed).collect();
    let last = take_last(&mut content);
    let plain = content.iter().map(|block| plain_text(block)).collect::<Vec<_>>().join(" ");
    let plain = plain.trim();
    let is_bare_mark = matches!(plain, "[x]" | "[X]" | "[ ]" | "[]");
    let text = if is_bare_mark { String::new() } else { plain.to_owned() };
    let pinned = last || stays_last(&text) || places::names_letters(&text);
    Found { content, feedback, text, mark, pinned, span }
}

/// Takes `{last}` off the end of a choice.
fn take_last(content: &mut [Block<'_, '_>]) -> bool {
    let is_text = |(event, _): &(Event<'_>, _)| matches!(event, Event::Text(_));
    let Some((block, at)) =
        content.iter_mut().rev().find_map(|block| block.iter().rposition(is_text).map(|at| (block, at)))
    else {
        return false;
    };
    let Event::Text(text) = &block[at].0 else { return false };
    let Some(kept) = text.trim_end().strip_suffix("{last}") else { return false };
    let kept = kept.trim_end().to_owned();
    block.to_mut()[at].0 = Event::Text(kept.into());
    true
}

/// Whether a choice speaks of those above it, so that it can only stand below them.
fn stays_last(text: &str) -> bool {
    let text = normalise(text);
    let text = text.trim_end_matches(['.', '!', ';']);
    let words: Vec<_> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let counts = ["all", "none", "both", "neither", "any", "either", "two", "more"].contains(first);
    let points = ["above", "these", "those", "them", "others"].contains(last);
    let is_short = words.len() <= 7;
    let says_of = words.get(1).is_some_and(|word| ["of", "the", "above", "these", "those"].contains(word));
    counts && points && is_short && says_of
}

/// The choices that an answer names: by their text, or by letters or numbers as they stand.
fn named_choices(answer: &Written, text: &str, found: &[Found<'_, '_>]) -> Result<Vec<usize>, Written> {
    if let Some(index) = by_name(&answer.text, found) {
        return Ok(vec![index]);
    }
    let source = &text[answer.span.clone()];
    let mut indices = Vec::new();
    let mut start = 0;
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (at, _) in source.match_indices([',', ';', '&']).chain(source.match_indices(" and ")) {
        parts.push(at..at);
    }
    parts.sort_by_key(|part| part.start);
    let ends = parts.into_iter().map(|part| part.start).chain([source.len()]);
    for end in ends {
        let part = &source[start.min(end)..end];
        let trimmed = part.trim_start_matches([',', ';', '&']).trim_start();
        let trimmed = trimmed.strip_prefix("and ").unwrap_or(trimmed).trim();
        let from = answer.span.start + end - (part.len() - part.find(trimmed).unwrap_or(0));
        start = end;
        if trimmed.is_empty() {
            continue;
        }
        match by_name(trimmed, found) {
            Some(index) => indices.push(index),
            None => {
                let span = from..from + trimmed.len();
                return Err(Written { text: trimmed.to_owned(), quoted: answer.quoted, span });
            }
        }
    }
    if indices.is_empty() { Err(answer.clone()) } else { Ok(indices) }
}

fn by_name(name: &str, found: &[Found<'_, '_>]) -> Option<usize> {
    let wanted = normalise(name.trim_end_matches('.'));
    let is_named = |choice: &Found<'_, '_>| normalise(choice.text.trim_end_matches('.')) == wanted;
    if let Some(index) = found.iter().position(is_named) {
        return Some(index);
    }
    // `B`, `(b)`, `2.`, or `B) the text`.
    let mark = wanted.trim_start_matches('(');
    let end = mark.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(mark.len());
    let (mark, rest) = mark.split_at(end);
    let index = match mark.as_bytes() {
        [letter @ b'a'..=b'z'] => usize::from(letter - b'a'),
        _ => mark.parse::<usize>().ok()?.checked_sub(1)?,
    };
    let rest = rest.trim_start_matches([')', '.', ':']).trim();
    let choice = found.get(index)?;
    (rest.is_empty() || rest == normalise(choice.text.trim_end_matches('.'))).then_some(index)
}

fn names_no_choice(page: &Page<'_>, answer: &Written, found: &[Found<'_, '_>]) -> Diagnostic {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index.min(25)).unwrap_or(25));
    let last = letter(found.len().saturating_sub(1));
    let help = match nearest(&answer.text, found.iter().map(|choice| choice.text.as_str())) {
        Some(text) => format!("did you mean `{text}`?"),
        None => format!("write the letter of a choice, `A` to `{last}`, or its text"),
    };
    Diagnostic::new(
        Code::AnswerNamesNoChoice,
        page.file,
        format!("`{}` is no choice of this question", answer.text),
    )
    .at(answer.span.clone())
    .help(help)
}

/// A label at the beginning of a later line or a later paragraph of a choice.
fn label_within(choice: &Found<'_, '_>) -> Option<(Label, Range<usize>)> {
    choice.content.iter().enumerate().find_map(|(index, block)| {
        if !labels::is_paragraph(&block[0].0) {
            return None;
        }
        let cut = labels::cut(block, index > 0, false);
        cut.fields.first().map(|field| (field.label, field.span.clone()))
    })
}

/// Whether there are quotes between lists at the end of the prompt: feedback that is not indented far enough.
fn has_loose_feedback(draft: &Draft<'_, '_>) -> bool {
    let is_list = |block: &Block<'_, '_>| matches!(block[0].0, Event::Start(Tag::List(None)));
    let is_quote = |block: &Block<'_, '_>| matches!(block[0].0, Event::Start(Tag::BlockQuote(None)));
    matches!(&draft.prompt[..], [.., list, quote] if is_list(list) && is_quote(quote))
        || draft.rest.first().is_some_and(is_quote)
}

fn has_picture(content: &[Block<'_, '_>]) -> bool {
    let is_picture = |(event, _): &(Event<'_>, _)| {
        matches!(event, Event::Start(Tag::Image { .. }) | Event::InlineMath(_) | Event::DisplayMath(_))
    };
    content.iter().any(|block| block.iter().any(is_picture))
}
