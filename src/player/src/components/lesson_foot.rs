//! The foot of a lesson: whether it is completed, and the way on.

use course::library::{LessonOutline, Placed};
use course::progress::LessonState;
use course::route::Route;

use crate::app::Player;
use crate::fields::escaped;
use crate::messages::{Word, say};

/// The foot of a lesson page.
pub(crate) fn lesson_foot(player: Player, place: Placed<'_>, has_button: bool) -> String {
    let Placed { course, lesson, .. } = place;
    let lesson_href = |to: &LessonOutline| player.navigator.lesson_href(&course.id, &to.id);
    let previous = match place.previous() {
        Some(to) => way("class=\"previous\" rel=\"prev\"", &lesson_href(to), Word::previous, &to.title),
        None => String::new(),
    };
    let next = match (place.next(), &lesson.planned_next) {
        (Some(to), _) => way("class=\"next\" rel=\"next\"", &lesson_href(to), Word::next, &to.title),
        (None, Some(planned)) => format!(
            "<p class=\"planned\"><span class=\"way\">{}</span><span class=\"way-title\">{}</span></p>",
            say(Word::not_yet),
            escaped(planned),
        ),
        (None, None) => {
            let href = player.navigator.href(&Route::Course { course: course.id.clone() });
            way("class=\"next\"", &href, Word::course_contents, &course.title)
        }
    };
    format!(
        "<footer class=\"lesson-foot\"><div role=\"status\">{}</div><nav class=\"ways\" aria-label=\"{}\">{previous}{next}</nav>\
         </footer>",
        completion(player, &lesson.id, has_button),
        escaped(say(Word::lessons)),
    )
}

/// Whether a lesson is completed; with a button to complete it where that is not done by answering its questions.
pub(crate) fn completion(player: Player, lesson: &str, has_button: bool) -> String {
    match player.learner.state(lesson) {
        LessonState::Completed => ["<p class=\"done-line\">", say(Word::lesson_completed), "</p>"].concat(),
        _ if has_button => {
            ["<button type=\"button\" class=\"button complete\">", say(Word::complete_lesson), "</button>"]
                .concat()
        }
        _ => String::new(),
    }
}

/// A large link to a neighbour.
fn way(attributes: &str, href: &str, word: Word, title: &str) -> String {
    format!(
        "<a {attributes} href=\"{href}\"><span class=\"way\">{}</span><span class=\"way-title\">{}</span></a>",
        say(word),
        escaped(title),
    )
}
