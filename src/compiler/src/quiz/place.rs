//! Where the quizzes of a lesson stand: under their headings, and in a lesson of the type `quiz` anywhere.

use std::ops::Range;

use course::identity::normalise;
use pulldown_cmark::{Event, Tag};

use super::draft::{items, looks_like_question};
use crate::markdown::{Events, plain_text};

/// A stretch of blocks that is a quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The index of its heading, if it has one.
    pub(crate) heading: Option<usize>,
    /// What is said on the page about it.
    pub(crate) title: Option<String>,
    /// The indices of its blocks, the heading left out.
    pub(crate) blocks: Range<usize>,
    /// Whether its heading says so clearly that it is a quiz that every numbered list is one of questions.
    pub(crate) is_sure: bool,
}

/// A heading that announces a quiz.
struct Announced {
    level: u8,
    title: String,
    is_sure: bool,
}

/// Finds the quizzes among the blocks of a lesson. `anywhere` says that questions need no heading.
pub(crate) fn find(text: &str, content: &[&Events<'_>], anywhere: bool) -> Vec<Place> {
    let mut places = Vec::new();
    let mut at = 0;
    let mut stretch = 0;
    while at < content.len() {
        let Some(announced) = announced(content[at]) else {
            at += 1;
            continue;
        };
        let ends = |block: &&Events<'_>| {
            heading_level(block).is_some_and(|other| other <= announced.level)
                || self::announced(block).is_some()
        };
        let start = at + 1;
        let end = content[start..].iter().position(ends).map_or(content.len(), |length| start + length);
        let blocks = start..end_of_questions(text, content, start..end, announced.is_sure);
        let has_questions = blocks.clone().any(|at| is_question_list(text, content, at));
        // A heading above quizzes with headings of their own is only a heading.
        let is_above = end < content.len()
            && self::announced(content[end]).is_some_and(|inner| inner.level > announced.level);
        if has_questions || announced.is_sure && !is_above {
            if anywhere {
                places.extend(free(text, content, stretch..at));
            }
            stretch = blocks.end;
            at = blocks.end;
            let Announced { title, is_sure, .. } = announced;
            places.push(Place { heading: Some(start - 1), title: Some(title), blocks, is_sure });
        } else {
            at += 1;
        }
    }
    if anywhere {
        places.extend(free(text, content, stretch..content.len()));
    }
    places
}

/// The level of a heading.
pub(crate) fn heading_level(block: &Events<'_>) -> Option<u8> {
    match block.first() {
        Some((Event::Start(Tag::Heading { level, .. }), _)) => Some(*level as u8),
        _ => None,
    }
}

/// Whether a heading announces a quiz.
pub(crate) fn is_quiz_heading(block: &Events<'_>) -> bool {
    announced(block).is_some()
}

fn announced(block: &Events<'_>) -> Option<Announced> {
    let level = heading_level(block).filter(|level| *level <= 4)?;
    let text = plain_text(block);
    for (word, is_sure) in [("knowledge check", true), ("quiz", false)] {
        let folded = normalise(text.trim_end_matches([':', '?', '.']));
        if folded == word {
            return Some(Announced { level, title: text, is_sure });
        }
        // The title is taken from the text as it is written, which may be longer or shorter than its folded form.
        let Some(rest) = text.get(word.len()..).filter(|_| folded.starts_with(word)) else { continue };
        let title = [":", " - ", " – ", " — ", "–", "—"].iter().find_map(|sign| rest.strip_prefix(sign));
        if let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) {
            return Some(Announced { level, title: title.into(), is_sure });
        }
    }
    None
}

/// Quizzes without a heading that announces them: one for each stretch between two headings that has questions.
fn free(text: &str, content: &[&Events<'_>], range: Range<usize>) -> Vec<Place> {
    let mut places = Vec::new();
    let is_heading = |at: &usize| heading_level(content[*at]).is_some();
    let mut start = range.start;
    while start < range.end {
        let heading = is_heading(&start).then_some(start);
        let first = if heading.is_some() { start + 1 } else { start };
        let end = (first..range.end).find(is_heading).unwrap_or(range.end);
        let blocks = first..end_of_questions(text, content, first..end, false);
        if blocks.clone().any(|at| is_question_list(text, content, at)) {
            let title = heading.map(|at| plain_text(content[at]));
            places.push(Place { heading, title, blocks, is_sure: false });
        }
        start = end;
    }
    places
}

/// Whether this block is a list of questions.
pub(super) fn is_question_list(text: &str, content: &[&Events<'_>], at: usize) -> bool {
    let list = content[at];
    if !matches!(list[0].0, Event::Start(Tag::List(Some(_)))) {
        return false;
    }
    let items = items(list);
    // Choices that are not indented stand behind a list of one item.
    let is_bullets = |block: &&Events<'_>| matches!(block[0].0, Event::Start(Tag::List(None)));
    items.len() == 1 && content.get(at + 1).is_some_and(is_bullets)
        || items.iter().any(|item| looks_like_question(text, item))
}

/// The end of a quiz: that of its stretch, or a thematic break with no more questions behind it. Where the heading
/// is sure, a list that goes on counting is one of questions, whatever is missing from them.
fn end_of_questions(text: &str, content: &[&Events<'_>], range: Range<usize>, is_sure: bool) -> usize {
    let goes_on = |at: usize| matches!(content[at][0].0, Event::Start(Tag::List(Some(2..))));
    let is_list = |at: &usize| is_question_list(text, content, *at) || is_sure && goes_on(*at);
    let Some(last) = range.clone().rfind(is_list) else { return range.end };
    (last..range.end).find(|at| matches!(content[*at][0].0, Event::Rule)).unwrap_or(range.end)
}
