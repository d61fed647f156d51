//! From the body of a lesson to what the player shows: stretches of HTML, and quizzes between them.

use std::collections::HashSet;

use course::identity::normalise;
use course::lesson::{Block, Heading, LessonBody};
use pulldown_cmark::{Event, Tag};

use crate::markdown::page::Page;
use crate::markdown::{Events, blocks, plain_text};
use crate::quiz;

/// The text of the first `# heading`, if there is one.
pub(crate) fn first_heading(events: &Events<'_>) -> Option<String> {
    blocks(events).into_iter().find(|block| heading_level(block) == Some(1)).map(plain_text)
}

/// The blocks of a body without a leading `# heading` that only repeats the title.
pub(crate) fn blocks_below_title<'e, 'a>(events: &'e Events<'a>, title: &str) -> Vec<&'e Events<'a>> {
    let mut blocks = blocks(events);
    if let Some(first) = blocks.first()
        && heading_level(first) == Some(1)
        && normalise(&plain_text(first)) == normalise(title)
    {
        blocks.remove(0);
    }
    blocks
}

/// Writes a whole lesson.
pub(crate) fn body(page: &mut Page<'_>, events: &Events<'_>, title: &str) -> LessonBody {
    let content = blocks_below_title(events, title);
    let mut written = Vec::new();
    let mut question_ids = HashSet::new();
    let mut text_start = 0;
    let mut at = 0;
    while at < content.len() {
        let Some(level) = quiz_level(content[at]) else {
            at += 1;
            continue;
        };
        let ends = |block: &&Events<'_>| heading_level(block).is_some_and(|other| other <= level);
        let end = content[at + 1..].iter().position(ends).map_or(content.len(), |length| at + 1 + length);
        let title = plain_text(content[at]);
        // The text before the quiz is written first, so that its headings get their ids first.
        let text = page.running_text(&content[text_start..at]);
        let id = page.heading_id(&title);
        page.headings.push(Heading { level: level.max(2), id: id.clone(), text: title.clone() });
        let section = quiz::read(page, content[at], (id, title), &content[at + 1..end], &mut question_ids);
        push_html(&mut written, text + &page.running_text(&section.before));
        if !section.quiz.questions.is_empty() {
            written.push(Block::Quiz(section.quiz));
        }
        push_html(&mut written, page.running_text(&section.after));
        text_start = end;
        at = end;
    }
    push_html(&mut written, page.running_text(&content[text_start..]));
    let footnotes = page.footnotes();
    if !footnotes.is_empty() {
        let last_text = written.iter_mut().rev().find_map(|block| match block {
            Block::Html(html) => Some(html),
            _ => None,
        });
        match last_text {
            Some(html) => html.push_str(&footnotes),
            None => written.push(Block::Html(footnotes)),
        }
    }
    page.report_rest();
    LessonBody { blocks: written, headings: std::mem::take(&mut page.headings) }
}

fn push_html(blocks: &mut Vec<Block>, html: String) {
    if html.trim().is_empty() {
        return;
    }
    match blocks.last_mut() {
        Some(Block::Html(last)) => last.push_str(&html),
        _ => blocks.push(Block::Html(html)),
    }
}

fn heading_level(block: &Events<'_>) -> Option<u8> {
    match block.first() {
        Some((Event::Start(Tag::Heading { level, .. }), _)) => Some(*level as u8),
        _ => None,
    }
}

fn quiz_level(block: &Events<'_>) -> Option<u8> {
    heading_level(block).filter(|level| quiz::is_heading(*level, &plain_text(block)))
}
