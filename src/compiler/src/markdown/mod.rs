//! Markdown: parsed by pulldown-cmark, cut into blocks, written as HTML.
//!
//! A body is parsed once. Its events are then looked at as blocks (which is how quizzes are found), and written
//! by a [`page::Page`], which holds what all parts of one page share: ids, headings, footnotes, links.
//!
//! # The HTML that comes out
//!
//! What `style/` and the player may rely on:
//!
//! - `<div class="code [diagram]" data-language="…"><pre tabindex="0"><code>…` with the classes of
//!   [`crate::highlight`]; with a title `<figure class="code"><figcaption class="code-title">…`; where lines are
//!   numbered, marked or a diff, `<span class="line [marked] [inserted] [deleted]" data-line="…">` around each
//! - `<figure class="drawing"><div class="drawn" tabindex="0"><svg role="img" aria-label="…">…`
//! - `<div class="table" tabindex="0" role="region" aria-label="…"><table>…`, cells with `class="align-center"` or
//!   `class="align-right"`, and `<caption>`
//! - `<div class="alert alert-note" role="note"><p class="alert-title">Note</p>…`, and `tip`, `important`,
//!   `warning`, `caution`
//! - `<li class="task"><input type="checkbox" disabled …>`
//! - `<sup class="footnote-ref"><a …>1</a></sup>` and `<section class="footnotes"><ol><li id="fn-1">…`, with
//!   `<a class="footnote-back" …>`
//! - `<figure class="figure"><img|video|audio src="asset:…" …><figcaption>…`, and the same elements in a line
//! - `<a class="image" href="…">` or `<span class="image">` in the place of an image that is not shown, around its
//!   alternative text
//! - `<a href="asset:…" download="…">` for a file to take along
//! - `<math>`, by itself in `<div class="math" tabindex="0">`, or `<span class="math" tabindex="0">` in a line
//! - `<div class="tabs"><input type="radio" …><label>…</label><div class="tab">…`
//! - `<button class="term" popovertarget="…">…</button><span popover class="term-text">…`
//! - `<a class="missing">`, without `href`, for a link that leads nowhere
//! - headings with ids, links out with `rel="noopener noreferrer"`, links inside with
//!   [`course::route::LINK_SCHEME`], files with [`course::route::ASSET_SCHEME`]

mod code;
mod draw;
pub(crate) mod escape;
mod fence;
mod lines;
mod lint;
mod math;
mod media;
pub(crate) mod page;
mod sanitize;
mod secrets;
mod table;
mod tabs;
pub(crate) mod terms;
mod trusted;
mod writer;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// A stretch of events, each with its place in the file.
pub(crate) type Events<'a> = [(Event<'a>, Range<usize>)];

/// Parses the part of a file that begins at `start`. The places are those in the whole file.
pub(crate) fn parse(text: &str, start: usize) -> Vec<(Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    let has_marks = trusted::may_have_marks(text);
    Parser::new_ext(&text[start..], options)
        .into_offset_iter()
        .map(|(event, range)| {
            let event = if has_marks { trusted::without_marks(event) } else { event };
            let range = start + range.start..start + range.end;
            (without_prices(event, text, &range), range)
        })
        .collect()
}

/// Two dollars of a line are no formula where they stand as in `$5/$10` or `US$5 - $A`: the first behind or the second
/// before a letter or digit.
fn without_prices<'a>(event: Event<'a>, text: &'a str, range: &Range<usize>) -> Event<'a> {
    match event {
        Event::InlineMath(_)
            if text[..range.start].ends_with(char::is_alphanumeric)
                || text[range.end..].starts_with(char::is_alphanumeric) =>
        {
            Event::Text(trusted::text_without_marks(&text[range.clone()]).into_owned().into())
        }
        other => other,
    }
}

/// The outermost blocks of a stretch. Text that stands in no paragraph, as in a tight list, is one block a run.
pub(crate) fn blocks<'e, 'a>(events: &'e Events<'a>) -> Vec<&'e Events<'a>> {
    let mut blocks = Vec::new();
    let mut run = 0;
    let mut at = 0;
    while at < events.len() {
        let end = end_of(events, at);
        if is_block(&events[at].0) {
            if run < at {
                blocks.push(&events[run..at]);
            }
            blocks.push(&events[at..end]);
            run = end;
        }
        at = end;
    }
    if run < events.len() {
        blocks.push(&events[run..]);
    }
    blocks
}

/// The events between the first and the last one: what a block contains.
pub(crate) fn inside<'e, 'a>(block: &'e Events<'a>) -> &'e Events<'a> {
    block.get(1..block.len().saturating_sub(1)).unwrap_or_default()
}

/// The index behind the end of what begins at `at`.
pub(crate) fn end_of(events: &Events<'_>, at: usize) -> usize {
    let mut depth = 0;
    for (index, (event, _)) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth <= 0 {
            return index + 1;
        }
    }
    events.len()
}

/// The text of a stretch without its markup, with single spaces.
pub(crate) fn plain_text(events: &Events<'_>) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&trusted::without_placeholders(part)),
            Event::InlineMath(part) | Event::DisplayMath(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(tag) if !is_inline_end(tag) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many words a stretch has, code included.
pub(crate) fn words(events: &Events<'_>) -> u32 {
    let words = |event: &Event<'_>| match event {
        Event::Text(text) | Event::Code(text) => text.split_whitespace().count(),
        _ => 0,
    };
    u32::try_from(events.iter().map(|(event, _)| words(event)).sum::<usize>()).unwrap_or(u32::MAX)
}

/// The place of a stretch in the file.
pub(crate) fn span(events: &Events<'_>) -> Range<usize> {
    match (events.first(), events.last()) {
        (Some((_, first)), Some((_, last))) => first.start..last.end.max(first.end),
        _ => 0..0,
    }
}

/// The place of a stretch, cut to its first line, which is enough to find it by.
pub(crate) fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let part = &text[span.clone()];
    span.start..span.start + part.lines().next().unwrap_or_default().trim_end().len()
}

pub(crate) fn is_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::Rule | Event::Html(_) => true,
        _ => false,
    }
}

fn is_inline_end(tag: &pulldown_cmark::TagEnd) -> bool {
    use pulldown_cmark::TagEnd;
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
