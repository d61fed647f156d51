//! A line of small facts: how demanding, how long, how many.

use course::library::{Course, LessonOutline};
use leptos::prelude::*;

use crate::messages;

/// The facts that are known, in one line; nothing where none is.
pub(crate) fn facts(facts: impl IntoIterator<Item = Option<String>>) -> Option<AnyView> {
    let facts: Vec<_> = facts.into_iter().flatten().map(|fact| view! { <li>{fact}</li> }).collect();
    (!facts.is_empty()).then(|| view! { <ul class="facts">{facts}</ul> }.into_any())
}

/// What a course asks for.
pub(crate) fn course_facts(course: &Course) -> Option<AnyView> {
    facts([
        course.difficulty.map(messages::difficulty),
        course.duration_minutes.or_else(|| course.lesson_minutes()).map(messages::minutes),
        Some(messages::lessons(course.lessons().count())),
    ])
}

/// What a lesson asks for.
pub(crate) fn lesson_facts(lesson: &LessonOutline) -> Option<AnyView> {
    facts([
        lesson.duration_minutes.map(messages::minutes),
        (lesson.questions > 0).then(|| messages::questions(lesson.questions as usize)),
    ])
}
