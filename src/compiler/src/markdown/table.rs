//! Tables: their frame, and the paragraph `Table: …` beside them that is their caption.

use pulldown_cmark::{Event, Tag};

use super::{Events, end_of, escape, inside, plain_text};

/// The caption and the table at the beginning of some blocks, whichever of the two stands first.
pub(super) fn captioned<'e, 'a>(blocks: &[&'e Events<'a>]) -> Option<(&'e Events<'a>, &'e Events<'a>)> {
    match blocks {
        [one, other, ..] if is_caption(one) && is_table(other) => Some((one, other)),
        // Two tables with a caption each, written above them: the one between belongs to the second.
        [one, other, third, ..] if is_table(one) && is_caption(other) && is_table(third) => None,
        [one, other, ..] if is_table(one) && is_caption(other) => Some((other, one)),
        _ => None,
    }
}

/// Whether a block is a paragraph that begins with `Table:`.
pub(super) fn is_caption(block: &Events<'_>) -> bool {
    match block {
        [(Event::Start(Tag::Paragraph), _), (Event::Text(text), _), ..] => {
            text.starts_with("Table: ") && !plain_text(block)["Table: ".len()..].trim().is_empty()
        }
        _ => false,
    }
}

/// The inline events of a caption, without the word before it.
pub(super) fn caption_text<'a>(caption: &Events<'a>) -> Vec<(Event<'a>, std::ops::Range<usize>)> {
    let mut events = inside(caption).to_vec();
    if let Some((Event::Text(text), _)) = events.first_mut() {
        *text = text.strip_prefix("Table:").unwrap_or(text).trim_start().to_owned().into();
    }
    events
}

/// What opens a table, up to its caption. It is named by its caption or else by its columns.
pub(super) fn opening(block: &Events<'_>, caption: Option<&str>) -> String {
    let label = match caption {
        Some(caption) => escape::attribute(caption),
        None => escape::attribute(&column_names(block).join(", ")),
    };
    format!("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>")
}

fn column_names(block: &Events<'_>) -> Vec<String> {
    let head = &block[1..end_of(block, 1)];
    let mut names = Vec::new();
    for (at, (event, _)) in head.iter().enumerate() {
        if matches!(event, Event::Start(Tag::TableCell)) {
            names.push(plain_text(&head[at..end_of(head, at)]));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn is_table(block: &Events<'_>) -> bool {
    matches!(block.first(), Some((Event::Start(Tag::Table(_)), _)))
}
