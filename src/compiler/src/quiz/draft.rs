//! A question as it was found: its blocks sorted into prompt, answer part, labelled fields and explanation.
//!
//! Nothing is judged here. What comes of the parts is up to the kinds of question.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::labels::{self, Field, Label, Misspelt};
use super::{Block, gaps};
use crate::markdown::{Events, blocks, first_line, inside, span};

/// A question in parts.
#[derive(Default)]
pub(super) struct Draft<'e, 'a> {
    pub(super) prompt: Vec<Block<'e, 'a>>,
    pub(super) answer: AnswerPart<'e, 'a>,
    pub(super) fields: Vec<Field<'e, 'a>>,
    /// What stands behind the choices without a label.
    pub(super) rest: Vec<Block<'e, 'a>>,
    pub(super) misspelt: Vec<Misspelt>,
    /// The first line.
    pub(super) span: Range<usize>,
}

/// The block that a question is answered by, where there is one.
#[derive(Default)]
pub(super) enum AnswerPart<'e, 'a> {
    #[default]
    None,
    /// The items of a list of choices.
    Choices(Vec<Block<'e, 'a>>),
    /// The items of a numbered list.
    Ordered(Vec<Block<'e, 'a>>),
    /// A table.
    Table(Table<'e, 'a>),
    /// A fence `output`.
    Output(&'e Events<'a>),
}

/// A table that pairs are to be made of.
pub(super) struct Table<'e, 'a> {
    pub(super) all: &'e Events<'a>,
    /// The rows below its head.
    pub(super) rows: Vec<&'e Events<'a>>,
}

enum Piece<'e, 'a> {
    Plain(Block<'e, 'a>),
    Field(Field<'e, 'a>),
}

impl<'e, 'a> Draft<'e, 'a> {
    /// The fields with this label, in order.
    pub(super) fn all(&self, label: Label) -> impl Iterator<Item = &Field<'e, 'a>> {
        self.fields.iter().filter(move |field| field.label == label)
    }

    /// The first field with this label.
    pub(super) fn field(&self, label: Label) -> Option<&Field<'e, 'a>> {
        self.all(label).next()
    }

    /// Whether nothing is missing that the question could be answered by.
    pub(super) fn is_answered(&self) -> bool {
        !matches!(self.answer, AnswerPart::None)
            || self.field(Label::Answer).is_some()
            || self.field(Label::Pattern).is_some()
            || gaps::are_in(&self.prompt)
    }
}

/// Sorts the blocks of a question.
pub(super) fn sort<'e, 'a>(raw: &[&'e Events<'a>], span: Range<usize>) -> Draft<'e, 'a> {
    let mut draft = Draft { span, ..Draft::default() };
    let pieces = pieces(raw, &mut draft.misspelt);
    let answer = answer_place(&pieces);
    let mut open: Option<Field<'e, 'a>> = None;
    for (at, piece) in pieces.into_iter().enumerate() {
        match piece {
            Piece::Field(field) => draft.fields.extend(open.replace(field)),
            Piece::Plain(block) if Some(at) == answer => {
                draft.fields.extend(open.take());
                draft.answer = answer_part(block, &mut draft.fields, &mut draft.misspelt);
            }
            Piece::Plain(block) => match (&mut open, &draft.answer) {
                (Some(field), _) => field.push(block),
                (None, AnswerPart::None) => draft.prompt.push(block),
                (None, _) => draft.rest.push(block),
            },
        }
    }
    draft.fields.extend(open);
    draft
}

/// Whether the item of a numbered list is meant as a question: it can be answered, or it asks.
pub(super) fn looks_like_question(text: &str, item: &Events<'_>) -> bool {
    let draft = sort(&blocks(inside(item)), first_line(text, span(item)));
    let asks = |block: &Block<'_, '_>| crate::markdown::plain_text(block).trim_end().ends_with('?');
    draft.is_answered() || draft.prompt.last().is_some_and(asks)
}

