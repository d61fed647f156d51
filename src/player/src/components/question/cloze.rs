//! A text with gaps to be filled.

use course::grading::grade_gap;
use course::quiz::{Gap, GapKind};

use super::{Sheet, Slot, numeric, short_answer};
use crate::fields::escaped;

/// The text itself: the compiler has put the fields into it.
pub(super) fn area(sheet: &Sheet<'_>) -> String {
    format!("<div class=\"prompt cloze\">{}</div>", sheet.navigator.html(&sheet.question.prompt))
}

/// How good what stands in a gap is.
pub(super) fn slot(gaps: &[Gap], id: &str, value: &str) -> Option<Slot> {
    let gap = gaps.iter().find(|gap| gap.id == id)?;
    let right = match &gap.kind {
        GapKind::Text(accepted) => short_answer::right(accepted),
        GapKind::Number(accepted) => numeric::right(accepted),
        GapKind::Choice { correct, .. } => escaped(correct),
    };
    Some(Slot { verdict: grade_gap(gap, value), right })
}
