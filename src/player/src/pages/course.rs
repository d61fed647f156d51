//! A course: what it is about, how far the learner is, its lessons.

use course::library::Course;
use course::route::{Route, Tool, encode};

use crate::app::Player;
use crate::components::course_card::{course_progress, lead, prerequisites, progress_bar, start_link};
use crate::components::facts::course_facts;
use crate::components::header::trail;
use crate::fields::escaped;
use crate::messages::{Word, say};
use crate::pages::home::contents;
use crate::pages::page;

/// The page of one course.
pub(crate) fn course_page(player: Player, course: &Course) -> String {
    // Beside the way to the lessons, so that it moves nothing where it comes in.
    let certificate = match course_progress(player.learner, course).is_completed() {
        true => format!(
            "<a class=\"button quiet\" href=\"{}#{}\">{}</a>",
            player.navigator.href(&Route::Tool(Tool::Certificate)),
            encode(&course.id),
            say(Word::certificate_link)
        ),
        false => String::new(),
    };
    let body = match course.body.as_str() {
        "" => String::new(),
        body => ["<div class=\"lesson-text\">", &player.navigator.html(body), "</div>"].concat(),
    };
    let inner = format!(
        "{}<h1>{}</h1>{}{}{}<div class=\"course-start\">{}<div class=\"course-ways\">{}{certificate}</div></div>{body}{}\
         <p><a class=\"print-link\" href=\"{}#{}\">{}</a></p>",
        trail(player, None),
        escaped(&course.title),
        lead(&course.description),
        course_facts(course),
        prerequisites(player, course),
        progress_bar(player.learner, course),
        start_link(player, course),
        contents(player, course),
        player.navigator.href(&Route::Tool(Tool::Print)),
        encode(&course.id),
        say(Word::print_course),
    );
    page("course", &inner)
}