/// The items of a list.
pub(super) fn items<'e, 'a>(list: &'e Events<'a>) -> Vec<&'e Events<'a>> {
    blocks(inside(list))
}

fn pieces<'e, 'a>(raw: &[&'e Events<'a>], misspelt: &mut Vec<Misspelt>) -> Vec<Piece<'e, 'a>> {
    let is_bullets = |block: &&Events<'_>| matches!(block[0].0, Event::Start(Tag::List(None)));
    let is_lenient = !raw.iter().any(is_bullets);
    let mut pieces: Vec<Piece<'e, 'a>> = Vec::new();
    for block in raw {
        match &block[0].0 {
            Event::Start(Tag::FootnoteDefinition(_)) | Event::Rule => {}
            event if labels::is_paragraph(event) => {
                let cut = labels::cut(block, !pieces.is_empty(), is_lenient);
                pieces.extend(cut.before.map(|before| Piece::Plain(Cow::Borrowed(before))));
                pieces.extend(cut.fields.into_iter().map(Piece::Field));
                misspelt.extend(cut.misspelt);
            }
            Event::Start(Tag::List(None)) => match labels::of_list(&items(block)) {
                Some(list) if !pieces.is_empty() => {
                    pieces.extend(list.fields.into_iter().map(Piece::Field));
                    misspelt.extend(list.misspelt);
                }
                _ => pieces.push(Piece::Plain(Cow::Borrowed(*block))),
            },
            _ => pieces.push(Piece::Plain(Cow::Borrowed(*block))),
        }
    }
    pieces
}

/// Which of the pieces is the one that the question is answered by: the last bullet list before the labels; where
/// there is none, the last block before the labels if it is of another kind that can be answered; where there is
/// none either, the first such block behind a label, as long as no label gave the answer.
fn answer_place(pieces: &[Piece<'_, '_>]) -> Option<usize> {
    let plain = |at: &usize| match &pieces[*at] {
        Piece::Plain(block) => Some(block),
        Piece::Field(_) => None,
    };
    let is_bullets = |at: &usize| {
        plain(at).is_some_and(|block| {
            matches!(block[0].0, Event::Start(Tag::List(None))) && !gaps::are_in(std::slice::from_ref(block))
        })
    };
    // A text with gaps may end in a list or a table; an expected output is one all the same.
    let has_gaps =
        |at: usize| (0..at).any(|at| plain(&at).is_some_and(|it| gaps::are_in(std::slice::from_ref(it))));
    let is_other = |at: &usize| {
        plain(at).is_some_and(|block| is_output(block) || is_answer_block(block) && !has_gaps(*at))
    };
    let labels_start = pieces.iter().position(|piece| matches!(piece, Piece::Field(_)));
    let labels_start = labels_start.unwrap_or(pieces.len());
    if let Some(list) = (0..labels_start).rfind(is_bullets) {
        return Some(list);
    }
    if let Some(last) = labels_start.checked_sub(1).filter(is_other) {
        return Some(last);
    }
    let is_answer = |piece: &Piece<'_, '_>| match piece {
        Piece::Field(field) => matches!(field.label, Label::Answer | Label::Pattern),
        Piece::Plain(_) => false,
    };
    // `Answer: B` may stand before the choices; behind another label, a list belongs to that.
    let mut is_given = false;
    let mut is_open = false;
    for (at, piece) in pieces.iter().enumerate().skip(labels_start) {
        match piece {
            Piece::Field(field) => {
                is_given |= is_answer(piece);
                is_open = matches!(field.label, Label::Hint | Label::Explanation);
            }
            Piece::Plain(_) if is_bullets(&at) && !(is_given && is_open) => return Some(at),
            Piece::Plain(_) if is_other(&at) && !is_given => return Some(at),
            Piece::Plain(_) => {}
        }
    }
    None
}

fn is_answer_block(block: &Events<'_>) -> bool {
    match &block[0].0 {
        Event::Start(Tag::List(Some(_)) | Tag::Table(_)) => !gaps::are_in(&[Cow::Borrowed(block)]),
        _ => false,
    }
}

