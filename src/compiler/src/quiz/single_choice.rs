//! Questions of which exactly one choice is right.

use course::quiz::QuestionKind;

use super::choices::{self, Found, Right};
use super::draft::Draft;
use crate::markdown::page::Page;

/// `None` where more than one choice is right, which is reported.
pub(super) fn read(
    page: &mut Page<'_>,
    draft: &Draft<'_, '_>,
    found: &[Found<'_, '_>],
    right: &Right,
) -> Option<QuestionKind> {
    let choices = choices::write(page, found);
    let help = "leave one `[x]` and make the others `[ ]`; if several are right, remove the line `Kind: single choice`";
    let correct = choices::only_right(page, draft, &choices, right, help)?;
    Some(QuestionKind::SingleChoice { choices, correct })
}
