//! Lines such as `Hint: …`, by which an author says what belongs to a question beside its prompt and its choices.
//!
//! This file knows the words, finds them at the beginning of a line, and cuts a paragraph into labelled and other
//! lines. Which of the labels mean something is up to each kind of question.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Block;
use crate::markdown::{Events, inside};

/// What a label says the text behind it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Answer,
    Pattern,
    Tolerance,
    Unit,
    Hint,
    Explanation,
    Points,
    Id,
    Kind,
}

/// Every word for a label, in lower case. The first one of each is the one that messages name.
const WORDS: [(&str, Label); 16] = [
    ("answer", Label::Answer),
    ("answers", Label::Answer),
    ("accept", Label::Answer),
    ("correct answer", Label::Answer),
    ("correct answers", Label::Answer),
    ("pattern", Label::Pattern),
    ("tolerance", Label::Tolerance),
    ("unit", Label::Unit),
    ("hint", Label::Hint),
    ("hints", Label::Hint),
    ("explanation", Label::Explanation),
    ("why", Label::Explanation),
    ("points", Label::Points),
    ("point", Label::Points),
    ("id", Label::Id),
    ("kind", Label::Kind),
];

/// A label with what it stands before.
#[derive(Clone, Debug)]
pub(super) struct Field<'e, 'a> {
    pub(super) label: Label,
    /// The label itself, from its word to its colon.
    pub(super) span: Range<usize>,
    /// What stands behind it in the same paragraph, as bytes of the file.
    pub(super) value: Range<usize>,
    /// The same as events.
    first: Vec<(Event<'a>, Range<usize>)>,
    /// The blocks that follow.
    rest: Vec<Block<'e, 'a>>,
}

/// A word with a colon that is nearly a label.
#[derive(Clone, Debug)]
pub(super) struct Misspelt {
    pub(super) word: String,
    pub(super) meant: &'static str,
    pub(super) span: Range<usize>,
}

/// A paragraph that was cut.
#[derive(Default)]
pub(super) struct Cut<'e, 'a> {
    /// The lines before the first label, if there are any.
    pub(super) before: Option<&'e Events<'a>>,
    pub(super) fields: Vec<Field<'e, 'a>>,
    pub(super) misspelt: Vec<Misspelt>,
}

/// The beginning of a line as far as it may be a label.
struct Head<'a> {
    word: String,
    /// Whether it is bold or italic.
    emphasised: bool,
    span: Range<usize>,
    rest: Vec<(Event<'a>, Range<usize>)>,
}

impl Label {
    /// As messages write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Answer => "Answer",
            Self::Pattern => "Pattern",
            Self::Tolerance => "Tolerance",
            Self::Unit => "Unit",
            Self::Hint => "Hint",
            Self::Explanation => "Explanation",
            Self::Points => "Points",
            Self::Id => "Id",
            Self::Kind => "Kind",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        WORDS.iter().find(|(known, _)| *known == word).map(|(_, label)| *label)
    }

    /// Whether it may stand in a question only once.
    pub(super) fn is_single(self) -> bool {
        matches!(self, Self::Tolerance | Self::Unit | Self::Points | Self::Id | Self::Kind)
    }
}

impl<'e, 'a> Field<'e, 'a> {
    /// All that the label stands before, to be written.
    pub(super) fn content(&self) -> Vec<&Events<'a>> {
        let first = (!self.first.is_empty()).then_some(&self.first[..]);
        first.into_iter().chain(self.rest.iter().map(AsRef::as_ref)).collect()
    }

    /// Whether nothing stands behind it; only what is shown may begin in the next block.
    pub(super) fn is_empty(&self) -> bool {
        let may_follow = matches!(self.label, Label::Hint | Label::Explanation);
        self.first.is_empty() && (!may_follow || self.rest.is_empty())
    }

    /// Adds a block that follows.
    pub(super) fn push(&mut self, block: Block<'e, 'a>) {
        self.rest.push(block);
    }
}

