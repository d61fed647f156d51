//! Diagnostics as text for a terminal, in the manner of rustc.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity, Texts, counted};
use crate::content::Content;

/// Draws all diagnostics, each with the lines it is about, and ends with a line that counts them.
///
/// The result ends in a line break, and is empty where there is no diagnostic.
pub fn render(diagnostics: &[Diagnostic], content: &Content, color: bool) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let texts = Texts::of(diagnostics, content);
    let mut drawn = String::new();
    for diagnostic in diagnostics {
        drawn.push_str(renderer.render(&[group(diagnostic, &texts)]).trim_end());
        drawn.push_str("\n\n");
    }
    _ = writeln!(drawn, "{}", counts(diagnostics));
    drawn
}

fn group<'a>(diagnostic: &'a Diagnostic, texts: &'a Texts<'_>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE.with_name("advice"),
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
    let mut group = match (&diagnostic.span, texts.get(&diagnostic.file)) {
        (Some(span), Some(text)) => {
            let mut snippet = Snippet::source(text).path(diagnostic.file.as_str());
            let mut primary = AnnotationKind::Primary.span(within(text, span));
            for label in diagnostic.labels.iter().filter(|label| label.file == diagnostic.file) {
                if label.span == *span {
                    primary = primary.label(label.text.as_str());
                } else {
                    let context = AnnotationKind::Context.span(within(text, &label.span));
                    snippet = snippet.annotation(context.label(label.text.as_str()));
                }
            }
            title.element(snippet.annotation(primary))
        }
        _ => title.element(Origin::path(diagnostic.file.as_str())),
    };
    for label in diagnostic.labels.iter().filter(|label| label.file != diagnostic.file) {
        if let Some(text) = texts.get(&label.file) {
            let annotation = AnnotationKind::Context.span(within(text, &label.span));
            group = group.element(
                Snippet::source(text)
                    .path(label.file.as_str())
                    .annotation(annotation.label(label.text.as_str())),
            );
        }
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The span cut to what the text has, since a drawing must never fail.
fn within(text: &str, span: &Range<usize>) -> Range<usize> {
    let end = text.floor_char_boundary(span.end);
    text.floor_char_boundary(span.start).min(end)..end
}

fn counts(diagnostics: &[Diagnostic]) -> String {
    let count = |severity, one, many| {
        let count = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        (count > 0).then(|| counted(count, one, many))
    };
    let parts = [
        count(Severity::Error, "error", "errors"),
        count(Severity::Warning, "warning", "warnings"),
        count(Severity::Advice, "piece of advice", "pieces of advice"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;

    #[test]
    fn findings_are_counted_as_people_say_it() {
        let of = |code, count| vec![Diagnostic::new(code, "a.md", "m"); count];
        let all = |errors, warnings, advice| {
            [of(Code::MissingId, errors), of(Code::BrokenLink, warnings), of(Code::MissingDuration, advice)]
                .concat()
        };
        assert_eq!(counts(&all(1, 2, 1)), "1 error, 2 warnings, 1 piece of advice");
        assert_eq!(counts(&all(0, 0, 11)), "11 pieces of advice");
    }
}
