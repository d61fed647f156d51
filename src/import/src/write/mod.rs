//! A course as the files of Lectern: one of the course, one a lesson, and the list of what was not carried over.

mod question;

use std::collections::HashSet;
use std::fmt::Write as _;

use course::route::is_id;
use pulldown_cmark::{Event, Tag};

use crate::from_html::is_outside;
use crate::loss::{Became, Loss, Losses, grouped};
use crate::markdown::{self, Fence, KEPT_FROM_QUIZ, Reading};
use crate::model::{Course, Lesson, Part, Type};
use crate::names::Names;
use crate::text::Text;
use crate::{Format, Use, Where, escape};

/// The name of the list of what was not carried over. With this first letter and without front matter the compiler
/// leaves it alone.
pub(crate) const REPORT: &str = "_import.md";

/// The deepest heading that Lectern takes for that of a quiz.
const DEEPEST_QUIZ: u8 = 4;

/// The folder of a course's lessons.
pub(crate) fn lessons_folder(course_id: &str) -> String {
    format!("courses/{course_id}/lessons")
}

/// The files of a course, with their paths in the content folder.
pub(crate) fn files(
    course: &Course,
    course_id: &str,
    carried: &[(String, Vec<u8>)],
) -> Vec<(String, String)> {
    let shown: HashSet<&str> = carried.iter().map(|(path, _)| path.as_str()).collect();
    let mut files = vec![(format!("courses/{course_id}.md"), course_file(course, course_id))];
    let sections = sections(&course.lessons);
    let digits = course.lessons.len().to_string().len().max(2);
    for (index, (lesson, section)) in course.lessons.iter().zip(sections).enumerate() {
        let number = index + 1;
        let path = format!("{}/{number:0digits$}-{}.md", lessons_folder(course_id), lesson.id);
        files.push((
            path,
            lesson_file(lesson, number, section.as_deref(), |path| shown.contains(path), course_id),
        ));
    }
    files
}

/// The list of what was not carried over.
pub(crate) fn report(title: &str, format: Format, counts: &str, losses: &[Loss]) -> String {
    let mut text =
        format!("# {}: what became of it\n\nBrought in from {format}: {counts}.\n", escape::inline(title));
    if losses.is_empty() {
        text.push_str("\nEverything was carried over.\n");
    }
    for ((became, sort), losses) in grouped(losses) {
        _ = writeln!(text, "\n## {sort}: {became} ({})\n", losses.len());
        for loss in losses {
            let place = escape::code(&format!("{}:{}", loss.file, loss.line));
            match loss.detail.as_str() {
                "" => _ = writeln!(text, "- {place}"),
                detail => _ = writeln!(text, "- {place} {}", escape::code(detail)),
            }
        }
    }
    text
}

/// The section of each lesson. Lectern keeps the lessons of one section together, so a section that comes again, and
/// lessons without one between those that have, get a name of their own.
fn sections(lessons: &[Lesson]) -> Vec<Option<String>> {
    let mut names = Names::default();
    let mut sections: Vec<Option<String>> = Vec::new();
    let mut current: Option<(Option<&str>, Option<String>)> = None;
    for lesson in lessons {
        let wanted = lesson.section.as_deref().map(str::trim).filter(|section| !section.is_empty());
        let given = match &current {
            Some((last, given)) if *last == wanted => given.clone(),
            _ => match wanted {
                Some(section) => Some(names.unique(section)),
                None if sections.is_empty() => None,
                None => Some(names.unique(&lesson.title)),
            },
        };
        current = Some((wanted, given.clone()));
        sections.push(given);
    }
    sections
}

fn course_file(course: &Course, course_id: &str) -> String {
    let mut file = format!("---\nid: {course_id}\ntitle: {}\n", escape::yaml(&course.title));
    if !course.description.trim().is_empty() {
        _ = writeln!(file, "description: {}", escape::yaml(course.description.trim()));
    }
    file.push_str("---\n");
    if !course.body.trim().is_empty() {
        _ = write!(file, "\n{}\n", course.body.trim());
    }
    file
}

