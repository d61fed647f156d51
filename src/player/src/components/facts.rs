//! Facts in one line: how long, how hard, how many.

use course::library::{Course, LessonOutline};

use crate::messages;

/// The facts that are known, in one line; nothing where none is.
pub(crate) fn facts(facts: &[Option<String>]) -> String {
    let items: String = facts.iter().flatten().map(|fact| ["<li>", fact, "</li>"].concat()).collect();
    if items.is_empty() { items } else { ["<ul class=\"facts\">", &items, "</ul>"].concat() }
}

/// What a course asks for.
pub(crate) fn course_facts(course: &Course) -> String {
    facts(&[
        course.difficulty.map(messages::difficulty),
        course.duration_minutes.or_else(|| course.lesson_minutes()).map(messages::minutes),
        Some(messages::lessons(course.lessons().count())),
    ])
}

/// What a lesson asks for.
pub(crate) fn lesson_facts(lesson: &LessonOutline) -> String {
    facts(&[
        lesson.duration_minutes.map(messages::minutes),
        (lesson.questions > 0).then(|| messages::questions(lesson.questions as usize)),
    ])
}
