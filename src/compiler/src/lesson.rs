//! From the body of a lesson to what the player shows: stretches of HTML, quizzes and parts of a project between them.

use course::identity::normalise;
use course::lesson::{Block, Heading, LessonBody};
use course::library::LessonKind;

use crate::documents::LessonFront;
use crate::markdown::page::Page;
use crate::markdown::{Events, blocks, plain_text};
use crate::project::{Part, Project};
use crate::quiz::place::{self, heading_level};
use crate::quiz::{QuizFront, Quizzes};

/// The text of the first `# heading`, if there is one.
pub(crate) fn first_heading(events: &Events<'_>) -> Option<String> {
    blocks(events).into_iter().find(|block| heading_level(block) == Some(1)).map(plain_text)
}

/// What is said of a lesson outside of its body.
pub(crate) struct About<'f> {
    pub(crate) title: &'f str,
    pub(crate) front: &'f LessonFront,
    /// What its course says of quizzes.
    pub(crate) course_quiz: Option<&'f QuizFront>,
}

/// The blocks of a body without a leading `# heading` that only repeats the title.
pub(crate) fn blocks_below_title<'e, 'a>(events: &'e Events<'a>, title: &str) -> Vec<&'e Events<'a>> {
    let mut blocks = blocks(events);
    if blocks.first().is_some_and(|first| repeats(first, title)) {
        blocks.remove(0);
    }
    blocks
}

/// Writes a whole lesson.
pub(crate) fn body(page: &mut Page<'_>, events: &Events<'_>, about: &About<'_>) -> LessonBody {
    let content = blocks_below_title(events, about.title);
    let is_quiz = about.front.kind == LessonKind::Quiz || is_announced_by_title(events, about.title);
    let places = place::find(page.text, &content, is_quiz);
    let mut quizzes = Quizzes::new(about.course_quiz, about.front.quiz.as_ref(), &about.front.quizzes);
    let mut project = (about.front.kind == LessonKind::Project).then(Project::default);
    let mut written = Vec::new();
    let mut text_start = 0;
    for found in &places {
        let start = found.heading.unwrap_or(found.blocks.start);
        // The text before the quiz is written first, so that its headings get their ids first.
        text(page, &mut project, &content[text_start..start], &mut written);
        let title = found.title.clone().unwrap_or_else(|| about.title.to_owned());
        let id = match found.heading {
            Some(heading) => {
                let level = heading_level(content[heading]).unwrap_or(2).max(2);
                let id = page.heading_id(&plain_text(content[heading]));
                page.headings.push(Heading { level, id: id.clone(), text: title.clone() });
                id
            }
            None => page.heading_id("quiz"),
        };
        let section = quizzes.read(page, &content, found, (id, title));
        text(page, &mut project, &section.before, &mut written);
        if !section.quiz.questions.is_empty() {
            written.push(Block::Quiz(section.quiz));
        }
        text(page, &mut project, &section.after, &mut written);
        text_start = found.blocks.end;
    }
    text(page, &mut project, &content[text_start..], &mut written);
    written.extend(project.as_mut().and_then(Project::finish));
    quizzes.finish(page);
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

/// Writes ordinary text, and what a project makes of it.
fn text(
    page: &mut Page<'_>,
    project: &mut Option<Project>,
    content: &[&Events<'_>],
    written: &mut Vec<Block>,
) {
    let Some(project) = project else {
        push_html(written, page.running_text(content));
        return;
    };
    let mut start = 0;
    for (at, block) in content.iter().enumerate() {
        if project.may_take(block) {
            push_html(written, page.running_text(&content[start..at]));
            start = at;
        }
        let (end, next, part) = match project.read(page, block) {
            Part::Text => continue,
            Part::TextBehind(part) => (at, at, part),
            Part::Instead(part) => (at, at + 1, part),
        };
        push_html(written, page.running_text(&content[start..end]));
        written.push(part);
        start = next;
    }
    push_html(written, page.running_text(&content[start..]));
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

/// Whether a body begins with a heading that only repeats the title and announces a quiz: then there is no other
/// heading for it, and questions may stand anywhere.
fn is_announced_by_title(events: &Events<'_>, title: &str) -> bool {
    let blocks = blocks(events);
    blocks.first().is_some_and(|first| repeats(first, title) && place::is_quiz_heading(first))
}

fn repeats(block: &Events<'_>, title: &str) -> bool {
    heading_level(block) == Some(1) && normalise(&plain_text(block)) == normalise(title)
}
