//! Gaps `[[…]]` in running text: where they stand, and their texts taken out of the events around them.
//!
//! What is in a gap is the matter of [`super::cloze`]. Code has no gaps, since brackets mean something there.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Block;
use crate::markdown::Events;

/// A gap that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// The bytes of the file between the brackets.
    pub(super) inner: Range<usize>,
    /// The bytes with the brackets.
    pub(super) span: Range<usize>,
    /// Whether it stands in a table, where `|` has to be written as `\|`.
    pub(super) in_table: bool,
    /// From the first to behind the last of its characters: the event, and the byte in its text.
    from: (usize, usize),
    to: (usize, usize),
    /// The sign behind it that ends a sentence or a part of one; no line is to begin with it.
    pub(super) sign: Option<char>,
    /// Behind that, or behind the gap where there is none.
    behind: (usize, usize),
}

/// Signs that stand at the end of what is before them.
const SIGNS: [char; 14] = ['.', ',', ';', ':', '!', '?', '…', ')', ']', '»', '”', '’', '。', '、'];

/// What was found in one block.
#[derive(Default)]
pub(super) struct Gaps {
    pub(super) gaps: Vec<Gap>,
    /// `[[` without an end, and `]]` without a beginning.
    pub(super) unpaired: Vec<Range<usize>>,
}

/// Whether there is any gap in some blocks.
pub(super) fn are_in(blocks: &[Block<'_, '_>]) -> bool {
    blocks.iter().any(|block| !find(block).gaps.is_empty())
}

/// Finds the gaps of a block.
pub(super) fn find(block: &Events<'_>) -> Gaps {
    let mut found = Gaps::default();
    let mut run = Run::default();
    let mut tables = 0;
    let mut closed = 0;
    for (at, (event, span)) in block.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => closed += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => closed -= 1,
            _ if closed > 0 => {}
            Event::Text(text) => run.push(at, text, span),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            Event::SoftBreak | Event::HardBreak => run.text.push(' '),
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => run.text.push('\0'),
            other => {
                std::mem::take(&mut run).close(tables > 0, &mut found);
                match other {
                    Event::Start(Tag::Table(_)) => tables += 1,
                    Event::End(TagEnd::Table) => tables -= 1,
                    _ => {}
                }
            }
        }
    }
    run.close(tables > 0, &mut found);
    found
}

/// The events of a block with its gaps replaced, each together with its sign: the one with the index by what `put` gives
/// for both.
pub(super) fn replaced<'a>(
    block: &Events<'a>,
    gaps: &[Gap],
    mut put: impl FnMut(usize) -> String,
) -> Vec<(Event<'a>, Range<usize>)> {
    let mut events = Vec::new();
    let mut at = (0, 0);
    for (index, gap) in gaps.iter().enumerate() {
        copy(block, at, gap.from, &mut events);
        events.push((Event::Text(put(index).into()), gap.span.clone()));
        // Emphasis that begins or ends within a gap has to stay balanced.
        let is_tag =
            |(event, _): &&(Event<'a>, Range<usize>)| matches!(event, Event::Start(_) | Event::End(_));
        events.extend(block[gap.from.0..gap.to.0].iter().filter(is_tag).cloned());
        at = gap.behind;
    }
    copy(block, at, (block.len(), 0), &mut events);
    events
}

/// A stretch of text without blocks in it.
#[derive(Default)]
struct Run<'t> {
    text: String,
    /// Where the text of an event begins in `text`.
    parts: Vec<Part<'t>>,
}

struct Part<'t> {
    start: usize,
    event: usize,
    text: &'t str,
    span: &'t Range<usize>,
}

impl<'t> Run<'t> {
    fn push(&mut self, event: usize, text: &'t str, span: &'t Range<usize>) {
        self.parts.push(Part { start: self.text.len(), event, text, span });
        self.text.push_str(text);
    }

    fn close(self, in_table: bool, found: &mut Gaps) {
        let mut at = 0;
        loop {
            let (open, close) = (self.text[at..].find("[["), self.text[at..].find("]]"));
            let (Some(open), Some(close)) = (open, close) else {
                let unpaired = open.or(close).map(|place| at + place..at + place + 2);
                found.unpaired.extend(unpaired.and_then(|place| self.source(place)));
                return;
            };
            if close < open {
                // One of them is enough to be told of; what follows may be a gap all the same.
                found.unpaired.extend(self.source(at + close..at + close + 2));
                at += open;
                continue;
            }
            let start = at + open;
            let Some(length) = self.text[start + 2..].find("]]") else {
                found.unpaired.extend(self.source(start..start + 2));
                return;
            };
            // `[[a[0]]]` ends at its last bracket.
            let mut inner_end = start + 2 + length;
            while self.text[inner_end + 2..].starts_with(']') {
                inner_end += 1;
            }
            let gap = start..inner_end + 2;
            if let (Some(span), Some(from), Some(to)) =
                (self.source(gap.clone()), self.place(gap.start), self.place(gap.end - 1))
            {
                let to = (to.0, to.1 + 1);
                let sign = self.sign(gap.end, to.0);
                found.gaps.push(Gap {
                    inner: (span.start + 2).min(span.end)..span.end.saturating_sub(2).max(span.start + 2),
                    span,
                    in_table,
                    from,
                    to,
                    sign: sign.map(|(sign, _)| sign),
                    behind: sign.map_or(to, |(_, behind)| behind),
                });
            }
            at = gap.end;
        }
    }

    /// The sign at a place, right behind what ends in an event, and where the sign ends. With a tag between them it belongs
    /// to something else.
    fn sign(&self, at: usize, event: usize) -> Option<(char, (usize, usize))> {
        let sign = self.text[at..].chars().next().filter(|sign| SIGNS.contains(sign))?;
        let (next, byte) = self.place(at)?;
        (next <= event + 1).then(|| (sign, (next, byte + sign.len_utf8())))
    }

    fn place(&self, at: usize) -> Option<(usize, usize)> {
        let part = self.part(at)?;
        Some((part.event, (at - part.start).min(part.text.len())))
    }

    fn part(&self, at: usize) -> Option<&Part<'t>> {
        let behind = self.parts.partition_point(|part| part.start <= at);
        self.parts.get(behind.checked_sub(1)?)
    }

    /// The place in the file of a stretch of the text.
    fn source(&self, place: Range<usize>) -> Option<Range<usize>> {
        let byte = |at: usize| {
            let part = self.part(at)?;
            // Of a text with references or escapes in it, only the whole has a place.
            let is_exact = part.span.len() == part.text.len();
            Some(if is_exact { part.span.start + (at - part.start) } else { part.span.start })
        };
        let (start, last) = (byte(place.start)?, byte(place.end - 1)?);
        Some(start..(last + 1).max(start))
    }
}

/// Copies events, from the byte of one to the byte of another.
fn copy<'a>(
    block: &Events<'a>,
    from: (usize, usize),
    to: (usize, usize),
    events: &mut Vec<(Event<'a>, Range<usize>)>,
) {
    for (at, (event, span)) in block.iter().enumerate().take(to.0 + 1).skip(from.0) {
        match event {
            Event::Text(text) if at == from.0 || at == to.0 => {
                let start = if at == from.0 { from.1 } else { 0 };
                let end = if at == to.0 { to.1 } else { text.len() };
                if let Some(part) = text.get(start..end).filter(|part| !part.is_empty()) {
                    events.push((Event::Text(part.to_owned().into()), span.clone()));
                }
            }
            _ if at < to.0 => events.push((event.clone(), span.clone())),
            _ => {}
        }
    }
}
