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
    if right.choices.len() > 1 {
        let help = "leave one `[x]` and make the others `[ ]`; if several are right, remove the line `Kind: single choice`";
        choices::two_right(page, draft, right, help);
        return None;
    }
    let correct = choices.get(*right.choices.first()?)?.id.clone();
    Some(QuestionKind::SingleChoice { choices, correct })
}
