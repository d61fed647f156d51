//! Statements that hold or do not: two choices that say so, or `Answer: true`.

use course::identity::{id_of_text, normalise};
use course::quiz::{Choice, QuestionKind};

use super::choices::{self, Found, Right};
use super::draft::Draft;
use crate::markdown::page::Page;

/// What the two choices say, the one that agrees first.
const PAIRS: [[&str; 2]; 4] =
    [["true", "false"], ["yes", "no"], ["correct", "incorrect"], ["right", "wrong"]];

/// Whether two choices are true and false; then whether the first of them agrees.
pub(super) fn agrees_first(found: &[Found<'_, '_>]) -> Option<bool> {
    let [one, other] = found else { return None };
    let words = [one, other].map(|choice| normalise(choice.text.trim_end_matches(['.', '!'])));
    let words = words.each_ref().map(String::as_str);
    PAIRS.iter().find_map(|[agreeing, denying]| match words {
        [first, second] if first == *agreeing && second == *denying => Some(true),
        [first, second] if first == *denying && second == *agreeing => Some(false),
        _ => None,
    })
}

/// `None` where both choices are right, which is reported.
pub(super) fn read(
    page: &mut Page<'_>,
    draft: &Draft<'_, '_>,
    found: &[Found<'_, '_>],
    right: &Right,
    agrees_first: bool,
) -> Option<QuestionKind> {
    let mut choices = choices::write(page, found);
    let help = "leave one `[x]` and make the other `[ ]`";
    let correct = choices::only_right(page, draft, &choices, right, help)?;
    if !agrees_first {
        choices.reverse();
    }
    Some(QuestionKind::TrueFalse { choices, correct })
}

/// A statement without choices: `Answer: true` or `Answer: false`.
pub(super) fn of_answer(answer: &str) -> Option<QuestionKind> {
    let answer = normalise(answer.trim_end_matches('.'));
    let choices =
        ["True", "False"].map(|text| Choice { id: id_of_text(text), text: text.into(), ..Choice::default() });
    let correct = choices.iter().find(|choice| normalise(&choice.text) == answer)?.id.clone();
    Some(QuestionKind::TrueFalse { choices: choices.into(), correct })
}
