//! A question of a quiz. [`frame`] is what all kinds have in common; a kind only draws its own answer area, as HTML,
//! and there is one file a kind.
//!
//! Every field to be filled bears the attribute `data-gap` with the slot of the response that it stands for, as the
//! gaps of a cloze have it from the compiler. So what is typed or chosen is taken, kept and put back in one place,
//! whatever the kind.

mod choices;
mod cloze;
mod frame;
mod matching;
mod numeric;
mod ordering;
mod output;
mod short_answer;

use course::grading::{Response, Verdict};
use course::quiz::{Question, QuestionKind};
use leptos::prelude::document;
use web_sys::Element;

pub(crate) use frame::{judge, question, rehearse, repaint};
pub(crate) use ordering::{move_item, take_order};

use crate::fields;
use crate::messages::{self, Word, say};
use crate::navigator::Navigator;

/// What an answer area is drawn from.
struct Sheet<'a> {
    question: &'a Question,
    response: &'a Response,
    /// Of the order of what can be chosen.
    seed: &'a str,
    /// Whether choices stand in that order, and not in the author's.
    shuffles: bool,
    /// Of an answer that is handed in.
    verdict: Option<Verdict>,
    /// Whether the right answer may be seen.
    open: bool,
    /// Whether the learner was told that the answer is nearly right, and can mend it.
    near: bool,
    navigator: Navigator,
}

/// How good the content of one field is.
struct Slot {
    verdict: Verdict,
    /// What would be right, as HTML.
    right: String,
}

/// The answer area of a question.
fn area(sheet: &Sheet<'_>) -> String {
    let html = match &sheet.question.kind {
        QuestionKind::SingleChoice { choices, correct } => {
            return choices::area(sheet, choices, std::slice::from_ref(correct), sheet.shuffles);
        }
        QuestionKind::TrueFalse { choices, correct } => {
            return choices::area(sheet, choices, std::slice::from_ref(correct), false);
        }
        QuestionKind::MultipleChoice { choices, correct } => {
            return choices::area(sheet, choices, correct, sheet.shuffles);
        }
        QuestionKind::Ordering { items } => return ordering::area(sheet, items),
        QuestionKind::ShortAnswer(_) => short_answer::area(),
        QuestionKind::Numeric { accepted } => numeric::area(accepted),
        QuestionKind::Matching { pairs, options } => matching::area(sheet, pairs, options),
        QuestionKind::Cloze { .. } => cloze::area(sheet),
        QuestionKind::Output { .. } => output::area(),
    };
    fields::with_fields(&html, "data-gap", &|field, slot| fill(sheet, field, slot))
}

/// Puts what was given into a field, and says how good it is where that is to be said.
fn fill(sheet: &Sheet<'_>, field: &Element, id: &str) {
    let value = sheet.response.entry(id);
    fields::put(field, value);
    let slot = match &sheet.question.kind {
        QuestionKind::Matching { pairs, options } => matching::slot(sheet, pairs, options, id),
        QuestionKind::Cloze { gaps } => cloze::slot(gaps, id, value),
        kind => {
            let right = match kind {
                QuestionKind::ShortAnswer(accepted) => short_answer::right(accepted),
                QuestionKind::Numeric { accepted } => numeric::right(accepted),
                QuestionKind::Output { expected } => output::right(expected),
                _ => return,
            };
            let verdict = if sheet.near { Some(Verdict::Near) } else { sheet.verdict };
            verdict.map(|verdict| Slot { verdict, right })
        }
    };
    let Some(Slot { verdict, right }) = slot else { return };
    if sheet.verdict.is_none() {
        if sheet.near && verdict == Verdict::Near {
            fields::set(field, "data-mark", mark(verdict));
            fields::set(field, "aria-invalid", "true");
        }
        return;
    }
    fields::set(field, "disabled", "");
    fields::set(field, "data-mark", mark(verdict));
    let Ok(note) = document().create_element("span") else { return };
    fields::set(&note, "class", "gap-note");
    fields::set(&note, "data-mark", mark(verdict));
    note.set_inner_html(&messages::part(
        verdict,
        (sheet.open && verdict != Verdict::Correct).then_some(&right),
    ));
    _ = field.insert_adjacent_element("afterend", &note);
}

/// A verdict as style sheets and tests know it.
fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Correct => "correct",
        Verdict::Partial => "partial",
        Verdict::Near => "near",
        Verdict::Wrong => "wrong",
    }
}

/// What a nearly right answer is to be looked at for.
fn advice(kind: &QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Numeric { .. } => say(Word::near_unit),
        QuestionKind::Output { .. } => say(Word::near_output),
        QuestionKind::Cloze { .. } => say(Word::near_gaps),
        _ => say(Word::near_spelling),
    }
}