/// Cuts a paragraph into the lines before its first label, and the labels with theirs. `is_start` says that its
/// first line may be a label; `is_lenient` that a label within a paragraph may begin in lower case, as the end of a
/// sentence might.
pub(super) fn cut<'e, 'a>(paragraph: &'e Events<'a>, is_start: bool, is_lenient: bool) -> Cut<'e, 'a> {
    let events = inline(paragraph);
    let mut cut = Cut::default();
    let mut plain_end = 0;
    for line in lines(events) {
        let content = &events[line.clone()];
        let may_begin = line.start > 0 || is_start;
        let head = head(content).filter(|_| may_begin);
        let is_sure = is_lenient || line.start == 0 || !cut.fields.is_empty();
        let is_clear =
            |head: &Head<'_>| is_sure || head.emphasised || head.word.starts_with(char::is_uppercase);
        let label = head.as_ref().filter(|head| is_clear(head)).and_then(|head| Label::of_word(&head.word));
        match (head, label) {
            (Some(head), Some(label)) => cut.fields.push(field(label, head, content)),
            (head, _) => {
                cut.misspelt.extend(head.and_then(|head| misspelt(&head)));
                match cut.fields.last_mut() {
                    Some(field) => {
                        // The break before the line belongs to the text as well.
                        field.first.extend(events[line.start - 1..line.end].iter().cloned());
                        field.value.end = end(content).max(field.value.end);
                    }
                    None => plain_end = line.end,
                }
            }
        }
    }
    cut.before = match (&cut.fields[..], plain_end) {
        ([], _) => Some(paragraph),
        (_, 0) => None,
        _ => Some(&events[..plain_end]),
    };
    cut
}

/// Whether a bullet list is one of labels: every item begins with a bold word and a colon that is one.
pub(super) fn of_list<'e, 'a>(items: &[&'e Events<'a>]) -> Option<Cut<'e, 'a>> {
    let mut all = Cut::default();
    for item in items {
        let blocks = crate::markdown::blocks(inside(item));
        let (first, rest) = blocks.split_first()?;
        let cut = cut(first, true, false);
        let head = head(inline(first))?;
        let is_known = cut.before.is_none() || !cut.misspelt.is_empty();
        if !head.emphasised || !is_known {
            return None;
        }
        all.misspelt.extend(cut.misspelt);
        all.fields.extend(cut.fields);
        if let Some(last) = all.fields.last_mut() {
            rest.iter().for_each(|block| last.push(Cow::Borrowed(*block)));
        }
    }
    (!all.fields.is_empty()).then_some(all)
}

/// The name of the label that a block begins with, if it is a paragraph that begins with one.
pub(super) fn begins_with(block: &Events<'_>) -> Option<Label> {
    match block.first() {
        Some((event, _)) if is_paragraph(event) => Label::of_word(&head(inline(block))?.word),
        _ => None,
    }
}

