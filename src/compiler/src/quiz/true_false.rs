//! Statements that hold or do not: two choices that say so, or `Answer: true`.

use course::identity::{id_of_text, normalise};
use course::quiz::{Choice, QuestionKind};
use words::Word;

use super::choices::{self, Found, Right};
use super::draft::Draft;
use crate::markdown::escape;
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
///
/// The choices are worded in the language of the library, and known by their English words in each, so that answers stay
/// what they are when an author names the language later.
pub(super) fn of_answer(page: &Page<'_>, answer: &str) -> Option<QuestionKind> {
    let answer = normalise(answer.trim_end_matches('.'));
    let words = [("True", Word::answer_true), ("False", Word::answer_false)];
    let correct = words.iter().find(|(text, _)| normalise(text) == answer)?.0;
    let choices = words.map(|(text, word)| Choice {
        id: id_of_text(text),
        text: escape::text(page.targets.say(word)),
        ..Choice::default()
    });
    Some(QuestionKind::TrueFalse { choices: choices.into(), correct: id_of_text(correct) })
}
