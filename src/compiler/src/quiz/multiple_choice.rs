//! Questions of which any number of choices is right.

use course::identity::normalise;
use course::quiz::QuestionKind;

use super::choices::{self, Found, Right};
use super::draft::Draft;
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;

/// What a prompt says that asks for every right choice.
const ASKS_FOR_ALL: [&str; 9] = [
    "select all",
    "choose all",
    "all that apply",
    "check all",
    "mark all",
    "tick all",
    "pick all",
    "more than one answer",
    "more than one choice",
];

/// Whether a prompt asks for every right choice.
pub(super) fn asks_for_all(prompt: &str) -> bool {
    let prompt = normalise(prompt);
    ASKS_FOR_ALL.iter().any(|words| prompt.contains(words))
}

/// Makes the question, and reports what is odd about it.
pub(super) fn read(
    page: &mut Page<'_>,
    draft: &Draft<'_, '_>,
    found: &[Found<'_, '_>],
    right: &Right,
) -> Option<QuestionKind> {
    let choices = choices::write(page, found);
    if right.choices.len() == choices.len() && choices.len() > 1 {
        page.diagnostics.push(
            Diagnostic::new(Code::AllMarked, page.file, "every choice of this question is right")
                .at(draft.span.clone())
                .help("add a choice that is wrong, or take away the `[x]` of one"),
        );
    }
    let correct: Vec<_> = right
        .choices
        .iter()
        .filter_map(|index| choices.get(*index))
        .map(|choice| choice.id.clone())
        .collect();
    (!correct.is_empty()).then_some(QuestionKind::MultipleChoice { choices, correct })
}