/// Whether this is a paragraph, or text that stands in none.
pub(super) fn is_paragraph(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Paragraph
                | Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

/// The events of a paragraph without its frame.
pub(super) fn inline<'e, 'a>(paragraph: &'e Events<'a>) -> &'e Events<'a> {
    match paragraph.first() {
        Some((Event::Start(Tag::Paragraph), _)) => inside(paragraph),
        _ => paragraph,
    }
}

/// The lines of a paragraph as ranges of events, without the breaks between them.
fn lines(events: &Events<'_>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut depth = 0;
    let mut start = 0;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::SoftBreak | Event::HardBreak if depth == 0 => {
                lines.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    lines.push(start..events.len());
    lines.retain(|line| !line.is_empty());
    lines
}

fn field<'e, 'a>(label: Label, head: Head<'a>, line: &Events<'a>) -> Field<'e, 'a> {
    let start = head.rest.first().map_or(head.span.end, |(_, span)| span.start.max(head.span.end));
    let value = start..end(line).max(start);
    Field { label, span: head.span, value, first: head.rest, rest: Vec::new() }
}

fn end(line: &Events<'_>) -> usize {
    line.iter().map(|(_, span)| span.end).max().unwrap_or(0)
}

/// Reads the beginning of a line: `Word:`, `**Word:**`, `**Word**:` or `*Word: all of it*`.
fn head<'a>(line: &Events<'a>) -> Option<Head<'a>> {
    let is_emphasis =
        |(event, _): &&(Event<'a>, _)| matches!(event, Event::Start(Tag::Strong | Tag::Emphasis));
    let depth = line.iter().take_while(is_emphasis).count();
    let (Event::Text(text), span) = line.get(depth)? else { return None };
    let start = line[0].1.start;
    // The place of a part of the text; of a text with references or escapes in it, only the whole is known.
    let place = |at: usize| if span.len() == text.len() { span.start + at } else { span.end };
    let is_end = |at: usize| matches!(line.get(at), Some((Event::End(TagEnd::Strong | TagEnd::Emphasis), _)));
    let ends = |at: usize| (0..depth).all(|offset| is_end(at + offset));

    let (word, colon_end, rest) = if let Some(colon) = text.find(':') {
        let behind = &text[colon + 1..];
        let tail = behind.trim_start();
        let mut rest = Vec::new();
        let whole = depth > 0 && tail.is_empty() && ends(depth + 1);
        if whole {
            rest.extend(line[2 * depth + 1..].iter().cloned());
        } else {
            rest.extend(line[..depth].iter().cloned());
            if !tail.is_empty() {
                let tail_start = place(text.len() - tail.len());
                rest.push((Event::Text(tail.to_owned().into()), tail_start..span.end));
            }
            rest.extend(line[depth + 1..].iter().cloned());
        }
        let colon_end = if whole { line[2 * depth].1.end } else { place(colon + 1) };
        (&text[..colon], colon_end, rest)
    } else if depth > 0 && ends(depth + 1) {
        let (Event::Text(after), after_span) = line.get(2 * depth + 1)? else { return None };
        let tail = after.strip_prefix(':')?;
        let mut rest = vec![(Event::Text(tail.to_owned().into()), after_span.start + 1..after_span.end)];
        rest.extend(line[2 * depth + 2..].iter().cloned());
        (text.as_ref(), after_span.start + 1, rest)
    } else {
        return None;
    };
    let word = word.trim();
    let is_word = !word.is_empty()
        && word.chars().count() <= 20
        && word.chars().all(|character| character.is_alphabetic() || character == ' ');
    is_word.then(|| Head {
        word: word.to_owned(),
        emphasised: depth > 0,
        span: start..colon_end.max(start),
        rest: without_leading_space(rest),
    })
}

/// White space between the label and its text is not part of the text.
fn without_leading_space<'a>(mut rest: Vec<(Event<'a>, Range<usize>)>) -> Vec<(Event<'a>, Range<usize>)> {
    if let Some((Event::Text(text), span)) = rest.first_mut() {
        let trimmed = text.trim_start().to_owned();
        span.start = (span.start + (text.len() - trimmed.len())).min(span.end);
        if trimmed.is_empty() {
            rest.remove(0);
        } else {
            *text = trimmed.into();
        }
    }
    rest
}

/// Whether a label was probably meant. Short words are near to many others, so that they have to begin alike.
fn misspelt(head: &Head<'_>) -> Option<Misspelt> {
    if !head.emphasised && !head.word.starts_with(char::is_uppercase) {
        return None;
    }
    let word = head.word.to_lowercase();
    let candidates =
        [Label::Answer, Label::Pattern, Label::Tolerance, Label::Hint, Label::Explanation, Label::Points];
    let allowed = if word.chars().count() < 6 { 1 } else { 2 };
    let meant = candidates.into_iter().map(Label::name).find(|name| {
        let name = name.to_lowercase();
        name.chars().next() == word.chars().next()
            && word != name
            && strsim::damerau_levenshtein(&name, &word) <= allowed
    })?;
    Some(Misspelt { word: head.word.clone(), meant, span: head.span.clone() })
}
