//! Questions that are answered by a number, and gaps that hold one.

use std::ops::Range;

use course::quiz::Quantity;

use super::draft::Draft;
use super::labels::Label;
use super::number::{self, Reading, What};
use super::written::Written;
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;

/// What accepted answers turned out to be.
pub(super) enum Outcome {
    /// Every one of them is a number.
    Numbers(Vec<Quantity>),
    /// At least one is a text, so all of them are.
    Texts,
    /// Something is wrong, which is reported.
    Wrong,
}

/// Reads accepted answers as numbers, with the tolerance and the unit that the question has for all of them.
/// `is_sure` says that they have to be numbers.
pub(super) fn read(
    page: &mut Page<'_>,
    draft: &Draft<'_, '_>,
    answers: &[Written],
    is_sure: bool,
) -> Outcome {
    let mut quantities = Vec::new();
    let mut has_texts = false;
    let mut is_wrong = false;
    for answer in answers {
        let reading = match answer.quoted && !is_sure {
            true => Reading::Text,
            false => number::read(&answer.text, is_sure),
        };
        match reading {
            Reading::Number(quantity) => quantities.push(quantity),
            Reading::Wrong(problem) => {
                is_wrong = true;
                let part = &answer.text[problem.part];
                let source = &page.text[answer.span.clone()];
                let at = match source.rfind(part) {
                    Some(start) => answer.span.start + start..answer.span.start + start + part.len(),
                    None => answer.span.clone(),
                };
                report(page, problem.what, part, at);
            }
            Reading::Text if is_sure => {
                is_wrong = true;
                page.diagnostics.push(
                    Diagnostic::new(Code::UnreadableNumber, page.file, format!("`{}` is no number", answer.text))
                        .at(answer.span.clone())
                        .help("write digits with a point, such as `9.81`, then the tolerance and the unit, if there are any: `9.81 ± 0.05 m/s²`"),
                );
            }
            Reading::Text => has_texts = true,
        }
    }
    if !is_wrong && (has_texts || quantities.is_empty()) {
        return Outcome::Texts;
    }
    // Looked at in any case, so that all that is wrong is told at once.
    let is_complete = complete(page, draft, &mut quantities);
    if is_wrong || !is_complete { Outcome::Wrong } else { Outcome::Numbers(quantities) }
}

/// Gives the unit and the tolerance that stand below a label to those quantities that have none.
fn complete(page: &mut Page<'_>, draft: &Draft<'_, '_>, quantities: &mut [Quantity]) -> bool {
    let value = |label| draft.field(label).filter(|field| !field.is_empty()).map(|field| field.value.clone());
    if let Some(at) = value(Label::Unit) {
        let unit = page.text[at].split_whitespace().collect::<Vec<_>>().join(" ");
        let unit = unit.trim_matches('`');
        for quantity in quantities.iter_mut().filter(|quantity| quantity.unit.is_empty()) {
            quantity.unit = unit.into();
            quantity.text = format!("{} {unit}", quantity.text);
        }
    }
    let Some(at) = value(Label::Tolerance) else { return true };
    let written = page.text[at.clone()].trim().trim_matches('`').trim_start_matches(['±', '+', '/']).trim();
    for quantity in quantities.iter_mut().filter(|quantity| quantity.tolerance == 0.0) {
        match number::tolerance(written, quantity.value, &quantity.unit) {
            Ok(tolerance) => quantity.tolerance = tolerance,
            Err(what) => {
                report(page, what, written, at);
                return false;
            }
        }
    }
    true
}

fn report(page: &mut Page<'_>, what: What, part: &str, at: Range<usize>) {
    let (code, message, help) = match what {
        What::NoNumber => (
            Code::UnreadableNumber,
            format!("the tolerance `{part}` is no number"),
            "write how far an answer may be off: `± 0.05`, or `± 5 %` for a share of the number",
        ),
        What::Negative => (
            Code::BadTolerance,
            format!("the tolerance `{part}` is negative"),
            "write it without the minus; it counts to both sides",
        ),
        What::Backwards => (
            Code::BadTolerance,
            format!("the range `{part}` begins behind its end"),
            "write the smaller number first",
        ),
        What::OtherUnit => (
            Code::BadTolerance,
            format!("the tolerance `{part}` has another unit than the number"),
            "write the unit once, at the end: `9.81 ± 0.05 m/s²`",
        ),
        What::ShareOfZero => (
            Code::BadTolerance,
            format!("`{part}` of zero is zero"),
            "write the tolerance as a number: `0 ± 0.5`",
        ),
    };
    page.diagnostics.push(Diagnostic::new(code, page.file, message).at(at).help(help));
}
