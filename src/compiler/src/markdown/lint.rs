//! Looks over the text of a page for what is allowed and still not good for its readers.

use std::ops::Range;

use course::identity::normalise;
use pulldown_cmark::{Event, Tag};

use super::page::Page;
use super::{Events, end_of, first_line, inside, plain_text, secrets};
use crate::diagnostics::{Code, Diagnostic};

/// Texts of links that say nothing where they are read alone, as from a list of all links.
const VAGUE: [&str; 14] = [
    "here",
    "click here",
    "click",
    "this",
    "this link",
    "this page",
    "link",
    "more",
    "read more",
    "read this",
    "see here",
    "learn more",
    "this article",
    "go",
];

/// All findings about the text of a page.
pub(crate) fn text(page: &mut Page<'_>, events: &Events<'_>) {
    let mut level_before = 1;
    let mut at = 0;
    while at < events.len() {
        let (event, span) = &events[at];
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let level = *level as u8;
                if level > level_before + 1 {
                    page.diagnostics.push(skipped(page, level_before, level, span.clone()));
                }
                level_before = level;
            }
            Event::Start(Tag::Link { .. }) => {
                let text = plain_text(inside(&events[at..end_of(events, at)]));
                let folded = normalise(text.trim_matches(|c: char| !c.is_alphanumeric()));
                if VAGUE.contains(&folded.as_str()) {
                    page.diagnostics.push(vague(page, &text, span.clone()));
                }
            }
            Event::Code(code) => secret(page, code, span),
            _ => {}
        }
        at += 1;
    }
}

/// The finding about a secret in a piece of code that stands at `span`, or is shown there.
pub(super) fn secret(page: &mut Page<'_>, code: &str, span: &Range<usize>) {
    let Some(secret) = secrets::find(code) else { return };
    let found = &code[secret.at];
    let at = match page.text[span.clone()].find(found) {
        Some(start) => span.start + start..span.start + start + found.len(),
        None => first_line(page.text, span.clone()),
    };
    let message = format!("this looks like {}", secret.what);
    let diagnostic = Diagnostic::new(Code::SecretInCode, page.file, message).at(at).help(
        "take it back where it was issued if it is real, for whoever has the text has it; in lessons write a \
         stand-in such as `your-key`",
    );
    page.diagnostics.push(diagnostic);
}

fn skipped(page: &Page<'_>, before: u8, level: u8, span: Range<usize>) -> Diagnostic {
    let (wanted, written) = ("#".repeat(before.into()) + "#", "#".repeat(level.into()));
    let message = format!("this heading of level {level} follows one of level {before}");
    Diagnostic::new(Code::SkippedLevel, page.file, message).at(first_line(page.text, span)).help(match before
    {
        1 => format!(
            "write `{wanted}` for `{written}`; the title of the lesson is level 1, and its parts are level 2"
        ),
        _ => format!(
            "write `{wanted}` for `{written}`; who listens to the page finds its parts by their levels"
        ),
    })
}

fn vague(page: &Page<'_>, text: &str, span: Range<usize>) -> Diagnostic {
    Diagnostic::new(Code::VagueLink, page.file, format!("the link text `{text}` does not say where it leads"))
        .at(span)
        .help("make the name of what is linked the text of the link: `the [manual of tar](…)`, not `the manual is [here](…)`")
}
