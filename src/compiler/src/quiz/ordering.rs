//! Items to be brought into order: a numbered list, written in the right one.

use course::quiz::QuestionKind;

use super::Block;
use super::choices;
use super::draft::Draft;
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;

/// `None` where no question comes of it, which is reported.
pub(super) fn read(
    page: &mut Page<'_>,
    draft: &Draft<'_, '_>,
    items: &[Block<'_, '_>],
) -> Option<QuestionKind> {
    let found = choices::find(page.text, items);
    let mut is_wrong = false;
    if let [only] = &found[..] {
        is_wrong = true;
        page.diagnostics.push(
            Diagnostic::new(Code::TooFewItems, page.file, "one item is always in order")
                .at(only.span.clone())
                .label(page.file, draft.span.clone(), "in this question")
                .help("write two or more items; choices to pick from are a bullet list, with `-`"),
        );
    }
    for item in found.iter().filter(|item| item.is_empty()) {
        is_wrong = true;
        page.diagnostics.push(
            Diagnostic::new(Code::EmptyChoice, page.file, "this item has no text")
                .at(item.span.clone())
                .help("write the item behind its number, or remove the line"),
        );
    }
    choices::report_alike(page, "item", &found);
    let mut items = choices::write(page, &found);
    for item in &mut items {
        item.pinned = false;
    }
    (!is_wrong).then_some(QuestionKind::Ordering { items })
}