fn lesson_file(
    lesson: &Lesson,
    number: usize,
    section: Option<&str>,
    is_there: impl Fn(&str) -> bool,
    course_id: &str,
) -> String {
    let mut file = format!("---\nid: {}\ntitle: {}\n", lesson.id, escape::yaml(&lesson.title));
    match lesson.kind {
        Type::Lesson => {}
        Type::Project => file.push_str("type: project\n"),
        Type::Quiz => file.push_str("type: quiz\n"),
    }
    if let Some(minutes) = lesson.minutes {
        _ = writeln!(file, "duration: {minutes} mins");
    }
    _ = writeln!(file, "order: {number}");
    if let Some(section) = section {
        _ = writeln!(file, "section: {}", escape::yaml(section));
    }
    if !lesson.quiz.is_empty() {
        file.push_str("quiz:\n");
        for line in &lesson.quiz {
            _ = writeln!(file, "  {line}");
        }
    }
    file.push_str("---\n");
    let body = checked(&body(lesson), |address| {
        let name = course::route::decode(address.trim_start_matches("../"));
        is_there(&format!("courses/{course_id}/{name}"))
    });
    if !body.trim().is_empty() {
        _ = write!(file, "\n{}\n", body.trim_matches('\n').trim_end());
    }
    file
}

/// A whole lesson once more as the compiler will see it. What is put together of parts may hold a picture or a fence
/// that was in code or HTML before, when it was not looked at.
fn checked(body: &str, is_there: impl Fn(&str) -> bool) -> String {
    let mut find = |address: &str, how: Use, _: usize| match how {
        Use::Shown if !is_outside(address) && !is_there(address) => Where::Nowhere,
        _ => Where::Same,
    };
    let fence = |info: &str| {
        let is_file = info.contains("file=") || info.contains("region=");
        if is_file { Fence::usual(info) } else { Fence::new(info.trim().to_owned()) }
    };
    let mut reading = Reading {
        file: "",
        has_math: true,
        has_heading_attributes: false,
        takes_headings: true,
        find: &mut find,
        fence: &fence,
        losses: &mut Losses::default(),
    };
    markdown::rewritten(&Text::marked(body, 1), &mut reading).as_str().to_owned()
}

fn body(lesson: &Lesson) -> String {
    let mut body = String::new();
    let mut ids = HashSet::new();
    let mut level = 1;
    for (index, part) in lesson.parts.iter().enumerate() {
        match part {
            Part::Text(text) => {
                push_block(&mut body, text.trim_matches('\n').trim_end());
                level = last_level(text).unwrap_or(level);
            }
            Part::Questions(questions, _) => {
                // A quiz of a lesson stands below a heading that says so; what follows it is parted from it.
                if lesson.kind != Type::Quiz && !make_quiz_heading(&mut body) {
                    push_block(&mut body, &format!("{} Quiz", "#".repeat(usize::from(quiz_level(level)))));
                }
                for (number, question) in questions.iter().enumerate() {
                    let id = question.id.as_deref().filter(|id| is_id(id));
                    let id = id.filter(|id| ids.insert((*id).to_owned()));
                    push_block(&mut body, &question::written(question, number + 1, id));
                }
                // A heading of its level or above ends a quiz by itself.
                let ends_by_itself = match lesson.parts.get(index + 1) {
                    Some(Part::Text(text)) => before_heading(text, quiz_level(level)) <= blank(text),
                    _ => false,
                };
                if index + 1 < lesson.parts.len() && !ends_by_itself {
                    push_block(&mut body, "---");
                }
            }
        }
    }
    body
}

/// The level of the heading of a quiz below a heading of this level.
fn quiz_level(level: u8) -> u8 {
    (level + 1).min(DEEPEST_QUIZ)
}

