//! A course on a page that lists some, and how far the learner is with it.

use course::library::{Course, Placed};
use course::progress::{self, CourseProgress, LessonState, Place};
use course::route::Route;

use crate::app::Player;
use crate::components::facts::course_facts;
use crate::fields::escaped;
use crate::learner::Learner;
use crate::messages::{self, Word, say};

/// A course to choose. `lone` makes it the only thing on the page.
pub(crate) fn card(player: Player, course: &Course, lone: bool) -> String {
    let (class, level) = if lone { ("course-card lone", '1') } else { ("course-card", '3') };
    format!(
        "<article class=\"{class}\"><h{level}>{}</h{level}>{}{}{}{}</article>",
        link(player, course),
        lead(&course.description),
        course_facts(course),
        progress_bar(player.learner, course),
        if lone { start_link(player, course) } else { String::new() },
    )
}

/// A link to a course that says its title.
pub(crate) fn link(player: Player, course: &Course) -> String {
    let href = player.navigator.href(&Route::Course { course: course.id.clone() });
    format!("<a href=\"{href}\">{}</a>", escaped(&course.title))
}

/// What an author says of a page in a sentence or two, where anything.
pub(crate) fn lead(text: &str) -> String {
    if text.is_empty() { String::new() } else { ["<p class=\"lead\">", &escaped(text), "</p>"].concat() }
}

/// Whether a course opens only once others are completed, and these are not yet.
pub(crate) fn is_closed(player: Player, course: &Course) -> bool {
    course.is_locked
        && course.prerequisites.iter().filter_map(|id| player.content.library.course(id)).any(|other| {
            let progress = course_progress(player.learner, other);
            progress.completed < progress.lessons
        })
}

/// The courses that come before this one, where there are any, with how much of each is completed.
pub(crate) fn prerequisites(player: Player, course: &Course) -> String {
    let mut items = String::new();
    for other in course.prerequisites.iter().filter_map(|id| player.content.library.course(id)) {
        let progress = messages::course_progress(course_progress(player.learner, other));
        items += &["<li>", &link(player, other), " <span>", &progress, "</span></li>"].concat();
    }
    if items.is_empty() {
        return items;
    }
    let closed = if is_closed(player, course) { say(Word::opens_later) } else { "" };
    format!("<div class=\"before\"><p>{}</p><ul>{items}</ul><p>{closed}</p></div>", say(Word::comes_before))
}

/// How much of a course is completed.
pub(crate) fn course_progress(learner: Learner, course: &Course) -> CourseProgress {
    CourseProgress::of(course, |lesson| learner.state(lesson))
}

/// How much of a course is completed, as a bar and in words.
pub(crate) fn progress_bar(learner: Learner, course: &Course) -> String {
    let progress = course_progress(learner, course);
    format!(
        "<label class=\"progress-line\"><progress class=\"course-progress\" max=\"{}\" value=\"{}\"></progress>\
         <span>{}</span></label>",
        progress.lessons,
        progress.completed,
        messages::course_progress(progress),
    )
}

/// The link to where the learner goes on: where they were reading, where that lesson is not completed yet, else the first
/// one that is not.
pub(crate) fn start_link(player: Player, course: &Course) -> String {
    let learner = player.learner;
    if is_closed(player, course) {
        return String::new();
    }
    let place = learner.place();
    let place = Place::parse(&place).unwrap_or_default();
    let here = course.place(place.lesson).filter(|it| learner.state(&it.lesson.id) == LessonState::Open);
    let begun = course_progress(learner, course).opened > 0;
    let resumed = progress::resume(course, |id| learner.state(id)).and_then(|id| course.place(id));
    let mut heading = [""; 2];
    let (lesson, text) = match (here, resumed) {
        (Some(Placed { lesson, .. }), _) => {
            let mut title = escaped(&lesson.title);
            if !place.heading.is_empty() {
                heading = ["#", place.heading];
                title += &[" · ", &escaped(place.title)].concat();
            }
            (lesson, messages::continue_with(&title))
        }
        (_, Some(place)) if begun => (place.lesson, messages::continue_with(&escaped(&place.lesson.title))),
        (_, Some(place)) => (place.lesson, say(Word::start_course).to_owned()),
        (_, None) => match course.lessons().next() {
            Some(lesson) => (lesson, say(Word::review_course).to_owned()),
            None => return String::new(),
        },
    };
    let href = player.navigator.lesson_href(&course.id, &lesson.id) + &escaped(&heading.concat());
    format!("<a class=\"button start\" href=\"{href}\">{text}</a>")
}