fn is_output(block: &Events<'_>) -> bool {
    match &block[0].0 {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            info.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("output"))
        }
        _ => false,
    }
}

fn answer_part<'e, 'a>(
    block: Block<'e, 'a>,
    fields: &mut Vec<Field<'e, 'a>>,
    misspelt: &mut Vec<Misspelt>,
) -> AnswerPart<'e, 'a> {
    // The blocks of an item are never made up, only lines of paragraphs are.
    let Cow::Borrowed(block) = block else { return AnswerPart::None };
    match &block[0].0 {
        Event::Start(Tag::Table(_)) => AnswerPart::Table(Table { all: block, rows: rows(block, fields) }),
        Event::Start(Tag::CodeBlock(_)) => AnswerPart::Output(block),
        Event::Start(Tag::List(first)) => {
            let mut items: Vec<Block<'e, 'a>> = items(block).into_iter().map(Cow::Borrowed).collect();
            if let Some(last) = items.pop() {
                items.push(without_fields(last, fields, misspelt));
            }
            let is_marked = |item: &Block<'_, '_>| {
                let is_mark = |(event, _): &(Event<'_>, _)| matches!(event, Event::TaskListMarker(_));
                item.iter().take(3).any(is_mark)
            };
            match first {
                Some(_) if !items.iter().any(is_marked) => AnswerPart::Ordered(items),
                _ => AnswerPart::Choices(items),
            }
        }
        _ => AnswerPart::None,
    }
}

/// Takes labels off the end of an item: a line `Hint: …` directly below the last choice, without an empty line
/// between, is a line of that choice to Markdown.
fn without_fields<'e, 'a>(
    item: Block<'e, 'a>,
    fields: &mut Vec<Field<'e, 'a>>,
    misspelt: &mut Vec<Misspelt>,
) -> Block<'e, 'a> {
    let Cow::Borrowed(whole) = item else { return item };
    // The text at the very end, be it in a paragraph or a quote: before the ends of the blocks that it stands in.
    let closes = |(event, _): &(Event<'_>, _)| {
        matches!(
            event,
            Event::End(TagEnd::Item | TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::List(_))
        )
    };
    let end = whole.iter().rposition(|event| !closes(event)).map_or(0, |last| last + 1);
    let is_inline = |(event, _): &(Event<'_>, _)| match event {
        Event::Start(tag) => !is_block_end(tag.to_end()),
        Event::End(tag) => !is_block_end(*tag),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    };
    let start = whole[..end].iter().rposition(|event| !is_inline(event)).map_or(0, |before| before + 1);
    // It begins with the choice itself; only a later line can be a label.
    let cut = labels::cut(&whole[start..end], false, true);
    let (Some(before), false) = (cut.before, cut.fields.is_empty()) else { return Cow::Borrowed(whole) };
    fields.extend(cut.fields);
    misspelt.extend(cut.misspelt);
    Cow::Owned([&whole[..start], before, &whole[end..]].concat())
}

fn is_block_end(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The rows of a table without its head, and without a line `Hint: …` directly below it, which Markdown takes for
/// a row with one cell.
fn rows<'e, 'a>(table: &'e Events<'a>, fields: &mut Vec<Field<'e, 'a>>) -> Vec<&'e Events<'a>> {
    let mut rows = blocks(inside(table));
    rows.retain(|row| matches!(row[0].0, Event::Start(Tag::TableRow)));
    let labelled = |row: &&Events<'_>| {
        let cells = blocks(inside(row));
        let is_label = cells.first().is_some_and(|cell| labels::begins_with(inside(cell)).is_some());
        is_label && cells[1..].iter().all(|cell| inside(cell).is_empty())
    };
    let first = rows.iter().rposition(|row| !labelled(row)).map_or(0, |last| last + 1);
    for row in rows.split_off(first) {
        let cell = blocks(inside(row))[0];
        fields.extend(labels::cut(inside(cell), true, true).fields);
    }
    rows
}