/// Puts the quizzes of a lesson behind the text that goes on after them below the same heading, where that text holds a
/// numbered list: Lectern would take it for more questions.
pub(crate) fn settle(lesson: &mut Lesson, losses: &mut Losses) {
    if lesson.kind == Type::Quiz {
        return;
    }
    let mut level = 1;
    let mut stretches: Vec<Stretch> = Vec::new();
    for part in std::mem::take(&mut lesson.parts) {
        match part {
            Part::Text(text) => {
                for stretch in cut(&markdown::closed(&text)) {
                    level = stretch.level.unwrap_or(level);
                    stretches.push(stretch);
                }
            }
            questions => {
                stretches.push(Stretch { part: questions, level: Some(quiz_level(level)), has_list: false })
            }
        }
    }
    // From the end, so that what stands behind a quiz is settled.
    for at in (0..stretches.len()).rev() {
        let Part::Questions(_, line) = stretches[at].part else { continue };
        let own = stretches[at].level.unwrap_or(1);
        let goes_on = |stretch: &Stretch| match stretch.part {
            Part::Text(_) => stretch.level.is_none_or(|level| level > own),
            Part::Questions(..) => false,
        };
        let length = stretches[at + 1..].iter().take_while(|stretch| goes_on(stretch)).count();
        let behind = &stretches[at + 1..at + 1 + length];
        if behind.iter().any(|stretch| stretch.has_list) {
            losses.note(
                Became::Approximated,
                "quizzes moved to the end of their part",
                (&lesson.file, line),
                "",
            );
            stretches[at..=at + length].rotate_left(1);
        }
    }
    for stretch in stretches {
        match (stretch.part, lesson.parts.last_mut()) {
            (Part::Text(text), Some(Part::Text(before))) => {
                before.push_str("\n\n");
                before.push_str(text.trim_matches('\n'));
            }
            (Part::Questions(questions, _), Some(Part::Questions(before, _))) => before.extend(questions),
            (part, _) => lesson.parts.push(part),
        }
    }
}

/// A text up to its next heading, or some questions.
struct Stretch {
    part: Part,
    /// The level of the heading that it begins with; that of its own heading for questions.
    level: Option<u8>,
    has_list: bool,
}

/// Cuts a text at its headings that could end a quiz.
fn cut(text: &str) -> Vec<Stretch> {
    let events = markdown::parse(text);
    let mut stretches = Vec::new();
    let (mut start, mut level, mut has_list) = (0, None, false);
    let mut push = |range: std::ops::Range<usize>, level, has_list| {
        if !text[range.clone()].trim().is_empty() {
            stretches.push(Stretch {
                part: Part::Text(text[range].trim_matches('\n').to_owned()),
                level,
                has_list,
            });
        }
    };
    for block in markdown::blocks(&events) {
        let (event, range) = &events[block.start];
        match event {
            Event::Start(Tag::Heading { level: own, .. }) => {
                push(start..range.start, level, has_list);
                (start, level, has_list) = (range.start, Some(*own as u8), false);
            }
            Event::Start(Tag::List(Some(_))) => has_list = true,
            _ => {}
        }
    }
    push(start..text.len(), level, has_list);
    stretches
}

/// How many bytes of white space a text begins with.
fn blank(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn push_block(body: &mut String, block: &str) {
    if block.is_empty() {
        return;
    }
    if !body.is_empty() {
        body.push_str("\n\n");
    }
    body.push_str(block);
}

/// The level of the last heading of a text that is no part of a list or a quotation.
fn last_level(text: &str) -> Option<u8> {
    let events = markdown::parse(text);
    let blocks = markdown::blocks(&events);
    blocks.iter().rev().find_map(|block| match &events[block.start].0 {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as u8),
        _ => None,
    })
}

/// Whether the last block of a text is a heading that begins a quiz, or did so before it was kept from that.
fn make_quiz_heading(text: &mut String) -> bool {
    let start = text.rfind('\n').map_or(0, |before| before + 1);
    let line = &text[start..];
    if !line.starts_with('#') {
        return false;
    }
    let heading = line.replacen(&format!("# {KEPT_FROM_QUIZ}"), "# ", 1);
    let events = markdown::parse(&heading);
    let is_one = match events.first() {
        Some((Event::Start(Tag::Heading { level, .. }), _)) => {
            markdown::announces_quiz(*level, &markdown::plain_of(&events))
        }
        _ => false,
    };
    if is_one {
        text.replace_range(start.., &heading);
    }
    is_one
}

/// Where the first heading of a text begins that is of this level or a higher one.
fn before_heading(text: &str, deepest: u8) -> usize {
    let events = markdown::parse(text);
    for block in markdown::blocks(&events) {
        if let (Event::Start(Tag::Heading { level, .. }), range) = &events[block.start]
            && (*level as u8) <= deepest
        {
            return range.start;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(section: Option<&str>) -> Lesson {
        Lesson { title: "T".into(), section: section.map(str::to_owned), ..Lesson::default() }
    }

    #[test]
    fn sections_keep_the_order_of_the_lessons() {
        let lessons = [None, Some("A"), Some("A"), None, None, Some("B"), Some("A")].map(lesson);
        let given: Vec<_> = sections(&lessons).into_iter().map(Option::unwrap_or_default).collect();
        assert_eq!(given, ["", "A", "A", "T", "T", "B", "A-2"]);
    }
}
