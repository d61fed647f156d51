//! What a piece of code prints: the fence `output` at the end of the question.

use course::quiz::QuestionKind;
use pulldown_cmark::Event;

use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;
use crate::markdown::{Events, first_line, inside, span};

/// `None` where nothing is printed, which is reported.
pub(super) fn read(page: &mut Page<'_>, fence: &Events<'_>) -> Option<QuestionKind> {
    let text = |(event, _): &(Event<'_>, _)| match event {
        Event::Text(text) => Some(text.to_string()),
        _ => None,
    };
    let expected: String = inside(fence).iter().filter_map(text).collect();
    if expected.trim().is_empty() {
        page.diagnostics.push(
            Diagnostic::new(Code::EmptyOutput, page.file, "the expected output is empty")
                .at(first_line(page.text, span(fence)))
                .help("write what the program prints between the lines of the fence"),
        );
        return None;
    }
    Some(QuestionKind::Output { expected })
}
