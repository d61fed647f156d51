//! A number to be typed, perhaps with its unit.

use course::quiz::Quantity;

use super::short_answer::line;
use crate::fields::escaped;
use crate::messages::{Word, say};

/// One line to type into. Keys for digits alone would leave no way to write a unit or a minus sign.
pub(super) fn area(accepted: &[Quantity]) -> String {
    let is_bare = |quantity: &Quantity| quantity.unit.is_empty();
    let label = if accepted.iter().all(is_bare) { say(Word::your_number) } else { say(Word::your_quantity) };
    let is_plain = accepted.iter().all(|quantity| is_bare(quantity) && quantity.value >= 0.0);
    line(label, if is_plain { "decimal" } else { "text" })
}

/// The answer to show.
pub(super) fn right(accepted: &[Quantity]) -> String {
    accepted.first().map_or(String::new(), |quantity| escaped(&quantity.text))
}
