//! What can only be told of a lesson by looking at its course: neighbours out of order, a lesson that nothing leads
//! to, a duration that cannot be meant.

use std::collections::HashMap;

use course::library::LessonKind;

use crate::catalogue::{Catalogue, LessonEntry};
use crate::diagnostics::{Code, Diagnostic, counted};
use crate::front_matter::Spanned;
use crate::pages::Pages;

/// Words a minute: slow for a novel, usual for technical text (Brysbaert, 2019, has 238 for prose).
const READING_SPEED: u32 = 180;

/// Minutes for a question: read, thought over, answered, and the explanation read.
const MINUTES_A_QUESTION: u32 = 1;

/// Looks through all courses. `order` is the reading order of each.
pub(crate) fn report(
    catalogue: &Catalogue<'_>,
    pages: &Pages,
    order: &[Vec<usize>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for lessons in order {
        let entries: Vec<_> = lessons.iter().map(|index| &catalogue.lessons[*index]).collect();
        neighbours(&entries, diagnostics);
        unreachable(&entries, diagnostics);
    }
    for (entry, page) in catalogue.lessons.iter().zip(&pages.lessons) {
        duration(entry, page.words, page.questions, diagnostics);
    }
}

fn neighbours(lessons: &[&LessonEntry<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let ids: HashMap<&str, &str> =
        lessons.iter().flat_map(|lesson| names(lesson).map(|name| (name, lesson.id.as_str()))).collect();
    let mut check = |lesson: &LessonEntry<'_>,
                     key: &str,
                     named: &Option<Spanned<String>>,
                     there: Option<&str>| {
        let Some(named) = named else { return };
        let Some(id) = ids.get(named.value.as_str()) else { return };
        if there == Some(*id) {
            return;
        }
        let (side, order) = if key == "nextLessonId" { ("behind", "after") } else { ("before", "before") };
        let message = format!("`{key}` names `{}`, which does not stand {side} this lesson", named.value);
        let help = match there {
            Some(there) => format!(
                "the reading order has `{there}` there: name that one, or mend the `order` of the lessons"
            ),
            None => format!(
                "no lesson comes {order} this one in the reading order: remove the line, or mend the `order` of the lessons"
            ),
        };
        diagnostics.push(
            Diagnostic::new(Code::NeighbourOutOfOrder, lesson.document.file, message)
                .at(named.span.clone())
                .help(help),
        );
    };
    let id = |at: Option<usize>| at.and_then(|at| lessons.get(at)).map(|lesson| lesson.id.as_str());
    for (at, lesson) in lessons.iter().enumerate() {
        check(lesson, "prevLessonId", &lesson.document.front.previous, id(at.checked_sub(1)));
        check(lesson, "nextLessonId", &lesson.document.front.next, id(Some(at + 1)));
    }
}

/// What a lesson may be named by: its id, and those it had before.
fn names<'l>(lesson: &'l LessonEntry<'_>) -> impl Iterator<Item = &'l str> {
    let aliases = lesson.document.front.aliases.iter().map(|alias| alias.value.as_str());
    aliases.chain([lesson.id.as_str()])
}

/// Only where the author has linked most lessons by hand: then one that nothing names was probably forgotten.
fn unreachable(lessons: &[&LessonEntry<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let named: Vec<&str> = lessons
        .iter()
        .filter_map(|lesson| lesson.document.front.next.as_ref())
        .map(|id| id.value.as_str())
        .collect();
    if named.len() < 2 || named.len() * 2 < lessons.len() {
        return;
    }
    let is_named = |lesson: &LessonEntry<'_>| names(lesson).any(|name| named.contains(&name));
    for lesson in lessons.iter().skip(1).filter(|lesson| !is_named(lesson)) {
        let Some(id) = &lesson.document.front.id else { continue };
        let message = format!("no `nextLessonId` leads to `{}`", id.value);
        diagnostics.push(
            Diagnostic::new(Code::UnreachableLesson, lesson.document.file, message)
                .at(id.span.clone())
                .help("name it in the lesson before, or leave `nextLessonId` out everywhere: the order of the lessons is enough"),
        );
    }
}

fn duration(lesson: &LessonEntry<'_>, words: u32, questions: u32, diagnostics: &mut Vec<Diagnostic>) {
    let document = &lesson.document;
    if !document.has_front {
        return;
    }
    let needed = (words / READING_SPEED + questions * MINUTES_A_QUESTION).max(1);
    let Some(stated) = document.front.duration_minutes else {
        // A value that cannot be read has been reported.
        if document.front.duration.is_none()
            && let Some(id) = &document.front.id
        {
            diagnostics.push(
                Diagnostic::new(Code::MissingDuration, document.file, "this lesson has no `duration`")
                    .at(id.span.clone())
                    .help(format!(
                        "add a line such as `duration: {}`, so that learners can plan",
                        minutes(needed)
                    )),
            );
        }
        return;
    };
    // Authors count exercises and thinking that no text shows; only what is far off is worth a word.
    let is_too_short = stated * 2 < needed && needed > 4;
    // What is built in a project takes whatever it takes.
    let is_project = document.front.kind == LessonKind::Project;
    let is_too_long = !is_project && stated > 60 && stated > needed * 20;
    if let Some(duration) = document.front.duration.as_ref().filter(|_| is_too_short || is_too_long) {
        let message = format!(
            "{} is {} for {} and {}",
            minutes(stated),
            if is_too_short { "very short" } else { "very long" },
            counted(words as usize, "word", "words"),
            counted(questions as usize, "question", "questions")
        );
        diagnostics.push(
            Diagnostic::new(Code::UnlikelyDuration, document.file, message)
                .at(duration.span.clone())
                .help(format!("reading and answering alone take about {}", minutes(needed))),
        );
    }
}

fn minutes(count: u32) -> String {
    counted(count as usize, "minute", "minutes")
}
